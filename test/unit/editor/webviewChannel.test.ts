import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createChannel, FLUSH_MS, type Channel } from '../../../src/editor/webviewChannel.ts';
import { jsonBytes, MESSAGE_BYTES, SNAPSHOT_ITEMS } from '../../../src/editor/snapshot.ts';
import type { AnyEvent } from '../../../src/shared/events.ts';
import type { CallId, MessageId, RunId } from '../../../src/shared/ids.ts';
import type { HostMessage, HostState } from '../../../src/shared/messages.ts';
import { reduceSession, type SessionState } from '../../../src/shared/sessionState.ts';
import { FakeSession } from './fakeHost.ts';

const hostState: HostState = { hasKey: false, chips: [], pulumi: { state: 'ready', detail: '' }, trusted: true };
const messageId = 'live' as MessageId;

/** A webview's half: keeps the state by the same reducer and notes every gap. */
class Replica {
  state: SessionState | undefined;
  epoch = 0;
  gaps = 0;

  take(message: HostMessage): void {
    if (message.type === 'snapshot') {
      this.epoch = message.epoch;
      this.state = message.state;
    } else if (message.type === 'events' && this.state !== undefined) {
      for (const event of message.events) {
        if (event.seq !== this.state.seq + 1) this.gaps += 1;
        this.state = reduceSession(this.state, event);
      }
    } else if (message.type === 'earlier' && this.state !== undefined) {
      this.state = { ...this.state, items: [...message.items, ...this.state.items], earlier: message.earlier };
    }
  }
}

