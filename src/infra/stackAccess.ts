import { AppError } from '../core/errors.ts';
import type { Files, InfraTarget } from '../core/ports.ts';
import type { Pulumi, PulumiCall, PulumiPlace, PulumiProject } from '../core/pulumi.ts';
import { chooseBackend } from './backend.ts';
import { commandFailure } from './cliErrors.ts';
import { text, valuesOf, type Values } from './engineEvents.ts';
import { describeLock, stackLocks } from './locks.ts';
import { sourceDigest } from './sourceDigest.ts';
import { parseStackState, type StackState } from './stackState.ts';
import { nameOf } from './urn.ts';

export interface StackAccessOptions {
  /** Loads the lazy bundle on first use. */
  pulumi: () => Promise<Pulumi>;
  files: Files;
  /** The editor's environment, e.g. `process.env`. */
  environment: () => Readonly<Record<string, string | undefined>>;
}

/** Reads of a project and its stacks; every command goes to the backend that was chosen, none reads a secret. */
export class StackAccess {
  readonly #options: StackAccessOptions;

  constructor(options: StackAccessOptions) {
    this.#options = options;
  }

  pulumi(): Promise<Pulumi> {
    return this.#options.pulumi();
  }

  /** @throws AppError `no-project`, `project-invalid` */
  async project(projectDir: string): Promise<PulumiProject> {
    const project = await (await this.pulumi()).project(projectDir);
    if (project === undefined) throw new AppError('no-project', `There is no Pulumi project in ${projectDir} any more`);
    return project;
  }

  /** @throws AppError `no-backend` */
  async place(projectDir: string): Promise<PulumiPlace> {
    const { files, environment } = this.#options;
    return { projectDir, backendUrl: await chooseBackend(await this.project(projectDir), projectDir, files, environment()) };
  }

  /** Names of the project's stacks; `current` is the one selected with the CLI. */
  async stacks(projectDir: string, call: PulumiCall): Promise<{ name: string; current: boolean }[]> {
    const listed = await this.#json(['stack', 'ls', '--json'], projectDir, call);
    return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown) => {
      const name = text(valuesOf(entry)?.name);
      return name === undefined ? [] : [{ name, current: valuesOf(entry)?.current === true }];
    });
  }

  async state({ projectDir, stack }: InfraTarget, call: PulumiCall): Promise<StackState> {
    return parseStackState(await this.#text(['stack', 'export', '--stack', stack], projectDir, call));
  }

  /** Newest entry of the history; absent where there was no update, or where a killed one left the history unreadable. */
  async lastUpdate({ projectDir, stack }: InfraTarget, call: PulumiCall): Promise<Values | undefined> {
    try {
      const history = await this.#json(['stack', 'history', '--json', '--page-size', '1', '--page', '1', '--stack', stack], projectDir, call);
      return Array.isArray(history) ? valuesOf(history[0]) : undefined;
    } catch (error) {
      if (error instanceof AppError && error.code === 'pulumi-failed') return undefined;
      throw error;
    }
  }

  /** Who holds the stack's lock, one clause for a person. */
  async lockedBy(target: InfraTarget): Promise<string | undefined> {
    const locks = await stackLocks(this.#options.files, target, (await this.place(target.projectDir)).backendUrl);
    return locks.length === 0 ? undefined : locks.map(describeLock).join('; ');
  }

  /** Digest of all that a run is made from. */
  async source(projectDir: string, call: PulumiCall): Promise<{ digest: string; version: string }> {
    const project = await this.project(projectDir);
    const version = await (await this.pulumi()).version(call);
    const { backendUrl } = await this.place(projectDir);
    const digest = await sourceDigest(this.#options.files, { projectDir, runtime: project.runtime, main: project.main, facts: { pulumi: version, backend: backendUrl } }, call.signal);
    return { digest, version };
  }

  /** @throws AppError `stack-locked`, `pending-operations` where a change can't be planned now. */
  async checkReady(target: InfraTarget, state: StackState): Promise<void> {
    const lockedBy = await this.lockedBy(target);
    if (lockedBy !== undefined) {
      throw new AppError('stack-locked', `${target.project}/${target.stack} is locked by another update\n${lockedBy}. Wait until it is done. If that process is gone, "pulumi cancel --stack ${target.stack}" removes the lock.`);
    }
    if (state.pendingOperations.length > 0) {
      const open = state.pendingOperations.map(({ urn, type }) => `${type} ${nameOf(urn)}`).join(', ');
      throw new AppError('pending-operations', `An earlier update of ${target.project}/${target.stack} was cut off\nIt is not known whether these were done: ${open}. Look in the cloud, then run "pulumi refresh --stack ${target.stack}" in a terminal, which asks about each, and try again.`);
    }
  }

  async #text(args: string[], projectDir: string, call: PulumiCall): Promise<string> {
    const result = await (await this.pulumi()).read(args, await this.place(projectDir), call);
    call.signal.throwIfAborted();
    if (result.exitCode !== 0) throw commandFailure(`"pulumi ${args.join(' ')}"`, result.stderr || result.stdout);
    return result.stdout;
  }

  async #json(args: string[], projectDir: string, call: PulumiCall): Promise<unknown> {
    const printed = await this.#text(args, projectDir, call);
    if (printed.trim() === '') return undefined;
    try {
      return JSON.parse(printed);
    } catch (cause) {
      throw new AppError('pulumi-failed', `"pulumi ${args.join(' ')}" did not print JSON\n${printed.slice(0, 500)}`, { cause });
    }
  }
}
