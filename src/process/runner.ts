import type { Permit } from '../core/gate.ts';
import type { ProcessResult, ProcessRunner } from '../core/ports.ts';
import { createKeeper } from './keeper.ts';
import { startChild, type ChildRun } from './childRun.ts';

export interface RunnerOptions {
  /** Refuses a forged, used or foreign permit. @throws AppError */
  assertPermit: (permit: Permit) => void;
  /** Milliseconds between the polite signal and the deadly one; 2,000 unless told. */
  graceMs?: number;
  /** Told of what must not stop a run, such as a listener that throws. */
  log?: (line: string) => void;
}

/**
 * The one way to start a process (facts/safety 3.8). A run checks the permit first, then the signal, then starts the
 * child without a shell in its own process group. Whatever ends the run ends the whole tree; what a child left behind
 * is ended too. On abort the result comes within 100 ms, `dispose` waits until all are really gone.
 */
export function createProcessRunner({ assertPermit, graceMs = 2_000, log = () => undefined }: RunnerOptions): ProcessRunner {
  const children = new Set<ChildRun>();
  const keeper = createKeeper();
  const closing = new AbortController();
  // a normal exit of the host must not leave anything behind, even where nobody disposed
  const killAll = () => children.forEach((child) => child.killNow());
  process.on('exit', killAll);

  return {
    async run(spec, permit, signal, onOutput) {
      assertPermit(permit);
      const either = AbortSignal.any([signal, closing.signal]);
      if (either.aborted) return cancelledBeforeStart();
      const child = startChild(spec, { signal: either, closing: closing.signal, graceMs, onOutput: guarded(onOutput, log) });
      children.add(child);
      if (child.pid !== undefined) keeper.watch(child.pid, child.marker);
      void child.gone.then(() => {
        children.delete(child);
        if (child.pid !== undefined) keeper.forget(child.pid);
      });
      return child.result;
    },
    async dispose() {
      closing.abort();
      await Promise.all([...children].map((child) => child.gone));
      await keeper.close();
      process.off('exit', killAll);
    },
  };
}

function cancelledBeforeStart(): ProcessResult {
  return { exitCode: null, timedOut: false, cancelled: true, output: '', stdout: '', stderr: '', truncatedBytes: 0, durationMs: 0 };
}

function guarded(listener: ((text: string) => void) | undefined, log: (line: string) => void): (text: string) => void {
  if (listener === undefined) return () => undefined;
  return (text) => {
    try {
      listener(text);
    } catch (error) {
      log(`a listener for process output failed: ${String(error)}`);
    }
  };
}
