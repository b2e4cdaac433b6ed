import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { descendants, isAlive } from './processTree.ts';

/** Child processes of our own tooling: each leads a group, and a group ends as a whole. */

export interface Running {
  child: ChildProcess;
  /** Resolves with the exit code; 128 and above stands for a signal. Never rejects. */
  exited: Promise<number>;
  /** Polite signal to the whole group, then after `graceMs` the end of everything that is left below it, in whatever group. */
  stop(graceMs?: number): Promise<void>;
}

const running = new Set<Running>();

/** Starts a program as the leader of its own group. A program that cannot be started "exits" with 127 and says so on stderr. */
export function start(file: string, args: string[], options: SpawnOptions = {}): Running {
  const child = spawn(file, args, { ...options, detached: process.platform !== 'win32' });
  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${file}: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code, signal) => { resolve(code ?? (signal === 'SIGINT' ? 130 : 143)); });
  });
  const handle: Running = {
    child,
    exited,
    stop: (graceMs = 5000) => stopTree(child, exited, graceMs),
  };
  running.add(handle);
  void exited.then(() => running.delete(handle));
  return handle;
}

async function stopTree(child: ChildProcess, exited: Promise<number>, graceMs: number): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    await exited;
    return;
  }
  // children with groups of their own are found while their parents still live
  const tree = descendants(child.pid).map(({ pid }) => pid);
  signal(-child.pid, 'SIGTERM');
  const until = Date.now() + graceMs;
  while (Date.now() < until && (signal(-child.pid, 0) || tree.some((pid) => isAlive(pid)))) await new Promise((resolve) => setTimeout(resolve, 50));
  signal(-child.pid, 'SIGKILL');
  for (const pid of tree) signal(pid, 'SIGKILL');
  await exited;
}

/** False where there is no such process or group. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return true;
    throw error;
  }
}

/** Ends everything that `start` started and that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((handle) => handle.stop()));
}

/** Makes Ctrl+C, SIGTERM and a closed terminal end every child before this process ends. */
export function stopAllOnSignals(): void {
  let stopping = false;
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stopAll().finally(() => process.exit(code));
    });
  }
}

export interface Finished {
  code: number;
  /** Standard output and error in arrival order. */
  output: string;
}

/** Runs a program to its end and returns what it wrote. */
export async function run(file: string, args: string[], options: SpawnOptions & { onOutput?: (text: string) => void } = {}): Promise<Finished> {
  const { onOutput, ...spawnOptions } = options;
  const handle = start(file, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    output += text;
    onOutput?.(text);
  };
  handle.child.stdout?.on('data', collect);
  handle.child.stderr?.on('data', collect);
  const closed = once(handle.child, 'close').catch(() => undefined);
  const code = await handle.exited;
  if (code !== 127) await closed;
  return { code, output };
}

/** Finds a program on PATH; `undefined` where there is none. */
export function which(name: string): string | undefined {
  const extensions = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const extension of extensions) {
      const file = join(folder, name + extension);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // not here: the next folder
      }
    }
  }
  return undefined;
}
