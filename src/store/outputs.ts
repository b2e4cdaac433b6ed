import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps outputs that are too large for a card or a model, each in a file of its own. */
export interface Outputs {
  /** @returns the file's absolute path */
  save(text: string): Promise<string>;
}

/** @param folder made if missing, readable by this user only */
export function createOutputs(folder: string): Outputs {
  return {
    async save(text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${randomUUID()}.txt`);
      await writeFile(path, text, { mode: 0o600 });
      return path;
    },
  };
}
