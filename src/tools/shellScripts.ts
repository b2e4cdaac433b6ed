import { join, resolve } from 'node:path';
import type { Files } from '../core/ports.ts';
import { sha256 } from '../gate/digest.ts';
import { isProjectRunner } from '../gate/analyse/unknownProgram.ts';
import { isInterpreter, isWrapper, looseCommands } from '../gate/analyse/looseCommands.ts';
import type { JsonObject } from '../shared/json.ts';

/** Files that project runners take their commands from. */
const definitions: readonly string[] = [
  'package.json', 'Makefile', 'makefile', 'GNUmakefile', 'justfile', 'Taskfile.yml', 'Rakefile', 'pyproject.toml', 'tox.ini', 'Cargo.toml', 'build.gradle', 'pom.xml', 'composer.json', 'deno.json', 'Pulumi.yaml',
];
/** Files larger than this count by size and time of change. */
const maxHashedBytes = 4 * 1024 * 1024;
const maxFiles = 64;

/**
 * Digests of the files whose content a command would run: scripts by path, files named to an interpreter, and where
 * project runners look up what to do. They belong to what is approved: the same words with another script are
 * another action (invariant 3).
 * @param reliesOn files that the analysis read, absolute; those that are missing count too
 */
export async function scriptDigests(files: Pick<Files, 'stat' | 'read'>, command: string, cwd: string, reliesOn: readonly string[]): Promise<JsonObject> {
  const digests: JsonObject = {};
  for (const path of reliesOn) digests[path] = await digestOfFile(files, path).catch(() => 'unreadable') ?? 'missing';
  for (const path of candidates(command, cwd)) {
    if (Object.keys(digests).length >= maxFiles + reliesOn.length) break;
    const digest = await digestOfFile(files, path).catch(() => 'unreadable');
    if (digest !== undefined) digests[path] = digest;
  }
  return digests;
}

function candidates(command: string, cwd: string): Set<string> {
  const paths = new Set<string>();
  const folders = [cwd];
  for (const { words: [program = '', ...rest] } of looseCommands(command)) {
    if (program === 'cd' && rest[0] !== undefined) folders.push(resolve(cwd, rest[0]));
    const runsFiles = isInterpreter(program) || isWrapper(program) || isProjectRunner(program);
    const named = [...(/[\\/]/.test(program) ? [program] : []), ...(runsFiles ? rest.map((word) => word.slice(word.indexOf('=') + 1)) : [])];
    for (const folder of folders) {
      for (const word of named) if (word !== '') paths.add(resolve(folder, word));
      if (isProjectRunner(program)) for (const name of definitions) paths.add(join(folder, name));
    }
  }
  return paths;
}

async function digestOfFile(files: Pick<Files, 'stat' | 'read'>, path: string): Promise<string | undefined> {
  const stat = await files.stat(path);
  if (stat?.kind !== 'file') return undefined;
  return stat.size <= maxHashedBytes ? sha256(await files.read(path, maxHashedBytes)) : `${stat.size} ${stat.mtimeMs}`;
}
