import { AppError } from '../core/errors.ts';
import type { Gate, Permit } from '../core/gate.ts';
import type { Effect } from '../shared/effects.ts';
import type { JsonObject } from '../shared/json.ts';
import { digestOf } from './digest.ts';

/** A harmless look that the host itself needs: the git branch, a search, `pulumi version`. */
export interface HostRead {
  /** Stable name, e.g. `host.git-branch`. */
  action: string;
  /** What is looked at; nothing but proven reads gets through. */
  effects: Effect[];
  /** Program, arguments and folder. */
  binding: JsonObject;
}

/**
 * Runs a read of the host through the same gate as everything else, with the host as actor and nobody to ask:
 * what is not SAFE is refused. The permit ends with the read.
 * @throws AppError `not-permitted` where the effects are more than a harmless read.
 */
export async function withHostRead<Result>(gate: Gate, read: HostRead, run: (permit: Permit) => Promise<Result>): Promise<Result> {
  const digest = digestOf({ action: read.action, binding: read.binding });
  const verdict = gate.decide({
    effects: read.effects,
    actor: { kind: 'host', name: read.action },
    direct: false,
    humanPresent: false,
    workspaceTrusted: true,
    digest,
    allowedForSession: new Set(),
  });
  if (verdict.decision !== 'allow') throw new AppError('not-permitted', `The host may not do "${read.action}" on its own: ${verdict.reasons.join('; ')}.`, { audience: 'log' });
  const permit = gate.permit(verdict, undefined, digest);
  try {
    return await run(permit);
  } finally {
    gate.revoke(permit);
  }
}
