import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { PriceRow } from './prices.ts';
import type { Learned } from './quirks.ts';

export interface Limits {
  /** Milliseconds until the first byte of the body; longer for local servers, which load models and read long prompts first. */
  firstByteMs: number;
  localFirstByteMs: number;
  /** Milliseconds between two bytes after that; pings count. */
  idleMs: number;
  /** Requests for one answer, the first included. */
  maxTries: number;
  /** A provider that asks for a longer wait than this gets no further request: the person decides. */
  maxWaitMs: number;
}

export interface ModelOptions {
  clock?: Clock;
  limits?: Partial<Limits>;
  /** The user's own price rows; they win over the table. */
  prices?: readonly PriceRow[];
  /** What was learned about servers; hand the same object to every model to keep it. */
  learned?: Learned;
}

export type ResolvedOptions = Required<Omit<ModelOptions, 'limits'>> & { limits: Limits };

const limits: Limits = { firstByteMs: 180_000, localFirstByteMs: 600_000, idleMs: 90_000, maxTries: 6, maxWaitMs: 60_000 };

export function resolveOptions(options: ModelOptions = {}): ResolvedOptions {
  return {
    clock: options.clock ?? systemClock, prices: options.prices ?? [], learned: options.learned ?? new Map<string, Set<string>>(),
    limits: { ...limits, ...options.limits },
  };
}
