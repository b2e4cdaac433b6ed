import type * as ast from 'unbash';
import { Disbelief, type Assignment, type Node, type Redirect, type Script, type ScriptWord } from './script.ts';
import { ARGUMENT, PATTERN, SUBJECT, VALUE } from './parts.ts';
import { arithmetic, cookQuoted, expansionPiece, readWord, scriptsIn } from './unbashWord.ts';

/** Turns unbash's tree into the script that the analysis follows. @throws Disbelief where something cannot be followed */
export function readScript(source: string, script: ast.Script): Script {
  return new Reader(script.source ?? source).script(script);
}

/** Errors inside a substitution are told only there. */
export const hasErrors = ({ errors }: ast.ParsedScript): boolean => errors !== undefined && errors.length > 0;

type Statements = readonly ast.Statement[];
type AnyNode = ast.PipelineNode | ast.AndOr | ast.CompoundList;

class Reader {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  script(script: ast.Script): Script {
    if (script.shebang !== undefined) throw new Disbelief('The command begins with a script header.');
    return { source: this.#source.slice(script.pos, script.end), body: this.#list(script.commands) };
  }

  /** A substitution; one in backticks with escapes brings a source of its own. */
  readonly #nested = (script: ast.ParsedScript | undefined): Script => {
    if (script === undefined || hasErrors(script)) throw new Disbelief('A substitution in the command cannot be parsed.');
    return script.source === undefined ? this.script(script) : readScript(script.source, script);
  };

  #list(statements: Statements): Node {
    const nodes = statements.map(({ command }) => this.#node(command));
    const operators = statements.map(({ background }) => (background === true ? '&' as const : ';' as const));
    if (operators.at(-1) === ';') operators.pop();
    const [only] = nodes;
    return only !== undefined && nodes.length === 1 && operators.length === 0 ? only : { kind: 'list', nodes, operators };
  }

