import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import type { ModelDelta } from '../../../src/core/model.ts';
import { Sessions } from '../../../src/core/sessions.ts';
import type { AnyEvent, SessionEvent } from '../../../src/shared/events.ts';
import type { AuditId } from '../../../src/core/ports.ts';
import { defineTool, type Proposal, type Tool } from '../../../src/core/tool.ts';
import type { SessionId } from '../../../src/shared/ids.ts';
import * as z from 'zod';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession, testSessionPorts, trace } from '../../fixtures/session.ts';

const ask = { text: 'go', context: [] };
const never = <Result>(): Promise<Result> => new Promise(() => undefined);
const count = (events: readonly AnyEvent[], type: SessionEvent['type']): number => events.filter((event) => event.type === type).length;

/** A store that refuses while `full` says so, like one on a full disk. */
function store(full: (events: SessionEvent[]) => boolean) {
  return { append: (events: SessionEvent[]) => { if (full(events)) throw new AppError('store-full', 'The disk is full'); }, setTitle: () => undefined, release: () => undefined };
}

/** A tool whose proposal first needs a step of its own, like a deployment its preview. */
function twoStepTool(steps: { minimumLevel?: 'MODERATE' | 'HIGH' }, proposal: Partial<Proposal> = {}, during: () => Promise<void> = async () => undefined): Tool {
  return defineTool({
    name: 'deploy', description: 'deploy', input: z.strictObject({ value: z.string() }), title: () => 'deploy',
    async propose(input, context) {
      await context.authorize({ action: 'preview', title: 'preview', effects: [], binding: { value: input.value }, ...steps });
      await during();
      return {
        action: 'deploy', title: 'deploy', effects: [], minimumLevel: 'HIGH' as const, binding: { value: input.value }, rebind: async () => ({ value: input.value }),
        run: async () => ({ forModel: 'deployed' }), ...proposal,
      };
    },
  });
}

