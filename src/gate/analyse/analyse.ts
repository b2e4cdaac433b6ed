import { resolve } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Effect, Level } from '../../shared/effects.ts';
import { higher } from '../level.ts';
import { isInside, isPowerConfig, isSecretFile, readEffect } from '../paths.ts';
import { characterProblem, MAX_COMMANDS } from './characterGate.ts';
import { HARDENED_GIT_ENVIRONMENT, type GitProbe } from './gitConfig.ts';
import { combine, gravityOfText, gravityOfWords, type Gravity } from './gravity.ts';
import { isInterpreter, isWrapper, looseCommands, programName } from './looseCommands.ts';
import { agree, type PlainCommand, type PlainParse } from './plain.ts';
import { powerShellGravity } from './powerShell.ts';
import { proveRead } from './readList.ts';
import type { ProvenRead } from './readRule.ts';
import { loadBashParser, plainByTreeSitter, type LoadWasm } from './treeSitterPlain.ts';
import { plainByUnbash } from './unbashPlain.ts';

/** What the analysis may ask the world; everything else is the command's text. */
export interface ShellFacts {
  shell: 'bash' | 'powershell';
  /** Folder the command starts in: real path, absolute. */
  cwd: string;
  /** Real paths of the workspace folders. */
  workspaceRoots: readonly string[];
  /** Real path of the deepest existing parent plus the rest (`Files.realpath`). */
  realpath(path: string): Promise<string>;
  gitProbe: GitProbe;
  signal: AbortSignal;
}

export interface ShellAnalysis {
  effects: Effect[];
  /** What the signs of gravity demand; SAFE where the effects say enough. */
  minimumLevel: Level;
  /** Facts for a person, the gravest first. */
  reasons: string[];
  /** What must be typed where the command is DESTRUCTIVE. */
  typedTarget?: string;
  /** Two parsers agree that it is nothing but plain words. */
  plain: boolean;
  /** False for interpreters, wrappers and whatever is not plain: never remembered. */
  rememberable: boolean;
  /** Environment that the proof relies on; must be merged into the child's. */
  environment: Readonly<Record<string, string>>;
}

export interface ShellAnalyser {
  /** Never throws for a command's sake: what cannot be analysed asks. @throws the abort reason of `facts.signal` */
  analyse(command: string, facts: ShellFacts): Promise<ShellAnalysis>;
}

export interface AnalyserOptions {
  loadWasm: LoadWasm;
  /** Milliseconds for one parse, 200 by default. */
  parseMs?: number;
  /** Told why a parser failed: from then on everything asks, which nobody should have to guess. */
  onParserError?: (error: unknown) => void;
}

