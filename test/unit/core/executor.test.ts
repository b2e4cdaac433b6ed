import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession, trace } from '../../fixtures/session.ts';

const ask = { text: 'go', context: [] };

describe('the executor', () => {
  it('runs a harmless call silently and records intent and outcome', async () => {
    const ran: string[] = [];
    const { session, events, audit } = testSession(new ScriptedModel([callTool('note', { value: 'a' }), say('ok')]), [recordingTool('note', ran)]);
    await session.send(ask, HUMAN);
    assert.deepEqual(ran, ['a']);
    assert.ok(!trace(events).includes('approval-requested'));
    assert.deepEqual(audit, [{ what: 'intent', detail: 'note SAFE by rule' }, { what: 'outcome', detail: 'ok' }]);
  });

  it('runs what a person allowed, once, with the intent written first', async () => {
    const ran: string[] = [];
    const tool = recordingTool('push', ran, { minimumLevel: 'HIGH' });
    const { session, next, audit, gate } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [tool]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    assert.deepEqual([ran.length, audit.length, session.state.status], [0, 0, 'awaiting-approval']);
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN), 'accepted');
    await run;
    assert.deepEqual(ran, ['a']);
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN), 'gone');
    assert.deepEqual(audit.map((line) => line.detail), ['push HIGH by person', 'ok']);
    assert.equal(gate.live.size, 0);
  });

  it('tells the model why a call was rejected and runs nothing', async () => {
    const ran: string[] = [];
    const model = new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]);
    const { session, next, audit } = testSession(model, [recordingTool('push', ran, { minimumLevel: 'HIGH' })]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    session.answer(request.approvalId, { outcome: 'reject-once', reason: 'wrong branch' }, HUMAN);
    await run;
    assert.deepEqual(ran, []);
    const result = model.requests[1]?.messages.at(-1);
    assert.match(result?.role === 'tool' ? (result.results[0]?.text ?? '') : '', /rejected[\s\S]*wrong branch/);
    assert.deepEqual(audit, [{ what: 'denied', detail: 'push by person' }]);
  });

  it('wants the target typed to the letter for what destroys', async () => {
    const ran: string[] = [];
    const { session, next } = testSession(new ScriptedModel([callTool('drop', { value: 'dev' }), say('ok')]), [recordingTool('drop', ran, { minimumLevel: 'DESTRUCTIVE', typedTarget: 'dev' })]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    assert.equal(request.typedTarget, 'dev');
    const confirmed = (typed: string | undefined, outcome: 'allow-once' | 'allow-session' = 'allow-once') =>
      session.answer(request.approvalId, { outcome, typed, token: session.openConfirmation(request.approvalId)?.token }, HUMAN);
    assert.equal(confirmed(undefined), 'wrong-target');
    assert.equal(confirmed('Dev'), 'wrong-target');
    assert.equal(confirmed('dev', 'allow-session'), 'not-allowed');
    assert.deepEqual(ran, []);
    assert.equal(confirmed('dev'), 'accepted');
    await run;
    assert.deepEqual(ran, ['dev']);
  });

  it('takes a yes to what destroys only from the dialog that the host opened last, once', async () => {
    const ran: string[] = [];
    const { session, next } = testSession(new ScriptedModel([callTool('drop', { value: 'dev' }), say('ok')]), [recordingTool('drop', ran, { minimumLevel: 'DESTRUCTIVE', typedTarget: 'dev' })]);
    const run = session.send(ask, HUMAN);
    const { request: { approvalId } } = await next('approval-requested');
    const answer = (token?: string, typed = 'dev') => session.answer(approvalId, { outcome: 'allow-once', typed, ...(token === undefined ? {} : { token }) }, HUMAN);
    assert.equal(answer(), 'not-allowed');
    const first = session.openConfirmation(approvalId);
    const second = session.openConfirmation(approvalId);
    assert.equal(answer(first?.token), 'not-allowed');
    assert.equal(answer(second?.token), 'not-allowed', 'a wrong token uses up the right one');
    const third = session.openConfirmation(approvalId);
    assert.equal(third?.signal.aborted, false);
    assert.equal(answer(third?.token), 'accepted');
    assert.equal(third?.signal.aborted, true);
    assert.equal(session.openConfirmation(approvalId), undefined);
    await run;
    assert.deepEqual(ran, ['dev']);
  });

  it('closes the host’s dialog when the run is stopped', async () => {
    const { session, next } = testSession(new ScriptedModel([callTool('drop', { value: 'dev' }), say('ok')]), [recordingTool('drop', [], { minimumLevel: 'DESTRUCTIVE', typedTarget: 'dev' })]);
    const run = session.send(ask, HUMAN);
    const { request: { approvalId } } = await next('approval-requested');
    const dialog = session.openConfirmation(approvalId);
    session.stop();
    await run;
    assert.equal(dialog?.signal.aborted, true);
    assert.equal(session.answer(approvalId, { outcome: 'allow-once', typed: 'dev', token: dialog?.token }, HUMAN), 'gone');
  });

  it('lets nobody but a person answer', async () => {
    const ran: string[] = [];
    const { session, next } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, { kind: 'bridge', name: 'client' }), 'not-allowed');
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, { kind: 'model', name: 'script-1' }), 'not-allowed');
    session.stop();
    await run;
    assert.deepEqual(ran, []);
  });

  it('denies what would ask where nobody is there', async () => {
    const ran: string[] = [];
    const { session, events } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })], { humanPresent: false });
    await session.send(ask, HUMAN);
    assert.deepEqual(ran, []);
    assert.ok(trace(events).includes('tool-end denied'));
  });

  it('asks once for the same exact action after an answer for the session', async () => {
    const ran: string[] = [];
    const model = new ScriptedModel([callTool('test', { value: 'a' }, 'p1'), callTool('test', { value: 'a' }, 'p2'), callTool('test', { value: 'b' }, 'p3'), say('ok')]);
    const { session, events } = testSession(model, [recordingTool('test', ran, { minimumLevel: 'MODERATE' })]);
    session.subscribe((fresh) => {
      for (const event of fresh) if (event.type === 'approval-requested') session.answer(event.request.approvalId, { outcome: 'allow-session' }, HUMAN);
    });
    await session.send(ask, HUMAN);
    assert.deepEqual(ran, ['a', 'a', 'b']);
    assert.equal(trace(events).filter((kind) => kind === 'approval-requested').length, 2);
  });

  it('refuses what changed between the answer and the start', async () => {
    const ran: string[] = [];
    const tool = recordingTool('push', ran, { minimumLevel: 'HIGH', rebind: async () => ({ value: 'something else' }) });
    const model = new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]);
    const { session, next, audit } = testSession(model, [tool]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN);
    await run;
    assert.deepEqual(ran, []);
    assert.deepEqual(audit.map((line) => line.detail), ['push HIGH by person', 'refused']);
  });

  it('runs nothing when the intent cannot be written', async () => {
    const ran: string[] = [];
    const { session } = testSession(new ScriptedModel([callTool('note', { value: 'a' }), say('ok')]), [recordingTool('note', ran)], {
      audit: { intent: () => { throw new AppError('audit-unwritable', 'The audit cannot be written'); }, outcome: () => undefined, denied: () => undefined },
    });
    await session.send(ask, HUMAN);
    assert.deepEqual(ran, []);
  });

  it('ends an open confirmation with the run', async () => {
    const ran: string[] = [];
    const { session, next, events, audit } = testSession(new ScriptedModel([callTool('push', { value: 'a' })]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })]);
    const run = session.send(ask, HUMAN);
    await next('approval-requested');
    session.stop();
    assert.equal(await run, 'stopped');
    assert.deepEqual(trace(events).slice(-3), ['approval-resolved cancelled', 'tool-end cancelled', 'run-end stopped']);
    assert.deepEqual(audit, [{ what: 'denied', detail: 'push by abort' }]);
    assert.deepEqual(ran, []);
  });

  it('gives every call of an answer a result when the run is stopped in the middle', async () => {
    const calls = ['a', 'b', 'c'].map((value) => ({ type: 'call' as const, id: `p-${value}`, name: 'push', input: { value } }));
    const { session, next, events } = testSession(new ScriptedModel([[...calls, { type: 'end', reason: 'tool-calls' }]]), [recordingTool('push', [], { minimumLevel: 'HIGH' })]);
    const run = session.send(ask, HUMAN);
    await next('approval-requested');
    session.stop();
    await run;
    assert.deepEqual(trace(events).filter((kind) => kind.startsWith('tool-end')), ['tool-end cancelled', 'tool-end interrupted', 'tool-end interrupted']);
  });

  it('cancels one call and goes on with the run', async () => {
    const waiting = recordingTool('wait', [], {
      run: ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), { once: true })),
    });
    const { session, next, events } = testSession(new ScriptedModel([callTool('wait', { value: 'a' }), say('fine')]), [waiting]);
    const run = session.send(ask, HUMAN);
    const { callId } = await next('tool-start');
    session.cancelCall(callId);
    assert.equal(await run, 'done');
    assert.ok(trace(events).includes('tool-end cancelled'));
  });

  it('names the wrong field and the known tools instead of running something else', async () => {
    const model = new ScriptedModel([callTool('note', { valeu: 'a' }, 'p1'), callTool('nope', {}, 'p2'), say('ok')]);
    const { session } = testSession(model, [recordingTool('note', [])]);
    await session.send(ask, HUMAN);
    const texts = model.requests.slice(1).map((request) => request.messages.at(-1)).map((message) => (message?.role === 'tool' ? message.results[0]?.text : ''));
    assert.match(texts[0] ?? '', /value: [\s\S]*valeu/);
    assert.match(texts[1] ?? '', /no tool named "nope"[\s\S]*note/);
  });

  it('keeps secrets out of results, live output and stored inputs', async () => {
    const leaky = recordingTool('leak', [], {
      run: async ({ output }) => {
        output('first hunt');
        output('er22 line\n');
        return { forModel: 'password hunter22', view: { kind: 'text', text: 'hunter22' } };
      },
    });
    const { session, events } = testSession(new ScriptedModel([callTool('leak', { value: 'hunter22' }), say('ok')]), [leaky]);
    await session.send(ask, HUMAN);
    assert.ok(!JSON.stringify(events).includes('hunter22'));
    assert.ok(JSON.stringify(events).includes('«redacted»'));
  });
});
