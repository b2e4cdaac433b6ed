import assert from 'node:assert/strict';
import { createGate } from '../../../src/gate/gate.ts';
import type { Effect } from '../../../src/shared/effects.ts';
import type { AnyEvent } from '../../../src/shared/events.ts';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession, trace } from '../../fixtures/session.ts';

const ask = { text: 'go', context: [] };
const autonomous = { gate: createGate(), rules: async () => ({ profile: 'autonomous', role: 'admin', policy: [], workspace: '/workspace', exposure: [] }) as const, humanPresent: false };
const page: Effect = { kind: 'network', target: 'https://example.com', access: 'read' };
const cloud: Effect = { kind: 'infra', target: 'shop/dev', access: 'read' };

describe('a session that reads text from outside', () => {
  const sources: [string, Effect, string[] | undefined][] = [
    ['a page', page, ['https://example.com']],
    ['a file outside the workspace', { kind: 'read', target: '/x/README.md', inWorkspace: false }, ['/x/README.md']],
    ['a file of the workspace', { kind: 'read', target: '/workspace/a', inWorkspace: true }, undefined],
    ['its own tests', { kind: 'exec', target: 'npm test', inWorkspace: true }, undefined],
    ['its infrastructure', cloud, undefined],
  ];
  for (const [name, effect, expected] of sources) {
    it(`${expected === undefined ? 'stays clean with' : 'is tainted by'} ${name}`, async () => {
      const { session, events } = testSession(new ScriptedModel([callTool('look', { value: 'a' }), say('ok')]), [recordingTool('look', [], { effects: [effect] })], autonomous);
      await session.send(ask, HUMAN);
      assert.deepEqual(session.state.taintedBy, expected);
      if (expected !== undefined) assert.ok(trace(events).indexOf('session-tainted') < trace(events).findIndex((kind) => kind.startsWith('tool-end')));
    });
  }

  it('is not tainted by what was denied', async () => {
    const { session } = testSession(new ScriptedModel([callTool('look', { value: 'a' }), say('ok')]), [recordingTool('look', [], { effects: [page], minimumLevel: 'HIGH' })], autonomous);
    await session.send(ask, HUMAN);
    assert.equal(session.state.taintedBy, undefined);
  });

  it('asks then for what was silent before, also after it was loaded anew, but not for its own files', async () => {
    const ran: string[] = [];
    const tools = [recordingTool('fetch', ran, { effects: [page] }), recordingTool('cloud', ran, { effects: [cloud] }), recordingTool('edit', ran, { effects: [{ kind: 'write', target: '/workspace/a', inWorkspace: true, recoverable: 'checkpoint' }] })];
    const stored: AnyEvent[] = [];
    const first = testSession(new ScriptedModel([callTool('cloud', { value: '1' }), callTool('fetch', { value: '2' }), callTool('cloud', { value: '3' }), callTool('edit', { value: '4' }), say('ok')]), tools, autonomous, stored);
    await first.session.send(ask, HUMAN);
    assert.deepEqual(ran, ['1', '2', '4']);
    await first.session.dispose();
    const again = testSession(new ScriptedModel([callTool('cloud', { value: '5' }), say('ok')]), tools, autonomous, stored);
    await again.session.send(ask, HUMAN);
    assert.deepEqual(ran, ['1', '2', '4']);
    assert.match(JSON.stringify(again.events.filter((event) => event.type === 'tool-end').at(-1)), /read text from outside: https:\/\/example\.com/);
  });

  it('is tainted by whatever speaks through a bridge, before anything is done', async () => {
    const { session, events } = testSession(new ScriptedModel([say('ok')]), [], autonomous);
    await session.send(ask, { kind: 'bridge', name: 'client' });
    assert.deepEqual(session.state.taintedBy, ['a message of bridge client']);
    assert.ok(trace(events).indexOf('session-tainted') < trace(events).indexOf('run-start'));
  });

  it('remembers a few sources, not a thousand', async () => {
    const effects = Array.from({ length: 50 }, (_, index): Effect => ({ ...page, target: `https://${index}.example.com` }));
    const { session, events } = testSession(new ScriptedModel([callTool('look', { value: 'a' }), callTool('look', { value: 'b' }), say('ok')]), [recordingTool('look', [], { effects })], autonomous);
    await session.send(ask, HUMAN);
    assert.equal(session.state.taintedBy?.length, 5);
    assert.equal(trace(events).filter((kind) => kind === 'session-tainted').length, 5);
  });
});
