import type { Parser } from 'web-tree-sitter';
import type { Level } from '../../shared/effects.ts';
import { higher, levelOf } from '../level.ts';
import { lookUpFamily } from '../families/index.ts';
import { parseBash } from './bash/parse.ts';
import type { ParsedScript } from './bash/script.ts';
import { characterProblem } from './characterGate.ts';
import type { ShellAnalysis, ShellFacts } from './facts.ts';
import { Findings } from './findings.ts';
import { combine, gravityOfText, type Gravity } from './gravity.ts';
import { plain } from './family.ts';
import { looseCommands, type LooseCommand } from './looseCommands.ts';
import { bareName } from './programs.ts';
import { Scope } from './scope.ts';
import { loadBashParser, type LoadWasm } from './bash/loadParser.ts';
import { statementSigns, unknownFinding } from './unknownProgram.ts';
import { TooMuch, Walk } from './walk.ts';

export type { ShellAnalysis, ShellFacts } from './facts.ts';

export interface ShellAnalyser {
  /** Never throws for a command's sake: what cannot be analysed asks. @throws the abort reason of `facts.signal` */
  analyse(command: string, facts: ShellFacts): Promise<ShellAnalysis>;
}

export interface AnalyserOptions {
  loadWasm: LoadWasm;
  /** Around the loading of the grammars. */
  whileLoading?: <Result>(load: () => Promise<Result>) => Promise<Result>;
  /** Milliseconds of processor time for one parse; see `BashPorts`. */
  parseMs?: number;
  /** Told why the analysis failed: then everything asks, which nobody should have to guess. */
  onParserError?: (error: unknown) => void;
}

/** The analyser of shell commands. Parsers are loaded with the first command; a failed load asks and is tried again. */
export function createShellAnalyser({ loadWasm, whileLoading = (load) => load(), parseMs, onParserError }: AnalyserOptions): ShellAnalyser {
  let loading: Promise<Parser> | undefined;
  const parser = (): Promise<Parser> => (loading ??= whileLoading(() => loadBashParser(loadWasm)).catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
  const parse = async (text: string): Promise<ParsedScript> => {
    try {
      return await parseBash(text, { parser, ...(parseMs === undefined ? {} : { parseMs }) });
    } catch (error) {
      onParserError?.(error);
      return { problem: 'The command could not be analysed: its parser failed.' };
    }
  };
  return {
    async analyse(command, facts) {
      facts.signal.throwIfAborted();
      const isBash = facts.shell === 'bash';
      const problem = isBash ? characterProblem(command) : undefined;
      if (problem !== undefined) return notUnderstood(command, problem, [gravityOfText(visible(command)), unknownGravity('HIGH', command)]);
      const parsed = isBash ? await parse(command) : undefined;
      facts.signal.throwIfAborted();
      if (parsed !== undefined && 'problem' in parsed) return readLoosely(command, parsed.problem, facts);
      const findings = new Findings();
      const walk = new Walk({ facts, findings, lookUp: lookUpFamily, parse, steps: 0, endless: [] });
      const scope = new Scope([facts.cwd]);
      try {
        if (parsed === undefined) await walk.powerShell(command, scope);
        else await walk.script(parsed.script, scope, { kind: 'none' });
        walk.finish();
        return findings.toAnalysis();
      } catch (error) {
        facts.signal.throwIfAborted();
        if (error instanceof TooMuch) return readLoosely(command, error.message, facts);
        onParserError?.(error);
        return readLoosely(command, 'The command could not be analysed: the analysis failed.', facts);
      }
    },
  };
}

/** Everything a scan may look at, control characters as line ends so that nothing hides behind them. */
const visible = (command: string): string => command.slice(0, 20_000).replaceAll(/[^\P{C}\t\n]/gu, '\n').replaceAll(/[^\P{Z} \n]/gu, ' ');

/** A text that is not believed always asks; HIGH where it may carry code or leave the workspace. */
function readLoosely(command: string, problem: string, facts: ShellFacts): ShellAnalysis {
  const mayCarryMore = /[$`<>~(){}]|(^|[\s;&|])[A-Za-z_]\w*\+?=|\b(eval|source|exec|trap|alias|function)\b|(^|[\s=:'"])(\/|\.\.(\/|\s|$))/.test(command.replaceAll(/[012&]?>>?\s*\/dev\/null|2>&1/g, ''));
  const parts = looseCommands(command).map(({ words, piped }): Gravity => {
    const { effects, level = 'SAFE', reasons = [], target } = unknownFinding(words, { kind: piped ? 'pipe' : 'none' }, [facts.cwd], facts.workspaceRoots);
    return { level, effects: [...effects], reasons: [...reasons], ...(target === undefined ? {} : { typedTarget: target }) };
  });
  return notUnderstood(command, problem, [gravityOfText(command), ...parts, ...looseCommands(command).map(gravityByFamily), ...statementGravity(command), unknownGravity(mayCarryMore ? 'HIGH' : 'MODERATE', command)]);
}

/** What a family says of words that may be a command; what it touches is judged by its names alone. */
function gravityByFamily({ words: [name = '', ...rest], piped }: LooseCommand): Gravity {
  const program = bareName(name, 'bash');
  const answer = program === undefined ? undefined : lookUpFamily({ program, words: rest.map(plain), stdin: { kind: piped ? 'pipe' : 'none' }, dialect: 'bash', elsewhere: false });
  const { level, effects, reasons } = answer === undefined ? { level: 'SAFE' as const, effects: [], reasons: [] } : { reasons: [], ...answer };
  const grave = (effects ?? []).filter((effect) => levelOf([effect]).level !== 'SAFE');
  return { level: level ?? 'SAFE', effects: grave, reasons: [...reasons], ...(answer?.target === undefined ? {} : { typedTarget: answer.target }) };
}

function statementGravity(command: string): Gravity[] {
  const signs = statementSigns(command);
  return signs === undefined ? [] : [{ level: signs.level ?? 'SAFE', effects: [...signs.effects], reasons: [] }];
}

const unknownGravity = (level: Level, command: string): Gravity => ({ level, effects: [{ kind: 'unknown', target: command.slice(0, 200) }], reasons: [] });

function notUnderstood(command: string, problem: string, gravities: readonly Gravity[]): ShellAnalysis {
  const { level, effects, reasons, typedTarget } = combine(gravities);
  const known = effects.length > 0 ? effects : unknownGravity('MODERATE', command).effects;
  return {
    effects: known, minimumLevel: higher('MODERATE', level), reasons: [...reasons, problem], parts: [{ text: command, effects: known }], losses: [],
    rememberable: false, understood: false, environment: {}, reliesOn: [], ...(typedTarget === undefined ? {} : { typedTarget }),
  };
}
