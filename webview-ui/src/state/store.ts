import { batch, computed, signal } from '@preact/signals';
import type { HostMessage, HostState } from '../../../src/shared/messages.ts';
import type { ToolItem } from '../../../src/shared/sessionState.ts';
import { emptySession } from '../../../src/shared/sessionState.ts';
import { post } from '../vscodeApi.ts';
import { applyEvents, prependEarlier, trimOldest, type Replica } from './replica.ts';
import { draft, openSession, setDraft } from './viewMemory.ts';

const noHost: HostState = { hasKey: false, chips: [], pulumi: { state: 'ready', detail: '' }, trusted: true };

const replica = signal<Replica>({ epoch: -1, session: emptySession(), stale: true });

/** False until the host's first snapshot. */
export const connected = signal(false);
export const host = signal<HostState>(noHost);
export const session = computed(() => replica.value.session);
export const items = computed(() => session.value.items);
export const epoch = computed(() => replica.value.epoch);
export const running = computed(() => session.value.run !== undefined);
/** Tool calls that wait for a person, oldest first. */
export const waiting = computed(() => items.value.filter((item): item is ToolItem => item.kind === 'tool' && item.state === 'awaiting-approval'));
/** Counts up when the host asks for the focus in the composer. */
export const focusRequests = signal(0);
/** True while the end of the log is in view; then old items may be let go. */
export const following = signal(true);

const RESYNC_AGAIN_MS = 3_000;
let queue: HostMessage[] = [];
let scheduled = false;
let resyncTimer: ReturnType<typeof setTimeout> | undefined;

/** Takes one message of the host; everything but `ping` is applied once per frame. */
export function receive(message: HostMessage): void {
  if (message.type === 'ping') {
    post({ type: 'pong', id: message.id });
    return;
  }
  queue.push(message);
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(flush, 50);
  else requestAnimationFrame(flush);
}

function flush(): void {
  scheduled = false;
  const messages = queue;
  queue = [];
  batch(() => {
    for (const message of messages) apply(message);
    if (following.value) {
      const trimmed = trimOldest(replica.value.session);
      if (trimmed !== replica.value.session) replica.value = { ...replica.value, session: trimmed };
    }
  });
}

function apply(message: HostMessage): void {
  switch (message.type) {
    case 'snapshot':
      clearTimeout(resyncTimer);
      openSession(message.sessionId);
      replica.value = { epoch: message.epoch, session: message.state, stale: false };
      host.value = message.host;
      connected.value = true;
      if (message.focusComposer === true) focusRequests.value += 1;
      return;
    case 'events': {
      const before = replica.value;
      replica.value = applyEvents(before, message);
      if (replica.value.stale && !before.stale) askForSnapshot();
      return;
    }
    case 'earlier':
      replica.value = prependEarlier(replica.value, message.epoch, message.items, message.earlier);
      return;
    case 'host-state':
      host.value = message.host;
      return;
    case 'focus':
      focusRequests.value += 1;
      return;
    case 'draft':
      // what was written meanwhile stays
      setDraft([...new Set([message.text, draft.peek()])].filter((text) => text !== '').join('\n'));
      if (document.hasFocus()) focusRequests.value += 1;
      return;
    case 'ping':
      return;
  }
}

function askForSnapshot(): void {
  post({ type: 'resync', epoch: replica.value.epoch });
  clearTimeout(resyncTimer);
  resyncTimer = setTimeout(askForSnapshot, RESYNC_AGAIN_MS);
}
