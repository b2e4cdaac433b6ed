import { SandboxManager } from '@anthropic-ai/sandbox-runtime';
import type { Confinement, ProcessSpec } from '../core/ports.ts';

/** The sandbox runtime (dist/sandbox.js, loaded on first use): bubblewrap on Linux, Seatbelt on macOS. One for a process. */

export interface RuntimeOptions {
  ripgrep: string;
  /** Program that installs the system call filter on Linux; absent where it is not shipped. */
  seccomp?: string;
  /** Folders that `workspace` may write to: real paths. */
  writable: readonly string[];
}

export interface SandboxRuntime {
  confine(spec: ProcessSpec, confinement: Confinement, signal: AbortSignal): Promise<ProcessSpec>;
  /** After each command: removes what the runtime had to put beside it. */
  cleanUp(): void;
  stop(): Promise<void>;
}

/** Files of a workspace that run code or grant rights stay closed to confined commands; the runtime adds hooks and start files. */
const CLOSED = ['.git/config', '.git/hooks', '.vscode', '.cursor', '.pilothouse', '.husky', '.github/workflows', '.mcp.json'];

/** @throws Error that says what is missing */
export async function startRuntime({ ripgrep, seccomp, writable }: RuntimeOptions): Promise<SandboxRuntime> {
  if (!SandboxManager.isSupportedPlatform()) throw new Error('this system has no sandbox that Pilothouse can use');
  const nothing = { denyRead: [], allowWrite: [], denyWrite: [] };
  await SandboxManager.initialize({
    network: { allowedDomains: [], deniedDomains: [], allowLocalBinding: true },
    filesystem: nothing,
    ripgrep: { command: ripgrep },
    ...(seccomp === undefined ? {} : { seccomp: { applyPath: seccomp } }),
  });
  const filesystem: Record<Confinement, typeof nothing> = {
    'read-only': nothing,
    workspace: { denyRead: [], allowWrite: [...writable] as never[], denyWrite: writable.flatMap((folder) => CLOSED.map((name) => `${folder}/${name}`)) as never[] },
  };
  return {
    async confine(spec, confinement, signal) {
      const { argv } = await SandboxManager.wrapWithSandboxArgv(quoted([spec.file, ...spec.args]), spec.file, { filesystem: filesystem[confinement] }, signal, spec.cwd);
      const script = argv.at(-1) ?? '';
      if (argv.at(-2) !== '-c' || script === '') throw new Error('the sandbox runtime answered in a form that is not known');
      return { ...spec, args: [...spec.args.slice(0, -1), script] };
    },
    cleanUp: () => SandboxManager.cleanupAfterCommand(),
    stop: () => SandboxManager.reset(),
  };
}

/** Words as one line of a POSIX shell. */
const quoted = (words: readonly string[]): string => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