describe('the channel to the webview', () => {
  let sent: HostMessage[];
  let replica: Replica;
  let channel: Channel;
  const open = (session: FakeSession): void => {
    channel.setHost(hostState);
    channel.show(session);
    channel.receive({ type: 'ready' });
  };
  const types = (): string[] => sent.map((message) => message.type);

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    sent = [];
    replica = new Replica();
    channel = createChannel((message) => {
      sent.push(message);
      replica.take(message);
    });
  });
  afterEach(() => {
    channel.dispose();
    mock.timers.reset();
  });

  it('sends nothing before the webview says that it is ready', () => {
    const session = new FakeSession('s').fill(1);
    channel.setHost(hostState);
    channel.show(session);
    session.tell({ type: 'notice', level: 'info', text: 'early' });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(sent, []);
    channel.receive({ type: 'ready' });
    assert.deepEqual(types(), ['snapshot']);
    assert.deepEqual(replica.state, session.state);
  });

  it('waits with the snapshot for a session that is still being opened', () => {
    channel.receive({ type: 'ready' });
    channel.setHost(hostState);
    assert.deepEqual(sent, []);
    channel.show(new FakeSession('s'));
    assert.deepEqual(types(), ['snapshot']);
  });

  it('gathers a stream of events into one message, in order and without a gap', () => {
    const session = new FakeSession('s');
    open(session);
    session.tell({ type: 'assistant-start', runId: 'r' as RunId, messageId });
    for (let index = 0; index < 500; index += 1) session.tell({ type: 'text-delta', messageId, text: `${index} ` });
    assert.deepEqual(types(), ['snapshot']);
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(types(), ['snapshot', 'events']);
    assert.equal(replica.gaps, 0);
    assert.deepEqual(replica.state, session.state);
  });

  it('keeps every message of events under the size limit', () => {
    const session = new FakeSession('s');
    open(session);
    session.tell({ type: 'assistant-start', runId: 'r' as RunId, messageId });
    for (let index = 0; index < 40; index += 1) session.tell({ type: 'text-delta', messageId, text: 'ü'.repeat(5_000) });
    mock.timers.tick(FLUSH_MS);
    const batches = sent.filter((message) => message.type === 'events');
    assert.ok(batches.length > 5);
    for (const batch of batches) assert.ok(jsonBytes(batch.events) <= MESSAGE_BYTES + 100);
    assert.deepEqual(replica.state, session.state);
  });

  it('does not send again what a snapshot holds already', () => {
    const session = new FakeSession('s').fill(1);
    open(session);
    session.tell({ type: 'notice', level: 'info', text: 'gathered, then in the snapshot' });
    channel.receive({ type: 'resync', epoch: replica.epoch });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(types(), ['snapshot', 'snapshot']);
    assert.deepEqual(replica.state, session.state);
  });

  it('leaves out events that come late, when their session’s state has them already', () => {
    const session = new FakeSession('s').fill(1);
    let late: ((events: AnyEvent[]) => void) | undefined;
    channel.setHost(hostState);
    channel.receive({ type: 'ready' });
    channel.show({
      id: session.id,
      get state() {
        return session.state;
      },
      subscribe: (listener) => {
        late = listener;
        return () => undefined;
      },
    });
    const known = session.tell({ type: 'notice', level: 'info', text: 'in the next snapshot' });
    channel.receive({ type: 'resync', epoch: replica.epoch });
    late?.(known);
    mock.timers.tick(FLUSH_MS);
    assert.equal(replica.gaps, 0);
    assert.deepEqual(replica.state, session.state);
  });

  it('answers a resync of an older epoch with nothing, because a newer snapshot is on its way', () => {
    open(new FakeSession('a'));
    const { epoch } = replica;
    channel.show(new FakeSession('b'));
    channel.receive({ type: 'resync', epoch });
    assert.deepEqual(types(), ['snapshot', 'snapshot']);
    assert.notEqual(replica.epoch, epoch);
  });

  it('no longer sends events of a session that is not shown any more', () => {
    const old = new FakeSession('a');
    open(old);
    channel.show(new FakeSession('b'));
    old.tell({ type: 'notice', level: 'info', text: 'too late' });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(types(), ['snapshot', 'snapshot']);
  });

  it('stops while the view is hidden and comes back with a whole snapshot', () => {
    const session = new FakeSession('s');
    open(session);
    channel.disconnect();
    session.fill(3);
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(types(), ['snapshot']);
    channel.receive({ type: 'ready' });
    assert.deepEqual(replica.state, session.state);
    session.tell({ type: 'notice', level: 'info', text: 'again live' });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(replica.state, session.state);
  });

  it('shows the newest items of a long conversation and loads the others page by page', () => {
    const session = new FakeSession('s').fill(SNAPSHOT_ITEMS + 45);
    open(session);
    assert.equal(replica.state?.items.length, SNAPSHOT_ITEMS);
    assert.equal(replica.state?.earlier, 45);
    channel.receive({ type: 'load-earlier', count: 40 });
    assert.equal(replica.state?.earlier, 5);
    channel.receive({ type: 'load-earlier', count: 40 });
    assert.deepEqual(replica.state, session.state);
  });

  it('sends the page before what the webview says it holds, when it let old items go', () => {
    const session = new FakeSession('s').fill(SNAPSHOT_ITEMS + 10);
    open(session);
    channel.receive({ type: 'load-earlier', count: 100 });
    assert.ok(replica.state);
    replica.state = { ...replica.state, items: replica.state.items.slice(30), earlier: 30 };
    channel.receive({ type: 'load-earlier', count: 100, earlier: 30 });
    assert.deepEqual(replica.state, session.state);
    channel.receive({ type: 'load-earlier', count: 100, earlier: 999_999 });
    assert.equal(sent.at(-1)?.type, 'earlier');
  });

  it('cuts pages and snapshots by size as well', () => {
    const session = new FakeSession('s').fill(30, 'x'.repeat(9_000));
    open(session);
    const first = sent[0];
    assert.ok(first?.type === 'snapshot' && first.state.items.length < 10 && jsonBytes(first) < MESSAGE_BYTES + 2_000);
    while ((replica.state?.earlier ?? 0) > 0) {
      channel.receive({ type: 'load-earlier', count: 100 });
      assert.ok(jsonBytes(sent.at(-1)) < MESSAGE_BYTES + 2_000);
    }
    assert.deepEqual(replica.state, session.state);
  });

  it('always gives the webview what a run is still working on, however long ago it began', () => {
    const session = new FakeSession('s');
    const callId = 'slow' as CallId;
    session.tell({ type: 'run-start', runId: 'r' as RunId }, { type: 'tool-call', runId: 'r' as RunId, callId, name: 'shell', title: 'npm test', input: {} });
    session.fill(SNAPSHOT_ITEMS + 10);
    open(session);
    session.tell({ type: 'tool-end', callId, outcome: 'ok', forModel: '', durationMs: 1 });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(replica.state, session.state);
  });

  it('applies nothing twice to a page that is loaded in the middle of a stream', () => {
    const session = new FakeSession('s').fill(SNAPSHOT_ITEMS + 1);
    open(session);
    session.tell({ type: 'text-delta', messageId: 'm1' as MessageId, text: ' and more' });
    channel.receive({ type: 'load-earlier', count: 10 });
    mock.timers.tick(FLUSH_MS);
    assert.deepEqual(replica.state, session.state);
  });

  it('keeps focus and draft for a webview that is not there yet', () => {
    channel.setHost(hostState);
    channel.show(new FakeSession('s'));
    channel.focusComposer();
    channel.draft('half a thought');
    channel.receive({ type: 'ready' });
    assert.equal(sent[0]?.type === 'snapshot' && sent[0].focusComposer, true);
    assert.deepEqual(sent[1], { type: 'draft', text: 'half a thought' });
    channel.receive({ type: 'ready' });
    assert.equal(sent[2]?.type === 'snapshot' && sent[2].focusComposer, undefined);
    assert.equal(sent.length, 3);
  });

  it('names the session in the snapshot, so that drafts do not mix', () => {
    open(new FakeSession('mine'));
    assert.equal(sent[0]?.type === 'snapshot' && sent[0].sessionId, 'mine');
  });
});
