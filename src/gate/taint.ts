import type { Effect } from '../shared/effects.ts';

/**
 * A session that has read text from outside may be following somebody else's orders. From then on, what could carry
 * data out, bring code in or read further afield asks, even where it was silent (facts/safety 3.12).
 */
export function couldServeOthers(effects: readonly Effect[]): boolean {
  return effects.some(({ kind, inWorkspace }) =>
    kind === 'network' || kind === 'infra' || kind === 'secret-read' || (kind === 'read' && inWorkspace !== true) || ((kind === 'exec' || kind === 'unknown') && inWorkspace === false));
}
