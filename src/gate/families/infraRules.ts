import { changesInfra, destroysInfra, fetches, looksAtInfra, printsSecrets, sends } from '../analyse/effects.ts';
import type { Rule } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import { listed, type Parsed } from '../analyse/options.ts';

/** The kinds of rules that most tools for clouds, clusters and services consist of. */

type More = Partial<Rule>;

export interface ReadingMore extends More {
  /** Options that make the request another one: with them it is not known what happens. */
  careful?: string;
}

/** The program and its first words, for a person: `aws ec2 describe-instances`. */
export function nameOf({ program, words }: Call): string {
  const end = words.findIndex(({ exact, text }) => !exact || text.startsWith('-'));
  return [program, ...words.slice(0, Math.min(end < 0 ? words.length : end, 3)).map(({ text }) => text)].join(' ');
}

/** SAFE: a reading request. Its options choose what is shown, apart from the careful ones. */
export function reading(command: string, matches: readonly string[], not: readonly string[], more: ReadingMore = {}): Rule {
  const { careful, ...rest } = more;
  return {
    command, level: 'SAFE', operands: 'text', anyOption: true, matches, not,
    does: (parsed, call) => (careful !== undefined && parsed.has(...listed(careful)) ? undefined : { effects: [looksAtInfra(nameOf(call))] }),
    ...rest,
  };
}

/** HIGH: changes something that others share; what it does is named for a person. */
export function changing(command: string, detail: string, matches: readonly string[], not: readonly string[], more: More = {}): Rule {
  return { command, level: 'HIGH', operands: 'text', anyOption: true, matches, not, does: (_, call) => ({ effects: [changesInfra(nameOf(call), detail)] }), ...more };
}

/** DESTRUCTIVE: deletes resources for good; a person types the name of the last one. */
export function destroying(command: string, detail: string, matches: readonly string[], not: readonly string[], more: More = {}): Rule {
  return { command, level: 'DESTRUCTIVE', operands: 'text', anyOption: true, matches, not, does: (parsed, call) => destruction(detail, namesOf(parsed, call)), ...more };
}

/** HIGH: prints secrets, or writes them where others read them. */
export function revealing(command: string, matches: readonly string[], not: readonly string[], more: More = {}): Rule {
  return { command, level: 'HIGH', operands: 'text', anyOption: true, matches, not, does: (_, call) => ({ effects: [printsSecrets(nameOf(call))] }), ...more };
}

/** A deed that deletes resources of these names. */
export function destruction(detail: string, names: readonly string[], more: Deed = {}): Deed {
  const target = names[0] ?? detail;
  return { effects: [destroysInfra(names.join(', ') || target, detail)], target, losses: [{ kind: 'resource', what: detail, names }], ...more };
}

const namesOf = ({ texts }: Parsed, call: Call): readonly string[] => (texts.length === 0 ? [nameOf(call)] : texts);

/** True where one of the words, or a value given to an option with `=`, holds a URL. */
export const namesUrl = (words: readonly Word[]): boolean => words.some(({ text }) => /^([\w-]+=)?(https?|ftp|oci|git|s3):/i.test(text) || /^(https?|git)::/i.test(text));

/** Copies between this machine and a remote store: up is sent, down is written here. */
export function transfer(words: readonly Word[], isRemote: (word: Word) => boolean, call: Call): Deed | undefined {
  const to = words.at(-1);
  const from = words.slice(0, -1);
  if (to === undefined || from.length === 0) return undefined;
  const up = isRemote(to);
  const local = from.filter((word) => !isRemote(word));
  return {
    effects: [up ? sends(to.text, 'copies to a remote store') : fetches(nameOf(call))],
    touches: [...local.map((word) => ({ word, how: 'read', recursive: true }) as const), ...(up || to.text === '-' ? [] : [{ word: to, how: 'write', recursive: true } as const])],
  };
}
