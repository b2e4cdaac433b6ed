import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Permit } from '../core/gate.ts';
import type { ProcessResult, ProcessRunner } from '../core/ports.ts';
import { buildFailed, goTooOld, noGo, setupFailed } from './pulumiSetupErrors.ts';
import { executable, parseVersion, readStamp, STAMP } from './pulumiSetupFind.ts';
import type { GoSearch } from './pulumiSetupGo.ts';
import { findGo, isGoNewEnough } from './pulumiSetupGo.ts';
import type { SetupProgress } from './pulumiSetupProgress.ts';
import { BuildProgress } from './pulumiSetupProgress.ts';

export interface BuildOptions extends GoSearch {
  runner: ProcessRunner;
  cacheDir: string;
  /** Folder with the pinned go.mod and go.sum. */
  resourcesDir: string;
  permit: Permit;
  log(line: string): void;
}

const MINUTE = 60_000;
const VERSION_VARIABLE = 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version';

/** What is built: the pinned version, a key that changes with any pinned module, and the folder it goes to. */
export interface BuildTarget {
  version: string;
  key: string;
  dir: string;
  modules: number;
}

export async function buildTarget(resourcesDir: string, cacheDir: string): Promise<BuildTarget> {
  const mod = await readFile(join(resourcesDir, 'go.mod'), 'utf8');
  const sum = await readFile(join(resourcesDir, 'go.sum'), 'utf8');
  const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(mod)?.[1];
  if (version === undefined) throw setupFailed(`The list of modules in ${resourcesDir} names no Pulumi version.\nReinstall the extension.`);
  const key = createHash('sha256').update(mod).update(sum).digest('hex').slice(0, 12);
  return { version, key, dir: join(cacheDir, `pulumi-${version}`), modules: mod.match(/^\s+\S+ v\S+/gm)?.length ?? 0 };
}

export async function isBuilt({ dir, key, version }: BuildTarget): Promise<boolean> {
  const stamp = await readStamp(dir);
  return stamp?.key === key && stamp.version === version;
}

/**
 * Builds `pulumi` and its YAML language host from pinned modules into the cache. Go's own caches make a cut-off build
 * go on where it stopped; the finished folder appears in one rename.
 * @throws AppError `pulumi-setup-failed` saying what is missing; an abort error where the signal ended it
 */
export async function buildPulumi(options: BuildOptions, target: BuildTarget, report: (progress: SetupProgress) => void, signal: AbortSignal): Promise<void> {
  const go = await findGo(options);
  if (go === undefined) throw noGo();
  await mkdir(options.cacheDir, { recursive: true });
  await removeLeftovers(options.cacheDir, target);
  const work = await mkdtemp(join(options.cacheDir, `${leftoverPrefix(target)}`));
  try {
    const bin = join(work, 'bin');
    const source = join(work, 'source');
    const temporary = join(work, 'tmp');
    for (const dir of [bin, source, temporary]) await mkdir(dir);
    for (const file of ['go.mod', 'go.sum']) await copyFile(join(options.resourcesDir, file), join(source, file));
    const run = goRunner(options, go.file, source, temporary, signal);

    await requireGo(run);
    const progress = new BuildProgress(target.modules, report);
    report({ percent: 0, detail: 'Looking what has to be downloaded and compiled.' });
    const flags = ['-buildvcs=false', '-trimpath'];
    // no `go mod download`: it wants metadata of modules that are never compiled, which not every proxy serves
    const listed = await run(['list', ...flags, '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', 'tool'], (text) => progress.output(text));
    progress.compileStart(listed.stdout.split('\n').filter((line) => line !== '').length);
    // without the version `pulumi version` prints nothing, and the Automation API refuses the command
    await run(['build', '-v', ...flags, '-ldflags', `-s -w -X ${VERSION_VARIABLE}=v${target.version}`, '-o', bin, 'tool'], (text) => progress.output(text));
    report({ percent: 97, detail: 'Trying the new command.' });
    await verify(options, bin, target, signal);
    await writeFile(join(bin, STAMP), JSON.stringify({ version: target.version, key: target.key }));
    await install(bin, target.dir, work);
  } finally {
    // compilers that are just being ended may still write; what stays is removed by the next build
    await rm(work, { recursive: true, force: true, maxRetries: 5 }).catch((error: unknown) => options.log(`removing ${work}: ${String(error)}`));
  }
}

type RunGo = (args: string[], onOutput?: (text: string) => void) => Promise<ProcessResult>;

function goRunner(options: BuildOptions, file: string, cwd: string, temporary: string, signal: AbortSignal): RunGo {
  const inherited = Object.entries(options.environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const env = {
    ...Object.fromEntries(inherited),
    // the pinned list of modules decides alone, and Go never fetches another Go; an empty GOFLAGS would not count
    GOFLAGS: '-mod=readonly', GOWORK: 'off', GOTOOLCHAIN: 'local', GO111MODULE: 'on', GOTMPDIR: temporary,
  };
  return async (args, onOutput) => {
    signal.throwIfAborted();
    options.log(`${file} ${args.join(' ')}`);
    const result = await options.runner.run({ file, args, cwd, env, deadlineMs: 90 * MINUTE, idleMs: 20 * MINUTE, maxOutputBytes: 1_000_000 }, options.permit, signal, onOutput);
    signal.throwIfAborted();
    if (result.exitCode !== 0) {
      options.log(result.output.slice(-4_000));
      throw buildFailed(result);
    }
    return result;
  };
}

async function requireGo(run: RunGo): Promise<void> {
  const { stdout } = await run(['env', 'GOVERSION']);
  if (!isGoNewEnough(stdout)) throw goTooOld(stdout.trim().replace(/^go/, ''));
}

async function verify({ runner, environment, platform, permit }: BuildOptions, bin: string, target: BuildTarget, signal: AbortSignal): Promise<void> {
  const file = join(bin, executable('pulumi', platform));
  const result = await runner.run({
    file, args: ['version'], cwd: bin, env: versionEnvironment(environment), deadlineMs: MINUTE, idleMs: 0, maxOutputBytes: 10_000,
  }, permit, signal);
  signal.throwIfAborted();
  if (parseVersion(result.stdout) !== target.version) throw setupFailed(`The new pulumi command does not work: ${result.output.trim() || 'it says nothing'}.`);
}

/** Enough to ask a `pulumi` for its version: no look-up of a newer one, nothing of an agent's environment. */
export function versionEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = ['PATH', 'Path', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'PULUMI_HOME'];
  const built: Record<string, string> = { PULUMI_SKIP_UPDATE_CHECK: 'true', NO_COLOR: '1' };
  for (const name of kept) {
    const value = environment[name];
    if (value !== undefined) built[name] = value;
  }
  return built;
}

/** A folder cannot be replaced in one step: what is there goes aside first, and back if the new one cannot come. */
async function install(from: string, to: string, work: string): Promise<void> {
  const aside = join(work, 'old');
  const hadOld = await rename(to, aside).then(() => true, () => false);
  try {
    await rename(from, to);
  } catch (error) {
    if (hadOld) await rename(aside, to);
    throw setupFailed(`The new pulumi command could not be put into ${to}.\nIs the old one running? End it and try again.`, error);
  }
}

const leftoverPrefix = ({ version }: BuildTarget): string => `.building-${version}-`;

/** What a killed build left; only called under the set-up's lock. */
async function removeLeftovers(cacheDir: string, target: BuildTarget): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    if (name.startsWith(leftoverPrefix(target))) await rm(join(cacheDir, name), { recursive: true, force: true });
  }
}
