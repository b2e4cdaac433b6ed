import { execa } from 'execa';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessResult, ProcessSpec } from '../core/ports.ts';
import { HeadTailBuffer, WholeCharacters } from './outputBuffer.ts';
import { hasProcFs, RUN_MARKER } from './processTable.ts';
import { ProcessTree } from './processTree.ts';

/** Milliseconds after an abort until the result is given, also where the tree takes longer to die. */
const ABORT_SETTLE_MS = 50;
/** Milliseconds that output may trail behind the end of the whole tree. */
const DRAIN_MS = 500;
/** Longest time a timer can hold; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** `spawnError` where the working directory, not the program, is missing; both are `ENOENT` to the system. */
export const CWD_MISSING = 'CWD_MISSING';

export interface ChildRun {
  /** Number of the child and of its process group; absent where it could not be started. */
  pid?: number;
  /** Value of `RUN_MARKER` in the environment of all that comes from it (Linux). */
  marker: string;
  /** Never rejects. On abort it settles at once, while the tree may still be dying. */
  result: Promise<ProcessResult>;
  /** Resolves when the child and all that came from it are gone. */
  gone: Promise<void>;
  /** Kills without waiting; for the exit of the host. */
  killNow(): void;
}

export interface ChildOptions {
  signal: AbortSignal;
  onOutput: (text: string) => void;
  /** The host ends: nothing gets more time than it needs to give up in order. */
  closing: AbortSignal;
  /** Milliseconds between the polite signal and the deadly one. */
  graceMs: number;
}

type Cause = 'exit' | 'cancelled' | 'timed-out';

/** Starts a child in its own process group and watches it to its end. */
export function startChild(spec: ProcessSpec, options: ChildOptions): ChildRun {
  const startedAt = performance.now();
  const output = new Output(spec.maxOutputBytes, options.onOutput);
  const marker = randomUUID();
  const failed = (error: unknown): ProcessResult => ({
    ...output.read(), exitCode: null, timedOut: false, cancelled: false, spawnError: spawnErrorOf(error, spec.cwd), durationMs: since(startedAt),
  });

  let subprocess;
  try {
    subprocess = spawn(spec, marker);
  } catch (error) {
    return notStarted(marker, Promise.resolve(failed(error)));
  }
  if (subprocess.pid === undefined) return notStarted(marker, subprocess.then(failed));

  const child = subprocess.nodeChildProcess;
  const exited = () => child.exitCode !== null || child.signalCode !== null;
  const tree = new ProcessTree(subprocess.pid, marker, exited);
  const clocks = new AbortController();
  const stopped = stopRequest(spec, options.signal, output, clocks.signal);
  output.attach(subprocess.stdout, subprocess.stderr);
  subprocess.stdin?.on('error', () => undefined); // a child that does not read its input is no error
  subprocess.stdin?.end(spec.input);

  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exit = new Promise<Cause>((resolve) => child.once('exit', () => resolve('exit')));
  const cause = Promise.race([exit, stopped.first]);
  const gone = cause.then(async (first) => {
    if (first !== 'exit' && spec.politeSignal !== undefined) await tree.askChild(spec.politeSignal, spec.graceMs ?? options.graceMs, options.closing);
    await tree.end(options.graceMs);
    if (!exited()) await Promise.race([exit, delay(DRAIN_MS, undefined, { ref: false })]);
    await Promise.race([closed, delay(DRAIN_MS)]);
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  // a child that ends in order reports until it is gone, and its result says how it ended
  const settled = spec.politeSignal !== undefined ? gone : Promise.race([gone, stopped.aborted.then(() => Promise.race([gone, delay(ABORT_SETTLE_MS)]))]);
  const result = Promise.all([cause, settled]).then(([first]): ProcessResult => {
    clocks.abort();
    const { exitCode, signalCode } = child;
    return {
      ...output.finish(), exitCode, ...(signalCode === null ? {} : { signal: signalCode }),
      timedOut: first === 'timed-out', cancelled: first === 'cancelled', durationMs: since(startedAt),
    };
  });
  return { pid: subprocess.pid, marker, result, gone, killNow: () => tree.killNow() };
}

function spawn(spec: ProcessSpec, marker: string) {
  return execa(spec.file, spec.args, {
    cwd: spec.cwd,
    env: hasProcFs ? { ...spec.env, [RUN_MARKER]: marker } : spec.env,
    extendEnv: false,
    shell: false,
    preferLocal: false,
    // its own group, so that one signal reaches all of it; on Windows this would open a console window instead
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdin: spec.input === undefined ? 'ignore' : 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    cleanup: false,
  });
}

function notStarted(marker: string, result: Promise<ProcessResult>): ChildRun {
  return { marker, result, gone: result.then(() => undefined), killNow: () => undefined };
}

/** The first reason to end the child before it ends by itself, and whether the caller gave up waiting. */
function stopRequest(spec: ProcessSpec, signal: AbortSignal, output: Output, over: AbortSignal): { first: Promise<Cause>; aborted: Promise<void> } {
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over });
  });
  const timedOut = new Promise<Cause>((resolve) => {
    const expire = () => resolve('timed-out');
    const clock = (ms: number) => {
      if (ms <= 0) return undefined;
      const timer = setTimeout(expire, Math.min(ms, MAX_TIMER_MS));
      over.addEventListener('abort', () => clearTimeout(timer), { once: true });
      return timer;
    };
    clock(spec.deadlineMs);
    const idle = clock(spec.idleMs);
    if (idle !== undefined) output.onActivity = () => idle.refresh();
  });
  return { first: Promise.race([aborted.then((): Cause => 'cancelled'), timedOut]), aborted };
}

