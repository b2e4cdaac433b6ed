import { AppError } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';
import type { GitAnswer } from '../core/loss.ts';
import type { ProcessResult, ProcessRunner } from '../core/ports.ts';
import { relative, resolve, sep } from 'node:path';
import { buildEnvironment } from './environment.ts';

/**
 * What the host itself asks git: reads for the context of a turn and for the gate. A repository's own configuration and
 * attributes can name programs that even `git status` runs (facts/safety 3.6), so each of those ways is closed here.
 */
export interface Git {
  /** Top folder of the work tree that `cwd` lies in; `undefined` where there is none, or no git, or git distrusts its owner. */
  root(cwd: string, permit: Permit, signal: AbortSignal): Promise<string | undefined>;
  /** Name of the branch, or the short commit where none is checked out; `undefined` outside a repository. */
  branch(cwd: string, permit: Permit, signal: AbortSignal): Promise<string | undefined>;
  /** `git diff --stat` against the last commit; empty where nothing changed. @throws AppError `git-failed` */
  diffSummary(cwd: string, permit: Permit, signal: AbortSignal): Promise<string>;
  /** States of files; a file outside `cwd` or that git cannot tell of is `untracked`. @throws AppError `git-failed` */
  fileStates(cwd: string, paths: readonly string[], permit: Permit, signal: AbortSignal): Promise<Map<string, FileState>>;
  /**
   * Asks with one of git's reading commands, whatever it answers. Paths are taken to the letter..
   * @throws AppError `git-failed` where git cannot be started, is too slow, or the command is none of those that only read
   */
  ask(args: readonly string[], cwd: string, permit: Permit, signal: AbortSignal): Promise<GitAnswer>;
}

/** Commands of `ask`. */
const ASKED: ReadonlySet<string> = new Set(['status', 'rev-parse', 'rev-list', 'log', 'symbolic-ref', 'for-each-ref', 'ls-files']);

/** `symbolic-ref` with two names writes, and so does `log --output`. */
function onlyReads([command = '', ...rest]: readonly string[]): boolean {
  const names = rest.filter((word) => !word.startsWith('-'));
  return ASKED.has(command) && !(command === 'symbolic-ref' && (names.length !== 1 || rest.includes('--delete') || rest.includes('-d'))) && !rest.some((word) => /^--(output|patch|ext-diff|textconv)|^-p$/.test(word));
}

/** `clean`: tracked and as in the last commit, so that git can bring it back; `modified`: tracked, but not so. */
export type FileState = 'clean' | 'modified' | 'untracked' | 'ignored';

export interface GitOptions {
  runner: ProcessRunner;
  /** The program; `git` from PATH unless told. */
  program?: string;
  /** Where the child's environment comes from; the host's own unless told. */
  source?: Record<string, string | undefined>;
}

/** Paths handed to one call of git, so that no command line grows too long. */
const PATHS_PER_CALL = 100;