describe('a call when something fails', () => {
  it('ends once, with its permits ended, wherever the tool throws', async () => {
    const boom = async (): Promise<never> => { throw new Error('boom'); };
    const tools: [string, Tool, string[]][] = [
      ['propose', twoStepTool({}, {}, boom), ['intent', 'outcome error']],
      ['rebind', recordingTool('deploy', [], { rebind: boom }), ['intent', 'outcome refused']],
      ['run', recordingTool('deploy', [], { run: boom }), ['intent', 'outcome error']],
      ['dispose', recordingTool('deploy', [], { dispose: boom }), ['intent', 'outcome ok']],
    ];
    for (const [where, tool, expected] of tools) {
      const { session, events, audit, gate } = testSession(new ScriptedModel([callTool('deploy', { value: 'a' }), say('ok')]), [tool]);
      assert.equal(await session.send(ask, HUMAN), 'done', where);
      assert.deepEqual(audit.map((line) => (line.what === 'outcome' ? `outcome ${line.detail}` : line.what)), expected, where);
      assert.deepEqual([count(events, 'tool-end'), gate.live.size], [1, 0], where);
      const end = events.find((event) => event.type === 'tool-end');
      assert.equal(end?.type === 'tool-end' && end.outcome, where === 'dispose' ? 'ok' : 'error', where);
    }
  });

  it('keeps the result of an action whose end the audit cannot take, and then runs nothing more', async () => {
    const ran: string[] = [];
    let broken = false;
    const unwritable = (): never => { throw new AppError('audit-unwritable', 'The audit cannot be written'); };
    const model = new ScriptedModel([callTool('note', { value: 'a' }, 'p1'), callTool('note', { value: 'b' }, 'p2'), say('ok')]);
    const { session, gate } = testSession(model, [recordingTool('note', ran)], {
      audit: { intent: () => (broken ? unwritable() : 1 as AuditId), outcome: () => { broken = true; unwritable(); }, denied: () => undefined },
    });
    await session.send(ask, HUMAN);
    assert.deepEqual(ran, ['a']);
    const results = model.requests.map(({ messages }) => messages.at(-1)).flatMap((message) => (message?.role === 'tool' ? message.results.map(({ text }) => text) : []));
    assert.deepEqual(results, ['note did a', 'The audit cannot be written']);
    assert.equal(gate.live.size, 0);
  });

  it('records that an authorised step did not start when its start cannot be stored', async () => {
    const { session, audit, gate } = testSession(new ScriptedModel([callTool('deploy', { value: 'a' }), say('ok')]), [twoStepTool({})], {
      store: store((events) => events.some((event) => event.type === 'tool-start')),
    });
    await session.send(ask, HUMAN);
    assert.deepEqual(audit.map((line) => line.detail), ['preview SAFE by rule', 'refused']);
    assert.equal(gate.live.size, 0);
  });

  it('asks nobody when the question cannot be stored, and runs nothing', async () => {
    const ran: string[] = [];
    const { session } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })], {
      store: store((events) => events.some((event) => event.type === 'approval-requested')),
    });
    assert.equal(await session.send(ask, HUMAN), 'done');
    assert.deepEqual(ran, []);
  });

  it('lets an action go on whose progress cannot be stored, and tells its result', async () => {
    const tool = recordingTool('work', [], {
      run: async ({ output, infra }) => {
        output('one\n');
        infra({ verb: 'deploy', project: 'p', stack: 's', phase: 'update', rows: [], diagnostics: [] });
        return { forModel: 'all done' };
      },
    });
    const { session, events } = testSession(new ScriptedModel([callTool('work', { value: 'a' }), say('ok')]), [tool], {
      store: store((fresh) => fresh.some((event) => event.type === 'tool-output' || event.type === 'infra-update')),
    });
    assert.equal(await session.send(ask, HUMAN), 'done');
    const end = events.find((event) => event.type === 'tool-end');
    assert.equal(end?.type === 'tool-end' && end.forModel, 'all done');
  });

  it('ends what a full disk left open as soon as there is room, each call once', async () => {
    let full = false;
    const tool = recordingTool('note', [], { run: async () => { full = true; return { forModel: 'did it' }; } });
    const { session, events } = testSession(new ScriptedModel([callTool('note', { value: 'a' }), say('and on')]), [tool], { store: store(() => full) });
    await assert.rejects(session.send(ask, HUMAN), { code: 'store-full' });
    await assert.rejects(async () => session.send(ask, HUMAN), { code: 'store-full' });
    session.stop();
    full = false;
    session.stop();
    assert.equal(session.state.status, 'failed');
    assert.deepEqual(trace(events).slice(-2), ['tool-end interrupted', 'run-end failed']);
    assert.equal(await session.send(ask, HUMAN), 'done');
    assert.deepEqual([count(events, 'tool-call'), count(events, 'tool-end'), count(events, 'run-start'), count(events, 'run-end')], [1, 1, 2, 2]);
  });

  it('says that the disk is full, not that a person stopped it, when streamed text cannot be stored', async () => {
    let full = false;
    const model = new ScriptedModel([async function* (_request, signal): AsyncIterable<ModelDelta> {
      full = true;
      yield { type: 'text', text: 'lost' };
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => { full = false; reject(new DOMException('aborted', 'AbortError')); }));
    }]);
    const { session } = testSession(model, [], { store: store((events) => full && events.some((event) => event.type === 'text-delta')) });
    assert.equal(await session.send(ask, HUMAN), 'failed');
    const notice = session.state.items.at(-1);
    assert.equal(notice?.kind === 'notice' && notice.error?.code, 'store-full');
  });
});

