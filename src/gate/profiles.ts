import type { DecisionInput } from '../core/gate.ts';
import type { GateRules } from '../core/policy.ts';
import type { Actor, Effect } from '../shared/effects.ts';

/** What runs without a question although it is MODERATE. Nothing here is ever asked about HIGH or DESTRUCTIVE. */

/** Where nothing was settled: the strictest profile. */
export const STRICTEST: GateRules = { profile: 'careful', role: 'admin', policy: [], workspace: '', exposure: [] };

/** Programs of their own: the person at this window did not start what they do, so no profile is silent for them. */
export const isOutsider = ({ kind }: Actor): boolean => kind === 'bridge' || kind === 'mcp' || kind === 'delegated-cli';

/** The rule by which the profile lets a MODERATE action run, if it does. */
export function silentByProfile({ actor, effects }: Pick<DecisionInput, 'actor' | 'effects'>, { profile, exposure }: GateRules): string | undefined {
  if (profile === 'careful' || isOutsider(actor)) return undefined;
  if (isCheckpointedEdit(effects)) return 'checkpointed-edit';
  // as root or on a machine reached from elsewhere a mistake goes further than this workspace
  return profile === 'autonomous' && exposure.length === 0 ? 'autonomous' : undefined;
}

/** Changes of files in the workspace whose earlier bytes are kept, and nothing else. Only the file tools promise that. */
function isCheckpointedEdit(effects: readonly Effect[]): boolean {
  const changes = effects.filter(({ kind, inWorkspace }) => kind !== 'read' || inWorkspace !== true);
  return changes.length > 0 && changes.every(({ kind, inWorkspace, recoverable }) =>
    (kind === 'write' || kind === 'overwrite' || kind === 'delete') && inWorkspace === true && recoverable === 'checkpoint');
}
