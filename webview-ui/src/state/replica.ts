import type { AnyEvent } from '../../../src/shared/events.ts';
import type { HostMessage } from '../../../src/shared/messages.ts';
import type { Item, SessionState } from '../../../src/shared/sessionState.ts';
import { reduceSession } from '../../../src/shared/sessionState.ts';

/** The webview's copy of the shown session. `stale` means: a new snapshot was asked for, events are ignored until it comes. */
export interface Replica {
  epoch: number;
  session: SessionState;
  stale: boolean;
}

type EventsMessage = Extract<HostMessage, { type: 'events' }>;

/** Items held before the oldest are given back to the host's keeping, and how many then stay. */
export const HELD_LIMIT = 600;
export const HELD_AFTER_TRIM = 300;

/**
 * Applies a batch. Events of another epoch and ones that were applied before change nothing; a gap in the
 * sequence marks the replica stale.
 */
export function applyEvents(replica: Replica, message: EventsMessage): Replica {
  if (replica.stale || message.epoch !== replica.epoch) return replica;
  const fresh = message.events.filter((event) => event.seq > replica.session.seq);
  let expected = replica.session.seq + 1;
  for (const event of fresh) {
    if (event.seq !== expected) return { ...replica, stale: true };
    expected += 1;
  }
  return fresh.length === 0 ? replica : { ...replica, session: mergeDeltas(fresh).reduce(reduceSession, replica.session) };
}

/** Joins neighbouring deltas of the same message, so that a burst costs one state and not hundreds. */
export function mergeDeltas(events: AnyEvent[]): AnyEvent[] {
  const merged: AnyEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    const joined = last === undefined ? undefined : join(last, event);
    if (joined === undefined) merged.push(event);
    else merged[merged.length - 1] = joined;
  }
  return merged;
}

function join(first: AnyEvent, second: AnyEvent): AnyEvent | undefined {
  if ((first.type === 'text-delta' || first.type === 'thinking-delta') && second.type === first.type && second.messageId === first.messageId) {
    return { ...second, text: first.text + second.text };
  }
  if (first.type === 'tool-output' && second.type === 'tool-output' && second.callId === first.callId) {
    return { ...second, text: first.text + second.text };
  }
  return undefined;
}

/** Puts an earlier page in front; items that are held already are not doubled. */
export function prependEarlier(replica: Replica, epoch: number, items: Item[], earlier: number): Replica {
  if (epoch !== replica.epoch) return replica;
  const held = new Set(replica.session.items.map(itemKey));
  const fresh = items.filter((item) => !held.has(itemKey(item)));
  return { ...replica, session: { ...replica.session, items: [...fresh, ...replica.session.items], earlier } };
}

/** Lets go of the oldest items of a long session; they can be loaded again page by page. */
export function trimOldest(session: SessionState): SessionState {
  if (session.items.length <= HELD_LIMIT) return session;
  const dropped = session.items.length - HELD_AFTER_TRIM;
  return { ...session, items: session.items.slice(dropped), earlier: session.earlier + dropped };
}

/** Unique over all kinds of items. */
export const itemKey = (item: Item): string => `${item.kind}:${item.id}`;
