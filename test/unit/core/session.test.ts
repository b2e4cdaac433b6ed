import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { ModelDelta } from '../../../src/core/model.ts';
import type { AnyEvent, SessionEvent } from '../../../src/shared/events.ts';
import type { ApprovalId } from '../../../src/shared/ids.ts';
import { callTool, failWith, hang, HUMAN, recordingTool, say, ScriptedModel, testSession, trace } from '../../fixtures/session.ts';

const ask = (text: string) => ({ text, context: [] });

describe('a session', () => {
  it('streams an answer and ends its run', async () => {
    const { session, events } = testSession(new ScriptedModel([say('Hello')]), []);
    assert.equal(await session.send(ask('hi'), HUMAN), 'done');
    assert.deepEqual(trace(events), ['session-created', 'user-message', 'title-changed', 'run-start', 'assistant-start', 'text-delta', 'assistant-end end', 'run-end done']);
    assert.equal(session.state.status, 'idle');
  });

  it('numbers its events without a gap', async () => {
    const { session, events } = testSession(new ScriptedModel([callTool('note', { value: 'a' }), say('done')]), [recordingTool('note', [])]);
    await session.send(ask('go'), HUMAN);
    assert.deepEqual(events.map((event) => event.seq), events.map((_event, index) => index + 1));
  });

  it('sends the conversation so far with the next message', async () => {
    const model = new ScriptedModel([say('One'), say('Two')]);
    const { session } = testSession(model, []);
    await session.send(ask('first'), HUMAN);
    await session.send(ask('second'), HUMAN);
    assert.deepEqual(model.requests[1]?.messages, [
      { role: 'user', text: 'first' }, { role: 'assistant', text: 'One', calls: [] }, { role: 'user', text: 'second' },
    ]);
  });

  it('tells nobody of an event that could not be stored', async () => {
    const heard: AnyEvent[] = [];
    const { session } = testSession(new ScriptedModel([]), [], { store: { append: () => { throw new AppError('store-full', 'The disk is full'); }, setTitle: () => undefined, release: () => undefined } });
    session.subscribe((events) => heard.push(...events));
    assert.throws(() => session.send(ask('hi'), HUMAN), { code: 'store-full' });
    assert.deepEqual(heard, []);
    assert.equal(session.state.items.length, 0);
  });

  it('goes on telling the others when one listener throws', async () => {
    const { session } = testSession(new ScriptedModel([say('Hello')]), []);
    let heard = 0;
    session.subscribe(() => { throw new Error('broken listener'); });
    session.subscribe((events) => { heard += events.length; });
    await session.send(ask('hi'), HUMAN);
    assert.equal(heard, 8);
  });

  it('refuses a second message while it works', async () => {
    const { session } = testSession(new ScriptedModel([hang]), []);
    const first = session.send(ask('one'), HUMAN);
    assert.throws(() => session.send(ask('two'), HUMAN), { code: 'session-busy' });
    session.stop();
    assert.equal(await first, 'stopped');
  });

  it('keeps what had arrived when it is stopped, marked as interrupted', async () => {
    const { session, next } = testSession(new ScriptedModel([hang]), []);
    const run = session.send(ask('go'), HUMAN);
    await next('text-delta');
    session.stop();
    assert.equal(await run, 'stopped');
    const answer = session.state.items.find((item) => item.kind === 'assistant');
    assert.equal(answer?.kind === 'assistant' && `${answer.text} ${answer.status}`, 'working interrupted');
    assert.equal(session.state.status, 'stopped');
  });

  it('says interrupted, not stopped, where the window closed in the middle', async () => {
    const { session, next } = testSession(new ScriptedModel([hang]), []);
    const run = session.send(ask('go'), HUMAN);
    await next('text-delta');
    await session.dispose();
    assert.equal(await run, 'interrupted');
    const notice = session.state.items.at(-1);
    assert.match(notice?.kind === 'notice' ? notice.text : '', /^Interrupted: the editor closed/);
  });

  it('shows a failed run as an error card with its actions', async () => {
    const failing = new ScriptedModel([failWith(new AppError('model-unauthorized', 'The key was refused\nCheck it.', { actions: ['set-api-key'] }))]);
    const { session } = testSession(failing, []);
    assert.equal(await session.send(ask('hi'), HUMAN), 'failed');
    const notice = session.state.items.at(-1);
    assert.deepEqual(notice?.kind === 'notice' && notice.error, { code: 'model-unauthorized', title: 'The key was refused', detail: 'Check it.', actions: ['set-api-key'] });
  });

  it('asks once more with the partial text when the stream broke in the middle', async () => {
    const model = new ScriptedModel([
      async function* (): AsyncIterable<ModelDelta> {
        yield { type: 'text', text: 'The first half ' };
        throw new AppError('model-stream-broken', 'reset');
      },
      say('and the second.'),
    ]);
    const { session } = testSession(model, []);
    assert.equal(await session.send(ask('hi'), HUMAN), 'done');
    const sent = model.requests[1]?.messages;
    assert.equal(sent?.[1]?.role === 'assistant' && sent[1].text, 'The first half ');
    assert.match(sent?.[2]?.role === 'user' ? sent[2].text : '', /Go on exactly where it stopped/);
  });

  it('does not run the complete calls of an answer whose stream broke', async () => {
    const ran: string[] = [];
    const model = new ScriptedModel([
      async function* (): AsyncIterable<ModelDelta> {
        yield { type: 'call', id: 'p1', name: 'note', input: { value: 'half' } };
        throw new AppError('model-stream-broken', 'reset');
      },
      say('Nothing was done.'),
    ]);
    const { session } = testSession(model, [recordingTool('note', ran)]);
    await session.send(ask('hi'), HUMAN);
    assert.deepEqual(ran, []);
  });

  it('never runs a call that was cut off, and tells the model', async () => {
    const ran: string[] = [];
    const model = new ScriptedModel([[{ type: 'cut-off', id: 'p1', name: 'note', bytes: 4_000 }, { type: 'end', reason: 'max-tokens' }], say('Smaller then.')]);
    const { session, events } = testSession(model, [recordingTool('note', ran)]);
    await session.send(ask('hi'), HUMAN);
    assert.deepEqual(ran, []);
    assert.ok(trace(events).includes('tool-end cut-off'));
    const result = model.requests[1]?.messages.at(-1);
    assert.match(result?.role === 'tool' ? (result.results[0]?.text ?? '') : '', /cut off after 4000 bytes/);
  });

  it('runs no call for a fourth time when the result stays the same', async () => {
    const ran: string[] = [];
    const model = new ScriptedModel([...Array.from({ length: 4 }, (_, index) => callTool('note', { value: 'x' }, `p${index}`)), say('I give up.')]);
    const { session } = testSession(model, [recordingTool('note', ran)]);
    await session.send(ask('hi'), HUMAN);
    assert.equal(ran.length, 3);
  });

  it('holds the next step while it is paused and goes on afterwards', async () => {
    const model = new ScriptedModel([callTool('note', { value: 'x' }), say('done')]);
    const { session, next } = testSession(model, [recordingTool('note', [])]);
    const run = session.send(ask('hi'), HUMAN);
    session.pause();
    await next('run-paused');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(model.requests.length, 0);
    session.resume();
    assert.equal(await run, 'done');
    assert.equal(model.requests.length, 2);
  });

  it('answers /help and an unknown command without a model', async () => {
    const { session } = testSession(new ScriptedModel([]), []);
    await session.send(ask('/nonsense'), HUMAN);
    const answer = session.state.items.at(-1);
    assert.match(answer?.kind === 'assistant' ? answer.text : '', /no command `\/nonsense`[\s\S]*\/preview/);
  });
});

