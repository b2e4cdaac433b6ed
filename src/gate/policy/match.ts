import { isAbsolute, relative, sep } from 'node:path';
import type { CommandWords, PolicyMatch, PolicySubject } from '../../core/policy.ts';
import type { Effect, Level } from '../../shared/effects.ts';
import { isInterpreter, isWrapper, programName } from '../analyse/looseCommands.ts';
import { levelOf } from '../level.ts';
import { matchesGlob, matchesWildcard, mayMatchBelow } from './glob.ts';

/** What a rule is held against. */
export interface PolicyFacts {
  effects: readonly Effect[];
  level: Level;
  subject: PolicySubject | undefined;
  /** Real path of the workspace folder. */
  workspace: string;
}

/** `unknown`: the facts do not say whether it fits. */
export type Fit = 'yes' | 'no' | 'unknown';

/**
 * Whether a rule that tightens fits: one command or one effect is enough, options may stand between the words of a
 * command, and what cannot be told is `unknown`, which asks.
 */
export function touches(match: PolicyMatch, facts: PolicyFacts): Fit {
  return all([
    fitOf(match.tool, (names) => (facts.subject === undefined ? 'unknown' : yes(names.some((name) => facts.subject?.names.includes(name))))),
    fitOf(match.level, (levels) => yes(levels.includes(facts.level))),
    fitOf(match.program, (names) => touchesCommand(names.map((name) => [name]), facts)),
    fitOf(match.command, (commands) => touchesCommand(commands.map(wordsOf), facts)),
    touchesEffects(match, facts),
  ]);
}

/** Whether a rule that allows fits: every command and every effect that is more than SAFE must be covered, and known. */
export function covers(match: PolicyMatch, facts: PolicyFacts): boolean {
  const { subject } = facts;
  if (match.tool !== undefined && !match.tool.some((name) => subject?.names.includes(name))) return false;
  if (match.level !== undefined && !match.level.includes(facts.level)) return false;
  const prefixes = [match.program?.map((name) => [name]), match.command?.map(wordsOf)].filter((one) => one !== undefined);
  for (const allowed of prefixes) {
    const exact = subject?.command?.exact;
    if (exact === undefined || exact.length === 0) return false;
    if (!exact.every((words) => allowed.some((prefix) => startsWith(words, prefix) && saysWhatRuns(prefix)))) return false;
  }
  // a command's effects are those of all its parts; for the others an allowed effect says enough only if it is the only one
  const grave = facts.effects.filter((effect) => levelOf([effect]).level !== 'SAFE');
  if (!namesEffects(match)) return true;
  return grave.length > 0 && grave.every((effect) => fitsEffect(match, effect, facts.workspace, false) === 'yes');
}

/** "Any Python" or "anything under env" allows everything; "this script by Python" does not. */
function saysWhatRuns([program = '', first = '-']: readonly string[]): boolean {
  return !isWrapper(program) && (!isInterpreter(program) || !first.startsWith('-'));
}

function touchesCommand(wanted: readonly (readonly string[])[], { subject, level }: PolicyFacts): Fit {
  if (subject === undefined) return 'unknown';
  const { command } = subject;
  if (command === undefined) return 'no';
  if ([...(command.exact ?? []), ...command.loose].some((words) => wanted.some((prefix) => holds(words, prefix)))) return 'yes';
  // every part of a SAFE command is proven to read, so the generous scan has seen all there is
  return level !== 'SAFE' && isOpaque(command) ? 'unknown' : 'no';
}

/** More may run than its words say. */
const isOpaque = ({ exact }: CommandWords): boolean => exact === undefined || exact.some(([program = '']) => isInterpreter(program) || isWrapper(program));

