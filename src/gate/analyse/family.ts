import type { Effect, Level } from '../../shared/effects.ts';
import { higher } from '../level.ts';
import type { Call, Deed, Run, Touch, Word } from './call.ts';
import { listed, parseOptions, type OptionStyle, type OptionTable, type Parsed } from './options.ts';

/** Tool families: tables that say, option by option, what a program does. */

/** What the words are that are no options. */
export type Operands =
  /** There are none: any operand is unknown. */
  | 'none'
  /** They name neither files nor programs. */
  | 'text'
  | 'reads'
  /** Names and attributes are looked at, no content. */
  | 'lists'
  | 'writes'
  | 'deletes'
  /** First a pattern or a script, then files that are read. */
  | 'text-then-reads';

export interface Rule extends OptionTable {
  /**
   * The program, then its verbs, alternatives with `|` and `*` for the rest of a word: `ls`, `git stash drop|clear`,
   * `aws * describe-*`.
   */
  command: string;
  /** The level of its plain use, inside the workspace, on files that do not exist: `matches` come out exactly so. */
  level: Level;
  operands?: Operands;
  /** At most so many operands. */
  maxOperands?: number;
  /** Reads or lists the folder it runs in where no operand is given. */
  defaultsToHere?: boolean;
  numeric?: boolean;
  abbreviates?: boolean;
  stopsAtOperand?: boolean;
  /** Options are parameters of a request that choose what is shown, never what is done; those that differ are in the table. */
  anyOption?: boolean;
  /** The words cannot make it anything else, whatever they are (`echo`). */
  insensitive?: boolean;
  /** What it does, besides reading and writing the files that options and operands name. Undefined: not known. */
  does?: Deed | ((parsed: Parsed, call: Call) => Deed | undefined);
  /** Examples that are run as tests: those that come out at `level`, and those that do not. */
  matches: readonly string[];
  not: readonly string[];
}

export interface Family {
  /** For people: `git`, `coreutils`. */
  name: string;
  style?: OptionStyle;
  /** Options that stand before the verbs, and among the options of every rule. */
  globals?: OptionTable;
  /** What a global option does by itself; undefined where it changes nothing. */
  global?(parsed: Parsed, call: Call): Deed | undefined;
  rules: readonly Rule[];
  /** True for programs that no table lists by name, e.g. a module's cmdlets; `otherwise` answers for them. */
  knows?(call: Call): boolean;
  /** For verbs that no rule knows; without it they are not known and ask. */
  otherwise?(call: Call): Deed | undefined;
}

/** A family's answer about one call. */
export interface Answer extends Deed {
  /** False where a word or an option is not known. */
  known: boolean;
}

/** Finds the rule of a call and says what the call does; undefined where no family knows the program. */
export type LookUp = (call: Call) => Answer | undefined;

interface Entry {
  family: Family;
  rules: { rule: Rule; verbs: readonly (readonly string[])[] }[];
}

/** Builds the look-up of all families. A program may be in several families: rules with the most verbs come first. */
export function createLookUp(families: readonly Family[]): LookUp {
  const byProgram = new Map<string, Entry[]>();
  for (const family of families) {
    for (const rule of family.rules) {
      const [programs = '', ...verbs] = rule.command.split(' ');
      for (const program of programs.split('|')) {
        const entries = byProgram.get(program) ?? [];
        byProgram.set(program, entries);
        let entry = entries.find((one) => one.family === family);
        if (entry === undefined) entries.push(entry = { family, rules: [] });
        entry.rules.push({ rule, verbs: verbs.map((verb) => verb.split('|')) });
      }
    }
  }
  for (const entries of byProgram.values()) for (const { rules } of entries) rules.sort((one, other) => other.verbs.length - one.verbs.length);
  return (call) => {
    const entries = byProgram.get(call.program);
    if (entries === undefined) {
      const deed = families.find((family) => family.knows?.(call) === true)?.otherwise?.(call);
      return deed === undefined ? undefined : { ...deed, known: true };
    }
    for (const entry of entries) {
      const answer = answerOf(entry, call);
      if (answer !== undefined) return answer;
    }
    return { known: false, effects: [notKnown(call.program)] };
  };
}

function answerOf({ family, rules }: Entry, call: Call): Answer | undefined {
  const style = family.style ?? 'gnu';
  const { verbs: given, before } = splitVerbs(family, call.words);
  for (const { rule, verbs } of rules) {
    if (!verbs.every((alternatives, at) => alternatives.some((verb) => matchesVerb(given[at]?.word, verb)))) continue;
    const last = given[verbs.length - 1];
    const rest = verbs.length === 0 ? call.words : [...before(verbs.length), ...call.words.slice((last?.at ?? -1) + 1)];
    return applyRule(family, rule, style, rest, call);
  }
  const otherwise = family.otherwise?.(call);
  return otherwise === undefined ? undefined : { ...otherwise, known: true };
}

const matchesVerb = (word: Word | undefined, verb: string): boolean =>
  word?.exact === true && (verb.endsWith('*') ? word.text.startsWith(verb.slice(0, -1)) : word.text === verb);

/** The operands among the first words are the verbs; global options may stand before and between them. */
function splitVerbs(family: Family, words: readonly Word[]): { verbs: { word: Word; at: number }[]; before: (count: number) => Word[] } {
  const valued = new Set([...listed(family.globals?.values), ...listed(family.globals?.reads), ...listed(family.globals?.writes)]);
  const verbs: { word: Word; at: number }[] = [];
  for (let at = 0; at < words.length && verbs.length < 5; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.exact) break;
    if (!word.text.startsWith('-')) verbs.push({ word, at });
    else if (valued.has(word.text)) at++;
  }
  const before = (count: number): Word[] => {
    const end = verbs[count - 1]?.at ?? 0;
    const taken = new Set(verbs.slice(0, count).map(({ at }) => at));
    return words.slice(0, end).filter((_, at) => !taken.has(at));
  };
  return { verbs, before };
}

