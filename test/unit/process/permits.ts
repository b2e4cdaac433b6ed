import { AppError } from '../../../src/core/errors.ts';
import type { Permit } from '../../../src/core/gate.ts';

/** A stand-in for the gate's permits: knows the ones it made, refuses all others. */
export function testPermits(): { permit: Permit; assertPermit: (permit: Permit) => void } {
  const permit = { digest: '0'.repeat(64) } as Permit;
  return {
    permit,
    assertPermit(given) {
      if (given !== permit) throw new AppError('not-approved', 'This action has no permit of the gate.');
    },
  };
}
