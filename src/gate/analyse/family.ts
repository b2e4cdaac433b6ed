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
   * The program, then its verbs, alternatives with `|`, `*` for any part of a word and `**` for any number of words: `ls`,
   * `git stash drop|clear`, `aws * describe-*`, `az ** delete`; `**` of a SAFE rule ends at the first option that is not global. Of rules with equally many verbs the first one counts.
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
  /** Global options stand only before the last verb (`git -C`, `docker -H`); after it a rule's own table is read alone. */
  globalsFirst?: boolean;
  /** Options that print help where they stand alone after a verb, also after one that hands its words on: `uv run --help`. */
  helpAlone?: { options: string; does: Deed };
  /** What a global option does by itself; undefined where it changes nothing. */
  global?(parsed: Parsed, call: Call): Deed | undefined;
  /** Options that make every verb print its help and nothing else, as the last word or before all others; a word like `help` only as the first. */
  help?: string;
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

/** Builds the look-up of all families. A program may be in several families: the rule with the most verbs counts, the first of equals. */
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
    // Cmdlets are no programs, so that bash knows none of them
    const speaks = ({ style }: Family): boolean => style !== 'powershell' || call.dialect === 'powershell';
    const entries = byProgram.get(call.program)?.filter(({ family }) => speaks(family)) ?? [];
    if (entries.length === 0) {
      const deed = families.find((family) => speaks(family) && family.knows?.(call) === true)?.otherwise?.(call);
      return deed === undefined ? undefined : { ...deed, known: true };
    }
    const found = entries.flatMap((entry) => answerOf(entry, call) ?? []);
    const verbs = Math.max(...found.map((one) => one.verbs));
    return found.find((one) => one.verbs === verbs)?.answer ?? { known: false, effects: [notKnown(call.program)] };
  };
}

/** The answer of a family, and by how many verbs it was found. */
function answerOf({ family, rules }: Entry, call: Call): { answer: Answer; verbs: number } | undefined {
  const style = family.style ?? 'gnu';
  if (family.help !== undefined && asksForHelp(call.words, family.help)) return { answer: { known: true, effects: [{ kind: 'read', target: call.program, inWorkspace: true, detail: 'prints its help' }] }, verbs: 0 };
  const { verbs: given, leading, before } = splitVerbs(family, call.words);
  for (const { rule, verbs } of rules) {
    const end = endOfVerbs(rule.level === 'SAFE' && verbs.some(([verb]) => verb === '**') ? leading : given, verbs, 0);
    if (end === undefined) continue;
    const after = end === 0 ? call.words : call.words.slice((given[end - 1]?.at ?? -1) + 1);
    if (call.words.length === verbs.length + 1 && after.length === 1 && listed(family.helpAlone?.options).includes(after[0]?.text ?? '')) return { answer: { ...family.helpAlone?.does, known: true }, verbs: verbs.length };
    return { answer: applyRule(family, rule, style, { before: end === 0 ? [] : before(end), after }, call), verbs: verbs.length };
  }
  const otherwise = family.otherwise?.(call);
  return otherwise === undefined ? undefined : { answer: { ...otherwise, known: true }, verbs: -1 };
}

/** How many of the given words a rule's verbs take, from `at` on; undefined where they do not fit. */
function endOfVerbs(given: readonly { word: Word }[], verbs: readonly (readonly string[])[], at: number): number | undefined {
  const [alternatives, ...later] = verbs;
  if (alternatives === undefined) return at;
  if (alternatives[0] === '**') {
    for (let start = at; start < given.length; start++) {
      const end = endOfVerbs(given, later, start);
      if (end !== undefined) return end;
    }
    return undefined;
  }
  return alternatives.some((verb) => matchesVerb(given[at]?.word, verb)) ? endOfVerbs(given, later, at + 1) : undefined;
}

const matchesVerb = (word: Word | undefined, verb: string): boolean =>
  word?.exact === true && (verb.includes('*') ? patternOf(verb).test(word.text) : word.text === verb);

const patterns = new Map<string, RegExp>();

function patternOf(verb: string): RegExp {
  let pattern = patterns.get(verb);
  if (pattern === undefined) patterns.set(verb, pattern = new RegExp(`^${verb.split('*').map((part) => part.replace(/[^\w-]/g, '\\$&')).join('.*')}$`, 's'));
  return pattern;
}

/** Behind an option that may take a value, or behind verbs that hand their words on, a word for help may be something else. */
function asksForHelp(words: readonly Word[], help: string): boolean {
  const at = words.findIndex(({ exact, text }, index) => exact && listed(help).includes(text) && (index === 0 || text.startsWith('-')));
  if (at < 0 || words.some(({ text }) => /^(--|run|exec|ssh|eval|xargs)$/.test(text))) return false;
  const before = words.slice(0, at);
  if (!before.every(({ exact }) => exact)) return false;
  return before.every(({ text }) => !text.startsWith('-')) || (at === words.length - 1 && before.at(-1)?.text.startsWith('-') !== true);
}

