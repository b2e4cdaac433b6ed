import { dirname, join, relative } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';

const projectFiles: readonly string[] = ['Pulumi.yaml', 'Pulumi.yml', 'Pulumi.json'];
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '.pulumi', '.venv', 'venv', 'dist', 'out', 'bin', 'obj', 'target']);
const maxFolders = 2_000;
const searchDepth = 3;

/**
 * The folder of the project that is meant in `cwd`: the one it lies in, as for the CLI, else the only one below.
 * @throws AppError `no-project`
 */
export async function findProject(files: Files, cwd: string): Promise<string> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (await hasProject(files, folder)) return folder;
    if (dirname(folder) === folder) break;
  }
  const below = await projectsBelow(files, cwd);
  if (below.length === 1 && below[0] !== undefined) return below[0];
  if (below.length === 0) {
    throw new AppError('no-project', `There is no Pulumi project in ${cwd}\nOpen a folder with a Pulumi.yaml, or try everything on the practice project.`, { actions: ['open-practice-project'] });
  }
  throw new AppError('no-project', `There are several Pulumi projects\nSay which one is meant: ${below.map((folder) => relative(cwd, folder)).join(', ')}.`);
}

async function hasProject(files: Files, folder: string): Promise<boolean> {
  for (const name of projectFiles) if ((await files.stat(join(folder, name)))?.kind === 'file') return true;
  return false;
}

async function projectsBelow(files: Files, cwd: string): Promise<string[]> {
  const found: string[] = [];
  let level = [cwd];
  let seen = 0;
  for (let depth = 0; depth < searchDepth; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if ((await files.stat(folder))?.kind !== 'directory') continue;
      for (const { name, kind } of await files.list(folder)) {
        if (kind !== 'directory' || skipped.has(name) || seen >= maxFolders) continue;
        seen += 1;
        const path = join(folder, name);
        if (await hasProject(files, path)) found.push(path);
        else next.push(path);
      }
    }
    level = next;
  }
  return found.sort();
}
