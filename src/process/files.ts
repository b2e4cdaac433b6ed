import { AppError } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';
import type { Files, FileStat } from '../core/ports.ts';
import type { Dirent, Stats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, readdir, stat, unlink } from 'node:fs/promises';
import { writeAtomically } from './atomicWrite.ts';
import { fileError, hasCode } from './fileErrors.ts';
import { realPlace } from './realPlace.ts';

/** Files of the machine. Reads are bounded; whatever changes a file needs a permit. */
export function createFiles({ assertPermit }: { assertPermit: (permit: Permit) => void }): Files {
  return {
    read,
    async stat(path) {
      try {
        const found = await stat(path);
        return { kind: kindOf(found), size: found.size, mtimeMs: found.mtimeMs, links: found.nlink };
      } catch (error) {
        if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw fileError('read', path, error);
      }
    },
    async list(path) {
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })).sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch (error) {
        throw fileError('read', path, error);
      }
    },
    realpath: realPlace,
    async write(path, bytes, permit) {
      assertPermit(permit);
      await writeAtomically(path, bytes);
    },
    async remove(path, permit) {
      assertPermit(permit);
      try {
        if ((await lstat(path)).isDirectory()) throw new AppError('file-is-directory', `${path} is a folder, so it was not removed.\nRemove folders with a command.`);
        await unlink(path);
      } catch (error) {
        throw fileError('remove', path, error);
      }
    },
  };
}

async function read(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    // without NONBLOCK, opening a pipe would wait for someone to write to it
    await using file = await open(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    const found = await file.stat();
    if (!found.isFile()) throw new AppError('file-unreadable', `${path} is ${found.isDirectory() ? 'a folder' : 'not a regular file'}, so it cannot be read as text.`);
    if (found.size > maxBytes) throw tooLarge(path, maxBytes);
    // the size is a hint only: the file may grow, and those of the kernel say 0
    const buffer = Buffer.alloc(Math.min(maxBytes, Math.max(found.size, 65_536)) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0) return buffer.subarray(0, length);
      if (length === buffer.length) throw tooLarge(path, maxBytes);
    }
  } catch (error) {
    throw fileError('read', path, error);
  }
}

function tooLarge(path: string, maxBytes: number): AppError {
  return new AppError('file-too-large', `${path} is larger than ${maxBytes} bytes.\nRead a part of it with a command, or search in it.`);
}

function kindOf(entry: Stats | Dirent): FileStat['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}
