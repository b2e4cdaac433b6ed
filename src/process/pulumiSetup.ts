import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, isAbort } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';
import type { ProcessRunner, PulumiSetup } from '../core/ports.ts';
import type { Step } from '../core/tool.ts';
import type { HostState } from '../shared/messages.ts';
import { isHeld, tryLock } from '../util/lockFile.ts';
import type { BuildTarget } from './pulumiSetupBuild.ts';
import { buildPulumi, buildTarget, isBuilt, versionEnvironment } from './pulumiSetupBuild.ts';
import { setupFailed } from './pulumiSetupErrors.ts';
import type { PulumiCommandLocation } from './pulumiSetupFind.ts';
import { findPulumi, MINIMUM_TEXT } from './pulumiSetupFind.ts';
import type { GoSearch } from './pulumiSetupGo.ts';
import { findGo } from './pulumiSetupGo.ts';

type State = HostState['pulumi'];
type Way = 'installer' | 'go';

export interface PulumiSetupOptions extends GoSearch {
  runner: ProcessRunner;
  /** Folder of `util/cacheDir.ts`. */
  cacheDir: string;
  /** `media/pulumi-cli`: pinned go.mod and go.sum. */
  resourcesDir: string;
  homeDir: string;
  /** Gates a step; the person asked for an installation by name, a look for the version is harmless. @throws AppError `denied` */
  authorize(step: Step, signal: AbortSignal): Promise<Permit>;
  /** Ends a permit when its step is over. @param failure what ended the step before it was done */
  revoke(permit: Permit, failure?: unknown): void;
  /**
   * The Automation API's `PulumiCommand.install`: downloads https://get.pulumi.com/install.sh (or .ps1) and runs it.
   * @param root folder that gets `bin/pulumi`
   */
  installer(root: string, version: string, signal: AbortSignal): Promise<void>;
  /** `isInstallerOnline` of pulumiSetupOnline.ts. */
  isOnline(signal: AbortSignal): Promise<boolean>;
  log(line: string): void;
}

/** The port of the core, plus what the infrastructure part needs to start the command. */
export interface PulumiLocator extends PulumiSetup {
  readonly location: PulumiCommandLocation | undefined;
  /** Looks again; resolves when `state` says what was found. Never throws but for an abort. */
  look(signal: AbortSignal): Promise<PulumiCommandLocation | undefined>;
  /** Ends the watch over another process's installation. */
  dispose(): void;
}

/** A build on a slow machine stays below this; a killed one's lock is taken over at once, by its pid. */
const LOCK_LEFTOVER_AFTER_MS = 6 * 3_600_000;
const LOCK_POLL_MS = 1_000;
/** How long the look after another process's installation may take. */
const LOOK_AFTER_MS = 30_000;
const ONLINE_PATIENCE_MS = 3_000;

export function createPulumiSetup(options: PulumiSetupOptions): PulumiLocator {
  return new Setup(options);
}

