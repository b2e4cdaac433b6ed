import { mkdir, readFile, rm, writeFile, rename } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Secrets } from '../core/ports.ts';

/**
 * Secrets in files that only this user reads, for where there is no keychain. It protects them from other users, not from
 * programs that run as this one.
 * @param folder made if missing
 */
export function createFileSecrets(folder: string): Secrets {
  const fileOf = (name: string): string => join(folder, encodeURIComponent(name));
  return {
    async get(name) {
      try {
        return await readFile(fileOf(name), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async set(name, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = `${fileOf(name)}.${randomUUID()}`;
      await writeFile(temporary, value, { mode: 0o600 });
      await rename(temporary, fileOf(name));
    },
    async remove(name) {
      await rm(fileOf(name), { force: true });
    },
  };
}
