import { isDeepStrictEqual } from 'node:util';
import type { ResourceType } from './resourceTypes.ts';
import { inputsOf } from './resourceTypes.ts';
import type { Properties } from './wireValues.ts';

export type ChangeKind = 'add' | 'update' | 'delete';

export interface Change {
  kind: ChangeKind;
  /** The change makes a new resource. */
  replaces: boolean;
}

export interface Difference {
  /** By property name; empty where nothing changes. */
  changes: Map<string, Change>;
  deleteBeforeReplace: boolean;
  /** Outputs that keep their value through this change. */
  stables: string[];
}

/**
 * Compares inputs. An unknown new value counts as a change, and as a replacement where the property forces one:
 * rather announce a loss that does not come than hide one.
 */
export function diffInputs(type: ResourceType, olds: Properties, news: Properties, ignored: readonly string[] = []): Difference {
  const rules = inputsOf(type);
  const extra = news['replaceOn']?.value;
  const forcing = new Set([
    ...Object.entries(rules).filter(([, rule]) => rule.replaces === true).map(([name]) => name),
    ...(Array.isArray(extra) ? extra.map(String) : []),
  ]);
  const changes = new Map<string, Change>();
  for (const name of Object.keys(rules)) {
    if (ignored.includes(name)) continue;
    const before = olds[name];
    const after = news[name];
    if (before === undefined && after === undefined) continue;
    const kind: ChangeKind = before === undefined ? 'add' : after === undefined ? 'delete' : 'update';
    const same = kind === 'update' && after?.unknown === false && isDeepStrictEqual(before?.value, after.value);
    if (!same) changes.set(name, { kind, replaces: forcing.has(name) });
  }
  const replaced = [...changes.values()].some((change) => change.replaces);
  const stables = replaced ? [] : Object.entries(type.computed).filter(([, rule]) => !rule.from.some((source) => changes.has(source))).map(([name]) => name);
  return { changes, deleteBeforeReplace: replaced && type.deleteBeforeReplace, stables };
}