class Setup implements PulumiLocator {
  readonly #options: PulumiSetupOptions;
  readonly #listeners = new Set<(state: State) => void>();
  #state: State = { state: 'missing', detail: 'Pulumi was not looked for yet.' };
  #location: PulumiCommandLocation | undefined;
  #installing: Promise<void> | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: PulumiSetupOptions) {
    this.#options = options;
  }

  get state(): State {
    return this.#state;
  }

  get location(): PulumiCommandLocation | undefined {
    return this.#location;
  }

  onChange(listener: (state: State) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async look(signal: AbortSignal): Promise<PulumiCommandLocation | undefined> {
    try {
      const { found, rejected } = await findPulumi({ ...this.#options, version: (file, inner) => this.#version(file, inner) }, signal);
      this.#location = found;
      if (found !== undefined) this.#set({ state: 'ready', detail: `Pulumi ${found.version} in ${found.dir}` });
      else if (this.#installing === undefined && !this.#isInstalledElsewhere()) this.#set({ state: 'missing', detail: missingText(rejected) });
      return found;
    } catch (error) {
      if (isAbort(error)) throw error;
      this.#options.log(`looking for pulumi: ${String(error)}`);
      this.#set({ state: 'missing', detail: error instanceof AppError ? error.message : 'Pulumi could not be looked for; the log says why.' });
      return undefined;
    }
  }

  dispose(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** `npm start`, the command line or another window may be at it: say how far that is, and take the result. */
  #isInstalledElsewhere(): boolean {
    if (!isHeld(this.#lockFile, LOCK_LEFTOVER_AFTER_MS)) return false;
    this.#set(readProgress(this.#progressFile));
    this.#watch ??= setInterval(() => {
      if (isHeld(this.#lockFile, LOCK_LEFTOVER_AFTER_MS)) {
        this.#set(readProgress(this.#progressFile));
        return;
      }
      this.dispose();
      void this.look(AbortSignal.timeout(LOOK_AFTER_MS)).catch((error: unknown) => this.#options.log(`looking for pulumi: ${String(error)}`));
    }, LOCK_POLL_MS).unref();
    return true;
  }

  get #lockFile(): string {
    return join(this.#options.cacheDir, 'pulumi-setup.lock');
  }

  get #progressFile(): string {
    return join(this.#options.cacheDir, 'pulumi-setup.json');
  }

  /** Our own progress, also for other processes that wait for it. */
  #report(state: State): void {
    this.#set(state);
    try {
      writeFileSync(this.#progressFile, JSON.stringify({ detail: state.detail, percent: state.percent }));
    } catch (error) {
      this.#options.log(`the progress of setting up pulumi could not be noted: ${String(error)}`);
    }
  }

  async ways(): Promise<Way[]> {
    const online = this.#options.isOnline(AbortSignal.timeout(ONLINE_PATIENCE_MS)).catch(() => false);
    const go = await findGo(this.#options);
    return [...(await online ? ['installer' as const] : []), ...(go === undefined || go.tooOld ? [] : ['go' as const])];
  }

  install(way: Way, signal: AbortSignal): Promise<void> {
    this.#installing ??= this.#install(way, signal).finally(() => { this.#installing = undefined; });
    return this.#installing;
  }

  async #install(way: Way, signal: AbortSignal): Promise<void> {
    try {
      const target = await buildTarget(this.#options.resourcesDir, this.#options.cacheDir);
      const permit = await this.#options.authorize(way === 'go' ? buildStep(target) : installerStep(target), signal);
      let failure: unknown;
      try {
        const unlock = await this.#lock(signal);
        try {
          if (!await isBuilt(target)) await this.#make(way, target, permit, signal);
        } finally {
          unlock();
        }
      } catch (error) {
        failure = error;
        throw error;
      } finally {
        this.#options.revoke(permit, failure);
      }
    } catch (error) {
      throw this.#failed(error);
    }
    if (await this.look(signal) === undefined) throw this.#failed(setupFailed('Pulumi was installed but is not usable.\nThe log says why.'));
  }

  async #make(way: Way, target: BuildTarget, permit: Permit, signal: AbortSignal): Promise<void> {
    if (way === 'go') {
      await buildPulumi({ ...this.#options, permit }, target, ({ percent, detail }) => this.#report({ state: 'installing', detail, percent }), signal);
      return;
    }
    signal.throwIfAborted();
    this.#report({ state: 'installing', detail: `Downloading Pulumi ${target.version} from get.pulumi.com.` });
    await this.#options.installer(target.dir, target.version, signal);
  }

  /** Another window's installation is waited for, and its result used. */
  async #lock(signal: AbortSignal): Promise<() => void> {
    const { cacheDir } = this.#options;
    await mkdir(cacheDir, { recursive: true });
    for (;;) {
      const unlock = tryLock(this.#lockFile, LOCK_LEFTOVER_AFTER_MS);
      if (unlock !== undefined) {
        return () => {
          rmSync(this.#progressFile, { force: true });
          unlock();
        };
      }
      this.#set(readProgress(this.#progressFile));
      await wait(LOCK_POLL_MS, undefined, { signal });
    }
  }

  #failed(error: unknown): unknown {
    if (isAbort(error)) {
      this.#set({ state: 'missing', detail: 'Setting up Pulumi was cancelled; what was done so far is kept for the next try.' });
      return error;
    }
    const failure = error instanceof AppError ? error : setupFailed('Setting up Pulumi failed.\nThe log says why.', error);
    this.#options.log(`setting up pulumi: ${failure.message}${failure.cause instanceof Error ? ` (${failure.cause.message})` : ''}`);
    this.#set({ state: 'failed', detail: failure.message });
    return failure;
  }

  async #version(file: string, signal: AbortSignal) {
    const permit = await this.#options.authorize(versionStep(file), signal);
    try {
      return await this.#options.runner.run({
        file, args: ['version'], cwd: this.#options.homeDir, env: versionEnvironment(this.#options.environment),
        deadlineMs: 20_000, idleMs: 0, maxOutputBytes: 10_000,
      }, permit, signal);
    } finally {
      this.#options.revoke(permit);
    }
  }

  #set(state: State): void {
    if (state.state === this.#state.state && state.detail === this.#state.detail && state.percent === this.#state.percent) return;
    this.#state = state;
    for (const listener of this.#listeners) {
      try {
        listener(state);
      } catch (error) {
        this.#options.log(`a listener of the Pulumi set-up failed: ${String(error)}`);
      }
    }
  }
}

/** What another process said last of its installation. */
function readProgress(file: string): State {
  const waiting: State = { state: 'installing', detail: 'Pulumi is being set up by another window or by npm start.' };
  try {
    const { detail, percent } = JSON.parse(readFileSync(file, 'utf8')) as { detail?: unknown; percent?: unknown };
    if (typeof detail !== 'string') return waiting;
    return { state: 'installing', detail, ...(typeof percent === 'number' ? { percent } : {}) };
  } catch {
    return waiting;
  }
}

const missingText = (rejected: string[]): string => (rejected.length === 0
  ? `There is no pulumi command (${MINIMUM_TEXT} or newer) on PATH, in ~/.pulumi/bin or in Pilothouse's cache.`
  : `No usable pulumi command: ${rejected.join('; ')}.`);

const versionStep = (file: string): Step => ({
  action: 'pulumi.version', title: 'Ask pulumi for its version', binding: { file },
  effects: [{ kind: 'infra', access: 'read', target: file, detail: 'asks an installed pulumi command for its version' }],
});

const buildStep = ({ version, key, dir }: BuildTarget): Step => ({
  action: 'pulumi.build', title: `Build Pulumi ${version} with Go`, binding: { version, key, dir },
  effects: [
    { kind: 'network', access: 'read', target: 'Go module proxy', detail: 'downloads up to 1.5 GB of pinned modules, checked against their digests' },
    { kind: 'exec', target: 'go build', detail: `compiles them into Pilothouse's cache (${dir}); about ten minutes the first time` },
  ],
  reasons: ['Pinned source code is downloaded and compiled on this machine.'],
});

const installerStep = ({ version, dir }: BuildTarget): Step => ({
  action: 'pulumi.installer', title: `Install Pulumi ${version} with Pulumi's own installer`, minimumLevel: 'HIGH', binding: { version, dir },
  effects: [
    { kind: 'network', target: 'get.pulumi.com', detail: 'downloads the install script and the release' },
    { kind: 'exec', target: 'install script of get.pulumi.com', detail: 'runs remote code with your rights; Pilothouse cannot check it' },
    { kind: 'write', target: dir, recoverable: 'none', detail: 'puts the command into the cache' },
  ],
  reasons: ["Pulumi's install script is remote code: it runs with your rights and is not checked by Pilothouse."],
});
