import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Walk, WalkedFile } from '../core/loss.ts';
import { hasCode } from './fileErrors.ts';

/** Files and folders after which a walk ends. */
const MAX_ENTRIES = 20_000;
/** Files looked at in one go. */
const AT_ONCE = 64;

/** See `LossPorts.walk`. Breadth first and sorted, so that a walk that was cut off saw the same part as another one. */
export async function walkFiles(paths: readonly string[], recursive: boolean, signal: AbortSignal, maxEntries = MAX_ENTRIES): Promise<Walk> {
  const walk: Walk = { files: [], folders: 0, unreadable: [] };
  let level = [...new Set(paths)];
  let seen = 0;
  while (level.length > 0) {
    const next: string[] = [];
    for (let start = 0; start < level.length; start += AT_ONCE) {
      if (signal.aborted) return { ...walk, cut: 'time' };
      const batch = level.slice(start, start + AT_ONCE);
      const some = batch.slice(0, maxEntries - seen);
      seen += some.length;
      const looks = await Promise.all(some.map((path) => look(path, walk.unreadable)));
      for (const [index, found] of looks.entries()) {
        const path = some[index] ?? '';
        if (found === undefined) continue;
        if (!found.isDirectory()) walk.files.push({ path, bytes: found.size, kind: kindOf(found) });
        else {
          walk.folders += 1;
          if (recursive) next.push(...await names(path, walk.unreadable));
        }
      }
      if (some.length < batch.length) return { ...walk, cut: 'entries' };
    }
    level = next;
  }
  return walk;
}

async function look(path: string, unreadable: string[]): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) unreadable.push(path);
    return undefined;
  }
}

async function names(folder: string, unreadable: string[]): Promise<string[]> {
  try {
    return (await readdir(folder)).sort().map((name) => join(folder, name));
  } catch {
    unreadable.push(folder);
    return [];
  }
}

const kindOf = (found: Stats): WalkedFile['kind'] => (found.isFile() ? 'file' : found.isSymbolicLink() ? 'link' : 'other');
