/** Milliseconds that work may take to end in order after an abort, before it is left to itself. */
export const SETTLE_MS = 80;

export interface SettleOptions<Result> {
  /** `SETTLE_MS` unless told. */
  settleMs?: number;
  /** Gets what the work still gave after it was left to itself. */
  late?: (result: Result) => void;
}

/**
 * Waits for work that should end with its signal but may not: an abort ends the wait in any case, so that a run is idle
 * within 100 ms (invariant 8). What the left work does later is nobody's result.
 * @throws an abort error; what the work throws
 */
export function orLeft<Result>(work: Promise<Result>, signal: AbortSignal, { settleMs = SETTLE_MS, late }: SettleOptions<Result> = {}): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    let left = false;
    let timer: NodeJS.Timeout | undefined;
    const over = new AbortController();
    const aborted = (): void => {
      timer = setTimeout(() => {
        left = true;
        reject(new DOMException('The work did not end with its signal', 'AbortError'));
      }, settleMs);
    };
    const finish = (settle: () => void): void => {
      over.abort();
      clearTimeout(timer);
      settle();
    };
    work.then(
      (result) => finish(() => (left ? late?.(result) : resolve(result))),
      (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true, signal: over.signal });
  });
}

/** The items of a stream that may ignore its signal; after an abort the next one is not waited for. */
export async function* itemsOrLeft<Item>(stream: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item, void> {
  const iterator = stream[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await orLeft(iterator.next(), signal);
      ended = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // not waited for: whoever ignores the signal may hang here too
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
