import type { Actor } from '../../../src/shared/effects.ts';
import type { EventBody, SessionEvent } from '../../../src/shared/events.ts';
import type { MessageId, SessionId } from '../../../src/shared/ids.ts';

export const session = 'session-1' as SessionId;
export const human: Actor = { kind: 'human', name: 'tester' };

/** An event of a session; a delta unless told otherwise. */
export function event(seq: number, body: EventBody = { type: 'text-delta', messageId: 'm' as MessageId, text: `piece ${seq}` }, sessionId = session): SessionEvent {
  return { sessionId, seq, at: 1_000 + seq, actor: human, ...body };
}