/** The operands among the first words are the verbs; global options may stand before and between them, and before the `leading` ones no others. */
function splitVerbs(family: Family, words: readonly Word[]): { verbs: { word: Word; at: number }[]; leading: { word: Word; at: number }[]; before: (count: number) => Word[] } {
  const valued = new Set([...listed(family.globals?.values), ...listed(family.globals?.reads), ...listed(family.globals?.writes)]);
  const globals = new Set([...valued, ...listed(family.globals?.flags).map((name) => name.replace(/=$/, ''))]);
  const verbs: { word: Word; at: number }[] = [];
  let leading: number | undefined;
  for (let at = 0; at < words.length && verbs.length < 8; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.exact) break;
    if (!word.text.startsWith('-')) verbs.push({ word, at });
    else {
      if (!globals.has(word.text.replace(/=.*$/s, ''))) leading ??= verbs.length;
      if (valued.has(word.text)) at++;
    }
  }
  const before = (count: number): Word[] => {
    const end = verbs[count - 1]?.at ?? 0;
    const taken = new Set(verbs.slice(0, count).map(({ at }) => at));
    return words.slice(0, end).filter((_, at) => !taken.has(at));
  };
  return { verbs, leading: verbs.slice(0, leading), before };
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

function applyRule(family: Family, rule: Rule, style: OptionStyle, { before, after }: { before: readonly Word[]; after: readonly Word[] }, call: Call): Answer {
  const apart = family.globalsFirst === true && rule.command.includes(' ');
  const table = apart ? rule : tableFor(family, rule);
  const first = parseOptions(apart ? before : [], { table: family.globals ?? {}, style });
  const parsed = parseOptions([...(apart ? [] : before), ...after], {
    table, style, numeric: rule.numeric, abbreviates: rule.abbreviates, stopsAtOperand: rule.stopsAtOperand, anyOption: rule.anyOption,
  });
  const deed = typeof rule.does === 'function' ? rule.does(parsed, call) : (rule.does ?? {});
  const touches = [...touchesOf(rule, table, parsed), ...optionTouches(family.globals ?? {}, first)];
  const deeds = [deed, family.global?.(apart ? first : parsed, call), { touches }].filter((one) => one !== undefined);
  const tooMany = parsed.operands.length > (rule.operands === 'none' ? 0 : (rule.maxOperands ?? Infinity));
  const strange = rule.insensitive === true ? [] : [...first.unknown, ...parsed.unknown, ...[...first.unsure, ...parsed.unsure].map(({ text }) => text), ...(tooMany ? parsed.texts.slice(-1) : []), ...(deed === undefined ? [call.program] : [])];
  const known = strange.length === 0;
  const answer = mergeDeeds(deeds);
  const nothing = (answer.effects?.length ?? 0) + (answer.touches?.length ?? 0) + (answer.runs?.length ?? 0) === 0;
  return {
    ...answer, known,
    level: known || deed === undefined ? answer.level : higher(rule.level, answer.level ?? 'SAFE'),
    effects: [
      ...(answer.effects ?? []),
      ...(known ? [] : [{ ...notKnown([call.program, ...strange].join(' ')), detail: `${strange[0] ?? ''} is not known to be harmless` } satisfies Effect]),
      ...(known && nothing ? [{ kind: 'read', target: call.program, inWorkspace: true, detail: 'prints what it is given' } satisfies Effect] : []),
    ],
  };
}

function touchesOf(rule: Rule, table: OptionTable, parsed: Parsed): Touch[] {
  const operands = operandTouches(rule, parsed);
  const here: Touch[] = rule.defaultsToHere === true && operands.length === 0 ? [{ word: plain('.'), how: rule.operands === 'lists' ? 'list' : 'read', recursive: true }] : [];
  return [...optionTouches(table, parsed), ...operands, ...here].filter(({ word }) => !isStream(word.text));
}

function optionTouches(table: OptionTable, parsed: Parsed): Touch[] {
  const named = (names: string | undefined, how: Touch['how']): Touch[] => singly(parsed.values(...listed(names))).map((word) => ({ word, how }));
  return [...named(table.reads, 'read'), ...named(table.writes, 'write')].filter(({ word }) => !isStream(word.text));
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
    evaluates: deeds.flatMap(({ evaluates = [] }) => evaluates),
    ...last('target'), ...last('alternative'), ...last('gitRead'), ...last('prints'), ...last('output'), ...last('changesFolder'), ...last('forgettable'),
  };
}

const notKnown = (target: string): Effect => ({ kind: 'unknown', target, inWorkspace: true, detail: 'what this does is not known' });

/** A word as written. */
export const plain = (text: string): Word => ({ text, exact: true });
