import type { Effect, Level } from '../shared/effects.ts';
import { higher } from './level.ts';
import { isProduction } from './production.ts';

/** What the surroundings of an action add to its level: they only raise (DESIGN 4). */
export interface Raise {
  level: Level;
  /** Why, for a person. */
  reason?: string;
  /** What is typed to confirm, where the action itself has no name for that. */
  typedTarget?: string;
}

/**
 * A change of what looks like production is confirmed as a loss is: by typing its name.
 * @param pattern regular expression over names of stacks, case does not matter; empty or absent raises nothing
 */
export function raiseForProduction(effects: readonly Effect[], level: Level, pattern: string | undefined): Raise {
  const changed = effects.find(({ kind, access, target }) => kind === 'infra' && access !== 'read' && isProduction(target, pattern ?? ''));
  if (changed === undefined) return { level };
  return { level: higher(level, 'DESTRUCTIVE'), reason: `${changed.target} looks like production.`, typedTarget: changed.target.slice(changed.target.lastIndexOf('/') + 1) };
}
