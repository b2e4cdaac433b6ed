import type { LossItem } from '../../shared/effects.ts';
import type { Loss } from '../analyse/facts.ts';
import { bounded, counted, listed, type Piece } from './piece.ts';

const NAME = String.raw`((?:[\w$]+|"[^"]+"|\x60[^\x60]+\x60|\[[^\]]+\])(?:\.(?:[\w$]+|"[^"]+"|\x60[^\x60]+\x60|\[[^\]]+\]))*)`;
const statements: readonly [RegExp, (what: string, name: string) => [headline: string, detail: string]][] = [
  [new RegExp(String.raw`\bdrop\s+((?:materialized\s+)?\w+)\s+(?:concurrently\s+)?(?:if\s+exists\s+)?${NAME}`, 'gi'), (what, name) => [`Drops the ${what} ${name}`, what]],
  [new RegExp(String.raw`\b(truncate)\s+(?:table\s+)?(?:only\s+)?${NAME}`, 'gi'), (_what, name) => [`Empties the table ${name}`, 'all rows']],
  [new RegExp(String.raw`\b(delete)\s+from\s+(?:only\s+)?${NAME}(?![\s\S]*\bwhere\b)`, 'gi'), (_what, name) => [`Deletes all rows of ${name}`, 'all rows']],
  [new RegExp(String.raw`\b(delete)\s+from\s+(?:only\s+)?${NAME}(?=[\s\S]*\bwhere\b)`, 'gi'), (_what, name) => [`Deletes rows of ${name}`, 'some rows']],
  [new RegExp(String.raw`\b(alter)\s+table\s+(?:if\s+exists\s+)?${NAME}\s+drop\b`, 'gi'), (_what, name) => [`Drops a part of the table ${name}`, 'a column or constraint']],
];

/** What a statement takes away, by the names in its text; the data itself is not looked at. */
export function dataLoss({ engine, statement }: Extract<Loss, { kind: 'data' }>): Piece {
  const found = statement.split(';').flatMap((one) => statements.flatMap(([pattern, say]) => [...one.matchAll(pattern)].map(([, what = '', name = '']) => ({ name, said: say(what.toLowerCase(), name) }))));
  const items = found.map(({ name, said: [, detail] }): LossItem => ({ kind: 'data', name, detail: `${engine}: ${detail}`, operation: 'delete', because: [], stateful: true }));
  return {
    headline: found.length === 0 ? `Runs a statement in ${engine} that takes data away: ${statement.trim().slice(0, 200)}` : found.map(({ said: [headline] }, index) => (index === 0 ? headline : headline.charAt(0).toLowerCase() + headline.slice(1))).join(', '),
    items, counts: { delete: items.length }, atLeast: found.length === 0, warnings: ['How much data that is was not looked at.'], facts: [statement],
    alternative: 'Make a backup first, or try it in a transaction that is rolled back.',
  };
}

export function resourceLoss({ what, names }: Extract<Loss, { kind: 'resource' }>): Piece {
  const { shown, more } = bounded(names, 'of them');
  return {
    headline: `Removes ${names.length === 0 ? what : names.length === 1 ? `${names[0] ?? ''} (${what})` : `${counted(names.length, 'resource')} (${what}): ${listed(names)}`}`,
    items: shown.map((name): LossItem => ({ kind: 'resource', name, detail: what, operation: 'delete', because: [], stateful: false })),
    counts: { delete: names.length }, atLeast: names.length === 0, warnings: more, facts: [what, ...names],
  };
}
