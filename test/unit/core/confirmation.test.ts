import assert from 'node:assert/strict';
import { createGate } from '../../../src/gate/gate.ts';
import type { Proposal } from '../../../src/core/tool.ts';
import type { ApprovalRequest } from '../../../src/shared/events.ts';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession } from '../../fixtures/session.ts';

/** What a person is asked about a proposal, judged by the real gate. */
async function asked(proposal: Partial<Proposal>): Promise<ApprovalRequest> {
  const { session, next } = testSession(new ScriptedModel([callTool('act', { value: 'a' }), say('ok')]), [recordingTool('act', [], proposal)], { gate: createGate() });
  const run = session.send({ text: 'go', context: [] }, HUMAN);
  const { request } = await next('approval-requested');
  session.stop();
  await run;
  return request;
}

describe('what a person is asked', () => {
  it('names each effect once, in the gate’s words, and keeps the other facts as reasons', async () => {
    const { effects, reasons } = await asked({
      effects: [{ kind: 'delete', target: '/shop/build', inWorkspace: true, recoverable: 'none' }, { kind: 'network', target: 'example.com' }],
      reasons: ['The folder is named by a pattern.'],
    });
    assert.deepEqual(effects.map(({ words, target }) => `${words ?? ''}: ${target}`), ['Deletes for good: /shop/build', 'Sends over the network to: example.com']);
    assert.deepEqual(reasons, ['The folder is named by a pattern.']);
  });

  it('says who asks, and how the wish came in', async () => {
    const request = await asked({ effects: [{ kind: 'network', target: 'example.com' }] });
    assert.deepEqual([request.askedBy, request.channel], [{ kind: 'model', name: 'script-1' }, 'chat']);
  });

  it('says whether it can be undone, the gravest first', async () => {
    const { recoverability } = await asked({
      effects: [{ kind: 'write', target: '/shop/a', inWorkspace: true, recoverable: 'checkpoint' }, { kind: 'delete', target: '/shop/b', recoverable: 'none' }, { kind: 'network', target: 'example.com' }],
    });
    assert.equal(recoverability, 'Cannot be undone: nothing brings back what it destroys. A checkpoint keeps what was there before; Undo puts it back. What is sent cannot be taken back.');
  });

  it('shows the effects of each command of a line, a single one not twice', async () => {
    const push = { kind: 'git', target: 'origin', access: 'write', recoverable: 'unknown' } as const;
    const list = { kind: 'read', target: '/shop', inWorkspace: true } as const;
    const parts = [{ text: 'ls', effects: [list] }, { text: 'git push', effects: [push] }];
    assert.deepEqual((await asked({ effects: [list, push], parts })).parts?.map(({ text, effects }) => [text, effects[0]?.words]), [['ls', 'Reads'], ['git push', 'Changes the repository or a remote for good']]);
    assert.equal((await asked({ effects: [push], parts: parts.slice(1) })).parts, undefined);
  });

  it('asks for a word where the name is none that can be typed, so that Enter alone never confirms', async () => {
    const typed = async (typedTarget: string): Promise<string | undefined> => (await asked({ effects: [{ kind: 'infra', target: 'x', recoverable: 'none' }], typedTarget })).typedTarget;
    for (const name of ['', ' ', ' dev', 'a\nb', '\u200B', 'x'.repeat(500)]) assert.equal(await typed(name), 'destroy', JSON.stringify(name));
    assert.equal(await typed('shop dev'), 'shop dev');
  });

  it('hands on dry run and alternative, without secrets', async () => {
    const request = await asked({ effects: [{ kind: 'network', target: 'example.com' }], dryRun: 'hunter22 would go', alternative: 'Use --force-with-lease.' });
    assert.deepEqual([request.dryRun, request.alternative], ['«redacted» would go', 'Use --force-with-lease.']);
  });
});
