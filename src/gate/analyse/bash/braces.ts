import type { Part } from './script.ts';

/** What a word is made of before braces, tildes and patterns are told apart: unquoted characters, and pieces that are closed. */
export type Piece = string | Part;

/** More alternatives than this are not followed. */
export const MAX_ALTERNATIVES = 64;

/**
 * Brace expansion as bash does it, before every other expansion: the words that one word becomes.
 * @returns undefined where there are too many, or where bash's answer is odd
 */
export function expandBraces(pieces: readonly Piece[]): Piece[][] | undefined {
  const closings = matchBraces(pieces);
  for (const [start, end] of [...closings].sort(([one], [other]) => one - other)) {
    const inner = pieces.slice(start + 1, end);
    const alternatives = splitAtCommas(inner);
    const choices = alternatives.length > 1 ? expandAll(alternatives) : sequence(inner);
    if (choices === 'plain') continue;
    const rest = choices === undefined ? undefined : expandBraces(pieces.slice(end + 1));
    if (choices === undefined || rest === undefined || choices.length * rest.length > MAX_ALTERNATIVES) return undefined;
    return choices.flatMap((choice) => rest.map((tail) => [...pieces.slice(0, start), ...choice, ...tail]));
  }
  return [[...pieces]];
}

function expandAll(alternatives: readonly Piece[][]): Piece[][] | undefined {
  const all: Piece[][] = [];
  for (const one of alternatives) {
    const expanded = expandBraces(one);
    if (expanded === undefined || all.length + expanded.length > MAX_ALTERNATIVES) return undefined;
    all.push(...expanded);
  }
  return all;
}

/** Positions of opening braces and of those that close them. */
function matchBraces(pieces: readonly Piece[]): Map<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  pieces.forEach((piece, at) => {
    if (piece === '{') open.push(at);
    const start = piece === '}' ? open.pop() : undefined;
    if (start !== undefined) closings.set(start, at);
  });
  return closings;
}

function splitAtCommas(inner: readonly Piece[]): Piece[][] {
  const closings = matchBraces(inner);
  const alternatives: Piece[][] = [[]];
  for (let at = 0; at < inner.length; at++) {
    const end = closings.get(at) ?? at;
    if (inner[at] === ',') alternatives.push([]);
    else alternatives.at(-1)?.push(...inner.slice(at, end + 1));
    at = end;
  }
  return alternatives;
}

/** `{1..9}`, `{01..10..3}`, `{a..e}`; `plain` where the braces hold something else. */
function sequence(inner: readonly Piece[]): Piece[][] | 'plain' | undefined {
  if (!inner.every((piece) => typeof piece === 'string')) return 'plain';
  const [, first = '', last = '', , by = '1'] = /^([+-]?\d+|[A-Za-z])\.\.([+-]?\d+|[A-Za-z])(\.\.([+-]?\d+))?$/.exec(inner.join('')) ?? [];
  const letters = /^[A-Za-z]$/.test(first);
  if (first === '' || letters !== /^[A-Za-z]$/.test(last)) return 'plain';
  const [from, to] = letters ? [first.charCodeAt(0), last.charCodeAt(0)] : [Number(first), Number(last)];
  const step = Math.abs(Number(by)) || 1;
  // Between upper and lower case lie quoting characters.
  const odd = letters && (first < 'a') !== (last < 'a');
  if (odd || ![from, to, step].every(Number.isSafeInteger) || Math.abs(to - from) / step >= MAX_ALTERNATIVES) return undefined;
  const width = /^[+-]?0\d/.test(first) || /^[+-]?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const words: Piece[][] = [];
  for (let at = 0; at <= Math.abs(to - from); at += step) {
    const value = from <= to ? from + at : from - at;
    words.push([...(letters ? String.fromCharCode(value) : padded(value, width))]);
  }
  return words;
}

const padded = (value: number, width: number): string => (value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0'));
