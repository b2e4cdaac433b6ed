import type { AnyEvent } from '../shared/events.ts';
import type { SessionId } from '../shared/ids.ts';
import type { HostMessage, HostState, WebviewMessage } from '../shared/messages.ts';
import type { SessionState } from '../shared/sessionState.ts';
import { jsonBytes, MESSAGE_BYTES, pageStart, snapshotOf } from './snapshot.ts';

/** Milliseconds that events are gathered before they go to the webview as one message: at most 40 messages a second. */
export const FLUSH_MS = 25;

/** What the channel needs of a session: state and events in order. */
export interface SessionSource {
  /** Absent for what is not a session, such as the remark that no folder is open. */
  readonly id?: SessionId;
  readonly state: SessionState;
  subscribe(listener: (events: AnyEvent[]) => void): () => void;
}

export interface Channel {
  /** Shows another session; a connected webview gets a new snapshot under a new epoch. */
  show(source: SessionSource): void;
  setHost(state: HostState): void;
  /** Answers the messages of the protocol itself: `ready`, `resync`, `load-earlier`. */
  receive(message: Extract<WebviewMessage, { type: 'ready' | 'resync' | 'load-earlier' }>): void;
  /** Puts the cursor into the composer, at once or as soon as the webview is there. */
  focusComposer(): void;
  /** Puts text into the composer, at once or as soon as the webview is there. */
  draft(text: string): void;
  /** The webview is hidden or gone: nothing is sent until it says `ready` again. */
  disconnect(): void;
  dispose(): void;
}

/** The host's half of the protocol in shared/messages.ts: one snapshot, then gapless batches of events. */
export function createChannel(post: (message: HostMessage) => void): Channel {
  let connected = false;
  let source: SessionSource | undefined;
  let unsubscribe: (() => void) | undefined;
  let host: HostState | undefined;
  let epoch = 0;
  let snapshotSent = false;
  /** Newest sequence number that the webview has, or that is on its way. */
  let sentSeq = 0;
  /** Index of the oldest item that the webview holds. */
  let firstHeld = 0;
  let pending: AnyEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let wantsFocus = false;
  let wantedDraft: string | undefined;

  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    pending = [];
    snapshotSent = false;
  };
  const sendSnapshot = (): void => {
    if (!connected || source === undefined || host === undefined) return;
    forget();
    const page = snapshotOf(source.state);
    firstHeld = page.start;
    sentSeq = page.state.seq;
    snapshotSent = true;
    post({
      type: 'snapshot', epoch, ...(source.id === undefined ? {} : { sessionId: source.id }), state: page.state, host, ...(wantsFocus ? { focusComposer: true } : {}),
    });
    wantsFocus = false;
    if (wantedDraft !== undefined) post({ type: 'draft', text: wantedDraft });
    wantedDraft = undefined;
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const events = pending.filter((event) => event.seq > sentSeq);
    pending = [];
    for (const batch of batches(events)) post({ type: 'events', epoch, events: batch });
    sentSeq = events.at(-1)?.seq ?? sentSeq;
  };
  const gather = (events: AnyEvent[]): void => {
    if (!snapshotSent) return;
    pending.push(...events);
    timer ??= setTimeout(flush, FLUSH_MS);
  };

  return {
    show(next) {
      unsubscribe?.();
      forget();
      epoch += 1;
      source = next;
      unsubscribe = next.subscribe(gather);
      sendSnapshot();
    },
    setHost(state) {
      host = state;
      if (snapshotSent) post({ type: 'host-state', host });
      else sendSnapshot();
    },
    receive(message) {
      switch (message.type) {
        case 'ready':
          connected = true;
          sendSnapshot();
          return;
        case 'resync':
          // a gap seen under an older epoch is already healed by the newer snapshot
          if (message.epoch === epoch) sendSnapshot();
          return;
        case 'load-earlier': {
          if (!snapshotSent || source === undefined) return;
          // first what is gathered: a page shows the newest state, and nothing may be applied to it twice
          flush();
          const { items, earlier } = source.state;
          const end = message.earlier === undefined ? firstHeld : Math.min(Math.max(0, message.earlier - earlier), items.length);
          const start = pageStart(items, end, message.count, MESSAGE_BYTES);
          post({ type: 'earlier', epoch, items: items.slice(start, end), earlier: earlier + start });
          firstHeld = start;
        }
      }
    },
    focusComposer() {
      if (snapshotSent) post({ type: 'focus', target: 'composer' });
      else wantsFocus = true;
    },
    draft(text) {
      if (snapshotSent) post({ type: 'draft', text });
      else wantedDraft = text;
    },
    disconnect() {
      connected = false;
      forget();
    },
    dispose() {
      unsubscribe?.();
      connected = false;
      forget();
    },
  };
}

/** Cuts a run of events into messages under the size limit; a single larger event goes alone. */
function batches(events: AnyEvent[]): AnyEvent[][] {
  const all: AnyEvent[][] = [];
  let batch: AnyEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = jsonBytes(event);
    if (batch.length > 0 && bytes + size > MESSAGE_BYTES) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) all.push(batch);
  return all;
}