describe('stopping what does not listen', () => {
  const stubborn: [string, Tool][] = [
    ['a tool that computes its proposal', defineTool({ name: 'work', description: '', input: z.strictObject({ value: z.string() }), title: () => 'work', propose: () => never<Proposal>() })],
    ['a tool that looks again before its start', recordingTool('work', [], { rebind: () => never() })],
    ['a tool that runs', recordingTool('work', [], { run: () => never() })],
  ];
  for (const [what, tool] of stubborn) {
    it(`leaves ${what} to itself and is idle`, async () => {
      const { session, events, audit, gate, next } = testSession(new ScriptedModel([callTool('work', { value: 'a' })]), [tool]);
      const run = session.send(ask, HUMAN);
      await next('tool-call');
      await new Promise((resolve) => setImmediate(resolve));
      session.stop();
      assert.equal(await run, 'stopped');
      assert.equal(session.state.status, 'stopped');
      assert.deepEqual(trace(events).slice(-2), ['tool-end cancelled', 'run-end stopped']);
      assert.equal(audit.filter((line) => line.what === 'intent').length, audit.filter((line) => line.what === 'outcome').length);
      assert.equal(gate.live.size, 0);
    });
  }

  it('leaves a model that does not answer, and one that is not even there yet', async () => {
    const silent = testSession(new ScriptedModel([() => ({ [Symbol.asyncIterator]: () => ({ next: () => never() }) })]), []);
    const unmade = testSession(new ScriptedModel([]), [], { model: () => never() });
    for (const { session, next } of [silent, unmade]) {
      const run = session.send(ask, HUMAN);
      await next('run-start');
      session.stop();
      assert.equal(await run, 'stopped');
    }
  });

  it('shows nothing that comes after the end', async () => {
    let late: (() => void) | undefined;
    const tool = recordingTool('work', [], {
      run: ({ output, infra }) => new Promise((resolve) => {
        late = () => {
          output('too late\n');
          infra({ verb: 'deploy', project: 'p', stack: 's', phase: 'update', rows: [], diagnostics: [] });
          resolve({ forModel: 'too late' });
        };
      }),
    });
    const { session, events, next } = testSession(new ScriptedModel([callTool('work', { value: 'a' })]), [tool]);
    const run = session.send(ask, HUMAN);
    await next('tool-start');
    await new Promise((resolve) => setImmediate(resolve));
    session.stop();
    await run;
    const before = events.length;
    late?.();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(events.length, before);
    assert.doesNotMatch(JSON.stringify(events), /too late/);
  });

  it('waits for what must say how far it came', async () => {
    const tool = recordingTool('deploy', [], {
      settleMs: 10_000,
      run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => setTimeout(() => resolve({ forModel: 'half of it is done', failed: true }), 150), { once: true })),
    });
    const { session, events, next } = testSession(new ScriptedModel([callTool('deploy', { value: 'a' })]), [tool]);
    const run = session.send(ask, HUMAN);
    await next('tool-start');
    await new Promise((resolve) => setImmediate(resolve));
    session.stop();
    assert.equal(await run, 'stopped');
    const end = events.find((event) => event.type === 'tool-end');
    assert.equal(end?.type === 'tool-end' && end.forModel, 'half of it is done');
  });

  it('cleans up after a proposal that came too late', async () => {
    let finish: (() => void) | undefined;
    let cleaned = false;
    const tool = twoStepTool({}, { dispose: async () => { cleaned = true; } }, () => new Promise((resolve) => { finish = resolve; }));
    const { session, next } = testSession(new ScriptedModel([callTool('deploy', { value: 'a' })]), [tool]);
    const run = session.send(ask, HUMAN);
    await next('tool-start');
    await new Promise((resolve) => setImmediate(resolve));
    session.stop();
    await run;
    finish?.();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(cleaned, true);
  });

  it('ends a paused run too', async () => {
    const { session, next } = testSession(new ScriptedModel([callTool('work', { value: 'a' })]), [recordingTool('work', [], { run: () => never() })]);
    const run = session.send(ask, HUMAN);
    await next('tool-start');
    session.pause();
    session.stop();
    assert.equal(await run, 'stopped');
  });
});

describe('a confirmation', () => {
  it('is gone when its time is up, also where the machine slept and no timer ran', async () => {
    const ran: string[] = [];
    let now = 1_000;
    const { session, events, next } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })], { now: () => now });
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    now = request.expiresAt;
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN), 'gone');
    await run;
    assert.deepEqual(ran, []);
    assert.ok(trace(events).includes('approval-resolved expired'));
  });

  it('is gone when the session is closed, and a closed session takes no message', async () => {
    const ran: string[] = [];
    const { session, next } = testSession(new ScriptedModel([callTool('push', { value: 'a' }), say('ok')]), [recordingTool('push', ran, { minimumLevel: 'HIGH' })]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    await session.dispose();
    assert.equal(await run, 'interrupted');
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN), 'gone');
    assert.throws(() => void session.send(ask, HUMAN), { code: 'session-closed' });
    assert.deepEqual(ran, []);
  });

  it('shows what a change takes away without its secrets, and says that something is left out', async () => {
    const tool = recordingTool('edit', [], { minimumLevel: 'HIGH', title: 'Write hunter22', diff: { path: 'a', text: '-old hunter22\n+new' }, effects: [{ kind: 'write', target: 'hunter22' }] });
    const { session, next } = testSession(new ScriptedModel([callTool('edit', { value: 'a' })]), [tool]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    session.stop();
    await run;
    assert.doesNotMatch(JSON.stringify(request), /hunter22/);
    assert.match(request.reasons.join(), /look like secrets and are not shown/);
  });
});

