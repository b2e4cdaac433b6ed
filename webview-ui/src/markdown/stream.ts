import { Lexer, type Token } from 'marked';
import { closeMarks } from './closeMarks.ts';

/**
 * Markdown that grows. Finished top-level blocks are lexed once and kept; only the unfinished rest is lexed again.
 * A block keeps its place in `blocks` from its first character on, so that a view can keep its elements.
 */

export interface MarkdownView {
  /** Top-level tokens without blank ones; the first `settled` never change again before the end. */
  blocks: Token[];
  settled: number;
  /** Set while the last block is a code fence that has not closed yet. */
  openFence: boolean;
}

interface Fence {
  marker: string;
  lang: string;
  /** Offset of the first character after the opening line. */
  from: number;
  /** Offset up to which no closing line was found; always at a line start. */
  searched: number;
}

const fenceStart = /^ {0,3}(`{3,}(?=[^`\n]*\n)|~{3,})([^\n]*)\n/;

export class MarkdownStream {
  #text = '';
  /** Everything before this offset is settled. */
  #end = 0;
  /** Offset of the last line start that was seen when blocks were settled. */
  #linesSeen = 0;
  #settled: Token[] = [];
  #fence: Fence | undefined;
  #hasDefinitions = false;

  /**
   * @param text all text so far; anything but a continuation starts anew.
   * @param finished no more will come: link definitions now hold for the whole text.
   */
  update(text: string, finished: boolean): MarkdownView {
    const next = normalise(text, finished);
    if (!next.startsWith(this.#text)) this.#reset();
    this.#text = next;
    if (finished) return this.#finish();
    this.#settle();
    const fence = this.#fence;
    if (fence !== undefined) return { blocks: [...this.#settled, this.#openCode(fence)], settled: this.#settled.length, openFence: true };
    const rest = this.#text.slice(this.#end);
    return { blocks: [...this.#settled, ...solid(lex(closeMarks(rest)))], settled: this.#settled.length, openFence: false };
  }

  #reset(): void {
    this.#end = 0;
    this.#linesSeen = 0;
    this.#settled = [];
    this.#fence = undefined;
    this.#hasDefinitions = false;
  }

  #settle(): void {
    for (;;) {
      if (this.#fence !== undefined && !this.#closeFence(this.#fence)) return;
      const lines = this.#text.lastIndexOf('\n') + 1;
      if (lines <= this.#linesSeen || lines <= this.#end) return;
      this.#linesSeen = lines;
      const tokens = lex(this.#text.slice(this.#end, lines));
      const last = tokens.findLastIndex((token) => token.type !== 'space');
      for (const token of tokens.slice(0, Math.max(0, last))) this.#keep(token);
      if (last < 0) return;
      const opening = fenceStart.exec(this.#text.slice(this.#end));
      if (opening === null || tokens[last]?.type !== 'code') return;
      const from = this.#end + opening[0].length;
      this.#fence = { marker: opening[1] ?? '', lang: (opening[2] ?? '').trim(), from, searched: from };
    }
  }

  /** Settles the fence if its closing line is there. Returns false while it is open. */
  #closeFence(fence: Fence): boolean {
    for (;;) {
      const lineEnd = this.#text.indexOf('\n', fence.searched);
      if (lineEnd < 0) return false;
      const line = this.#text.slice(fence.searched, lineEnd);
      fence.searched = lineEnd + 1;
      if (!isClosing(line, fence.marker)) continue;
      for (const token of lex(this.#text.slice(this.#end, fence.searched))) this.#keep(token);
      this.#fence = undefined;
      return true;
    }
  }

  #openCode(fence: Fence): Token {
    const partial = this.#text.slice(this.#text.lastIndexOf('\n') + 1);
    const couldClose = /^ {0,3}[`~]*[ \t]*$/.test(partial);
    const end = couldClose ? this.#text.length - partial.length : this.#text.length;
    return { type: 'code', raw: '', lang: fence.lang, text: this.#text.slice(fence.from, end).replace(/\n$/, '') };
  }

  #keep(token: Token): void {
    this.#end += token.raw.length;
    if (token.type === 'def') this.#hasDefinitions = true;
    if (token.type !== 'space') this.#settled.push(token);
  }

  #finish(): MarkdownView {
    const rest = lex(this.#text.slice(this.#end));
    const whole = this.#hasDefinitions || rest.some((token) => token.type === 'def') || /^ {0,3}(>|[-*+]|\d+[.)]) .*\[[^\]]+\]:/m.test(this.#text);
    const blocks = whole ? solid(lex(this.#text)) : [...this.#settled, ...solid(rest)];
    return { blocks, settled: blocks.length, openFence: false };
  }
}

/** Line ends as the lexer makes them; a carriage return at the end may be half of one. */
function normalise(text: string, finished: boolean): string {
  if (!text.includes('\r')) return text;
  return (finished ? text : text.replace(/\r$/, '')).replace(/\r\n|\r/g, '\n');
}

function isClosing(line: string, marker: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match?.[1] !== undefined && match[1][0] === marker[0] && match[1].length >= marker.length;
}

/** Lexes a copy: a slice would keep the whole text of its moment alive as long as its tokens live. */
const lex = (text: string): Token[] => Lexer.lex(` ${text}`.slice(1));

const solid = (tokens: Token[]): Token[] => tokens.filter((token) => token.type !== 'space');
