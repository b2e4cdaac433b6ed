import { join } from 'node:path';
import type { LossPorts } from '../../core/loss.ts';
import { status, topFolder, type StatusEntry } from './gitStates.ts';

/** The questions about a repository of which the losses are made; all of them only read. */

const MAX_COMMITS = 1000;

export interface Commits {
  /** `4f1c2ab Subject`, newest first. */
  lines: string[];
  /** There may be more. */
  cut: boolean;
}

/** One question after the other about one repository. */
export interface Repository {
  ports: LossPorts;
  folder: string;
  signal: AbortSignal;
  /** Words after git's verb that are no options, the verb's own second word left out. */
  operands: readonly string[];
  words: readonly string[];
}

/** @throws where there is no work tree or git does not answer whole */
export async function changedFiles({ ports, folder, signal }: Repository, paths: readonly string[]): Promise<StatusEntry[]> {
  const top = await topFolder(ports, folder, signal);
  if (top === undefined) throw new Error('there is no git repository');
  const entries = await status(ports, top, paths.map((path) => join(folder, path)), signal);
  return entries.filter(({ state }) => state === 'modified');
}

/** The commit that a name stands for; a name that begins with `-` is none. */
export async function resolve(repository: Repository, name: string): Promise<string | undefined> {
  return (await ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]))?.trim();
}

export async function currentBranch(repository: Repository): Promise<string | undefined> {
  return (await ask(repository, ['symbolic-ref', '--quiet', '--short', 'HEAD']))?.trim();
}

export async function pushRemote(repository: Repository): Promise<string> {
  const branch = await currentBranch(repository);
  const remote = branch === undefined ? undefined : await ask(repository, ['for-each-ref', '--format=%(push:remotename)', `refs/heads/${branch}`]);
  return remote === undefined || remote.trim() === '' ? 'origin' : remote.trim();
}

/** Commits that can be reached from `from` and from nothing that stays: `kept`, and every ref but those that go. */
export async function commits(repository: Repository, from: readonly string[], kept: readonly string[], going: readonly string[], kind: 'branch' | 'tag' | 'remote' = 'branch'): Promise<Commits> {
  const except = (one: typeof kind): string[] => (one === kind ? going.map((name) => `--exclude=${name}`) : []);
  const answer = await ask(repository, [
    'rev-list', `--max-count=${MAX_COMMITS + 1}`, '--format=%h %s', ...from, '--not', ...kept,
    ...except('branch'), '--branches', ...except('tag'), '--tags', ...except('remote'), '--remotes', '--',
  ]);
  if (answer === undefined) return { lines: [], cut: true };
  const lines = records(answer);
  return { lines: lines.slice(0, MAX_COMMITS), cut: lines.length > MAX_COMMITS };
}

/** Standard output of a question that git answered; undefined where it said no. @throws where it did not answer whole */
export async function ask({ ports, folder, signal }: Repository, args: readonly string[]): Promise<string | undefined> {
  const answer = await ports.git(args, folder, signal);
  if (answer.truncated) throw new Error(`git ${args[0] ?? ''} did not answer whole`);
  return answer.exitCode === 0 ? answer.stdout : undefined;
}

/** `rev-list --format` prints a line `commit …` before each. */
export const records = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !/^commit [0-9a-f]{40,64}/.test(line));
