/**
 * Finds the text that an edit means. The ladder of measured usefulness: exact, then trailing blanks, then
 * indentation, then Unicode look-alikes. A rung is only tried where the ones before found nothing, and a rung that
 * finds several places never picks one. All positions are in the original text, which is spliced, not rewritten.
 */

export type Rung = 'exact' | 'trailing-blanks' | 'indentation' | 'unicode';

export interface Match {
  /** Half-open range in the original text. */
  start: number;
  end: number;
  /** Fits the replacement to what was found, e.g. its indentation; line ends are LF. */
  fit(replacement: string): string;
}

/** @param wanted with LF or CRLF line ends, whatever the file has */
export function findMatches(text: string, wanted: string): { rung: Rung; matches: Match[] } | undefined {
  const lf = wanted.replaceAll('\r\n', '\n');
  const exact = findMapped(text, lf, (character) => character);
  if (exact.length > 0) return { rung: 'exact', matches: exact };
  if (lf.trim() === '') return undefined;
  const lines = linesOf(text);
  const wantedLines = lf.split('\n');
  const trailing = findLines(lines, wantedLines, (line) => line.trimEnd(), () => (replacement) => replacement);
  if (trailing.length > 0) return { rung: 'trailing-blanks', matches: trailing };
  const indented = findLines(lines, wantedLines, (line) => line.trim(), fitIndentation);
  if (indented.length > 0) return { rung: 'indentation', matches: indented };
  const unicode = findMapped(text, [...lf].map(plainCharacter).join(''), plainCharacter);
  return unicode.length > 0 ? { rung: 'unicode', matches: unicode } : undefined;
}

/** Searches in a text whose characters are replaced one by one (CRLF always by LF), and maps what is found back. */
function findMapped(text: string, wanted: string, replace: (character: string) => string): Match[] {
  let mapped = '';
  const origins: number[] = [];
  for (let at = 0; at < text.length;) {
    const character = text.startsWith('\r\n', at) ? '\r\n' : String.fromCodePoint(text.codePointAt(at) ?? 0);
    const plain = character === '\r\n' ? '\n' : replace(character);
    for (let unit = 0; unit < plain.length; unit++) origins.push(unit === 0 ? at : -1);
    mapped += plain;
    at += character.length;
  }
  origins.push(text.length);
  const matches: Match[] = [];
  for (let at = mapped.indexOf(wanted); at >= 0 && wanted !== ''; at = mapped.indexOf(wanted, at + wanted.length)) {
    const [start = -1, end = -1] = [origins[at], origins[at + wanted.length]];
    // A half of an expanded character is no place to cut
    if (start >= 0 && end >= 0) matches.push({ start, end, fit: (replacement) => replacement });
  }
  return matches;
}

/** Quotes, dashes and spaces that only look like the plain ones, and compatibility forms. */
function plainCharacter(character: string): string {
  if (character <= '\u007F') return character;
  if (/[\u2018-\u201B\u2032\u00B4]/.test(character)) return "'";
  if (/[\u201C-\u201F\u2033\u00AB\u00BB]/.test(character)) return '"';
  if (/[\u2010-\u2015\u2212\uFE58\uFE63]/.test(character)) return '-';
  if (/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/.test(character)) return ' ';
  return character.normalize('NFKC');
}

interface Line {
  text: string;
  start: number;
  /** Without the line end. */
  end: number;
  /** With the line end. */
  next: number;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const content = match[1] ?? '';
    if (match.index === text.length && lines.length > 0 && lines.at(-1)?.next === lines.at(-1)?.end) break;
    lines.push({ text: content, start: match.index, end: match.index + content.length, next: match.index + match[0].length });
  }
  return lines;
}

type Fit = (found: readonly Line[], wanted: readonly string[]) => ((replacement: string) => string) | undefined;

function findLines(lines: readonly Line[], wanted: readonly string[], normalise: (line: string) => string, fit: Fit): Match[] {
  const withEnd = wanted.at(-1) === '';
  const needles = (withEnd ? wanted.slice(0, -1) : wanted).map(normalise);
  if (needles.every((needle) => needle === '')) return [];
  const normalised = lines.map((line) => normalise(line.text));
  const matches: Match[] = [];
  for (let at = 0; at + needles.length <= lines.length; at++) {
    if (!needles.every((needle, index) => normalised[at + index] === needle)) continue;
    const found = lines.slice(at, at + needles.length);
    const fitted = fit(found, wanted);
    const [first, last] = [found[0], found.at(-1)];
    if (fitted === undefined || first === undefined || last === undefined) continue;
    matches.push({ start: first.start, end: withEnd ? last.next : last.end, fit: fitted });
    at += needles.length - 1;
  }
  return matches;
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** Learns from the matched lines which indentation stands for which, and applies it to the replacement. */
function fitIndentation(found: readonly Line[], wanted: readonly string[]): ((replacement: string) => string) | undefined {
  const known = new Map<string, string>();
  for (const [index, line] of found.entries()) {
    if (line.text.trim() === '') continue;
    const [asked, real] = [indentOf(wanted[index] ?? ''), indentOf(line.text)];
    if ((known.get(asked) ?? real) !== real) return undefined;
    known.set(asked, real);
  }
  const byLength = [...known.keys()].sort((one, other) => other.length - one.length);
  const fitLine = (line: string): string => {
    if (line.trim() === '') return line;
    const indent = indentOf(line);
    const base = byLength.find((one) => indent.startsWith(one));
    return base === undefined ? line : (known.get(base) ?? '') + line.slice(base.length);
  };
  return (replacement) => replacement.split('\n').map(fitLine).join('\n');
}

/** The real lines that come nearest to what was looked for, with numbers, for a model that missed. */
export function closestLines(text: string, wanted: string, count = 8): { firstLine: number; lines: string[] } | undefined {
  const lines = linesOf(text).slice(0, 20_000);
  const needles = wanted.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '').slice(0, 20);
  const scores = lines.map((line) => Math.max(0, ...needles.map((needle, index) => similarity(line.text.trim(), needle) - index * 0.01)));
  const best = scores.reduce((highest, score, at) => (score > (scores[highest] ?? 0) ? at : highest), 0);
  if ((scores[best] ?? 0) < 0.5) return undefined;
  const first = Math.max(0, best - 2);
  return { firstLine: first + 1, lines: lines.slice(first, first + Math.max(count, Math.min(needles.length + 4, 24))).map((line) => line.text) };
}

/** Share of common pairs of neighbouring characters (Dice), 0 to 1. */
function similarity(one: string, other: string): number {
  if (one === other) return 1;
  if (one.length < 2 || other.length < 2 || one.length > other.length * 3 || other.length > one.length * 3) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < one.length - 1; at++) pairs.set(one.slice(at, at + 2), (pairs.get(one.slice(at, at + 2)) ?? 0) + 1);
  let common = 0;
  for (let at = 0; at < other.length - 1; at++) {
    const pair = other.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) {
      pairs.set(pair, left - 1);
      common++;
    }
  }
  return (2 * common) / (one.length + other.length - 2);
}
