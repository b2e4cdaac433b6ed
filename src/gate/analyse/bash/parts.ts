import { expandBraces, type Piece } from './braces.ts';
import { Disbelief, type Part, type Script } from './script.ts';

/** Which expansions a word undergoes, by the place where it stands. */
export interface Place {
  braces: boolean;
  globs: boolean;
  /** The value of an assignment: a tilde counts after every `:` too. */
  value: boolean;
}

/** Words of commands and targets of redirections. */
export const ARGUMENT: Place = { braces: true, globs: true, value: false };
/** Values of assignments. */
export const VALUE: Place = { braces: false, globs: false, value: true };
/** What `case` and `[[ ]]` look at, here-strings. */
export const SUBJECT: Place = { braces: false, globs: false, value: false };
/** Patterns of `case`. */
export const PATTERN: Place = { braces: false, globs: true, value: false };

/** A word with more braces and brackets than this is refused: their search is quadratic, here and in the parsers. */
const MAX_OPENINGS = 32;

/** Tells apart what bash expands: braces first, then the tilde, then patterns; neighbouring plain text is joined. @throws Disbelief */
export function partsOf(pieces: readonly Piece[], place: Place): Part[] {
  const openings = pieces.reduce((count: number, piece) => (piece === '{' || piece === '[' ? count + 1 : count), 0);
  if (openings > MAX_OPENINGS) throw new Disbelief('A word of the command holds more braces and brackets than are followed.');
  const words = place.braces && openings > 0 ? expandBraces(pieces) : [[...pieces]];
  if (words === undefined) {
    if (isEnormous(textOf(pieces))) throw new Disbelief('A brace list of the command makes more words than can be held.');
    return [unknownOf(pieces, '{…}')];
  }
  const [only] = words;
  if (words.length === 1 && only?.length === pieces.length) return finish(only, place);
  // Bash expands braces in the text: `$a{b,c}` names the variables ab and ac, and `{a,$}b` the variable b.
  if (words.some(bringsNewNames)) return [unknownOf(pieces, '{…}')];
  // After braces a word is no assignment any more, so only a tilde at its beginning counts.
  return [{ kind: 'brace', alternatives: words.map((word) => finish(word, place, false)) }];
}

/** Ranges and lists multiply; those of a million words and more take the memory of the machine. */
function isEnormous(text: string): boolean {
  const ranges = [...text.matchAll(/\{([+-]?\d+|[A-Za-z])\.\.([+-]?\d+|[A-Za-z])(?:\.\.[+-]?\d+)?\}/g)].map(([, from = '', to = '']) => {
    const [first, last] = [from, to].map((end) => (/\d/.test(end) ? Number(end) : end.charCodeAt(0)));
    return Math.abs((last ?? 0) - (first ?? 0)) + 1;
  });
  const lists = [...text.matchAll(/\{([^{}]*,[^{}]*)\}/g)].map(([, inner = '']) => inner.split(',').length);
  return [...ranges, ...lists].reduce((product, count) => product * count, 1) >= 1_000_000;
}

const bringsNewNames = (pieces: readonly Piece[]): boolean => pieces.some((piece, at) => {
  const next = pieces[at + 1];
  return piece === '$' || (typeof piece !== 'string' && piece.kind === 'variable' && !piece.quoted && typeof next === 'string' && /[\w[]/.test(next));
});

function finish(pieces: readonly Piece[], place: Place, mayAssign = true): Part[] {
  const parts: Part[] = [];
  const equals = place.value ? -1 : assignmentEnd(pieces);
  const assigns = place.value || (equals > 0 && mayAssign);
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? '';
    if (typeof piece !== 'string') {
      parts.push(piece);
      continue;
    }
    const before = pieces[at - 1];
    const tildeMay = piece === '~' && (at === 0 || (assigns && ((before === '=' && at - 1 === equals) || (before === ':' && at - 1 > equals))));
    const tilde = tildeMay ? tildeEnd(pieces, at, assigns) : undefined;
    const bracket = place.globs && piece === '[' ? bracketEnd(pieces, at) : undefined;
    if (tilde !== undefined) parts.push({ kind: 'tilde', text: textOf(pieces.slice(at, tilde)) });
    else if (bracket !== undefined) parts.push(bracketPart(pieces.slice(at, bracket)));
    else if (place.globs && (piece === '*' || piece === '?')) parts.push({ kind: 'glob', text: piece });
    else addText(parts, piece);
    at = (tilde ?? bracket ?? at + 1) - 1;
  }
  return parts;
}

const textOf = (pieces: readonly Piece[]): string => pieces.filter((piece) => typeof piece === 'string').join('');

function addText(parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === 'text' && !last.quoted) parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ kind: 'text', text, quoted: false });
}

/** Position of the `=` of a word that looks like an assignment; -1 where there is none. */
function assignmentEnd(pieces: readonly Piece[]): number {
  const end = pieces.indexOf('=');
  const name = pieces.slice(0, Math.max(end, 0));
  return name.every((piece) => typeof piece === 'string') && /^[A-Za-z_]\w*\+?$/.test(textOf(name)) ? end : -1;
}

/** A tilde's name ends at a slash; anything quoted or expanded before that makes the tilde plain text. */
function tildeEnd(pieces: readonly Piece[], at: number, assigns: boolean): number | undefined {
  for (let end = at + 1; end < pieces.length; end++) {
    const piece = pieces[end];
    if (piece === '/' || (assigns && piece === ':')) return end;
    if (typeof piece !== 'string') return undefined;
  }
  return pieces.length;
}

/** Where a bracket expression ends: a class such as `[:alpha:]` closes only itself. */
function bracketEnd(pieces: readonly Piece[], at: number): number | undefined {
  let next = at + 1;
  if (pieces[next] === '!' || pieces[next] === '^') next++;
  if (pieces[next] === ']') next++;
  for (; next < pieces.length; next++) {
    const kind = pieces[next + 1];
    if (pieces[next] === ']') return next + 1;
    if (pieces[next] !== '[' || (kind !== ':' && kind !== '.' && kind !== '=')) continue;
    const close = pieces.findIndex((piece, index) => index > next + 2 && piece === ']' && pieces[index - 1] === kind);
    if (close > 0) next = close;
  }
  return undefined;
}

/** Quoted characters inside a bracket stand for themselves; an expansion or a collating symbol makes the whole unknown. */
function bracketPart(pieces: readonly Piece[]): Part {
  const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.kind === 'text' ? piece.text.replaceAll(/\W/g, '\\$&') : undefined));
  return texts.includes(undefined) || /\[[.=]/.test(texts.join('')) ? unknownOf(pieces, '[…]') : { kind: 'glob', text: texts.join('') };
}

const unknownOf = (pieces: readonly Piece[], text: string): Part => ({ kind: 'expansion', text, quoted: false, scripts: pieces.flatMap(scriptsOf), hostile: pieces.some((piece) => typeof piece !== 'string' && piece.kind === 'expansion' && piece.hostile) });

/** The scripts that a piece runs when it is expanded. */
function scriptsOf(piece: Piece): readonly Script[] {
  if (typeof piece === 'string') return [];
  switch (piece.kind) {
    case 'expansion': return piece.scripts;
    case 'command': case 'process': return [piece.script];
    default: return [];
  }
}
