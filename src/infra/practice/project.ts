import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, isAbort } from '../../core/errors.ts';
import { posixLauncher, windowsLauncher } from './launcher.ts';

/** Folder inside the copy that holds provider, state and marker. */
const PRACTICE_DIR = '.practice';
const MARKER = 'marker.json';
const MARKER_TEXT = 'practice-project';

/** Encrypts the made-up secrets of the practice stacks; public by design, and used for marked projects only. */
const PRACTICE_PASSPHRASE = 'practice';

export interface PracticeProjectOptions {
  /** Template folder, `media/practice/shop`; a leading `dot-` of a name in it stands for `.`. */
  from: string;
  /** Where the copy lies or will lie, absolute. */
  to: string;
  /** `dist/pulumi-resource-sim.js`; copied, so that the project outlives an update of the extension. */
  providerBundle: string;
  /** The node that runs the provider: `process.execPath`, which is Electron inside a desktop editor. */
  nodePath: string;
  signal: AbortSignal;
}

/**
 * Makes the practice project, or brings an existing copy up to date. Files that are there are never overwritten, but
 * for the provider and its launcher; the marker is written last, so that a copy which was cut off goes on.
 * Both stacks exist at once, no `pulumi` is needed.
 * @returns the project's folder
 * @throws AppError `practice-folder-in-use` where `to` holds something else; `practice-copy-failed`
 */
export async function createPracticeProject(options: PracticeProjectOptions): Promise<string> {
  const { from, to, signal } = options;
  try {
    if (!await isPracticeProject(to)) {
      await claim(to);
      await copyMissing(from, to, signal);
    }
    await installProvider(options);
    await writeMissing(join(to, PRACTICE_DIR, MARKER), await readFile(join(from, 'dot-practice', MARKER)));
    await rm(join(to, PRACTICE_DIR, UNFINISHED), { force: true });
    return to;
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    throw new AppError('practice-copy-failed', `The practice project could not be made in ${to}.\nCheck that the folder is writable and the disk has space.`, { cause: error });
  }
}

/** True for a complete copy of the practice project. */
export async function isPracticeProject(projectDir: string): Promise<boolean> {
  try {
    const marker: unknown = JSON.parse(await readFile(join(projectDir, PRACTICE_DIR, MARKER), 'utf8'));
    return typeof marker === 'object' && marker !== null && 'pilothouse' in marker && marker.pilothouse === MARKER_TEXT;
  } catch {
    return false;
  }
}

/**
 * What a `pulumi` child needs in this project besides its usual environment, so that the person need not set anything.
 * Empty for every project but the practice project.
 */
export async function practiceEnvironment(projectDir: string): Promise<Record<string, string>> {
  return await isPracticeProject(projectDir) ? { PULUMI_CONFIG_PASSPHRASE: PRACTICE_PASSPHRASE } : {};
}

/** Half copies carry this file, so that a stranger's folder is never filled up with ours. */
const UNFINISHED = 'unfinished';

async function claim(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const names = await readdir(to);
  const inside = names.includes(PRACTICE_DIR) ? await readdir(join(to, PRACTICE_DIR)) : [];
  const ours = inside.includes(UNFINISHED) || (names.length === 1 && names[0] === PRACTICE_DIR && inside.length === 0);
  if (names.length > 0 && !ours) {
    throw new AppError('practice-folder-in-use', `${to} holds other files.\nChoose an empty folder for the practice project.`);
  }
  await mkdir(join(to, PRACTICE_DIR), { recursive: true });
  await writeFile(join(to, PRACTICE_DIR, UNFINISHED), '');
}

async function copyMissing(from: string, to: string, signal: AbortSignal): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    const target = join(to, entry.name.replace(/^dot-/, '.'));
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      await copyMissing(join(from, entry.name), target, signal);
    } else if (entry.name !== MARKER) await writeMissing(target, await readFile(join(from, entry.name)));
  }
}

async function installProvider({ to, providerBundle, nodePath }: PracticeProjectOptions): Promise<void> {
  const folder = join(to, PRACTICE_DIR, 'plugin');
  await mkdir(folder, { recursive: true });
  await replaceIfDifferent(join(folder, 'provider.cjs'), await readFile(providerBundle), 0o644);
  await replaceIfDifferent(join(folder, 'pulumi-resource-sim'), Buffer.from(posixLauncher(nodePath)), 0o755);
  await replaceIfDifferent(join(folder, 'pulumi-resource-sim.cmd'), Buffer.from(windowsLauncher(nodePath)), 0o644);
}

async function writeMissing(path: string, bytes: Uint8Array): Promise<void> {
  if (await exists(path)) return;
  await writeAtomically(path, bytes, 0o644);
}

async function replaceIfDifferent(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  if (await exists(path) && (await readFile(path)).equals(bytes)) return;
  await writeAtomically(path, bytes, mode);
}

/** Half a file never appears under the real name, also after a kill. */
async function writeAtomically(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, bytes, { mode, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