export function createGit({ runner, program = 'git', source = process.env }: GitOptions): Git {
  const run = (args: string[], cwd: string, permit: Permit, signal: AbortSignal, config: Setting[] = []) => runner.run({
    file: program, args: ['--no-pager', ...args], cwd, env: gitEnvironment(source, config), deadlineMs: 10_000, idleMs: 0, maxOutputBytes: 1_048_576,
  }, permit, signal);

  /** Reads that touch file contents also close the filters that the repository itself sets. */
  const runOnContents = async (args: string[], cwd: string, permit: Permit, signal: AbortSignal) => {
    const probe = await run(['config', '--show-scope', '--null', '--name-only', '--get-regexp', '^filter\\..*\\.(clean|smudge|process)$'], cwd, permit, signal);
    if (probe.exitCode !== 0 && probe.exitCode !== 1) throw gitFailed('read its configuration', probe, signal);
    return run(args, cwd, permit, signal, filterOverrides(probe.stdout));
  };

  return {
    async root(cwd, permit, signal) {
      const result = await run(['rev-parse', '--show-toplevel'], cwd, permit, signal);
      return result.exitCode === 0 ? resolve(withoutNewline(result.stdout)) : undefined;
    },
    async branch(cwd, permit, signal) {
      const named = await run(['symbolic-ref', '--quiet', '--short', 'HEAD'], cwd, permit, signal);
      if (named.exitCode === 0) return withoutNewline(named.stdout);
      const detached = await run(['rev-parse', '--quiet', '--verify', '--short', 'HEAD'], cwd, permit, signal);
      return detached.exitCode === 0 ? withoutNewline(detached.stdout) : undefined;
    },
    async diffSummary(cwd, permit, signal) {
      const result = await runOnContents(['diff', ...DIFF_SAFETY, '--stat=120', 'HEAD', '--'], cwd, permit, signal);
      if (result.exitCode === 0) return result.stdout.trimEnd();
      if (await hasNoCommit(cwd, permit, signal)) return '';
      throw gitFailed('compare the files with the last commit', result, signal);
    },
    async fileStates(cwd, paths, permit, signal) {
      const inside = new Map<string, string>();
      for (const path of paths) {
        const name = relative(cwd, resolve(cwd, path));
        if (name !== '' && name !== '..' && !name.startsWith(`..${sep}`) && resolve(name) !== name) inside.set(name.replaceAll(sep, '/'), path);
      }
      const states = new Map<string, FileState>(paths.map((path) => [path, 'untracked']));
      const names = [...inside.keys()];
      for (let start = 0; start < names.length; start += PATHS_PER_CALL) {
        const some = names.slice(start, start + PATHS_PER_CALL);
        const tracked = await run(['ls-files', '-z', '--cached', '--', ...some], cwd, permit, signal);
        if (tracked.exitCode !== 0 || tracked.truncatedBytes > 0) throw gitFailed('list its files', tracked, signal);
        const changed = await runOnContents(['diff', ...DIFF_SAFETY, '--name-only', '-z', '--relative', 'HEAD', '--', ...some], cwd, permit, signal);
        const known = changed.exitCode === 0 && changed.truncatedBytes === 0;
        const modified = new Set(changed.stdout.split('\0'));
        for (const name of tracked.stdout.split('\0')) {
          const path = inside.get(name);
          if (path !== undefined) states.set(path, known && !modified.has(name) ? 'clean' : 'modified');
        }
        const ignored = await run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', ...some], cwd, permit, signal);
        for (const name of ignored.exitCode === 0 ? ignored.stdout.split('\0') : []) {
          const path = inside.get(name);
          if (path !== undefined) states.set(path, 'ignored');
        }
      }
      return states;
    },
    async ask(args, cwd, permit, signal) {
      if (!onlyReads(args)) throw new AppError('git-failed', `Git was not asked: ${args.join(' ')} is not known to only read.`, { audience: 'log' });
      const result = args[0] === 'status' ? await runOnContents([...args], cwd, permit, signal) : await run([...args], cwd, permit, signal);
      signal.throwIfAborted();
      if (result.exitCode === null) throw gitFailed('answer', result, signal);
      return { exitCode: result.exitCode, stdout: result.stdout, truncated: result.truncatedBytes > 0 };
    },
  };

  async function hasNoCommit(cwd: string, permit: Permit, signal: AbortSignal): Promise<boolean> {
    const inside = await run(['rev-parse', '--is-inside-work-tree'], cwd, permit, signal);
    const head = await run(['rev-parse', '--quiet', '--verify', 'HEAD'], cwd, permit, signal);
    return inside.exitCode === 0 && head.exitCode === 1;
  }
}

/** No program from configuration or attributes, and no look into submodules, whose own configuration would count again. */
const DIFF_SAFETY = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all'];

type Setting = [key: string, value: string];

/** Settings that rank above those of the repository; an empty command means none. */
const SAFE_SETTINGS: Setting[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
  ['core.pager', 'cat'],
  ['core.sshCommand', ''],
  ['core.askPass', ''],
  ['core.editor', 'true'],
  ['credential.helper', ''],
  ['diff.external', ''],
  ['protocol.allow', 'never'],
  // a folder inside the work tree that looks like a bare repository must not bring its own configuration
  ['safe.bareRepository', 'explicit'],
];

/** The environment of every git child (facts/safety 3.6): no prompt, no pager, no lock, no network, no lazy fetch. */
export function gitEnvironment(source: Record<string, string | undefined>, more: readonly (readonly [string, string])[] = []): Record<string, string> {
  const settings = [...SAFE_SETTINGS, ...more];
  const additions: Record<string, string> = {
    GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_ASKPASS: '', SSH_ASKPASS: '',
    GIT_LITERAL_PATHSPECS: '1', LC_ALL: 'C', GIT_CONFIG_COUNT: String(settings.length),
  };
  settings.forEach(([key, value], index) => {
    additions[`GIT_CONFIG_KEY_${index}`] = key;
    additions[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return buildEnvironment({ source, additions });
}

/** Reads `git config --show-scope --null --name-only`: scope and key in turns. The user's own filters (global, system) stay. */
function filterOverrides(probe: string): Setting[] {
  const fields = probe.split('\0');
  const settings: Setting[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope, key] = [fields[index], fields[index + 1]];
    if (key === undefined || scope === 'system' || scope === 'global' || scope === 'command') continue;
    const driver = key.slice(0, key.lastIndexOf('.'));
    settings.push([key, ''], [`${driver}.required`, 'false']);
  }
  return settings;
}

function gitFailed(what: string, result: ProcessResult, signal: AbortSignal): AppError {
  signal.throwIfAborted();
  const why = result.spawnError === 'ENOENT' ? 'git is not installed or not on PATH.'
    : result.timedOut ? 'It took longer than 10 seconds.' : result.stderr.trim().slice(0, 500);
  return new AppError('git-failed', `Git could not ${what}.\n${why}`, { audience: 'log' });
}

const withoutNewline = (text: string): string => text.replace(/\r?\n$/, '');
