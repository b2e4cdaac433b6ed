/** Previews take no lock on file backends, and two updates would only collide: one at a time for each key. */
export class StackQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs when all that came before is over. An abort ends the wait at once; what runs sees the signal itself. */
  async run<Result>(key: string, signal: AbortSignal, run: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key);
    const turn = Promise.withResolvers<void>();
    const tail = Promise.all([before, turn.promise]).then(() => undefined);
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    try {
      if (before !== undefined) await orAborted(before, signal);
      signal.throwIfAborted();
      return await run();
    } finally {
      turn.resolve();
    }
  }
}

function orAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const over = new AbortController();
  return new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError')), { once: true, signal: over.signal });
    void wait.then(resolve);
  }).finally(() => over.abort());
}
