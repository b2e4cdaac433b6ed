import { AppError } from '../core/errors.ts';
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileError, hasCode } from './fileErrors.ts';
import { realPlace } from './realPlace.ts';

/**
 * Writes a file so that a reader, or a kill at any moment, sees the old bytes or the new ones, never a part. A link stays
 * a link, its target is written. Mode and owner are kept; missing folders are made. On failure the file is as before.
 * @throws AppError `disk-full`, `file-unwritable`, `file-is-directory`
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const target = await realPlace(path);
    const old = await existing(target);
    const folder = dirname(target);
    if (old === undefined) await mkdir(folder, { recursive: true });
    const temporary = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      await writeNew(temporary, bytes, old);
      await replace(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

/** What is there now. A rename would also replace a write-protected file, so the protection is asked for here. */
async function existing(target: string): Promise<Stats | undefined> {
  try {
    const found = await stat(target);
    if (found.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    if (!found.isFile()) throw new AppError('file-unwritable', `${target} is not a regular file, so it was not written.`);
    await access(target, constants.W_OK);
    return found;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function writeNew(path: string, bytes: Uint8Array, old: Stats | undefined): Promise<void> {
  // narrow at first, so that nobody reads new contents of a private file through the temporary one
  await using file = await open(path, 'wx', old === undefined ? 0o666 : 0o600);
  await file.writeFile(bytes);
  if (old !== undefined && process.platform !== 'win32') {
    const made = await file.stat();
    if (made.uid !== old.uid || made.gid !== old.gid) await file.chown(old.uid, old.gid);
    await file.chmod(old.mode & 0o7777);
  }
  await file.sync();
}

/** Virus scanners and indexers hold files on Windows for a moment; waiting a little is all that helps. */
async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (process.platform !== 'win32' || attempt >= 6 || !hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error;
      await delay(10 * 2 ** attempt);
    }
  }
}

/** Makes the rename itself durable; Windows cannot sync folders and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync().catch((error: unknown) => {
    // some file systems (network, FUSE) do not know it; the rename itself has happened
    if (!hasCode(error, 'EINVAL', 'ENOTSUP')) throw error;
  });
}
