import type { Word } from '../call.ts';
import type { Part, Script, ScriptWord } from './script.ts';

/** What is known where a word is expanded. */
export interface Scope {
  /** Values that variables surely have; undefined, like a missing name, where the value is not known. */
  variables: ReadonlyMap<string, string | undefined>;
  /** What `~` stands for. */
  home?: string;
}

/** A word that a program gets. */
export interface CookedWord {
  word: Word;
  /** An unquoted pattern in the language of `globs.ts`: bash replaces the word by the names it matches, by `literal` where there are none. */
  pattern?: { glob: string; literal: string };
}

export interface Cooked {
  /** None where nothing is left of the word, several where braces make them. */
  words: readonly CookedWord[];
  /** The scripts that run while the word is expanded. */
  scripts: readonly Script[];
  /** It may run code that stands in a variable, or change a variable. */
  hostile: boolean;
}

/** Expands an argument as bash does: braces, tilde, variables; quotes go, what is empty and unquoted vanishes. */
export function cookWord(word: ScriptWord, scope: Scope): Cooked {
  const [first] = word.parts;
  const alternatives = first?.kind === 'brace' ? first.alternatives : [word.parts];
  return {
    words: alternatives.flatMap((parts) => {
      const cooked = cookParts(parts, alternatives.length > 1 ? sourceOf(parts) : word.source, scope, true);
      return cooked === undefined ? [] : [cooked];
    }),
    ...dangers(word.parts, scope),
  };
}

/** Expands where bash makes exactly one text of it: values of assignments, here-strings, what `case` and `[[ ]]` look at. */
export function cookText(word: ScriptWord, scope: Scope): { word: Word; scripts: readonly Script[]; hostile: boolean } {
  const cooked = cookParts(word.parts, word.source, scope, false) ?? { word: { text: '', exact: true } };
  return { word: cooked.word, ...dangers(word.parts, scope) };
}

/** The scripts that run while these parts are expanded, and whether they may do more than is written. */
export function dangers(parts: readonly Part[], scope: Scope): { scripts: readonly Script[]; hostile: boolean } {
  const scripts = new Set<Script>();
  let hostile = false;
  for (const part of parts) {
    if (part.kind === 'command' || part.kind === 'process') scripts.add(part.script);
    if (part.kind === 'expansion') {
      for (const script of part.scripts) scripts.add(script);
      hostile ||= part.hostile && !holdIntegers(part.names, scope);
    }
    if (part.kind === 'brace') {
      for (const one of part.alternatives) {
        const inner = dangers(one, scope);
        for (const script of inner.scripts) scripts.add(script);
        hostile ||= inner.hostile;
      }
    }
  }
  return { scripts: [...scripts], hostile };
}

/** True where every one of these variables surely holds an integer, so that arithmetic with them runs nothing. */
export function holdIntegers(names: readonly string[] | undefined, { variables }: Scope): boolean {
  return names?.every((name) => /^-?\d+$/.test(variables.get(name) ?? '')) === true;
}

function cookParts(parts: readonly Part[], source: string, scope: Scope, isArgument: boolean): CookedWord | undefined {
  let text = '';
  let glob = '';
  let prefix: string | undefined;
  let exact = true;
  let mayBeMore = false;
  let quoted = false;
  for (const part of parts) {
    quoted ||= !('quoted' in part) || part.quoted;
    const value = valueOf(part, scope, isArgument);
    if (part.kind === 'glob') prefix ??= text;
    if (value === undefined) {
      prefix ??= part.kind === 'process' ? `${text}/dev/fd/` : text;
      exact = false;
      mayBeMore ||= isArgument && splits(part, scope);
    }
    text += value ?? '';
    glob += part.kind === 'glob' ? part.text : (value ?? '').replaceAll(/[\\*?[\]]/g, '\\$&');
  }
  if (!exact) return { word: { text: source, exact, ...(mayBeMore || prefix === undefined || prefix === '' ? {} : { prefix }) } };
  if (prefix !== undefined && isArgument) return { word: { text: source, exact: false, ...(prefix === '' ? {} : { prefix }) }, pattern: { glob, literal: text } };
  return text === '' && !quoted && isArgument ? undefined : { word: { text, exact } };
}

/** The text of a part; undefined where it is not known, or where bash would split it or read it as a pattern. */
function valueOf(part: Part, scope: Scope, isArgument: boolean): string | undefined {
  switch (part.kind) {
    case 'text': return part.text;
    case 'glob': return part.text.replaceAll(/\\(.)/gs, '$1');
    case 'tilde': return part.text === '~' ? scope.home : undefined;
    case 'variable': {
      const value = scope.variables.get(part.name);
      const stays = part.quoted || !isArgument || (value !== undefined && !/[\s*?[\\]/.test(value) && !scope.variables.has('IFS'));
      return stays ? value : undefined;
    }
    default: return undefined;
  }
}

/** True where a part that is not known may become several words, of which the later ones may be options. */
function splits(part: Part, { variables }: Scope): boolean {
  switch (part.kind) {
    case 'variable': return part.name === '@' || (!part.quoted && (variables.has('IFS') || !/^[#?$!]$/.test(part.name)));
    case 'expansion': return !part.quoted || /\[@\]|^\$\{[@!]/.test(part.text);
    case 'command': return !part.quoted;
    case 'brace': return true;
    default: return false;
  }
}

const sourceOf = (parts: readonly Part[]): string => parts.map((part) => ('text' in part ? part.text : part.kind === 'variable' ? `$${part.name}` : '…')).join('');