/** The same program, and the other words in their order, whatever stands between them. */
function holds(words: readonly string[], [program = '', ...rest]: readonly string[]): boolean {
  if (programName(words[0] ?? '').toLowerCase() !== program.toLowerCase()) return false;
  let at = 1;
  for (const word of rest) {
    const found = words.indexOf(word, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** To the letter, the program without a folder: `./npm` is another program than `npm`. */
const startsWith = (words: readonly string[], prefix: readonly string[]): boolean => prefix.every((word, index) => words[index] === word);

const namesEffects = ({ effect, path, host, stack }: PolicyMatch): boolean => effect !== undefined || path !== undefined || host !== undefined || stack !== undefined;

function touchesEffects(match: PolicyMatch, facts: PolicyFacts): Fit {
  if (!namesEffects(match)) return 'yes';
  const fits = facts.effects.map((effect) => fitsEffect(match, effect, facts.workspace, true));
  if (fits.includes('yes')) return 'yes';
  // nothing known about what it does: it may well do this
  return fits.includes('unknown') || facts.effects.length === 0 ? 'unknown' : 'no';
}

const PATH_KINDS: readonly Effect['kind'][] = ['read', 'write', 'overwrite', 'delete', 'power-config', 'secret-read'];

/** @param fold whether case counts for nothing: where a rule tightens, `Secrets` is `secrets` on any disk */
function fitsEffect(match: PolicyMatch, effect: Effect, workspace: string, fold: boolean): Fit {
  // code of a project or a program that is not known may do whatever a rule is about
  const mayDoMore = effect.kind === 'unknown' && match.effect?.includes('unknown') !== true;
  if (mayDoMore) return 'unknown';
  return all([
    fitOf(match.effect, (kinds) => yes(kinds.includes(effect.kind))),
    fitOf(match.path, (globs) => (!PATH_KINDS.includes(effect.kind) ? 'no' : fitsPath(globs, effect, workspace, fold))),
    fitOf(match.host, (hosts) => (effect.kind !== 'network' ? 'no' : fitsHost(hosts, effect.target))),
    fitOf(match.stack, (stacks) => (effect.kind !== 'infra' ? 'no' : fitsStack(stacks, effect.target))),
  ]);
}

function fitsPath(globs: readonly string[], { target, below }: Effect, workspace: string, fold: boolean): Fit {
  const written = (path: string): string => (fold ? path.toLowerCase() : path).split(sep).join('/');
  const path = written(target);
  const inside = isAbsolute(target) ? written(relative(workspace, target)) : path;
  const fits = (matches: (glob: string, path: string) => boolean): boolean => globs.map(written).some((glob) => matches(glob, isAbsolute(glob) ? path : inside));
  // what a rule allows by a folder's name says nothing of what lies below, unless its end does
  if (fits(matchesGlob)) return below !== true || fold || globs.some((glob) => glob.endsWith('**')) ? 'yes' : 'unknown';
  return below === true && fits(mayMatchBelow) ? 'unknown' : 'no';
}

/** Hosts that a target names: of its addresses, else the target itself. */
function fitsHost(wanted: readonly string[], target: string): Fit {
  const named = [...target.matchAll(/[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]*@)?([^\s/:?#'"]+)/gi)].map((match) => match[1] ?? '');
  const hosts = named.length > 0 ? named : /^[\w.-]+(:\d+)?$/.test(target) ? [target.replace(/:\d+$/, '')] : [];
  if (hosts.length === 0) return 'unknown';
  const fits = (host: string): boolean => wanted.some((pattern) => matchesWildcard(pattern.toLowerCase(), host.toLowerCase()));
  return hosts.every(fits) ? 'yes' : hosts.some(fits) ? 'unknown' : 'no';
}

/** Targets are `project/stack`, or `stack in folder` where the project is not known yet. */
function fitsStack(wanted: readonly string[], target: string): Fit {
  const [named = ''] = target.split(' in ');
  if (named.startsWith('selected stack') || named.includes(' ')) return 'unknown';
  const alone = named.slice(named.lastIndexOf('/') + 1);
  return yes(wanted.some((pattern) => matchesWildcard(pattern, pattern.includes('/') ? named : alone)));
}

export const wordsOf = (command: string): string[] => command.trim().split(/\s+/);

const yes = (fits: boolean): Fit => (fits ? 'yes' : 'no');
const fitOf = <Wanted>(wanted: Wanted | undefined, fit: (wanted: Wanted) => Fit): Fit => (wanted === undefined ? 'yes' : fit(wanted));
const all = (fits: readonly Fit[]): Fit => (fits.includes('no') ? 'no' : fits.includes('unknown') ? 'unknown' : 'yes');
