import { readdir, readFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ProcessResult } from '../core/ports.ts';
import { isExecutable } from './findProgram.ts';

/** A `pulumi` command that is new enough and can run YAML programs. */
export interface PulumiCommandLocation {
  /** Folder of the command; first on the child's PATH, so that its own plugins are found. */
  dir: string;
  file: string;
  /** Without a leading `v`. */
  version: string;
}

export interface PulumiSearch {
  found?: PulumiCommandLocation;
  /** Why each command that is there cannot be used, as clauses for a person. */
  rejected: string[];
}

export interface SearchOptions {
  environment: Readonly<Record<string, string | undefined>>;
  homeDir: string;
  cacheDir: string;
  platform: NodeJS.Platform;
  /** Runs `<file> version`. */
  version(file: string, signal: AbortSignal): Promise<ProcessResult>;
}

/** Oldest CLI that sends engine events over gRPC, without which the live tree lags (facts: CLI > 3.205.0). */
const MINIMUM = [3, 206, 0] as const;
export const MINIMUM_TEXT = MINIMUM.join('.').replace(/\.0$/, '');

/** File that our own builds carry beside the command; it spares starting the command to ask for its version. */
export const STAMP = '.pilothouse-build.json';

export interface Stamp {
  version: string;
  /** First 12 hex digits of SHA-256 over go.mod and go.sum, or the way the command came. */
  key: string;
}

/** Looks in PILOTHOUSE_PULUMI_DIR, on PATH, in `~/.pulumi/bin` and in the cache, and takes the first that fits. */
export async function findPulumi(options: SearchOptions, signal: AbortSignal): Promise<PulumiSearch> {
  const rejected: string[] = [];
  const pathDirs = searchPath(options.environment);
  for (const dir of await candidates(options, pathDirs)) {
    signal.throwIfAborted();
    const file = join(dir, executable('pulumi', options.platform));
    if (!isExecutable(file)) continue;
    const version = (await readStamp(dir))?.version ?? parseVersion((await options.version(file, signal)).stdout);
    if (version === undefined) rejected.push(`${file} does not say its version`);
    else if (!isNewEnough(version)) rejected.push(`${file} is ${version}, ${MINIMUM_TEXT} or newer is needed`);
    else if (!hasYamlHost([dir, ...pathDirs], options.platform)) rejected.push(`${file} comes without pulumi-language-yaml`);
    else return { found: { dir, file, version }, rejected };
  }
  return { rejected };
}

/** Folders of PATH; relative ones are left out: they would mean whatever folder a child happens to start in. */
export function searchPath(environment: Readonly<Record<string, string | undefined>>): string[] {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  return path.split(delimiter).filter((dir) => isAbsolute(dir));
}

export const executable = (name: string, platform: NodeJS.Platform): string => (platform === 'win32' ? `${name}.exe` : name);

async function candidates({ environment, homeDir, cacheDir }: SearchOptions, pathDirs: string[]): Promise<string[]> {
  const override = environment['PILOTHOUSE_PULUMI_DIR'];
  const builds = (await readdir(cacheDir).catch(() => [])).filter((name) => name.startsWith('pulumi-')).sort(byVersion).reverse();
  const dirs = [
    ...(override !== undefined && isAbsolute(override) ? [override] : []),
    ...pathDirs,
    join(homeDir, '.pulumi', 'bin'),
    ...builds.flatMap((name) => [join(cacheDir, name), join(cacheDir, name, 'bin')]),
  ];
  return [...new Set(dirs)];
}

export async function readStamp(dir: string): Promise<Stamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(join(dir, STAMP), 'utf8')) as Partial<Stamp>;
    return typeof stamp.version === 'string' && typeof stamp.key === 'string' ? { version: stamp.version, key: stamp.key } : undefined;
  } catch {
    return undefined;
  }
}

/** `v3.259.0` and `3.259.0-dev.1` alike. */
export function parseVersion(output: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+\S*)/.exec(output.trim())?.[1];
}

const numbers = (version: string): number[] => (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);

function compare(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const byVersion = (left: string, right: string): number => compare(numbers(left), numbers(right));

/** A newer major version may have changed everything, so it does not fit either. */
export function isNewEnough(version: string): boolean {
  const parts = numbers(version);
  return parts[0] === MINIMUM[0] && compare(parts, MINIMUM) >= 0;
}

const hasYamlHost = (dirs: string[], platform: NodeJS.Platform): boolean => dirs.some((dir) => isExecutable(join(dir, executable('pulumi-language-yaml', platform))));
