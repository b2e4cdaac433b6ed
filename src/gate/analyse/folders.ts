import { isAbsolute, join } from 'node:path';
import { isInside } from '../paths.ts';
import type { Word } from './call.ts';
import type { ShellFacts } from './facts.ts';

/** True where a command surely runs inside the workspace. */
export function isFolderInside(folders: readonly string[] | undefined, facts: ShellFacts): boolean {
  return folders !== undefined && folders.every((folder) => isInside(folder, facts.workspaceRoots));
}

/** The folders that a word leads to from those that it may be relative to, as `cd` and `git -C` do; undefined where that is not known. */
export function foldersAfter(word: Word | undefined, folders: readonly string[] | undefined): readonly string[] | undefined {
  if (word === undefined) return folders;
  const name = word.matches === undefined ? word.text : word.matches.length === 1 ? word.matches[0] : undefined;
  if (!word.exact || name === undefined || (folders === undefined && !isAbsolute(name))) return undefined;
  return [...new Set((folders ?? ['/']).map((folder) => (isAbsolute(name) ? name : join(folder, name))))];
}
