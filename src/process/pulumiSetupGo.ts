import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isExecutable } from './findProgram.ts';
import { executable, searchPath } from './pulumiSetupFind.ts';

export interface GoSearch {
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** Folders where Go lies when nobody put it on PATH; the system's usual ones unless given. */
  goDirs?: string[];
}

export interface FoundGo {
  file: string;
  /** Known without starting it, from the VERSION file of its distribution. */
  tooOld: boolean;
}

/** The first Go that is new enough, on PATH or in the usual folders; else the first one, marked as too old. */
export async function findGo({ environment, platform, goDirs = usualDirs(platform) }: GoSearch): Promise<FoundGo | undefined> {
  let old: FoundGo | undefined;
  for (const dir of [...searchPath(environment), ...goDirs]) {
    const file = join(dir, executable('go', platform));
    if (!isExecutable(file)) continue;
    const version = await versionFile(file);
    if (version === undefined || isGoNewEnough(version)) return { file, tooOld: false };
    old ??= { file, tooOld: true };
  }
  return old;
}

/** The pinned modules need Go 1.26; `goX.Y.Z` as Go itself writes it. */
export function isGoNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
  return major > 1 || (major === 1 && minor >= 26);
}

const usualDirs = (platform: NodeJS.Platform): string[] =>
  (platform === 'win32' ? ['C:\\Program Files\\Go\\bin'] : ['/usr/local/go/bin', '/usr/lib/go/bin', '/opt/homebrew/bin']);

async function versionFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(join(dirname(await realpath(file)), '..', 'VERSION'), 'utf8');
  } catch {
    return undefined;
  }
}