const merged = new WeakMap<Rule, OptionTable>();

function tableFor(family: Family, rule: Rule): OptionTable {
  let table = merged.get(rule);
  if (table === undefined) {
    const join = (one: string | undefined, other: string | undefined): string => [...listed(one), ...listed(other)].join(' ');
    const { globals } = family;
    table = { flags: join(rule.flags, globals?.flags), values: join(rule.values, globals?.values), reads: join(rule.reads, globals?.reads), writes: join(rule.writes, globals?.writes) };
    merged.set(rule, table);
  }
  return table;
}

function applyRule(family: Family, rule: Rule, style: OptionStyle, words: readonly Word[], call: Call): Answer {
  const table = tableFor(family, rule);
  const parsed = parseOptions(words, {
    table, style, numeric: rule.numeric, abbreviates: rule.abbreviates, stopsAtOperand: rule.stopsAtOperand, anyOption: rule.anyOption,
  });
  const deed = typeof rule.does === 'function' ? rule.does(parsed, call) : (rule.does ?? {});
  const deeds = [deed, family.global?.(parsed, call), { touches: touchesOf(rule, table, parsed) }].filter((one) => one !== undefined);
  const tooMany = parsed.operands.length > (rule.operands === 'none' ? 0 : (rule.maxOperands ?? Infinity));
  const strange = rule.insensitive === true ? [] : [...parsed.unknown, ...parsed.unsure.map(({ text }) => text), ...(tooMany ? parsed.texts.slice(-1) : []), ...(deed === undefined ? [call.program] : [])];
  const known = strange.length === 0;
  const answer = mergeDeeds(deeds);
  const nothing = (answer.effects?.length ?? 0) + (answer.touches?.length ?? 0) + (answer.runs?.length ?? 0) === 0;
  return {
    ...answer, known,
    level: known || deed === undefined ? answer.level : higher(rule.level, answer.level ?? 'SAFE'),
    effects: [
      ...(answer.effects ?? []),
      ...(known ? [] : [{ ...notKnown([rule.command.split(' ')[0], ...strange].join(' ')), detail: `${strange[0] ?? ''} is not known to be harmless` } satisfies Effect]),
      ...(known && nothing ? [{ kind: 'read', target: call.program, inWorkspace: true, detail: 'prints what it is given' } satisfies Effect] : []),
    ],
  };
}

function touchesOf(rule: Rule, table: OptionTable, parsed: Parsed): Touch[] {
  const named = (names: string | undefined, how: Touch['how']): Touch[] => singly(parsed.values(...listed(names))).map((word) => ({ word, how }));
  const operands = operandTouches(rule, parsed);
  const here: Touch[] = rule.defaultsToHere === true && operands.length === 0 ? [{ word: plain('.'), how: rule.operands === 'lists' ? 'list' : 'read', recursive: true }] : [];
  return [...named(table.reads, 'read'), ...named(table.writes, 'write'), ...operands, ...here].filter(({ word }) => !isStream(word.text));
}

function operandTouches(rule: Rule, parsed: Parsed): Touch[] {
  const all = (words: readonly Word[], how: Touch['how']): Touch[] => singly(words).map((word) => ({ word, how }));
  switch (rule.operands) {
    case 'reads': return all(parsed.operands, 'read');
    case 'lists': return all(parsed.operands, 'list');
    case 'writes': return all(parsed.operands, 'write');
    case 'deletes': return all(parsed.operands, 'delete');
    case 'text-then-reads': return all(parsed.operands.slice(1), 'read');
    default: return [];
  }
}

/** A list stands for each of its words. */
export const singly = (words: readonly Word[]): readonly Word[] => words.flatMap((word) => word.list ?? [word]);

const isStream = (text: string): boolean => /^(-|\/dev\/(null|stdin|stdout|stderr|tty|fd\/[0-2]))$/.test(text);

/** Everything that several deeds do. */
export function mergeDeeds(deeds: readonly Deed[]): Deed {
  const one: Deed = {};
  const level = deeds.reduce<Level>((highest, deed) => higher(highest, deed.level ?? 'SAFE'), 'SAFE');
  const last = <Key extends keyof Deed>(key: Key): Pick<Deed, Key> | undefined => {
    const found = deeds.findLast((deed) => deed[key] !== undefined);
    return found === undefined ? undefined : { [key]: found[key] } as Pick<Deed, Key>;
  };
  return {
    ...one, level,
    effects: deeds.flatMap(({ effects = [] }) => effects),
    touches: deeds.flatMap(({ touches = [] }) => touches),
    runs: deeds.flatMap<Run>(({ runs = [] }) => runs),
    reasons: deeds.flatMap(({ reasons = [] }) => reasons),
    losses: deeds.flatMap(({ losses = [] }) => losses),
    ...last('target'), ...last('alternative'), ...last('gitRead'), ...last('prints'), ...last('output'), ...last('changesFolder'), ...last('forgettable'),
  };
}

const notKnown = (target: string): Effect => ({ kind: 'unknown', target, inWorkspace: true, detail: 'what this does is not known' });

/** A word as written. */
export const plain = (text: string): Word => ({ text, exact: true });
