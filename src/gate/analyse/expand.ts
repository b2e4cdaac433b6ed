import { resolve } from 'node:path';
import type { Part, Script, ScriptWord } from './bash/script.ts';
import type { Word } from './call.ts';
import type { ShellFacts } from './facts.ts';
import { expandGlob } from './bash/globs.ts';
import type { Scope } from './scope.ts';

/** What a substitution prints, as far as it is known. */
export interface Output {
  text?: string;
  /** Names of files of the workspace. */
  names?: boolean;
}

/** What expanding a word needs of the walk. */
export interface Expansions {
  facts: ShellFacts;
  /** Runs a substitution in a shell of its own. */
  substitute(script: Script, scope: Scope, direction?: 'in' | 'out'): Promise<Output>;
  /** An expansion evaluates text as code. */
  hostile(text: string): void;
}

/** A brace list that makes more words than this is not followed. */
const MAX_BRACES = 256;

/** A piece of a field after expansion. */
type Piece =
  | { kind: 'text'; text: string; quoted: boolean; built?: boolean }
  | { kind: 'glob'; text: string }
  /** `single`: whatever it is, it stays in its word. */
  | { kind: 'unknown'; source: string; single: boolean; inside: boolean };

/** The words that a word of source becomes: none, one, or several. */
export async function expandWord(word: ScriptWord, scope: Scope, expansions: Expansions): Promise<Word[]> {
  const braces = withoutBraces(word.parts);
  if (braces === undefined) return [{ text: word.source, exact: false }];
  const words: Word[] = [];
  for (const parts of braces) {
    const fields = await fieldsOf(parts, scope, expansions);
    for (const field of fields) words.push(await wordOf(field, word.source, scope, expansions));
  }
  return words;
}

/** The one word that a word becomes where nothing is split or matched: values, targets of redirections, here-strings. */
export async function expandSingle(word: ScriptWord, scope: Scope, expansions: Expansions): Promise<Word> {
  const pieces: Piece[] = [];
  for (const part of word.parts) pieces.push(...await piecesOf(part, scope, expansions, true));
  const literal = pieces.map((piece) => (piece.kind === 'glob' ? { kind: 'text' as const, text: piece.text, quoted: true } : piece));
  return wordOfPieces(literal, word.source);
}

/** Text of a heredoc as the command reads it; undefined where a part of it is not known. */
export async function expandText(parts: readonly Part[], scope: Scope, expansions: Expansions): Promise<string | undefined> {
  const word = await expandSingle({ source: '', parts }, scope, expansions);
  return word.exact ? word.text : undefined;
}

function withoutBraces(parts: readonly Part[]): Part[][] | undefined {
  let all: Part[][] = [[]];
  for (const part of parts) {
    if (part.kind !== 'brace') {
      for (const one of all) one.push(part);
      continue;
    }
    const alternatives = part.alternatives.map(withoutBraces);
    if (alternatives.includes(undefined)) return undefined;
    const flat = alternatives.flatMap((one) => one ?? []);
    if (all.length * flat.length > MAX_BRACES) return undefined;
    all = all.flatMap((one) => flat.map((other) => [...one, ...other]));
  }
  return all;
}

async function fieldsOf(parts: readonly Part[], scope: Scope, expansions: Expansions): Promise<Piece[][]> {
  const fields: Piece[][] = [];
  let current: Piece[] = [];
  const end = (): void => {
    // An expansion to nothing leaves no word, quotes always leave one
    if (current.some((piece) => piece.kind !== 'text' || piece.quoted || piece.text !== '')) fields.push(current);
    current = [];
  };
  for (const part of parts) {
    const isLiteral = part.kind === 'text' || part.kind === 'glob' || part.kind === 'tilde';
    for (const piece of await piecesOf(part, scope, expansions, false)) {
      if (isLiteral || piece.kind !== 'text' || piece.quoted) {
        current.push(piece);
        continue;
      }
      for (const [at, text] of piece.text.split(/[ \t\n]+/).entries()) {
        if (at > 0) end();
        if (text !== '') current.push(/[*?[]/.test(text) ? { kind: 'glob', text } : { ...piece, text });
      }
    }
  }
  end();
  return fields;
}

async function piecesOf(part: Part, scope: Scope, expansions: Expansions, whole: boolean): Promise<Piece[]> {
  const unknown = (source: string, single: boolean, inside = false): Piece[] => [{ kind: 'unknown', source, single: single || whole, inside }];
  switch (part.kind) {
    case 'text': return [{ kind: 'text', text: part.text, quoted: part.quoted }];
    case 'glob': return [{ kind: 'glob', text: part.text }];
    case 'tilde': return part.text === '~' && expansions.facts.home !== undefined ? [{ kind: 'text', text: homeOf(scope, expansions.facts), quoted: true }] : [{ kind: 'unknown', source: part.text, single: true, inside: false }];
    case 'variable': return variablePieces(part, scope, expansions.facts, unknown);
    case 'expansion': {
      if (part.hostile && !holdIntegers(part.names, scope)) expansions.hostile(part.text);
      for (const script of part.scripts) await expansions.substitute(script, scope);
      return unknown(part.text, isNumber(part.text) || (part.quoted && !/@\]?\}$/.test(part.text)));
    }
    case 'command': {
      const output = await expansions.substitute(part.script, scope);
      if (output.text !== undefined && (part.quoted || scope.splitsPlainly)) return [{ kind: 'text', text: output.text.replace(/\n+$/, ''), quoted: part.quoted, built: true }];
      return unknown('$(…)', part.quoted, output.names === true && scope.splitsPlainly);
    }
    case 'process':
      await expansions.substitute(part.script, scope, part.direction);
      return [{ kind: 'text', text: '/dev/fd/63', quoted: true }];
    case 'brace': return unknown('{…}', false);
  }
}

