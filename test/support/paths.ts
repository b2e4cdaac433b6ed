import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..');
/** Results, screenshots, logs and bundled tests; not under version control. */
export const outputDir = join(root, 'test', '.output');
export const screensDir = join(outputDir, 'screens');

/** A folder of its own for one test, removed by `remove`. */
export interface TempDir {
  path: string;
  /** @param name path with `/` inside the folder */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

/** Makes a temporary folder with these files. */
export function tempDir(files: Record<string, string> = {}, prefix = 'pilothouse-test-'): TempDir {
  const path = mkdtempSync(join(tmpdir(), prefix));
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(path, ...name.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { path, write, remove: () => { rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }); } };
}
