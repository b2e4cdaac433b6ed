import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, join, basename, resolve } from 'node:path';
import { fileError, hasCode } from './fileErrors.ts';

/** Links followed before a circle is assumed; the limit of Linux. */
const MAX_LINKS = 40;

/**
 * Where a path really leads, also where it does not exist yet: links of the deepest existing parent are resolved, and a
 * link whose target is missing is followed to where that target would be.
 * @throws AppError `file-unreadable` for a circle of links or a folder that may not be looked into.
 */
export async function realPlace(path: string): Promise<string> {
  return resolvePlace(resolve(path), 0);
}

async function resolvePlace(path: string, links: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw fileError('read', path, error);
  }
  const target = await linkTarget(path);
  if (target !== undefined) {
    if (links >= MAX_LINKS) throw fileError('read', path, Object.assign(new Error('too many links'), { code: 'ELOOP' }));
    return resolvePlace(target, links + 1);
  }
  const parent = dirname(path);
  return parent === path ? path : join(await resolvePlace(parent, links), basename(path));
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    if (!(await lstat(path)).isSymbolicLink()) return undefined;
    return resolve(await realpath(dirname(path)), await readlink(path));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError('read', path, error);
  }
}
