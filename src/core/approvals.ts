import type { Actor } from '../shared/effects.ts';
import type { ApprovalOutcome, ApprovalRequest } from '../shared/events.ts';
import type { ApprovalId } from '../shared/ids.ts';
import type { AnswerResult, ApprovalAnswer } from './session.ts';

export interface ApprovalResolution {
  outcome: ApprovalOutcome;
  reason?: string;
}

interface Waiting {
  request: ApprovalRequest;
  resolve(resolution: ApprovalResolution): void;
}

/**
 * Requests that wait for a person. Each is answered once; it also ends by expiry or with its run, and both mean no.
 */
export class Approvals {
  readonly #waiting = new Map<ApprovalId, Waiting>();

  /** Resolves with the answer; an abort resolves as `cancelled`, the deadline as `expired`. */
  ask(request: ApprovalRequest, now: number, signal: AbortSignal): Promise<ApprovalResolution> {
    return new Promise((resolve) => {
      const finish = (resolution: ApprovalResolution): void => {
        if (!this.#waiting.delete(request.approvalId)) return;
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        resolve(resolution);
      };
      const cancel = (): void => finish({ outcome: 'cancelled' });
      const timer = setTimeout(() => finish({ outcome: 'expired' }), Math.max(0, request.expiresAt - now));
      this.#waiting.set(request.approvalId, { request, resolve: finish });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Only a person answers; a typed target must match to the letter; a yes that lasts is for MODERATE alone, and only where it was offered. */
  answer(id: ApprovalId, answer: ApprovalAnswer, actor: Actor, now: number): AnswerResult {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return 'gone';
    // timers stand still while a machine sleeps, the clock does not
    if (now >= waiting.request.expiresAt) {
      waiting.resolve({ outcome: 'expired' });
      return 'gone';
    }
    if (actor.kind !== 'human') return 'not-allowed';
    if (answer.outcome !== 'reject-once') {
      const { level, rememberable, always, typedTarget } = waiting.request;
      if (answer.outcome === 'allow-session' && !(rememberable && level === 'MODERATE')) return 'not-allowed';
      if (answer.outcome === 'allow-always' && !(always !== undefined && rememberable && level === 'MODERATE')) return 'not-allowed';
      if (typedTarget !== undefined && answer.typed !== typedTarget) return 'wrong-target';
    }
    waiting.resolve({ outcome: answer.outcome, reason: answer.reason });
    return 'accepted';
  }
}
