import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Gate } from './core/gate.ts';
import type { Files, ProcessRunner } from './core/ports.ts';
import type { ShellAnalyser } from './gate/analyse/analyse.ts';
import { createGitProbe } from './gate/analyse/gitConfig.ts';
import { withHostRead } from './gate/hostRead.ts';
import { gitEnvironment, type Git } from './process/git.ts';
import type { FactSources } from './tools/shellFacts.ts';

export interface CommandFactsOptions {
  gate: Gate;
  runner: ProcessRunner;
  files: Files;
  git: Git;
  /** Where the environment of git children comes from. */
  environment: Readonly<Record<string, string | undefined>>;
  log: (line: string) => void;
}

/** Wires what the analysis of commands may ask: files, and git by reads that go through the gate like everything else. */
export function createCommandFacts({ gate, runner, files, git, environment, log }: CommandFactsOptions) {
  const gitRead = <Result>(action: string, folder: string, run: Parameters<typeof withHostRead<Result>>[2]): Promise<Result> =>
    withHostRead(gate, { action, binding: { folder }, effects: [{ kind: 'git', target: folder, access: 'read' }] }, run);
  const gitProbe = createGitProbe((args, folder, signal) => gitRead('host.git-config', folder, (permit) => runner.run({
    file: 'git', args: [...args], cwd: folder, env: gitEnvironment(environment), deadlineMs: 5_000, idleMs: 0, maxOutputBytes: 1_048_576,
  }, permit, signal)));
  return {
    /** The sources for sessions that work in a folder: git is asked about files below it. */
    sources: (shell: FactSources['shell'], cwd: string): FactSources => ({
      files, shell, home: homedir(), gitProbe,
      gitStates: (paths, signal) => gitRead('host.git-tracked', cwd, (permit) => git.fileStates(cwd, paths, permit, signal)).catch((error: unknown) => {
        signal.throwIfAborted();
        log(`What git knows of ${paths.length} files is not known: ${String(error)}`);
        return undefined;
      }),
    }),
    gitRead,
  };
}

/**
 * The analyser of commands: dist/analyser.js with the grammars beside it, loaded with the first command. Where it cannot be
 * loaded, no command is proposed; the next one tries again.
 * @param extensionDir folder of the installed package
 */
export function createLazyAnalyser(extensionDir: string, log: (line: string) => void): ShellAnalyser {
  let loading: Promise<ShellAnalyser> | undefined;
  const load = async (): Promise<ShellAnalyser> => {
    const { createShellAnalyser } = await import('./gate/analyse/analyse.ts');
    return createShellAnalyser({
      loadWasm: (name) => readFile(join(extensionDir, 'dist', name)),
      whileLoading: withoutOptimizing,
      onParserError: (error) => log(`The shell parser failed, so every command asks: ${String(error)}`),
    });
  };
  return {
    async analyse(command, facts) {
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return (await loading).analyse(command, facts);
    },
  };
}

/**
 * Loads WebAssembly that V8 will not compile a second time: its optimizing compiler takes half a gigabyte for the grammar's one
 * huge function, for no gain that a person could notice. The flags belong to the process, so they are set for these
 * milliseconds only; a module keeps what it was made with.
 */
async function withoutOptimizing<Result>(load: () => Promise<Result>): Promise<Result> {
  const set = (prefix: string): void => {
    for (const flag of ['wasm-dynamic-tiering', 'wasm-tier-up']) setFlagsFromString(`--${prefix}${flag}`);
  };
  set('no-');
  try {
    return await load();
  } finally {
    set('');
  }
}
