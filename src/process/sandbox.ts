import { accessSync, constants } from 'node:fs';
import type { ProcessResult, ProcessSpec, Sandbox, SandboxState } from '../core/ports.ts';
import type { RuntimeOptions, SandboxRuntime } from './sandboxRuntime.ts';

export interface SandboxOptions {
  /** What the person set. */
  wanted: boolean;
  /** Places of ripgrep, best first; the runtime looks for files to protect with it. */
  ripgrep: readonly string[];
  seccomp?: string;
  writable: readonly string[];
  /** A shell that starts a command, as for real commands. */
  shellSpec(command: string): ProcessSpec;
  load(options: RuntimeOptions): Promise<SandboxRuntime>;
  /** Runs a harmless command of the host's own. */
  hostRun(spec: ProcessSpec, signal: AbortSignal): Promise<ProcessResult>;
  log: (line: string) => void;
}

const PROBE_MS = 10_000;
/** What the probe prints where it can read, but neither write nor see the network. */
const PROBE = 'if (: > ./.pilothouse-probe) 2>/dev/null; then echo writes; rm -f ./.pilothouse-probe; else echo confined; fi';

/** Starts looking at once, in the background; until it is known to work, nothing runs confined. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let runtime: SandboxRuntime | undefined;
  let state: SandboxState = options.wanted ? { mode: 'checking', detail: 'The sandbox is being looked at.' } : { mode: 'off', detail: 'The sandbox is off.' };
  const become = (next: SandboxState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const begin = async (): Promise<void> => {
    try {
      const ripgrep = options.ripgrep.find(isProgram);
      if (ripgrep === undefined) throw new Error('ripgrep is missing');
      const started = await options.load({ ripgrep, seccomp: options.seccomp, writable: options.writable });
      runtime = started;
      await prove(started);
      become({ mode: 'on', detail: 'Commands that run without your answer are confined: they can do no more than was proven, and reach no network.' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      options.log(`The sandbox is not available: ${why}`);
      become({ mode: 'unavailable', detail: `The sandbox is not available, so commands run without it: ${why}` });
    }
  };
  /** Believes only what it saw: a confined command ran and could not write. @throws Error */
  const prove = async (started: SandboxRuntime): Promise<void> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(PROBE_MS)]);
    const spec = await started.confine(options.shellSpec(PROBE), 'read-only', signal);
    const { stdout, stderr, exitCode } = await options.hostRun(spec, signal);
    started.cleanUp();
    if (exitCode !== 0 || stdout.trim() !== 'confined') throw new Error(`a first confined command failed: ${stderr.trim().split('\n', 1)[0] || stdout.trim() || `exit code ${exitCode ?? 'none'}`}`);
  };
  const begun = options.wanted ? begin() : Promise.resolve();
  return {
    get state() {
      return state;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async confine(spec, confinement, signal) {
      await begun;
      if (state.mode !== 'on' || runtime === undefined) return undefined;
      const using = runtime;
      return { spec: await using.confine(spec, confinement, signal), done: () => using.cleanUp() };
    },
    async dispose() {
      closing.abort();
      await begun;
      await runtime?.stop();
    },
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

