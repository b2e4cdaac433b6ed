import type { LossItem } from '../../shared/effects.ts';

/** What was computed about one loss. */
export interface Piece {
  /** A sentence without its full stop: `Deletes 3 files (12 kB) in build/`. */
  headline: string;
  items: LossItem[];
  counts: Record<string, number>;
  atLeast: boolean;
  warnings: string[];
  /** Names of everything that would go, which a check right before the start compares; absent where not all is known. */
  facts?: string[];
  dryRun?: string;
  alternative?: string;
}

/** Losses that are named one by one; the others are counted. */
export const MAX_ITEMS = 40;

/** The first ones, and a remark about the rest: `and 12 more that git does not hold`. */
export function bounded<Item>(items: readonly Item[], whatMore: string, limit = MAX_ITEMS): { shown: Item[]; more: string[] } {
  const left = items.length - limit;
  return left <= 0 ? { shown: [...items], more: [] } : { shown: items.slice(0, limit), more: [`And ${number(left)} more ${whatMore}.`] };
}

export const number = (value: number): string => value.toLocaleString('en');

/** `1 file`, `1,204 files`. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${number(value)} ${value === 1 ? one : many}`;

/** `812 bytes`, `1.2 kB`, `38 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${units[unit] ?? ''}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 4 more`. */
export function listed(names: readonly string[], limit = 3): string {
  const shown = names.length > limit ? [...names.slice(0, limit - 1), `${number(names.length - limit + 1)} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
