import assert from 'node:assert/strict';
import { activityOf, changesActivity } from '../../../src/editor/activity.ts';
import { keptChange } from '../../../src/editor/keptChange.ts';
import { statusBarText } from '../../../src/editor/statusText.ts';
import type { ApprovalRequest } from '../../../src/shared/events.ts';
import type { ApprovalId, BlobId, CallId, MessageId, RunId } from '../../../src/shared/ids.ts';
import { FakeSession } from './fakeHost.ts';

const runId = 'r' as RunId;
const call = (id: string, title: string) => ({ type: 'tool-call' as const, runId, callId: id as CallId, name: 'edit', title, input: {} });
const request = (id: string, title: string, level: ApprovalRequest['level']): ApprovalRequest => ({
  approvalId: `a-${id}` as ApprovalId, callId: id as CallId, digest: '', level, title, effects: [], reasons: [], rememberable: false, askedBy: { kind: 'model', name: 'm' }, expiresAt: 0,
});
const change = (id: string, path: string, before: string | undefined, after: string) => ({
  type: 'file-changed' as const, callId: id as CallId, change: { path, after: after as BlobId, ...(before === undefined ? {} : { before: before as BlobId }) },
});
const ended = (id: string) => ({ type: 'tool-end' as const, callId: id as CallId, outcome: 'ok' as const, forModel: '', durationMs: 1 });

describe('what is seen of a session outside the chat', () => {
  let session: FakeSession;
  beforeEach(() => {
    session = new FakeSession('s');
    session.tell({ type: 'run-start', runId });
  });

  it('counts the confirmations that wait, until they are answered', () => {
    session.tell(call('1', 'Delete cart.ts'), { type: 'approval-requested', request: request('1', 'Delete cart.ts', 'DESTRUCTIVE') });
    assert.deepEqual(activityOf(session.state).waiting, [{ approvalId: 'a-1', title: 'Delete cart.ts', level: 'DESTRUCTIVE' }]);
    session.tell({ type: 'approval-resolved', approvalId: 'a-1' as ApprovalId, callId: '1' as CallId, outcome: 'reject-once' });
    assert.deepEqual(activityOf(session.state).waiting, []);
  });

  it('offers to undo the newest call that changed files and was not undone', () => {
    session.tell(call('1', 'first'), change('1', '/shop/a', 'x', 'y'), ended('1'), call('2', 'second'), change('2', '/shop/b', 'x', 'y'), ended('2'));
    assert.equal(activityOf(session.state).undoable?.title, 'second');
    session.tell({ type: 'change-undone', callId: '2' as CallId, paths: ['/shop/b'] });
    assert.equal(activityOf(session.state).undoable?.title, 'first');
  });

  it('names the stack of the newest verb', () => {
    session.tell(call('1', 'Preview'), { type: 'infra-update', callId: '1' as CallId, update: { verb: 'preview', project: 'shop', stack: 'dev', phase: 'preview', rows: [], diagnostics: [] } });
    assert.deepEqual(activityOf(session.state).stack, { project: 'shop', name: 'dev' });
  });

  it('does not change with the many small events of an answer', () => {
    const messageId = 'm' as MessageId;
    assert.equal(changesActivity(session.tell({ type: 'text-delta', messageId, text: 'x' })), false);
    assert.equal(changesActivity(session.tell({ type: 'run-end', runId, outcome: 'done' })), true);
  });
});

describe('the status bar', () => {
  const idle = { status: 'idle' as const, running: false, waiting: [] };
  it('warns only while a confirmation waits', () => {
    const waiting = [{ approvalId: 'a' as ApprovalId, title: 'Destroy shop/dev', level: 'DESTRUCTIVE' as const }];
    const text = statusBarText({ ...idle, running: true, waiting }, undefined, '/shop');
    assert.ok(text.warning);
    assert.equal(text.tooltip, 'A confirmation waits: Destroy shop/dev');
    assert.ok(!statusBarText({ ...idle, running: true }, undefined, '/shop').warning);
  });
  it('names the stack, and says so when it is production', () => {
    const text = statusBarText(idle, { project: 'shop', name: 'prod', production: true }, '/shop');
    assert.match(text.text, /Pilothouse: shop\/prod$/);
    assert.match(text.tooltip, /production/);
  });
  it('says where Pilothouse works', () => {
    assert.match(statusBarText(idle, undefined, '/shop').tooltip, /\/shop/);
    assert.match(statusBarText(idle, undefined, undefined).tooltip, /No folder/);
  });
});

describe('the change that a diff shows', () => {
  const session = new FakeSession('s');
  session.tell(
    { type: 'run-start', runId }, call('1', 'edit'), change('1', '/shop/src/cart.ts', 'one', 'two'), change('1', '/shop/src/cart.ts', 'two', 'three'), change('1', '/shop/new.ts', undefined, 'four'),
  );
  it('goes from the oldest content to the newest', () => {
    assert.deepEqual(keptChange(session.state, '1' as CallId, 'src/cart.ts'), { path: '/shop/src/cart.ts', before: 'one', after: 'three' });
  });
  it('has nothing before a new file', () => {
    assert.deepEqual(keptChange(session.state, '1' as CallId, '/shop/new.ts'), { path: '/shop/new.ts', after: 'four' });
  });
  it('is none for a file that the call did not touch', () => {
    assert.equal(keptChange(session.state, '1' as CallId, 't.ts'), undefined);
    assert.equal(keptChange(session.state, '2' as CallId, 'src/cart.ts'), undefined);
  });
});