/** Collects both streams, each for itself and together in order of arrival. */
class Output {
  /** Called on every sign of life. */
  onActivity: (() => void) | undefined;
  readonly #onOutput: (text: string) => void;
  readonly #all: HeadTailBuffer;
  readonly #streams: { kept: HeadTailBuffer; characters: WholeCharacters }[];
  #finished = false;

  constructor(maxBytes: number, onOutput: (text: string) => void) {
    this.#onOutput = onOutput;
    this.#all = new HeadTailBuffer(maxBytes);
    this.#streams = [0, 1].map(() => ({ kept: new HeadTailBuffer(maxBytes), characters: new WholeCharacters() }));
  }

  attach(...sources: Readable[]): void {
    sources.forEach((source, index) => {
      const stream = this.#streams[index];
      if (stream === undefined) return;
      source.on('data', (chunk: Buffer) => {
        if (this.#finished) return;
        this.onActivity?.();
        this.#take(stream.kept, stream.characters.next(chunk));
      });
      source.on('error', () => undefined); // a broken pipe only means that there is no more output
    });
  }

  #take(kept: HeadTailBuffer, bytes: Buffer): void {
    if (bytes.length === 0) return;
    kept.push(bytes);
    this.#all.push(bytes);
    this.#onOutput(bytes.toString('utf8'));
  }

  /** Hands on what was held back; nothing is reported after this. */
  finish(): ReturnType<Output['read']> {
    for (const { kept, characters } of this.#streams) this.#take(kept, characters.end());
    this.#finished = true;
    this.onActivity = undefined;
    return this.read();
  }

  read(): Pick<ProcessResult, 'output' | 'stdout' | 'stderr' | 'truncatedBytes'> {
    const { text, truncatedBytes } = this.#all.read();
    const [stdout, stderr] = this.#streams.map(({ kept }) => kept.read().text);
    return { output: text, stdout: stdout ?? '', stderr: stderr ?? '', truncatedBytes };
  }
}

function spawnErrorOf(error: unknown, cwd: string): string {
  if (!isDirectory(cwd)) return CWD_MISSING;
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return [code, cause?.code].find((value) => typeof value === 'string') ?? (error instanceof Error ? error.message : 'unknown');
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const since = (start: number): number => Math.round(performance.now() - start);
