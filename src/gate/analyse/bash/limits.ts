import { MAX_COMMANDS, MAX_NESTING } from '../characterGate.ts';
import type { Node, Part, Redirect, Script, ScriptWord } from './script.ts';

/** Words and pieces of words, above which parsers and comparisons take too long. */
const MAX_PIECES = 1_000;
/** Openings of one kind, with which parsers take more than linear time, also where they are quoted. */
const MAX_OPENINGS = 200;
const costlyOpenings: readonly RegExp[] = [/`/g, /<</g, /\$\[/g, /\$\(/g, /[<>]\(/g, /\[\[/g, /\(\)/g];

/** Why a text is too much for the parsers; undefined where it is not. Linear in its length. */
export function costlyText(source: string): string | undefined {
  const costly = costlyOpenings.some((opening) => (source.match(opening)?.length ?? 0) > MAX_OPENINGS);
  return costly ? 'The command holds more substitutions and brackets than are followed.' : undefined;
}

/** Why a script is too much to be analysed; undefined where it is not. */
export function excess(script: Script): string | undefined {
  const measure = new Measure();
  measure.script(script, 0);
  if (measure.pieces > MAX_PIECES) return `The command holds more than ${MAX_PIECES} words.`;
  if (measure.deepest > MAX_NESTING) return `The command is nested more than ${MAX_NESTING} deep.`;
  return measure.commands > MAX_COMMANDS ? `The line holds more than ${MAX_COMMANDS} commands.` : undefined;
}

class Measure {
  commands = 0;
  deepest = 0;
  pieces = 0;

  script({ body }: Script, depth: number): void {
    this.#node(body, depth);
  }

  #node(node: Node, depth: number): void {
    this.deepest = Math.max(this.deepest, depth);
    switch (node.kind) {
      case 'command':
        this.commands++;
        this.#words(node.words, depth);
        for (const { value, words } of node.assignments) this.#words(value === undefined ? words : [value, ...words], depth);
        break;
      case 'pipeline': case 'list':
        for (const one of node.nodes) this.#node(one, depth);
        return;
      case 'group': case 'function':
        this.#node(node.body, depth + 1);
        break;
      case 'compound':
        this.#words(node.words, depth);
        for (const body of node.bodies) this.#node(body, depth + 1);
        break;
      case 'for':
        this.#words(node.words ?? [], depth);
        this.#node(node.body, depth + 1);
        break;
      case 'other':
        for (const body of node.bodies) this.#node(body, depth + 1);
        return;
      case 'test':
        this.commands++;
        this.#words(node.words, depth);
        break;
      case 'arithmetic':
        this.commands++;
        for (const script of node.scripts) this.script(script, depth + 1);
    }
    if ('redirects' in node) this.#redirects(node.redirects, depth);
  }

  #redirects(redirects: readonly Redirect[], depth: number): void {
    this.pieces += redirects.length;
    for (const redirect of redirects) {
      if (redirect.kind === 'heredoc') this.#parts(redirect.parts ?? [], depth);
      else this.#words([redirect.kind === 'file' ? redirect.target : redirect.word], depth);
    }
  }

  #words(words: readonly ScriptWord[], depth: number): void {
    for (const { parts } of words) this.#parts(parts, depth);
    this.pieces += words.length;
  }

  #parts(parts: readonly Part[], depth: number): void {
    this.pieces += parts.length;
    for (const part of parts) {
      if (part.kind === 'command' || part.kind === 'process') this.script(part.script, depth + 1);
      else if (part.kind === 'expansion') part.scripts.forEach((script) => this.script(script, depth + 1));
      else if (part.kind === 'brace') part.alternatives.forEach((one) => this.#parts(one, depth));
    }
  }
}
