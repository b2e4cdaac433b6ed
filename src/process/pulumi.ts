import { dirname } from 'node:path';
import { LocalWorkspace } from '@pulumi/pulumi/automation/localWorkspace.js';
import { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { Stack } from '@pulumi/pulumi/automation/stack.js';
import { SemVer } from 'semver';
import { AppError, isAbort } from '../core/errors.ts';
import type { ProcessResult, ProcessRunner, ProcessSpec } from '../core/ports.ts';
import type { Pulumi, PulumiCall, PulumiOperation, PulumiPlace, PulumiResult } from '../core/pulumi.ts';
import { pulumiEnvironment } from './pulumiEnvironment.ts';
import { readProject } from './pulumiProject.ts';

export interface PulumiOptions {
  runner: ProcessRunner;
  /** Absolute path of the CLI, undefined while there is none. */
  command: () => string | undefined;
  /** Why there is none: undefined means missing, else how far the installation is. */
  installing?: () => string | undefined;
  /** The environment the child's is built from, e.g. `process.env`. */
  environment: () => Readonly<Record<string, string | undefined>>;
  /** What a project's children need besides, such as the practice project's passphrase. */
  projectEnvironment?: (projectDir: string) => Promise<Record<string, string>>;
}

/** From this version on both phases of an operation arrive over one event connection. */
const oldestCommand = '3.206.0';
/** Milliseconds that a started step may take to end after an abort, before the engine is told to give up at once. */
const cancelGraceMs = 20_000;
const readLimitMs = 120_000;
/** A state export is one JSON text; half of the limit is kept from each end, so a longer one is refused. */
const maxReadBytes = 256 * 1024 * 1024;
const maxOperationBytes = 4 * 1024 * 1024;

/** Ends the Automation API's sequence after our command failed; never leaves this file. */
class CommandFailed extends Error {}

/** Drives the real CLI. All children go through the given runner, with an environment built for them. */
export function createPulumi(options: PulumiOptions): Pulumi {
  const versions = new Map<string, string>();

  function findCommand(): string {
    const command = options.command();
    if (command !== undefined) return command;
    const progress = options.installing?.();
    if (progress !== undefined) {
      throw new AppError('pulumi-installing', `Pulumi is still being set up\n${progress}. Everything else works meanwhile; try again when it is done.`);
    }
    throw new AppError('pulumi-missing', 'The pulumi command was not found\nSet it up with "Pilothouse: Set Up Pulumi", or install it from https://www.pulumi.com/docs/install and put it on PATH.', { actions: ['set-up-pulumi'] });
  }

  async function start(args: string[], cwd: string, backendUrl: string | undefined, call: PulumiCall, limits: Pick<ProcessSpec, 'deadlineMs' | 'maxOutputBytes'>, extra: Record<string, string> = {}): Promise<ProcessResult> {
    const command = findCommand();
    const environment = { ...options.environment(), ...await options.projectEnvironment?.(cwd) };
    call.signal.throwIfAborted();
    const result = await options.runner.run({
      file: command,
      args: args.includes('--non-interactive') ? args : [...args, '--non-interactive'],
      cwd,
      env: { ...pulumiEnvironment(environment, dirname(command), backendUrl), ...extra },
      idleMs: 0,
      politeSignal: 'SIGINT',
      graceMs: cancelGraceMs,
      ...limits,
    }, call.permit, call.signal);
    if (result.spawnError !== undefined) {
      throw new AppError('pulumi-missing', `The pulumi command could not be started (${result.spawnError})\n${command}. Set it up again with "Pilothouse: Set Up Pulumi".`, { actions: ['set-up-pulumi'] });
    }
    return result;
  }

  async function versionOf(call: PulumiCall): Promise<string> {
    const command = findCommand();
    const known = versions.get(command);
    if (known !== undefined) return known;
    const result = await start(['version'], dirname(command), undefined, call, { deadlineMs: readLimitMs, maxOutputBytes: 65_536 });
    call.signal.throwIfAborted();
    const version = /^v?(\d+\.\d+\.\d+\S*)$/.exec(result.stdout.trim())?.[1];
    if (version === undefined) throw new AppError('pulumi-broken', `"pulumi version" did not answer with a version\n${command} said: ${result.output.trim().slice(0, 500)}`, { actions: ['set-up-pulumi'] });
    if (isOlder(version, oldestCommand)) {
      throw new AppError('pulumi-too-old', `Pulumi ${version} is too old\nPilothouse needs ${oldestCommand} or later; found ${command}.`, { actions: ['set-up-pulumi'] });
    }
    versions.set(command, version);
    return version;
  }

  /**
   * Runs one operation of the Automation API. Its follow-up calls, which would read secrets in plain text
   * (`stack output --show-secrets`, `stack history --show-secrets`), are answered here without a child.
   */
  async function operate(place: PulumiPlace, operation: PulumiOperation, hardcoded: string[], run: (stack: Stack, onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<PulumiResult> {
    const version = await versionOf(operation);
    let result: ProcessResult | undefined;
    let listenerError: { error: unknown } | undefined;
    const command = {
      command: findCommand(),
      version,
      async run(args: string[], cwd: string, additionalEnv: Record<string, string>) {
        if (result !== undefined) return { stdout: args.includes('history') ? '[]' : '{}', stderr: '', code: 0 };
        result = await start(args, cwd, place.backendUrl, operation, { deadlineMs: 0, maxOutputBytes: maxOperationBytes }, additionalEnv);
        if (result.exitCode !== 0) throw new CommandFailed();
        return { stdout: result.stdout, stderr: result.stderr, code: 0 };
      },
    };
    const workspace = await LocalWorkspace.create({ workDir: place.projectDir, pulumiCommand: command as unknown as PulumiCommand, envVars: {} });
    // `stack select` would change the user's own selection; the stack's existence was checked by the caller
    workspace.selectStack = async () => undefined;
    const stack = await Stack.select(operation.stack, workspace);
    let once = hardcoded;
    workspace.serializeArgsForOp = async () => {
      const args = once;
      once = [];
      return args;
    };
    operation.signal.throwIfAborted();
    try {
      await run(stack, (event) => {
        if (isDebug(event) || listenerError !== undefined) return;
        try {
          operation.onEvent(event);
        } catch (error) {
          listenerError = { error };
        }
      });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw isAbort(error) || error instanceof AppError ? error : new AppError('pulumi-failed', 'Driving the pulumi command failed', { cause: error });
    }
    if (listenerError !== undefined) throw listenerError.error;
    if (result === undefined) throw new AppError('pulumi-failed', 'The pulumi command was not started', { audience: 'log' });
    return toResult(result);
  }

  // The API hardcodes `--skip-preview`, with which a plan is enforced only while it is already being applied.
  // The flag is repeated after it with the opposite value; the last one counts.
  const withPreview = ['--skip-preview=false', '--color', 'never', '--suppress-outputs'];
  const plain = ['--color', 'never', '--suppress-outputs'];

  return {
    project: readProject,
    version: versionOf,
    async read(args, place, call) {
      if (args.some((arg) => arg.startsWith('--show-secrets'))) throw new AppError('secrets-refused', 'Secrets are never read from a stack', { audience: 'log' });
      await versionOf(call);
      const result = await start([...args, '--color', 'never'], place.projectDir, place.backendUrl, call, { deadlineMs: readLimitMs, maxOutputBytes: maxReadBytes });
      if (result.truncatedBytes > 0) throw new AppError('state-too-large', `The answer of "pulumi ${args.join(' ')}" is larger than ${maxReadBytes / 1024 / 1024} MiB`);
      return toResult(result);
    },
    preview: (place, savePlan, operation) => operate(place, operation, plain, (stack, onEvent) => stack.preview({ onEvent, plan: savePlan })),
    up: (place, plan, operation) => operate(place, operation, withPreview, (stack, onEvent) => stack.up({ onEvent, plan, showSecrets: false })),
    previewDestroy: (place, operation) => operate(place, operation, plain, (stack, onEvent) => stack.previewDestroy({ onEvent })),
    destroy: (place, operation) => operate(place, operation, withPreview, (stack, onEvent) => stack.destroy({ onEvent, showSecrets: false })),
  };
}

/** With an event log the engine also sends its debug log, which the SDK's types do not know. */
function isDebug(event: EngineEvent): boolean {
  const severity: string | undefined = event.diagnosticEvent?.severity;
  return severity === 'debug';
}

function toResult(result: ProcessResult): PulumiResult {
  return { exitCode: result.exitCode, cancelled: result.cancelled, stdout: result.stdout, stderr: result.stderr };
}

function isOlder(version: string, than: string): boolean {
  const parts = (text: string): number[] => text.split('.', 3).map((part) => Number.parseInt(part, 10));
  const [left, right] = [parts(version), parts(than)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * The Automation API's own installer: downloads and runs the install script of get.pulumi.com. Remote code: call it only
 * after a person confirmed exactly this.
 * @param root folder that gets `bin/pulumi`
 */
export async function installPulumi(root: string, version: string): Promise<void> {
  await PulumiCommand.install({ root, version: new SemVer(version) });
}