describe('a session after a crash', () => {
  const crashed = async (model: ScriptedModel, tools: ReturnType<typeof recordingTool>[], until: SessionEvent['type']): Promise<AnyEvent[]> => {
    const before = testSession(model, tools);
    const run = before.session.send(ask('go'), HUMAN);
    await before.next(until);
    const survived = structuredClone(before.events);
    before.session.stop();
    await run;
    return survived;
  };

  it('opens with all that was stored, the cut answer marked, and goes on', async () => {
    const stored = await crashed(new ScriptedModel([hang]), [], 'text-delta');
    const model = new ScriptedModel([say('Here again.')]);
    const { session } = testSession(model, [], {}, stored);
    const kinds = session.state.items.map((item) => (item.kind === 'assistant' ? `${item.kind} ${item.text} ${item.status}` : item.kind));
    assert.deepEqual(kinds, ['user', 'assistant working interrupted', 'notice']);
    assert.equal(session.state.status, 'idle');
    assert.equal(await session.send(ask('go on'), HUMAN), 'done');
    assert.equal(model.requests[0]?.messages.length, 3);
  });

  it('cancels the confirmation that was open and runs nothing of it', async () => {
    const ran: string[] = [];
    const tool = recordingTool('drop', ran, { minimumLevel: 'DESTRUCTIVE', typedTarget: 'dev' });
    const stored = await crashed(new ScriptedModel([callTool('drop', { value: 'dev' })]), [tool], 'approval-requested');
    const { session, events } = testSession(new ScriptedModel([]), [tool], {}, stored);
    assert.deepEqual(trace(events).slice(-3), ['approval-resolved cancelled', 'tool-end interrupted', 'run-end interrupted']);
    assert.deepEqual(ran, []);
    const request = stored.find((event) => event.type === 'approval-requested');
    const id = request?.type === 'approval-requested' ? request.request.approvalId : ('' as ApprovalId);
    assert.equal(session.answer(id, { outcome: 'allow-once', typed: 'dev' }, HUMAN), 'gone');
  });
});
