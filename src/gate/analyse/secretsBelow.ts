import { join } from 'node:path';
import { isInside, isSecretFile } from '../paths.ts';
import type { ShellFacts } from './facts.ts';

/** Entries looked at below a folder before it counts as too much to tell. */
const MAX_ENTRIES = 4000;
/** Folders that git alone writes, or that hold what anybody can fetch: keys in them are those of tests. */
const skipped = new Set(['.git', 'node_modules', '.venv', 'venv', 'site-packages', '__pycache__', '.tox']);
/** Folders that every ignore file names. */
const ignored = new Set(['dist', 'target', 'build', 'out', 'coverage']);

/** Something below a folder that is not the workspace's to show. */
export interface Below {
  secret?: string;
  /** Where a link leads out of the workspace. */
  outside?: string;
}

/**
 * Looks for files with secrets below a folder, by their names.
 * @param how hidden and ignored files may be skipped; links may be followed
 * @returns the first one, `none`, or `too-much` where not all could be looked at
 */
export async function secretsBelow(folder: string, how: { skipsHidden?: boolean; followsLinks?: boolean }, facts: Pick<ShellFacts, 'list' | 'signal' | 'realpath' | 'stat' | 'workspaceRoots'>): Promise<Below | 'none' | 'too-much'> {
  let entries = 0;
  const folders = [folder];
  const seen = new Set(folders);
  const enter = (path: string): void => {
    if (!seen.has(path)) folders.push(path);
    seen.add(path);
  };
  for (let at = 0; at < folders.length; at++) {
    const current = folders[at] ?? folder;
    facts.signal.throwIfAborted();
    const names = await facts.list(current).catch(() => undefined);
    if (names === undefined) {
      if (current === folder) continue;
      return 'too-much';
    }
    for (const { name, kind } of names) {
      if (++entries > MAX_ENTRIES) return 'too-much';
      if (how.skipsHidden === true && (name.startsWith('.') || ignored.has(name))) continue;
      const path = join(current, name);
      if (kind === 'directory') {
        if (!skipped.has(name)) enter(path);
      } else if (isSecretFile(path)) return { secret: path };
      else if (kind === 'other' && how.followsLinks === true) {
        const real = await facts.realpath(path).catch(() => undefined);
        if (real === undefined) return 'too-much';
        if (isSecretFile(real)) return { secret: real };
        if (!isInside(real, facts.workspaceRoots)) return { outside: real };
        if ((await facts.stat(real).catch(() => undefined))?.kind === 'directory') enter(real);
      }
    }
  }
  return 'none';
}
