import { join } from 'node:path';
import { isSecretFile } from '../paths.ts';
import type { ShellFacts } from './facts.ts';

/** Entries looked at below a folder before it counts as too much to tell. */
const MAX_ENTRIES = 4000;
/** Folders that git alone writes, or that hold what anybody can fetch: keys in them are those of tests. */
const skipped = new Set(['.git', 'node_modules', '.venv', 'venv', 'site-packages', '__pycache__', '.tox']);
/** Folders that every ignore file names. */
const ignored = new Set(['dist', 'target', 'build', 'out', 'coverage']);

/**
 * Looks for files with secrets below a folder, by their names.
 * @returns the first one, `none`, or `too-much` where not all could be looked at
 */
export async function secretsBelow(folder: string, skipsHidden: boolean, facts: Pick<ShellFacts, 'list' | 'signal'>): Promise<{ secret: string } | 'none' | 'too-much'> {
  let entries = 0;
  const folders = [folder];
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
      if (skipsHidden && (name.startsWith('.') || ignored.has(name))) continue;
      const path = join(current, name);
      if (kind === 'directory') {
        if (!skipped.has(name)) folders.push(path);
      } else if (isSecretFile(path)) return { secret: path };
    }
  }
  return 'none';
}
