import { isAbsolute, join, relative } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';
import { sha256 } from '../gate/digest.ts';

/** Folders that hold no source: dependencies (their lock file counts), version control, caches, the engine's own state, and the practice cloud's. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', '.pulumi', '.practice', '.venv', 'venv', '__pycache__', '.mypy_cache', '.pytest_cache', '.vscode', '.idea']);
/** Build results that a preview itself writes, by runtime. */
const builtFolders: Readonly<Record<string, readonly string[]>> = { dotnet: ['bin', 'obj'], java: ['target', 'build', '.gradle'] };

/** Files larger than this count by size and time of change. */
const maxHashedBytes = 4 * 1024 * 1024;
/** Files beyond this number count by size and time of change. */
const maxHashedFiles = 5_000;
const maxFiles = 50_000;

export interface SourceParts {
  /** Folder of the project file, absolute. */
  projectDir: string;
  runtime: string;
  /** The program's own folder or file where it lies elsewhere. */
  main?: string;
  /** Folders of policy packs, absolute. */
  policyPacks?: readonly string[];
  /** Further inputs of a run: version of the command, backend. */
  facts: Readonly<Record<string, string>>;
}

/**
 * SHA-256 over everything a run is made from: program, project and stack files, policy packs, and the given facts.
 * @throws AppError `project-too-large` above 50,000 files
 */
export async function sourceDigest(files: Files, parts: SourceParts, signal: AbortSignal): Promise<string> {
  const skipped = new Set([...skippedFolders, ...(builtFolders[parts.runtime] ?? [])]);
  const main = parts.main === undefined ? undefined : isAbsolute(parts.main) ? parts.main : join(parts.projectDir, parts.main);
  const roots = [parts.projectDir, ...(main !== undefined && isOutside(parts.projectDir, main) ? [main] : []), ...(parts.policyPacks ?? [])];
  const lines: string[] = Object.entries(parts.facts).map(([name, value]) => `fact ${name}=${value}`);
  const budget = { files: 0 };
  for (const [index, root] of roots.entries()) {
    for (const line of await folderLines(files, root, skipped, budget, signal)) lines.push(`${index} ${line}`);
  }
  return sha256(lines.join('\n'));
}

async function folderLines(files: Files, root: string, skipped: ReadonlySet<string>, budget: { files: number }, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    const entries = (await files.stat(folder))?.kind === 'directory' ? await files.list(folder) : [];
    for (const { name, kind } of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = join(folder, name);
      if (kind === 'directory') {
        if (!skipped.has(name)) folders.push(path);
        continue;
      }
      budget.files += 1;
      if (budget.files > maxFiles) {
        throw new AppError('project-too-large', `The project folder has more than ${maxFiles} files\n${root}: move the Pulumi program into a folder of its own, so that a change of it can be noticed.`);
      }
      lines.push(`${relative(root, path).replaceAll('\\', '/')} ${await fingerprint(files, path, budget.files <= maxHashedFiles)}`);
    }
  }
  return lines.sort();
}

async function fingerprint(files: Files, path: string, hashed: boolean): Promise<string> {
  const stat = await files.stat(path);
  if (stat === undefined) return 'missing';
  if (stat.kind !== 'file') return `${stat.kind} ${await files.realpath(path)}`;
  return hashed && stat.size <= maxHashedBytes ? sha256(await files.read(path, maxHashedBytes)) : `${stat.size} ${stat.mtimeMs}`;
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.startsWith('..') || isAbsolute(way);
}
