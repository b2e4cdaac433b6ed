import { dirname, join, sep } from 'node:path';
import type { LossPorts } from '../../core/loss.ts';

/**
 * What git could bring back of a file: `clean` all of it, `modified` only what was committed, the others nothing;
 * `nested`: it belongs to a repository of its own below, which goes with it.
 */
export type HeldState = 'clean' | 'modified' | 'untracked' | 'ignored' | 'nested';

export interface StatusEntry {
  /** Relative to the top folder, with `/`; a folder ends with `/` and stands for everything below. */
  path: string;
  state: Exclude<HeldState, 'clean' | 'nested'>;
}

/** Paths handed to git; with more of them it is asked about the whole repository. */
const MAX_PATHS = 100;

/** Reads `git status --porcelain=v2 -z`. */
export function parseStatus(text: string): StatusEntry[] {
  const entries: StatusEntry[] = [];
  const records = text.split('\0');
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index] ?? '';
    const kind = record[0];
    if (kind === '?') entries.push({ path: record.slice(2), state: 'untracked' });
    else if (kind === '!') entries.push({ path: record.slice(2), state: 'ignored' });
    else if (kind === '1') entries.push({ path: after(record, 8), state: 'modified' });
    else if (kind === 'u') entries.push({ path: after(record, 10), state: 'modified' });
    else if (kind === '2') {
      // the record after it is the old name
      entries.push({ path: after(record, 9), state: 'modified' }, { path: records[index + 1] ?? '', state: 'modified' });
      index += 1;
    }
  }
  return entries;
}

/** What stands after so many fields; a path may hold spaces. */
const after = (record: string, fields: number): string => record.split(' ').slice(fields).join(' ');

/** Top folder of the work tree around a folder; undefined where there is none. @throws where git cannot be asked */
export async function topFolder(ports: LossPorts, folder: string, signal: AbortSignal): Promise<string | undefined> {
  const { exitCode, stdout } = await ports.git(['rev-parse', '--show-toplevel'], folder, signal);
  return exitCode === 0 ? stdout.replace(/\r?\n$/, '').replaceAll('/', sep) : undefined;
}

/** @param paths absolute, empty for all @throws where git does not answer whole */
export async function status(ports: LossPorts, top: string, paths: readonly string[], signal: AbortSignal): Promise<StatusEntry[]> {
  const limited = paths.length > MAX_PATHS ? [] : paths;
  const answer = await ports.git(['status', '--porcelain=v2', '-z', '--no-renames', '--untracked-files=all', '--ignored=matching', '--ignore-submodules=all', '--', ...limited], top, signal);
  if (answer.exitCode !== 0 || answer.truncated) throw new Error('git status did not answer whole');
  return parseStatus(answer.stdout);
}

/**
 * How git holds each file. Where no repository is around them, none is held.
 * @param roots what is deleted or overwritten; git is asked in the folder that holds each
 * @throws where git cannot be asked or does not answer whole
 */
export async function heldStates(ports: LossPorts, roots: readonly string[], files: readonly string[], signal: AbortSignal): Promise<Map<string, HeldState>> {
  const states = new Map<string, HeldState>(files.map((file) => [file, 'untracked']));
  const folders = new Set(roots.map((root) => dirname(root)));
  const tops = new Map<string, string[]>();
  for (const folder of folders) {
    const top = await topFolder(ports, folder, signal);
    if (top !== undefined) tops.set(top, [...(tops.get(top) ?? []), ...roots.filter((root) => dirname(root) === folder)]);
  }
  for (const [top, own] of tops) {
    const entries = await status(ports, top, own, signal);
    const known = new Map(entries.map(({ path, state }) => [join(top, path.replace(/\/$/, '')), state]));
    const here = new Set(own);
    for (const file of files) {
      if (nearest(file, (path) => here.has(path)) === undefined) continue;
      states.set(file, known.get(nearest(file, (path) => known.has(path)) ?? '') ?? 'clean');
    }
  }
  const nested = nestedFolders(files);
  for (const file of files) if (nearest(dirname(file), (path) => nested.has(path)) !== undefined) states.set(file, 'nested');
  return states;
}

/** The path itself or the nearest folder above it that fits. */
function nearest(path: string, fits: (path: string) => boolean): string | undefined {
  for (let current = path; ; current = dirname(current)) {
    if (fits(current)) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** Folders whose `.git` is among the files: with it everything goes that git holds of them. */
function nestedFolders(files: readonly string[]): Set<string> {
  const nested = new Set<string>();
  const mark = `${sep}.git`;
  for (const file of files) {
    const at = file.endsWith(mark) ? file.length - mark.length : file.indexOf(mark + sep);
    if (at > 0) nested.add(file.slice(0, at));
  }
  return nested;
}
