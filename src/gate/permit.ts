import { AppError } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';

/** Makes, checks and ends permits. Each mint knows only its own: a look-alike object is refused. */
export interface PermitMint {
  mint: (digest: string) => Permit;
  revoke: (permit: Permit) => void;
  /** @throws AppError `not-permitted` for a forged, foreign or used permit. */
  assertPermit: (permit: Permit) => void;
}

export function createPermitMint(): PermitMint {
  const live = new WeakSet<Permit>();
  return {
    mint(digest) {
      // The brand exists in the types only; membership in `live` is what makes the object a permit.
      const permit = Object.freeze({ digest }) as Permit;
      live.add(permit);
      return permit;
    },
    revoke(permit) {
      live.delete(permit);
    },
    assertPermit(permit) {
      if (live.has(permit)) return;
      throw new AppError('not-permitted', 'The action was stopped: it carries no valid permit of the gate.\nStart it again so that it is decided anew.', { audience: 'log' });
    },
  };
}
