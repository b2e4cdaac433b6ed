import type { Clock } from './clock.ts';
import { WireFault } from './faults.ts';

/** Milliseconds that a body may take to end after its terminal event, so that the connection can be used again. */
const drainMs = 1_000;

/** The signal and the clocks of one HTTP exchange. */
export class Exchange {
  private readonly controller = new AbortController();
  private readonly clock: Clock;
  private readonly outer: AbortSignal;
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private readonly onAbort = (): void => this.controller.abort();

  constructor(clock: Clock, outer: AbortSignal) {
    this.clock = clock;
    this.outer = outer;
    if (outer.aborted) this.controller.abort();
    outer.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal { return this.controller.signal; }

  /** From now on `read` reads this body. */
  reads(body: ReadableStream<Uint8Array>): void {
    this.reader = body.getReader();
  }

  /** The next bytes of the body, or undefined at its end. */
  async read(ms: number, kind: 'first-byte' | 'idle'): Promise<Uint8Array | undefined> {
    if (this.reader === undefined) return undefined;
    return (await this.within(ms, kind, this.reader.read())).value;
  }

  /** The value, or a fault after `ms`, or an abort error as soon as the signal fires: whichever comes first. */
  within<T>(ms: number, kind: 'first-byte' | 'idle', pending: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const cancelAlarm = this.clock.alarm(ms, () => {
        reject(new WireFault(kind, kind === 'idle' ? `Nothing came for ${Math.round(ms / 1000)} s.` : `No answer came within ${Math.round(ms / 1000)} s.`));
        this.controller.abort();
      });
      const onAbort = (): void => reject(abortError(this.outer));
      this.outer.addEventListener('abort', onAbort, { once: true });
      if (this.outer.aborted) onAbort();
      pending.then(resolve, reject).finally(() => {
        cancelAlarm();
        this.outer.removeEventListener('abort', onAbort);
      });
    });
  }

  /** Ends the connection. */
  close(): void {
    this.outer.removeEventListener('abort', this.onAbort);
    this.controller.abort();
    this.reader?.cancel().catch(ignore);
    this.reader = undefined;
  }

  /** Lets the body end by itself for a moment, then ends the connection. */
  release(): void {
    const reader = this.reader;
    if (reader === undefined || this.outer.aborted) return this.close();
    void this.within(drainMs, 'idle', drain(reader)).catch(ignore).finally(() => this.close());
  }
}

const ignore = (): void => undefined;

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}

/** The error that ends a stopped answer, whatever reason the signal has. */
export function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error && reason.name === 'AbortError' ? reason : new DOMException('The run was stopped.', 'AbortError');
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError(signal);
}
