import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Permit } from '../../src/core/gate.ts';
import type { Files, InfraRun, InfraTarget, Infrastructure, ProcessRunner, ProcessSpec } from '../../src/core/ports.ts';
import { createInfrastructure } from '../../src/infra/operations.ts';
import { createPracticeProject, practiceEnvironment } from '../../src/infra/practice/project.ts';
import { createFiles } from '../../src/process/files.ts';
import { createPulumi } from '../../src/process/pulumi.ts';
import { createProcessRunner } from '../../src/process/runner.ts';
import type { InfraUpdate } from '../../src/shared/infra.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const executable = process.platform === 'win32' ? 'pulumi.exe' : 'pulumi';

/** The real CLI of the machine; these tests mean nothing without it. */
export function findCommand(): string {
  const folders = [process.env.PILOTHOUSE_PULUMI_DIR, ...(process.env.PATH ?? '').split(delimiter)].filter((folder) => folder !== undefined && folder !== '');
  const found = folders.map((folder) => join(folder ?? '', executable)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error('The pulumi command is not there. Put it on PATH, or name its folder in PILOTHOUSE_PULUMI_DIR; "Pilothouse: Set Up Pulumi" and "npm start" install it.');
  }
  return found;
}

/** The permit of a gate that said yes; the gate has tests of its own. */
export const permit = { digest: 'test' } as unknown as Permit;

export interface Bench {
  projectDir: string;
  infrastructure: Infrastructure;
  files: Files;
  target: InfraTarget;
  /** Every update of every run, in order. */
  updates: InfraUpdate[];
  /** What was started, whole environments included. */
  started: ProcessSpec[];
  /** Folder for plan files. */
  storageDir: string;
  worldFile: string;
  run(signal?: AbortSignal, onUpdate?: (update: InfraUpdate) => void): InfraRun;
  file(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  /** Replaces a text in a file of the project that must be there. */
  edit(name: string, from: string | RegExp, to: string): Promise<void>;
  /** Bytes of the world and of everything the backend keeps about stacks. */
  world(): Promise<string>;
  /** Ends every child, as when the window closes. */
  endHost(): Promise<void>;
  dispose(): Promise<void>;
}

export interface BenchOptions {
  /** Added to the environment that the host itself has. */
  environment?: Record<string, string | undefined>;
  /** Leaves out what the practice project brings, its passphrase. */
  withoutPassphrase?: boolean;
  /** A second host on the project of another bench. */
  sameProject?: Bench;
}

let providerBundle: Promise<string> | undefined;

async function bundleProvider(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'pilothouse-provider-')), 'pulumi-resource-sim.js');
  await build({ absWorkingDir: root, entryPoints: ['src/infra/practice/main.ts'], outfile, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' });
  process.once('exit', () => void rm(dirname(outfile), { recursive: true, force: true }));
  return outfile;
}

/** A practice project of its own in a temporary folder, on the real engine and its own file backend. */
export async function createBench({ environment = {}, withoutPassphrase = false, sameProject }: BenchOptions = {}): Promise<Bench> {
  const command = findCommand();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'pilothouse-infra-')));
  const projectDir = sameProject?.projectDir ?? join(folder, 'shop');
  providerBundle ??= bundleProvider();
  if (sameProject === undefined) {
    await createPracticeProject({
      from: join(root, 'media/practice/shop'), to: projectDir, providerBundle: await providerBundle, nodePath: process.execPath, signal: new AbortController().signal,
    });
  }
  const started: ProcessSpec[] = [];
  const real = createProcessRunner({ assertPermit: () => undefined });
  const runner: ProcessRunner = {
    run: (spec, ...rest) => {
      started.push(spec);
      return real.run(spec, ...rest);
    },
    dispose: () => real.dispose(),
  };
  const hostEnvironment = { ...process.env, PULUMI_HOME: join(folder, 'home'), PULUMI_CONFIG_PASSPHRASE: undefined, ...environment };
  await mkdir(hostEnvironment.PULUMI_HOME, { recursive: true });
  const pulumi = createPulumi({
    runner, command: () => command, environment: () => hostEnvironment, projectEnvironment: withoutPassphrase ? undefined : practiceEnvironment,
  });
  const storageDir = join(folder, 'storage');
  const files = createFiles({ assertPermit: () => undefined });
  const infrastructure = createInfrastructure({
    pulumi: async () => pulumi, files, environment: () => hostEnvironment, storageDir, hostRead: (_target, read, signal) => read({ permit, signal }),
  });
  const updates: InfraUpdate[] = [];
  const worldFile = join(projectDir, 'world.json');
  const bench: Bench = {
    projectDir, infrastructure, files, updates, started, storageDir, worldFile,
    target: { projectDir, project: 'shop', stack: 'dev' },
    run: (signal = new AbortController().signal, onUpdate) => ({
      permit, signal,
      onUpdate: (update) => {
        updates.push(update);
        onUpdate?.(update);
      },
    }),
    file: (name) => readFile(join(projectDir, name), 'utf8'),
    write: (name, text) => writeFile(join(projectDir, name), text),
    async edit(name, from, to) {
      const before = await bench.file(name);
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${name} does not hold ${String(from)}`);
      await bench.write(name, after);
    },
    async world() {
      const stacks = join(projectDir, '.practice/state/.pulumi/stacks/shop');
      const names = (await readdir(stacks)).filter((name) => name.endsWith('.json')).sort();
      const world = existsSync(worldFile) ? await readFile(worldFile, 'utf8') : '';
      return [world, ...await Promise.all(names.map((name) => readFile(join(stacks, name), 'utf8')))].join('\n');
    },
    endHost: () => real.dispose(),
    async dispose() {
      await real.dispose();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  return bench;
}

interface Resource { urn: string }

const nameOf = ({ urn }: Resource): string => urn.split('::').at(-1) ?? '';

/**
 * Waits until the state of `dev` says that the queue is being created and whatever does not wait for it is there, with no
 * file of it half written: then a kill finds always the same.
 */
export async function stuckInQueue(projectDir: string): Promise<void> {
  const stacks = join(projectDir, '.practice/state/.pulumi/stacks/shop');
  for (;;) {
    const state = readState(join(stacks, 'dev.json'));
    const { resources = [], pending_operations: pending = [] } = state?.checkpoint.latest ?? {};
    const made = resources.map(nameOf);
    const whole = readdirSync(stacks).every((name) => !name.endsWith('.tmp') && statSync(join(stacks, name)).size > 0);
    // the database begins only after the network is there: a state with the queue alone may be one from before that
    if (whole && pending.map(({ resource }) => nameOf(resource)).join() === 'orders' && ['network', 'assets', 'database'].every((name) => made.includes(name))) return;
    await delay(20);
  }
}

/** Undefined while the engine writes it. */
function readState(file: string): { checkpoint: { latest?: { resources?: Resource[]; pending_operations?: { resource: Resource }[] } } } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readState>;
  } catch {
    return undefined;
  }
}
