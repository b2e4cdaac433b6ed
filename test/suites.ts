import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from '../scripts/chromium.ts';
import { EDITOR_VERSIONS, ensureEditor } from '../scripts/editor.ts';
import { run } from '../scripts/lib/processes.ts';
import { progress } from '../scripts/lib/progress.ts';
import { ensurePulumi } from '../scripts/pulumi.ts';
import { ensureSandboxPrograms } from '../scripts/sandbox.ts';
import { outputDir, root } from './support/paths.ts';
import type { SuiteResult } from './support/reporter.ts';

/** What `npm test` is made of. */

export interface Outcome {
  result: SuiteResult;
  /** Everything the suite printed. */
  output: string;
}

export interface Task {
  name: string;
  /** Names of the tasks that must have succeeded before. */
  needs: string[];
  /** A preparation reports nothing but its failure. */
  kind: 'preparation' | 'suite';
  work(): Promise<Outcome>;
}

const NONE: SuiteResult = { passed: 0, failed: 0, skipped: [], failures: [] };
const binary = (name: string): string => join(root, 'node_modules', name);
const nodeModules = { mocha: binary('mocha/bin/mocha.js'), tsc: binary('typescript/bin/tsc'), eslint: binary('eslint/bin/eslint.js') };

export const TASKS: Task[] = [
  preparation('build', [], async () => {
    const { code, output } = await run(process.execPath, ['esbuild.mjs'], { cwd: root });
    if (code !== 0) throw new Error(output);
  }),
  preparation('pulumi command', ['build'], async () => { process.env.PILOTHOUSE_PULUMI_DIR = await ensurePulumi(); }),
  preparation('sandbox programs', [], () => ensureSandboxPrograms()),
  // one after the other: the package manager has one lock
  preparation('chromium', ['sandbox programs'], async () => { await ensureChromium(); }),
  preparation('editor', [], async () => { await ensureEditor(EDITOR_VERSIONS.current); }),
  preparation('floor editor', [], async () => { await ensureEditor(EDITOR_VERSIONS.floor, progress('floor editor')); }),
  check('types', [nodeModules.tsc, '-p', 'tsconfig.json'], [nodeModules.tsc, '-p', 'webview-ui/tsconfig.json']),
  check('lint', [nodeModules.eslint, '.', '--max-warnings', '0']),
  mocha('unit', 'test/unit', ['build', 'sandbox programs'], 10_000, ['test/unit/gate/**']),
  mocha('gate', 'test/unit/gate', ['build'], 10_000),
  mocha('e2e', 'test/e2e', ['build', 'chromium', 'editor', 'pulumi command'], 180_000),
  mocha('pulumi', 'test/pulumi', ['build', 'pulumi command'], 180_000),
  mocha('webview', 'test/webview', ['build', 'chromium'], 60_000),
  suite('host', ['build', 'chromium', 'editor'], (result) => [['test/support/hostSuite.ts', 'current'], result]),
  suite('host-floor', ['build', 'chromium', 'floor editor'], (result) => [['test/support/hostSuite.ts', 'floor'], result]),
];

/** Tasks by name, with everything they need; each after what it needs. */
export function withNeeds(names: string[]): Task[] {
  const chosen = new Set<string>();
  const add = (name: string) => {
    const task = TASKS.find((candidate) => candidate.name === name);
    if (task === undefined) throw new Error(`There is no suite "${name}". There are: ${TASKS.filter(({ kind }) => kind === 'suite').map((known) => known.name).join(', ')}.`);
    task.needs.forEach(add);
    chosen.add(name);
  };
  names.forEach(add);
  return TASKS.filter(({ name }) => chosen.has(name));
}

function preparation(name: string, needs: string[], prepare: () => Promise<void>): Task {
  return { name, needs, kind: 'preparation', work: async () => { await prepare(); return { result: NONE, output: '' }; } };
}

/** Commands that pass or fail as one. */
function check(name: string, ...commands: string[][]): Task {
  return {
    name, needs: [], kind: 'suite',
    work: async () => {
      for (const command of commands) {
        const { code, output } = await run(process.execPath, command, { cwd: root });
        if (code !== 0) return { output, result: { ...NONE, failed: 1, failures: [{ title: name, error: `exit code ${code}` }] } };
      }
      return { output: '', result: { ...NONE, passed: 1 } };
    },
  };
}

/** @param without patterns of files that another suite runs */
function mocha(name: string, folder: string, needs: string[], timeoutMs: number, without: string[] = []): Task {
  return suite(name, needs, (result) => [
    [nodeModules.mocha, '--no-config', '--forbid-only', '--timeout', String(timeoutMs), '--reporter', './test/support/reporter.ts', ...without.flatMap((pattern) => ['--ignore', pattern]), `${folder}/**/*.test.ts`], result,
  ]);
}

/** A program that writes a `SuiteResult`. One that ends without, or without a single test, has failed. */
function suite(name: string, needs: string[], command: (resultFile: string) => [args: string[], resultFile: string]): Task {
  return {
    name, needs, kind: 'suite',
    work: async () => {
      const [args, resultFile] = command(join(outputDir, 'results', `${name}.json`));
      rmSync(resultFile, { force: true });
      const { code, output } = await run(process.execPath, args, { cwd: root, env: { ...process.env, PILOTHOUSE_TEST_RESULT: resultFile } });
      const result = readResult(resultFile);
      if (result === undefined || result.passed + result.failed === 0) return { output, result: { ...NONE, failed: 1, failures: [{ title: name, error: `no test ran (exit code ${code})` }] } };
      if (code !== 0 && result.failed === 0) return { output, result: { ...result, failed: 1, failures: [{ title: name, error: `every test passed, but the exit code is ${code}` }] } };
      return { output, result };
    },
  };
}

function readResult(file: string): SuiteResult | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
  } catch {
    return undefined;
  }
}
