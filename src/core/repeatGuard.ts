import type { JsonValue } from '../shared/json.ts';

/** Notices a model that makes the same call over and over with the same result (facts/models 4.2, item 35). */
export class RepeatGuard {
  /** After this many equal results the call is not run again. */
  static readonly limit = 3;
  readonly #seen = new Map<string, { result: string; count: number }>();

  repeats(name: string, input: JsonValue): number {
    return this.#seen.get(key(name, input))?.count ?? 0;
  }

  /** A different result starts the count anew: waiting for something by looking again is fine. */
  record(name: string, input: JsonValue, result: string): void {
    const known = this.#seen.get(key(name, input));
    this.#seen.set(key(name, input), { result, count: known?.result === result ? known.count + 1 : 1 });
  }
}

const key = (name: string, input: JsonValue): string => `${name} ${JSON.stringify(input)}`;
