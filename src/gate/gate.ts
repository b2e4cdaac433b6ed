import { AppError } from '../core/errors.ts';
import type { Gate, Permit, Verdict } from '../core/gate.ts';
import { decide } from './decide.ts';
import { createPermitMint } from './permit.ts';

export interface PermittingGate extends Gate {
  /** For whatever starts a process or writes a file. @throws AppError `not-permitted` */
  assertPermit(permit: Permit): void;
}

/**
 * The one gate of a host. It remembers which verdicts it gave and for which digest, so that a permit comes only from
 * a verdict of its own, for the very action that was judged, once.
 */
export function createGate(): PermittingGate {
  const mint = createPermitMint();
  const judged = new WeakMap<Verdict, string>();
  return {
    decide(input) {
      const verdict = decide(input);
      judged.set(verdict, input.digest);
      return verdict;
    },
    permit(verdict, approvedDigest, currentDigest) {
      const judgedDigest = judged.get(verdict);
      if (judgedDigest === undefined) throw new AppError('not-approved', 'The action was not decided by this gate, or its decision was used before.\nStart it again.');
      if (verdict.decision === 'deny') throw new AppError('not-approved', `The action is denied (${verdict.rule}).`);
      if (verdict.decision === 'ask' && approvedDigest === undefined) throw new AppError('not-approved', 'The action needs the approval of a person, and there is none.');
      if (judgedDigest !== currentDigest || (approvedDigest !== undefined && approvedDigest !== currentDigest)) {
        throw new AppError('approval-stale', 'What the action would do has changed since it was decided, so it did not start.\nLook at it again and decide anew.');
      }
      judged.delete(verdict);
      return mint.mint(currentDigest);
    },
    revoke: mint.revoke,
    assertPermit: mint.assertPermit,
  };
}