  #node(node: AnyNode): Node {
    switch (node.type) {
      case 'AndOr': return { kind: 'list', nodes: node.commands.map((part) => this.#node(part)), operators: node.operators };
      case 'CompoundList': return this.#list(node.commands);
      case 'Pipeline': {
        const [only, ...rest] = node.commands.map((part) => this.#node(part));
        if (only === undefined) throw new Disbelief('The command negates or times nothing.');
        return rest.length === 0 ? only : { kind: 'pipeline', nodes: [only, ...rest], withErrors: node.operators.includes('|&') };
      }
      case 'Command': return this.#command(node);
      case 'Function': return { kind: 'function', name: node.name.value, body: this.#node(node.body) };
      case 'Coproc': return { kind: 'other', what: 'coproc', bodies: [this.#node(node.body)] };
      case 'Redirected': return this.#compound(node.command, node.redirects.map((redirect) => this.#redirect(redirect)));
      default: return this.#compound(node, []);
    }
  }

  #command(node: ast.Command): Node {
    const words: ScriptWord[] = node.name === undefined ? [] : [readWord(node.name, ARGUMENT, this.#nested)];
    const assignments: Assignment[] = [];
    const redirects: Redirect[] = [];
    for (const part of node.prefix) {
      if (part.type === 'Assignment') assignments.push(this.#assignment(part));
      else redirects.push(this.#redirect(part));
    }
    for (const part of node.suffix) {
      if (part.type === 'Word') words.push(readWord(part, ARGUMENT, this.#nested));
      else if (part.type === 'Assignment') words.push(this.#declaration(part));
      else redirects.push(this.#redirect(part));
    }
    return { kind: 'command', source: this.#source.slice(node.pos, node.end), words, assignments, redirects };
  }

  #assignment({ name, value, append, index }: ast.Assignment): Assignment {
    const subscript = index === undefined ? {} : { hostile: !/^\d+$/.test(index.text) };
    const words = [...(index === undefined ? [] : [readWord(index, SUBJECT, this.#nested)]), ...(value.type === 'Word' ? [] : value.elements.map((word) => readWord(word, ARGUMENT, this.#nested)))];
    const single = value.type === 'Word' ? { value: readWord(value, VALUE, this.#nested) } : {};
    return { name, ...single, compound: append === true || index !== undefined || value.type !== 'Word', words, ...subscript };
  }

  /** `NAME=value` as an argument of `export` and its like. */
  #declaration(node: ast.Assignment): ScriptWord {
    if (node.value.type !== 'Word' || node.index !== undefined) return { source: node.text, parts: [{ kind: 'expansion', text: node.text, quoted: true, scripts: scriptsIn(node, this.#nested), hostile: node.index !== undefined }] };
    const head = this.#source.slice(node.pos, node.value.pos);
    return { source: node.text, parts: [{ kind: 'text', text: head, quoted: true }, ...readWord(node.value, VALUE, this.#nested).parts] };
  }

  #redirect(node: ast.Redirection): Redirect {
    const descriptor = node.descriptor?.type === 'FileDescriptor' ? { descriptor: node.descriptor.value } : {};
    if (node.type === 'HereDoc') return { kind: 'heredoc', ...this.#heredoc(node), ...descriptor };
    if (node.target === undefined) throw new Disbelief('A redirection has no target.');
    if (node.type === 'HereString') return { kind: 'here-string', word: readWord(node.target, SUBJECT, this.#nested), ...descriptor };
    const variable = node.descriptor?.type === 'FileDescriptorVariable' ? { variable: node.descriptor.name } : {};
    return { kind: 'file', operator: node.operator, target: readWord(node.target, ARGUMENT, this.#nested), ...descriptor, ...variable };
  }

  #heredoc({ operator, delimiter, body }: ast.HereDoc): Pick<Extract<Redirect, { kind: 'heredoc' }>, 'body' | 'parts'> {
    if (delimiter === undefined) throw new Disbelief('A heredoc has no delimiter.');
    const strip = (text: string, start: boolean): string => (operator === '<<-' ? text.replaceAll(start ? /(^|\n)\t+/g : /(\n)\t+/g, '$1') : text);
    const whole = strip(body.text, true);
    if (delimiter.quoted) return { body: whole };
    const pieces = body.parts ?? [];
    if (pieces.length === 0) return { body: whole, parts: [{ kind: 'text', text: cookQuoted(whole, /[$`\\]/), quoted: true }] };
    const parts = pieces.map((part) => {
      if (part.type === 'Literal') return { kind: 'text' as const, text: cookQuoted(strip(part.text, part.pos === body.pos), /[$`\\]/), quoted: true };
      if (part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion' || part.type === 'CommandExpansion' || part.type === 'ArithmeticExpansion') return expansionPiece(part, true, this.#nested);
      throw new Disbelief('A heredoc holds something unheard of.');
    });
    return { body: whole, parts };
  }

  #compound(node: ast.CompoundCommand, redirects: readonly Redirect[]): Node {
    switch (node.type) {
      case 'Subshell': case 'BraceGroup': return { kind: 'group', body: this.#list(node.body.commands), subshell: node.type === 'Subshell', redirects };
      case 'If': {
        const lists = [node.clause, node.then, ...node.elif.flatMap(({ clause, then }) => [clause, then]), ...(node.else === undefined ? [] : [node.else])];
        return { kind: 'compound', keyword: 'if', words: [], bodies: lists.map((list) => this.#node(list)), redirects };
      }
      case 'While': return { kind: 'compound', keyword: node.kind, words: [], bodies: [this.#node(node.clause), this.#node(node.body)], redirects };
      case 'Case': {
        const patterns = node.items.flatMap(({ pattern }) => pattern.map((word) => readWord(word, PATTERN, this.#nested)));
        return { kind: 'compound', keyword: 'case', words: [readWord(node.word, SUBJECT, this.#nested), ...patterns], bodies: node.items.map(({ body }) => this.#node(body)), redirects };
      }
      case 'For': return { kind: 'for', name: node.name.value, ...this.#words(node.wordlist), body: this.#node(node.body), redirects };
      case 'Select': {
        const heading: Node = { kind: 'for', name: node.name.value, ...this.#words(node.wordlist), body: this.#node(node.body), redirects };
        return { kind: 'other', what: 'select', bodies: [heading] };
      }
      case 'ArithmeticFor': {
        const heads = [node.initialize, node.test, node.update].flatMap((head) => (head === undefined ? [] : [this.#arithmetic(head, this.#source.slice(head.pos, head.end), [])]));
        return { kind: 'compound', keyword: 'for', words: [], bodies: [...heads, this.#node(node.body)], redirects };
      }
      case 'ArithmeticCommand': return this.#arithmetic(node, node.body, redirects);
      case 'TestCommand': {
        const [words, evaluated]: [ScriptWord[], ScriptWord[]] = [[], []];
        this.#test(node.expression, words, evaluated);
        return { kind: 'test', words, evaluated, redirects };
      }
    }
  }

  #words(list: readonly ast.Word[] | undefined): { words?: readonly ScriptWord[] } {
    return list === undefined ? {} : { words: list.map((word) => readWord(word, ARGUMENT, this.#nested)) };
  }

  #arithmetic(node: ast.SyntaxNode, text: string, redirects: readonly Redirect[]): Node {
    return { kind: 'arithmetic', text, scripts: scriptsIn(node, this.#nested), ...arithmetic(text), redirects };
  }

  /** Collects the words of a test, and those of them that an operator evaluates. */
  #test(expression: ast.TestExpression, words: ScriptWord[], evaluated: ScriptWord[]): void {
    const add = (word: ast.Word, evaluates: boolean): void => {
      const read = readWord(word, SUBJECT, this.#nested);
      words.push(read);
      if (evaluates) evaluated.push(read);
    };
    switch (expression.type) {
      case 'TestUnary': return add(expression.operand, /^-[vR]$/.test(expression.operator) && !/^\w+$/.test(expression.operand.text));
      case 'TestBinary':
        for (const word of [expression.left, expression.right]) add(word, /^-(eq|ne|lt|le|gt|ge)$/.test(expression.operator) && !/^(-?\d+|\$[#?$!]|"\$[#?]"|\$\{#\w+\})$/.test(word.text));
        return;
      case 'TestLogical':
        for (const operand of expression.operands) this.#test(operand, words, evaluated);
        return;
      case 'TestNot': return this.#test(expression.operand, words, evaluated);
      case 'TestGroup': return this.#test(expression.expression, words, evaluated);
    }
  }
}
