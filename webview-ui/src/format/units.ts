import type { Usage } from '../../../src/shared/events.ts';

/** Durations, amounts and counts as short text for a person. */

/** `0s`, `12s`, `3m 05s`, `1h 02m`; never negative. @param ms milliseconds */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m ${pad(seconds % 60)}s` : `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

/** Time of a finished step: tenths below ten seconds. @param ms milliseconds */
export function elapsed(ms: number): string {
  return ms < 9_950 ? `${(Math.max(0, ms) / 1_000).toFixed(1)}s` : duration(ms);
}

/** `950`, `12.3k`, `1.2M`. */
export function amount(value: number): string {
  if (value < 1_000) return String(value);
  const [divided, unit] = value < 999_950 ? [value / 1_000, 'k'] : [value / 1_000_000, 'M'];
  return `${divided < 99.95 ? divided.toFixed(1).replace(/\.0$/, '') : Math.round(divided)}${unit}`;
}

/** Dollars of a session; an absent price is said so and never shown as zero. */
export function cost(usage: Usage): string {
  if (usage.costUsd === undefined) return 'price unknown';
  if (usage.costUsd > 0 && usage.costUsd < 0.01) return '< $0.01';
  return `$${usage.costUsd.toFixed(2)}`;
}

/** `1 approval`, `3 approvals`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value} ${value === 1 ? one : many}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
