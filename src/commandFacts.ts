import { homedir } from 'node:os';
import type { Gate } from './core/gate.ts';
import type { Files, ProcessRunner } from './core/ports.ts';
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
