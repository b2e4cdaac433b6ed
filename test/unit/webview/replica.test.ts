import assert from 'node:assert/strict';
import type { AnyEvent, EventBody } from '../../../src/shared/events.ts';
import type { MessageId, RunId, SessionId } from '../../../src/shared/ids.ts';
import { emptySession, reduceSession } from '../../../src/shared/sessionState.ts';
import { Announcer } from '../../../webview-ui/src/a11y/announcer.ts';
import { orderRows } from '../../../webview-ui/src/infra/tree.ts';
import { shortType } from '../../../webview-ui/src/infra/words.ts';
import { applyEvents, mergeDeltas, type Replica } from '../../../webview-ui/src/state/replica.ts';

const messageId = 'm' as MessageId;
const event = (seq: number, body: EventBody): AnyEvent => ({ ...body, seq, at: seq, sessionId: 's' as SessionId, actor: { kind: 'host', name: 'h' } });
const delta = (seq: number, text: string): AnyEvent => event(seq, { type: 'text-delta', messageId, text });
const start = event(1, { type: 'assistant-start', runId: 'r' as RunId, messageId });
const replica = (): Replica => ({ epoch: 1, session: [start].reduce(reduceSession, emptySession()), stale: false });
const textOf = ({ session: { items: [item] } }: Replica): string | undefined => (item?.kind === 'assistant' ? item.text : undefined);

describe('the replica', () => {
  it('is the same whether deltas come one by one, in a batch, or twice', () => {
    const events = [delta(2, 'a'), delta(3, 'b'), delta(4, 'c')];
    const single = events.reduce((state, one) => applyEvents(state, { type: 'events', epoch: 1, events: [one] }), replica());
    const batch = applyEvents(applyEvents(replica(), { type: 'events', epoch: 1, events }), { type: 'events', epoch: 1, events });
    assert.deepEqual(batch, single);
    assert.equal(textOf(batch), 'abc');
    assert.equal(mergeDeltas(events).length, 1);
  });

  it('goes stale on a gap and then applies nothing; another epoch changes nothing', () => {
    const gap = applyEvents(replica(), { type: 'events', epoch: 1, events: [delta(3, 'b')] });
    assert.equal(gap.stale, true);
    assert.equal(textOf(applyEvents(gap, { type: 'events', epoch: 1, events: [delta(2, 'a')] })), '');
    assert.equal(textOf(applyEvents(replica(), { type: 'events', epoch: 2, events: [delta(2, 'a')] })), '');
  });
});

describe('the announcer', () => {
  it('says an answer once, when it is complete', () => {
    const announcer = new Announcer();
    let state = [start].reduce(reduceSession, emptySession());
    announcer.update(state, 0);
    state = reduceSession(state, delta(2, 'The **cart** works.'));
    assert.deepEqual(announcer.update(state, 1).polite, []);
    state = reduceSession(state, event(3, { type: 'assistant-end', messageId, reason: 'end' }));
    assert.deepEqual(announcer.update(state, 2).polite, ['The cart works.']);
    assert.deepEqual(announcer.update(state, 3).polite, []);
  });

  it('says nothing of an earlier page that was loaded, and goes on with what is new', () => {
    const announcer = new Announcer();
    const past = event(1, { type: 'notice', level: 'warning', text: 'Long ago' });
    const shown = { ...[start].reduce(reduceSession, emptySession()), earlier: 1 };
    announcer.update(shown, 0);
    let state = { ...shown, items: [...[past].reduce(reduceSession, emptySession()).items, ...shown.items], earlier: 0 };
    assert.deepEqual(announcer.update(state, 1).polite, []);
    state = reduceSession(state, event(2, { type: 'notice', level: 'warning', text: 'Just now' }));
    assert.deepEqual(announcer.update(state, 2).polite, ['Just now']);
  });
});

describe('the resource tree', () => {
  const row = (urn: string, op: 'create' | 'delete' | 'same', state: 'done' | 'failed' | 'planned', parent?: string) => ({ urn, type: 't', name: urn, op, state, changes: [], parent });
  it('puts failures first, nests by parent and skips unchanged rows', () => {
    const rows = [row('root', 'same', 'done'), row('a', 'create', 'done', 'root'), row('b', 'create', 'done', 'root'), row('c', 'create', 'failed', 'b')];
    assert.deepEqual(orderRows(rows, false).map(({ row: { urn }, depth }) => `${depth} ${urn}`), ['0 b', '1 c', '0 a']);
  });
  it('names types as the Pulumi command does', () => {
    assert.deepEqual(['aws:ec2/instance:Instance', 'sim:Database', 'pulumi:pulumi:Stack', 'kubernetes:apps/v1:Deployment'].map(shortType), ['aws:ec2:Instance', 'sim:Database', 'pulumi:pulumi:Stack', 'kubernetes:apps:Deployment']);
  });
  it('shows the worst first in a plan', () => {
    assert.deepEqual(orderRows([row('a', 'create', 'planned'), row('b', 'delete', 'planned')], true).map(({ row: { urn } }) => urn), ['b', 'a']);
  });
});