describe('secrets on their way into a session', () => {
  it('are taken out of what an engine reports, of context and of the tree', async () => {
    const summary = { verb: 'deploy' as const, project: 'p', stack: 's', result: 'failed' as const, counts: {}, durationMs: 1, error: 'cannot reach hunter22', outputs: [{ name: 'x', value: '"hunter22"', secret: false }] };
    const tool = recordingTool('deploy', [], {
      run: async ({ infra }) => {
        infra({
          verb: 'deploy', project: 'p', stack: 's', phase: 'update', diagnostics: [{ severity: 'error', message: 'no hunter22' }],
          rows: [{ urn: 'u', type: 't', name: 'n', op: 'update', state: 'failed', message: 'hunter22', changes: [{ path: 'p', kind: 'update', forcesReplace: false, before: 'hunter22', after: 'x hunter22' }] }],
        });
        return { forModel: 'hunter22', view: { kind: 'infra', summary } };
      },
    });
    const { session, events } = testSession(new ScriptedModel([callTool('deploy', { value: 'a' }), say('ok')]), [tool]);
    await session.send({ text: 'go', context: [{ id: 'c', kind: 'selection', label: 'a', text: 'key hunter22' }] }, HUMAN);
    assert.ok(events.some((event) => event.type === 'infra-update'));
    assert.doesNotMatch(JSON.stringify(events), /hunter22/);
  });
});

describe('the sessions of a host', () => {
  it('open a session whose newest event is damaged, and go on behind it', async () => {
    const stored = testSession(new ScriptedModel([say('one')]), []);
    await stored.session.send(ask, HUMAN);
    const damaged = stored.events.length;
    const appended: SessionEvent[] = [];
    const id = 'session_test' as SessionId;
    const ports = testSessionPorts(new ScriptedModel([say('two')]));
    const sessions = new Sessions({
      cwd: '/workspace', log: () => undefined, newId: () => id, ports: (sessionStore) => ({ ...ports, store: sessionStore }),
      store: {
        create: () => undefined, append: (events) => void appended.push(...events), setTitle: () => undefined, acquire: () => true, release: () => undefined,
        list: () => [{ id, title: '', cwd: '/workspace', createdAt: 0, updatedAt: 0 }],
        events: (_id, onDamaged) => { onDamaged?.(damaged, new Error('broken')); return stored.events.slice(0, -1); },
      },
    });
    const session = sessions.open(id);
    assert.equal(await session.send(ask, HUMAN), 'done');
    assert.equal(appended[0]?.seq, damaged + 1);
  });

  it('do not open a session again before its last run is over', async () => {
    const id = 'session_test' as SessionId;
    const tool = recordingTool('deploy', [], { settleMs: 10_000, run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => setImmediate(() => resolve({ forModel: 'x' })), { once: true })) });
    const ports = testSessionPorts(new ScriptedModel([callTool('deploy', { value: 'a' })]), tool);
    const sessions = new Sessions({
      cwd: '/workspace', log: () => undefined, newId: () => id, ports: (sessionStore) => ({ ...ports, store: sessionStore }),
      store: { create: () => undefined, append: () => undefined, setTitle: () => undefined, acquire: () => true, release: () => undefined, list: () => [{ id, title: '', cwd: '/workspace', createdAt: 0, updatedAt: 0 }], events: () => [] },
    });
    const session = sessions.open();
    const started = new Promise<void>((resolve) => session.subscribe((events) => { if (events.some((event) => event.type === 'tool-start')) setImmediate(resolve); }));
    const run = session.send(ask, HUMAN);
    await started;
    const closed = session.dispose();
    assert.throws(() => sessions.open(id), { code: 'session-locked' });
    await Promise.all([run, closed]);
    assert.notEqual(sessions.open(id), session);
  });
});
