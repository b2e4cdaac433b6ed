import type { Deed } from '../analyse/call.ts';
import type { Rule } from '../analyse/family.ts';

/** Rules for the many verbs of package managers that differ in nothing but their names. */

type Examples = Pick<Rule, 'matches' | 'not'>;

/** Verbs that only ask: options that are not in the table are not known. */
export const asks = (command: string, table: Omit<Rule, 'command' | 'level'>): Rule => ({ command, level: 'SAFE', operands: 'text', ...table });

/** Verbs that ask a registry or run the project, whatever their options. */
export const does = (command: string, level: Rule['level'], deed: Rule['does'], { matches, not }: Examples, table: Partial<Rule> = {}): Rule => ({
  command, level, operands: 'text', anyOption: true, does: deed, matches, not, ...table,
});

/** Verbs that are grave whatever the words. */
export const always = (command: string, level: 'HIGH' | 'DESTRUCTIVE', deed: Deed | Exclude<Rule['does'], Deed | undefined>, matches: readonly string[]): Rule => ({
  command, level, operands: 'text', anyOption: true, insensitive: true, does: deed, matches, not: [],
});
