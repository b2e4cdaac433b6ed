import type { JSX } from 'preact';
import { Ticking } from '../controls.tsx';
import { duration } from '../format/units.ts';
import { session } from '../state/store.ts';

/** Says that the model's answer is tried again, why, and when. */
export function RetryLine(): JSX.Element | null {
  const retry = session.value.run?.retry;
  if (retry === undefined) return null;
  return (
    <p class="notice warning retry">
      <span class="spinner" aria-hidden="true" />
      <span>{retry.reason} Attempt {retry.attempt + 1} <Ticking key={retry.until} draw={(now) => (retry.until > now ? `in ${duration(retry.until - now + 999)}` : 'now')} />.</span>
    </p>
  );
}