/** The analyser of shell commands. Parsers are loaded with the first command; a failed load asks and is tried again. */
export function createShellAnalyser({ loadWasm, parseMs = 200, onParserError }: AnalyserOptions): ShellAnalyser {
  let loading: Promise<Parser> | undefined;
  const parserOf = (): Promise<Parser> => (loading ??= loadBashParser(loadWasm).catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
  const parsePlain = async (command: string): Promise<PlainParse> => {
    try {
      const parser = await parserOf();
      return agree(plainByUnbash(command), plainByTreeSitter(parser, command, performance.now() + parseMs));
    } catch (error) {
      onParserError?.(error);
      return { problem: 'The command could not be analysed: its parser failed.' };
    }
  };
  return {
    async analyse(command, facts) {
      facts.signal.throwIfAborted();
      if (facts.shell === 'powershell') return notPlain('PowerShell commands are not proven in this version.', [powerShellGravity(command)], command);
      const problem = characterProblem(command);
      if (problem !== undefined) return notPlain(problem, [gravityOfText(visible(command)), unknownGravity('HIGH', command)], command);
      const parsed = await parsePlain(command);
      facts.signal.throwIfAborted();
      if ('problem' in parsed) return analyseLoosely(command, parsed.problem, facts);
      if (parsed.commands.length > MAX_COMMANDS) return analyseLoosely(command, `The line holds more than ${MAX_COMMANDS} commands.`, facts);
      return analysePlain(command, parsed.commands, facts);
    },
  };
}

/** Everything a scan may look at, control characters as line ends so that nothing hides behind them. */
const visible = (command: string): string => command.slice(0, 20_000).replaceAll(/[^\P{C}\t\n]/gu, '\n').replaceAll(/[^\P{Z} \n]/gu, ' ');

async function analysePlain(source: string, commands: readonly PlainCommand[], facts: ShellFacts): Promise<ShellAnalysis> {
  const folders = [facts.cwd];
  const gravities: Gravity[] = [];
  let environment: Readonly<Record<string, string>> = {};
  let rememberable = true;
  for (const { words, operator } of commands) {
    const proven = proveChange(words) ?? proveRead(words);
    const read = proven === undefined ? undefined : await judgeRead(words, proven, folders, facts);
    if (read?.git === true) environment = HARDENED_GIT_ENVIRONMENT;
    if (proven !== undefined && words[0] === 'cd') folders.push(...folders.map((folder) => resolve(folder, words[1] ?? '.')));
    if (folders.length > 16) return notPlain('The line changes its folder too often.', [unknownGravity('HIGH', words.join(' '))], words.join(' '));
    if (read === undefined && (isInterpreter(words[0] ?? '') || isWrapper(words[0] ?? ''))) rememberable = false;
    gravities.push(read?.gravity ?? unprovenGravity(words, operator === '|', folders, facts));
  }
  // What is printed into an interpreter is code, so the quoted words count too
  if (commands.some(({ operator, words }) => operator === '|' && (isInterpreter(words[0] ?? '') || isWrapper(words[0] ?? '')))) gravities.push(gravityOfText(source));
  const { level, effects, reasons, typedTarget } = combine(gravities);
  return { effects, minimumLevel: level, reasons, plain: true, rememberable, environment, ...(typedTarget === undefined ? {} : { typedTarget }) };
}

/** `cd folder` only looks too; later words are judged for the old folder and the new one. */
function proveChange(words: readonly string[]): ProvenRead | undefined {
  const [name, folder] = words;
  return name === 'cd' && words.length === 2 && folder !== undefined && folder !== '' && !folder.startsWith('-') ? { paths: [folder] } : undefined;
}

/** What a proven read reads, for every folder it may run in; undefined where the repository might run something. */
async function judgeRead(words: readonly string[], proven: ProvenRead, folders: readonly string[], facts: ShellFacts): Promise<{ gravity: Gravity; git: boolean } | undefined> {
  const effects: Effect[] = [];
  for (const folder of new Set(folders)) {
    const here = proven.folder === undefined ? folder : resolve(folder, proven.folder);
    const paths = proven.git === true ? ['.', ...proven.paths] : proven.paths;
    for (const path of paths) effects.push(await pathEffect(resolve(here, path), facts));
    if (proven.git === true && effects.every((effect) => effect.inWorkspace === true)) {
      const keys = await facts.gitProbe(here, facts.signal).catch(() => undefined);
      facts.signal.throwIfAborted();
      if (keys === undefined || keys.length > 0) {
        const detail = keys === undefined ? 'the repository could not be looked at' : `the repository's configuration may run programs: ${keys.join(', ')}`;
        return { gravity: { level: 'MODERATE', effects: [{ kind: 'exec', target: words.join(' '), detail }], reasons: [`git: ${detail}.`] }, git: false };
      }
    }
  }
  if (effects.length === 0) effects.push({ kind: 'read', target: programName(words[0] ?? ''), inWorkspace: true, detail: 'prints what it is given' });
  return { gravity: { level: 'SAFE', effects, reasons: [] }, git: proven.git === true };
}

async function pathEffect(path: string, facts: ShellFacts): Promise<Effect> {
  try {
    const real = await facts.realpath(path);
    const effect = readEffect(real, facts.workspaceRoots);
    return isSecretFile(path) ? { ...effect, kind: 'secret-read' } : effect;
  } catch {
    return { kind: 'read', target: path, inWorkspace: false, detail: 'could not be looked up' };
  }
}

const projectRunners = /^(npm|pnpm|yarn|bun|npx|node|python3?|pytest|make|cargo|go|mvn|gradle|gradlew|dotnet|tsc|eslint|vitest|jest|mocha|ruby|rake|bundle|php|composer|deno|tox|uv|poetry|ruff|mypy|prettier|pulumi|task|just)$/;
/** Programs that run the project's own code: scripts, tests, builds. */
export const isProjectRunner = (word: string): boolean => projectRunners.test(programName(word));

const fetchers = /^(curl|wget|ping|dig|nslookup|host|whois|traceroute)$/;

/** A plain command without proof: what it touches by name, and its signs of gravity. */
function unprovenGravity(words: readonly string[], piped: boolean, folders: readonly string[], facts: ShellFacts): Gravity {
  const program = programName(words[0] ?? '');
  const target = words.join(' ');
  const isGit = program === 'git';
  const outside = words.slice(1).find((word) => folders.some((folder) => pointsOutside(word, folder, facts.workspaceRoots)));
  const power = isGit ? undefined : words.find((word) => isPowerConfig(afterEquals(word)));
  const secret = words.slice(1).find((word) => [word, ...word.split(/[=:]/)].some(isSecretFile));
  const effects: Effect[] = [];
  if (power !== undefined) effects.push({ kind: 'power-config', target: power });
  if (secret !== undefined) effects.push({ kind: 'secret-read', target: secret });
  if (outside !== undefined) effects.push({ kind: 'unknown', target: outside, inWorkspace: false, detail: 'outside the workspace' });
  if (fetchers.test(program)) effects.push({ kind: 'network', target, access: 'read' });
  else if (isGit) effects.push({ kind: 'git', target, access: 'write', recoverable: 'git' });
  else if (isProjectRunner(program)) effects.push({ kind: 'exec', target, inWorkspace: true, detail: "runs the project's own code" });
  else effects.push({ kind: 'unknown', target, inWorkspace: true, detail: `what ${program} does here is not known` });
  return combine([{ level: 'MODERATE', effects, reasons: [] }, gravityOfWords(words, piped)]);
}

const afterEquals = (word: string): string => word.slice(word.indexOf('=') + 1);

function pointsOutside(word: string, folder: string, roots: readonly string[]): boolean {
  const path = afterEquals(word);
  if (path === '/dev/null' || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return false;
  if (path.startsWith('~')) return true;
  return /^([/\\]|[A-Za-z]:[\\/])|(^|[\\/])\.\.([\\/]|$)/.test(path) && !isInside(resolve(folder, path), roots);
}

/** A text that is more than plain words always asks; HIGH where it may carry code or leave the workspace. */
function analyseLoosely(command: string, problem: string, facts: ShellFacts): ShellAnalysis {
  const mayCarryMore = /[$`<>~(){}]|\b(eval|source|exec|trap|alias|function)\b|(^|[\s=:'"])(\/|\.\.(\/|\s|$))/.test(command.replaceAll(/[012&]?>>?\s*\/dev\/null|2>&1/g, ''));
  const parts = looseCommands(command).map(({ words, piped }) => unprovenGravity(words, piped, [facts.cwd], facts));
  return notPlain(problem, [gravityOfText(command), ...parts, unknownGravity(mayCarryMore ? 'HIGH' : 'MODERATE', command)], command);
}

const unknownGravity = (level: Level, command: string): Gravity => ({ level, effects: [{ kind: 'unknown', target: command.slice(0, 200) }], reasons: [] });

function notPlain(problem: string, gravities: readonly Gravity[], command: string): ShellAnalysis {
  const { level, effects, reasons, typedTarget } = combine(gravities);
  const known = effects.length > 0 ? effects : unknownGravity('MODERATE', command).effects;
  return { effects: known, minimumLevel: higher('MODERATE', level), reasons: [...reasons, problem], plain: false, rememberable: false, environment: {}, ...(typedTarget === undefined ? {} : { typedTarget }) };
}