/** True where every one of these variables surely holds an integer, so that arithmetic with them runs nothing. */
export function holdIntegers(names: readonly string[] | undefined, { variables }: Pick<Scope, 'variables'>): boolean {
  return names?.every((name) => {
    const value = variables.get(name);
    return value !== undefined && 'text' in value && /^-?\d+$/.test(value.text);
  }) === true;
}

/** `$((…))` and `${#name}` give a number. */
const isNumber = (text: string): boolean => text.startsWith('$((') || text.startsWith('${#');

/** Special parameters that are numbers: exit codes, counts, process ids. */
const numbers = new Set(['?', '#', '$', '!']);

function variablePieces(part: Extract<Part, { kind: 'variable' }>, scope: Scope, facts: ShellFacts, unknown: (source: string, single: boolean, inside?: boolean) => Piece[]): Piece[] {
  const { name, quoted } = part;
  const value = valueOf(name, scope, facts);
  if (value === undefined) return unknown(`$${name}`, numbers.has(name) || (quoted && name !== '@'));
  if ('inside' in value) return unknown(`$${name}`, quoted, quoted || scope.splitsPlainly);
  if (!quoted && !scope.splitsPlainly) return unknown(`$${name}`, false);
  return [{ kind: 'text', text: value.text, quoted }];
}

function valueOf(name: string, scope: Scope, facts: ShellFacts): { text: string } | { inside: true } | undefined {
  if (scope.variables.has(name)) return scope.variables.get(name);
  if (name === 'HOME' && facts.home !== undefined) return { text: facts.home };
  if (name === 'PWD' && scope.folders?.length === 1) return { text: scope.folders[0] ?? '' };
  return undefined;
}

function homeOf(scope: Scope, facts: ShellFacts): string {
  const value = valueOf('HOME', scope, facts);
  return value !== undefined && 'text' in value ? value.text : (facts.home ?? '~');
}

async function wordOf(pieces: readonly Piece[], source: string, scope: Scope, { facts }: Expansions): Promise<Word> {
  if (!pieces.some(({ kind }) => kind === 'glob') || pieces.some(({ kind }) => kind === 'unknown')) return wordOfPieces(pieces, source);
  const texts = pieces.map((piece) => (piece.kind === 'unknown' ? '' : piece.text));
  const glob = pieces.map((piece, at) => (piece.kind === 'glob' ? piece.text : (texts[at] ?? '').replaceAll(/[\\*?[\]]/g, '\\$&'))).join('');
  const text = pieces.map((piece, at) => (piece.kind === 'glob' ? piece.text.replaceAll(/\\(.)/gs, '$1') : texts[at])).join('');
  const isInexact = { text, exact: false, ...(pieces[0]?.kind === 'text' ? { prefix: pieces[0].text } : {}) };
  // Extended patterns match only where the line switched them on
  if (!scope.splitsPlainly || scope.folders === undefined || /[?*+@!]\(/.test(glob)) return isInexact;
  const matches = new Set<string>();
  for (const folder of scope.folders) {
    const found = await expandGlob(glob, (path) => facts.list(resolve(folder, path)));
    if (found === undefined || found.length > MAX_NAMES || found.some((name) => name.startsWith('-'))) return isInexact;
    for (const name of found) matches.add(name);
  }
  return matches.size === 0 ? { text, exact: true } : { text, exact: true, matches: [...matches] };
}

/** A pattern that matches more names than this is not followed. */
export const MAX_NAMES = 1000;

function wordOfPieces(pieces: readonly Piece[], source: string): Word {
  const unknowns = pieces.filter((piece) => piece.kind === 'unknown');
  const texts = (some: readonly Piece[]): string => some.map((piece) => (piece.kind === 'unknown' ? '' : piece.text)).join('');
  if (unknowns.length === 0) return { text: texts(pieces), exact: true, ...(pieces.length > 0 && pieces.every((piece) => piece.kind === 'text' && piece.built === true) ? { built: true } : {}) };
  const prefix = texts(pieces.slice(0, pieces.findIndex(({ kind }) => kind === 'unknown')));
  const isInside = unknowns.every(({ inside }) => inside) && unknowns.length === 1 && !/^[-/~]|(^|\/)\.\.(\/|$)/.test(texts(pieces));
  const text = pieces.map((piece) => (piece.kind === 'unknown' ? piece.source : piece.text)).join('') || source;
  return {
    text, exact: false,
    ...(unknowns.every(({ single }) => single) && !pieces.some(({ kind }) => kind === 'glob') ? { prefix } : {}),
    ...(isInside ? { inside: true } : {}),
  };
}
