import { forEachChild } from 'unbash';
import type * as ast from 'unbash';
import type { Atom, Form, Substitution, Token } from './form.ts';

/** unbash's reading, and the texts inside of backticks and heredocs, which have to be compared apart. */
export interface UnbashForm extends Form {
  detached: readonly string[];
}

/** @param source what `script` was read from */
export function formByUnbash(source: string, script: ast.Script): UnbashForm {
  const writer = new Writer(source);
  writer.list(script.commands);
  return writer;
}

type Ranged = { readonly pos: number; readonly end: number };

class Writer implements UnbashForm {
  readonly tokens: Token[] = [];
  readonly heredocs: string[] = [];
  readonly detached: string[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  list(statements: readonly ast.Statement[]): void {
    for (const { command, background } of statements) {
      this.#node(command);
      this.tokens.push(background === true ? '&' : ';');
    }
  }

  #node(node: ast.PipelineNode | ast.AndOr | ast.CompoundList): void {
    switch (node.type) {
      case 'CompoundList': return this.list(node.commands);
      case 'AndOr': return this.#joined(node.commands, node.operators);
      case 'Pipeline':
        for (const prefix of node.prefixes) this.#prefix(prefix);
        return this.#joined(node.commands, node.operators);
      case 'Command': return this.#command(node);
      case 'Redirected':
        this.#compound(node.command);
        for (const redirect of node.redirects) this.#redirect(redirect);
        return;
      case 'Function':
        this.#atom('w', node.name);
        this.tokens.push('()');
        return this.#node(node.body);
      case 'Coproc':
        this.tokens.push('coproc');
        if (node.name !== undefined) this.#atom('w', node.name);
        return this.#node(node.body);
      default: return this.#compound(node);
    }
  }

  #joined(nodes: readonly ast.PipelineNode[], operators: readonly string[]): void {
    nodes.forEach((node, index) => {
      const operator = operators[index - 1];
      if (operator !== undefined) this.tokens.push(operator);
      this.#node(node);
    });
  }

  /** `time` counts as a word, which is what it is for a parser that does not know it. */
  #prefix(prefix: ast.PipelinePrefix): void {
    if (prefix.type === 'Negation') {
      this.tokens.push('!');
      return;
    }
    const words = [{ pos: prefix.pos, end: prefix.keywordEnd }, prefix.posix, prefix.endOfOptions];
    for (const word of words) if (word !== undefined) this.tokens.push({ kind: 'w', start: word.pos, end: word.end, nested: [] });
  }

  #command({ name, prefix, suffix }: ast.Command): void {
    for (const part of prefix) this.#part(part, 'a');
    if (name !== undefined) this.#atom('w', name);
    for (const part of suffix) this.#part(part, 'w');
  }

  #part(part: ast.CommandArgument | ast.Redirection, kind: 'a' | 'w'): void {
    if (part.type === 'Word' || part.type === 'Assignment') this.#atom(kind, part);
    else this.#redirect(part);
  }

  #redirect(node: ast.Redirection): void {
    if (node.type !== 'HereDoc') return this.#atom('r', node, node.operator);
    this.#atom('r', { ...node, end: node.delimiter?.end ?? node.end }, node.operator, []);
    this.heredocs.push(node.operator === '<<-' ? node.body.text.replaceAll(/^\t+/gm, '') : node.body.text);
    for (const part of node.body.parts ?? []) this.#detach(part);
  }

  #detach(node: ast.SyntaxNode): void {
    if (node.type === 'CommandExpansion') this.detached.push(node.text.startsWith('`') ? backtickText(node) : node.text.slice(2, -1));
    else forEachChild(node, (child) => this.#detach(child));
  }

  #compound(node: ast.CompoundCommand): void {
    switch (node.type) {
      case 'Subshell': return this.#enclosed('(', node.body, ')');
      case 'BraceGroup': return this.#enclosed('{', node.body, '}');
      case 'If':
        this.#enclosed('if', node.clause, ';');
        this.#enclosed('then', node.then, ';');
        for (const { clause, then } of node.elif) {
          this.#enclosed('elif', clause, ';');
          this.#enclosed('then', then, ';');
        }
        if (node.else !== undefined) this.#enclosed('else', node.else, ';');
        this.tokens.push('fi');
        return;
      case 'While':
        this.#enclosed(node.kind, node.clause, ';');
        return this.#enclosed('do', node.body, 'done');
      case 'For': case 'Select':
        this.tokens.push(node.type === 'For' ? 'for' : 'select');
        this.#atom('w', node.name);
        if (node.wordlist !== undefined) this.tokens.push('in');
        for (const word of node.wordlist ?? []) this.#atom('w', word);
        return this.#enclosed('do', node.body, 'done');
      case 'ArithmeticFor':
        this.tokens.push('for');
        for (const head of [node.initialize, node.test, node.update]) if (head !== undefined) for (const inner of this.#nested(head)) this.tokens.push({ kind: 't', start: inner.start, end: inner.end, nested: [inner] });
        return this.#enclosed('do', node.body, 'done');
      case 'Case':
        this.tokens.push('case');
        this.#atom('w', node.word);
        this.tokens.push('in');
        for (const { pattern, body, terminator } of node.items) {
          for (const word of pattern) this.#atom('w', word);
          this.#enclosed('case)', body, terminator ?? ';');
        }
        this.tokens.push('esac');
        return;
      case 'TestCommand': case 'ArithmeticCommand': return this.#atom('t', node);
    }
  }

  #enclosed(opening: string, body: ast.CompoundList, closing: string): void {
    this.tokens.push(opening);
    this.list(body.commands);
    this.tokens.push(closing);
  }

  #atom(kind: Atom['kind'], node: ast.SyntaxNode & Ranged, operator?: string, nested = this.#nested(node)): void {
    // A line that goes on belongs to no word.
    let { end } = node;
    while (end > node.pos && this.#source.endsWith('\\\n', end)) end -= 2;
    this.tokens.push({ kind, start: node.pos, end, nested, ...(operator === undefined ? {} : { operator }) });
  }

  #nested(node: ast.SyntaxNode): Substitution[] {
    if (node.type !== 'CommandExpansion' && node.type !== 'ProcessSubstitution' && node.type !== 'ArithmeticCommandExpansion') {
      const found: Substitution[] = [];
      forEachChild(node, (child) => found.push(...this.#nested(child)));
      return found.sort((one, other) => one.start - other.start);
    }
    if (node.text.startsWith('`')) {
      this.detached.push(backtickText(node));
      return [{ opening: '`', start: node.pos, end: node.end, tokens: [] }];
    }
    const inner = new Writer(this.#source);
    inner.list(node.script?.commands ?? []);
    this.heredocs.push(...inner.heredocs);
    this.detached.push(...inner.detached);
    const opening = node.type === 'ProcessSubstitution' ? `${node.operator}(` as const : '$(';
    return [{ opening, start: node.pos, end: node.end, tokens: inner.tokens }];
  }
}

const backtickText = ({ text, script }: ast.CommandExpansionPart | ast.ArithmeticCommandExpansion | ast.ProcessSubstitutionPart): string => script?.source ?? text.slice(1, -1);
