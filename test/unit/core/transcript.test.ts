import assert from 'node:assert/strict';
import { buildTranscript } from '../../../src/core/transcript.ts';
import type { EventBody, SessionEvent } from '../../../src/shared/events.ts';
import type { CallId, MessageId, RunId, SessionId } from '../../../src/shared/ids.ts';

const message = 'm1' as MessageId;
const run = 'r1' as RunId;
const stamped = (bodies: EventBody[]): SessionEvent[] =>
  bodies.map((body, index) => ({ ...body, sessionId: 's' as SessionId, seq: index + 1, at: 0, actor: { kind: 'host', name: 'test' } }));
const user = (text: string): EventBody => ({ type: 'user-message', messageId: message, text, context: [] });
const call = (callId: string, messageId?: MessageId): EventBody =>
  ({ type: 'tool-call', runId: run, callId: callId as CallId, messageId, name: 'read', title: 'Read a.ts', input: { path: 'a.ts' }, providerCallId: `p-${callId}` });
const end = (callId: string, forModel: string): EventBody => ({ type: 'tool-end', callId: callId as CallId, outcome: 'ok', forModel, durationMs: 1 });

describe('the transcript for the model', () => {
  it('pairs every call with its result under the provider\'s id', () => {
    const sent = buildTranscript(stamped([user('go'), { type: 'assistant-start', runId: run, messageId: message }, call('c1', message), call('c2', message), end('c1', 'one'), end('c2', 'two')]));
    assert.deepEqual(sent[1], { role: 'assistant', text: '', calls: [{ id: 'p-c1', name: 'read', input: { path: 'a.ts' } }, { id: 'p-c2', name: 'read', input: { path: 'a.ts' } }] });
    assert.deepEqual(sent[2], { role: 'tool', results: [{ callId: 'p-c1', name: 'read', text: 'one', failed: false }, { callId: 'p-c2', name: 'read', text: 'two', failed: false }] });
  });

  it('gives a call without a stored end a result that says so', () => {
    const sent = buildTranscript(stamped([user('go'), { type: 'assistant-start', runId: run, messageId: message }, call('c1', message)]));
    const last = sent.at(-1);
    assert.match(last?.role === 'tool' ? (last.results[0]?.text ?? '') : '', /interrupted/);
  });

  it('only ever grows at its end', () => {
    const events = stamped([
      user('go'), { type: 'assistant-start', runId: run, messageId: message }, { type: 'text-delta', messageId: message, text: 'Reading' }, call('c1', message), end('c1', 'one'),
      { type: 'assistant-start', runId: run, messageId: 'm2' as MessageId }, { type: 'text-delta', messageId: 'm2' as MessageId, text: 'Done' }, user('more'),
    ]);
    const early = buildTranscript(events.slice(0, 5));
    assert.deepEqual(buildTranscript(events).slice(0, early.length), early);
  });

  it('tells the model of what the person ran by a command', () => {
    const sent = buildTranscript(stamped([user('/preview'), call('c1'), end('c1', '4 to create'), user('why four?')]));
    assert.deepEqual(sent, [{ role: 'user', text: '/preview\n\n[I ran Read a.ts. Its result: 4 to create]\n\nwhy four?' }]);
  });

  it('fences context so that fences inside it cannot end it', () => {
    const [first] = buildTranscript(stamped([{ type: 'user-message', messageId: message, text: 'explain', context: [{ id: 'x', kind: 'selection', label: 'a.md:1-3', path: 'a.md', startLine: 1, endLine: 3, text: '```\ncode\n```' }] }]));
    assert.match(first?.role === 'user' ? first.text : '', /selection a\.md:1-3\n````\n```\ncode\n```\n````/);
  });
});
