import type { Node } from 'web-tree-sitter';
import type { Atom, Form, Substitution, Token } from './form.ts';
import { Disbelief } from './script.ts';

/** tree-sitter's reading. @throws Disbelief where a part of the source is not covered by the tree */
export function formByTreeSitter(source: string, root: Node): Form {
  const heredocs: string[] = [];
  return { tokens: new Collector(source, heredocs).collect(root.children, 0, source.length), heredocs };
}

interface Placed {
  start: number;
  end: number;
  /** None for what is read but says nothing: comments, bodies of heredocs. */
  tokens: readonly Token[];
}

const separators = new Set(['&&', '||', '|', '|&', ';', '&', '(', ')', '{', '}', '!', 'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'select', 'in', 'case', 'esac', ';;', ';&', ';;&']);
const containers = new Set(['list', 'pipeline', 'redirected_statement', 'command', 'command_name', 'declaration_command', 'unset_command', 'variable_assignments', 'negated_command', 'subshell', 'compound_statement', 'if_statement', 'elif_clause', 'else_clause', 'while_statement', 'for_statement', 'do_group', 'case_statement']);
const words = new Set(['word', 'number', 'string', 'raw_string', 'ansi_c_string', 'translated_string', 'concatenation', 'expansion', 'simple_expansion', 'command_substitution', 'process_substitution', 'arithmetic_expansion', 'brace_expression', 'extglob_pattern', 'regex', 'variable_name', 'special_variable_name', 'test_operator', 'array', 'subscript']);

class Collector {
  readonly #source: string;
  readonly #heredocs: string[];
  readonly #placed: Placed[] = [];

  constructor(source: string, heredocs: string[]) {
    this.#source = source;
    this.#heredocs = heredocs;
  }

  /** The tokens of these nodes, which have to cover the source between `start` and `end`. */
  collect(nodes: readonly (Node | null)[], start: number, end: number): Token[] {
    for (const node of nodes) if (node !== null) this.#visit(node);
    const placed = this.#placed.sort((one, other) => one.start - other.start);
    const tokens: Token[] = [];
    let at = start;
    for (const { tokens: read, ...range } of [...placed, { start: end, end, tokens: [] }]) {
      const gap = this.#source.slice(at, range.start);
      if (range.start < at || !/^(?:[ \t\n]|\\\n)*$/.test(gap)) throw new Disbelief('A part of the command was not accounted for by its parser.');
      if (/(?<!\\)\n/.test(gap)) tokens.push(';');
      for (const token of read) this.#add(tokens, token, gap);
      at = Math.max(at, range.end);
    }
    return tokens;
  }

  /** Words that touch are one word for bash, and `{name}` before a redirection belongs to it. */
  #add(tokens: Token[], token: Token, gap: string): void {
    const last = tokens.at(-1);
    const touches = typeof token !== 'string' && typeof last === 'object' && /^(\\\n)*$/.test(gap) && last.end + gap.length === token.start;
    if (touches && token.kind === 'w' && last.kind !== 't') tokens[tokens.length - 1] = { ...last, end: token.end, nested: [...last.nested, ...token.nested] };
    else if (touches && token.kind === 'r' && last.kind === 'w' && /^\{\w+\}$/.test(this.#source.slice(last.start, last.end))) tokens[tokens.length - 1] = { ...token, start: last.start };
    else tokens.push(token);
  }

  #visit(node: Node): void {
    switch (node.type) {
      case 'comment': return this.#place(node);
      case '\n': return;
      case 'variable_assignment': return this.#atom(node.parent?.type === 'declaration_command' ? 'w' : 'a', node);
      case 'file_redirect': case 'herestring_redirect': return this.#redirect(node);
      case 'heredoc_redirect': return this.#heredoc(node);
      case 'test_command': return this.#test(node);
      case 'function_definition': return this.#function(node);
      case 'case_item': return this.#caseItem(node);
      case 'c_style_for_statement': return this.#arithmeticFor(node);
      case 'compound_statement':
        if (node.firstChild?.type === '((') return this.#atom('t', node);
    }
    if (containers.has(node.type)) for (const child of node.children) this.#visit(child);
    else if (words.has(node.type)) this.#atom('w', node);
    else if (separators.has(node.type) && !isArgument(node)) this.#place(node, node.type);
    else if (!node.isNamed) this.#atom('w', node);
    else throw new Disbelief(`The command holds something that its parser calls ${node.type}.`);
  }

  #place({ startIndex, endIndex }: Node, ...tokens: Token[]): void {
    this.#placed.push({ start: startIndex, end: endIndex, tokens });
  }

  #atom(kind: Atom['kind'], node: Node, operator?: string, end = node.endIndex): void {
    const token: Token = { kind, start: node.startIndex, end, nested: this.#nested(node).filter((inner) => inner.end <= end), ...(operator === undefined ? {} : { operator }) };
    this.#placed.push({ start: node.startIndex, end, tokens: [token] });
  }

  /** Only the first word is the target; those after it are the command's. */
  #redirect(node: Node): void {
    const at = node.children.findIndex((child) => child.type !== 'file_descriptor');
    const operator = node.children[at];
    const target = operator?.type === '>&-' || operator?.type === '<&-' ? operator : node.children[at + 1];
    if (operator === undefined || target === undefined) throw new Disbelief('A redirection has no target.');
    this.#atom('r', node, operator.type.replace(/&-$/, '&'), target.endIndex);
    for (const child of node.children.slice(node.children.indexOf(target) + 1)) this.#visit(child);
  }

  #heredoc(node: Node): void {
    for (const child of node.children) {
      if (child.type === '<<' || child.type === '<<-' || child.type === 'file_descriptor') continue;
      if (child.type === 'heredoc_start') {
        const operator = node.children.find(({ type }) => type.startsWith('<<'))?.type ?? '<<';
        this.#placed.push({ start: node.startIndex, end: child.endIndex, tokens: [{ kind: 'r', start: node.startIndex, end: child.endIndex, operator, nested: [] }] });
      } else if (child.type === 'heredoc_body') {
        this.#heredocs.push(node.children.some(({ type }) => type === '<<-') ? child.text.replaceAll(/^\t+/gm, '') : child.text);
        this.#place(child);
      } else if (child.type === 'heredoc_end') {
        this.#place(child);
      } else {
        this.#visit(child);
      }
    }
  }

  /** `[` is a command like any other; `[[` and `((` are compared as a whole. */
  #test(node: Node): void {
    if (node.firstChild?.type !== '[') return this.#atom('t', node);
    const leaves = (inner: Node): void => {
      if (words.has(inner.type) || inner.childCount === 0) this.#atom('w', inner);
      else for (const child of inner.children) leaves(child);
    };
    leaves(node);
  }

  #function(node: Node): void {
    const name = node.childForFieldName('name');
    if (name === null) throw new Disbelief('A function has no name.');
    this.#atom('w', name);
    for (const child of node.children) {
      if (child.id === name.id) this.#placed.push({ start: child.endIndex, end: child.endIndex, tokens: ['()'] });
      else if (child.type === 'function' || child.type === '(' || child.type === ')') this.#place(child);
      else this.#visit(child);
    }
  }

  #caseItem(node: Node): void {
    let pattern = true;
    for (const child of node.children) {
      if (pattern && (child.type === '(' || child.type === '|')) this.#place(child);
      else if (pattern && child.type === ')') this.#place(child, 'case)');
      else this.#visit(child);
      pattern &&= child.type !== ')';
    }
  }

  #arithmeticFor(node: Node): void {
    const end = node.children.find(({ type }) => type === '))')?.endIndex ?? node.startIndex;
    const heads = node.children.filter(({ endIndex }) => endIndex <= end).flatMap((child) => this.#nested(child));
    const tokens = heads.map((inner): Token => ({ kind: 't', start: inner.start, end: inner.end, nested: [inner] }));
    this.#placed.push({ start: node.startIndex, end, tokens: ['for', ...tokens] });
    for (const child of node.children) if (child.startIndex >= end) this.#visit(child);
  }

  #nested(node: Node): Substitution[] {
    if (!/[$`]|[<>]\(/.test(this.#source.slice(node.startIndex, node.endIndex))) return [];
    const { type, firstChild, lastChild } = node;
    if ((type !== 'command_substitution' && type !== 'process_substitution') || firstChild === null || lastChild === null) return node.children.flatMap((child) => this.#nested(child));
    const range = { start: node.startIndex, end: node.endIndex };
    if (firstChild.type === '`') return [{ opening: '`', ...range, tokens: [] }];
    const opening = firstChild.type;
    if (opening !== '$(' && opening !== '<(' && opening !== '>(') throw new Disbelief(`The command holds a substitution with ${opening}.`);
    const inner = new Collector(this.#source, this.#heredocs).collect(node.children.slice(1, -1), firstChild.endIndex, lastChild.startIndex);
    return [{ opening, ...range, tokens: inner }];
  }
}

/** Where the grammar takes a reserved word for an argument. */
const isArgument = (node: Node): boolean => node.parent?.type === 'command' || node.parent?.type === 'declaration_command';
