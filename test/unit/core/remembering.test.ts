import assert from 'node:assert/strict';
import type { RememberedApproval } from '../../../src/core/ports.ts';
import type { SessionPorts } from '../../../src/core/liveSession.ts';
import { memoryKey } from '../../../src/core/remembering.ts';
import type { Proposal } from '../../../src/core/tool.ts';
import { createGate } from '../../../src/gate/gate.ts';
import type { Actor } from '../../../src/shared/effects.ts';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession, trace, type TestSession } from '../../fixtures/session.ts';

const ask = { text: 'go', context: [] };
const MODERATE: Partial<Proposal> = {
  effects: [{ kind: 'exec', target: 'npm test', inWorkspace: true }],
  memory: { binding: { script: 'one' }, what: 'npm test', matches: 'Exactly `npm test`', not: ['`npm test -- --watch`'] },
};
const DAY_MS = 86_400_000;

describe('an approval for good', () => {
  let kept: Map<string, RememberedApproval>;
  let uses: string[];
  let now: number;
  beforeEach(() => {
    kept = new Map();
    uses = [];
    now = 1_000;
  });
  const build = (ran: string[], proposal: Partial<Proposal>, more: Partial<SessionPorts> = {}): TestSession => testSession(
    new ScriptedModel([callTool('test', { value: 'a' }), say('ok')]), [recordingTool('test', ran, proposal)], {
      gate: createGate(), now: () => now, rememberDays: () => 7,
      remembered: { holds: (key, at) => (kept.get(key)?.expiresAt ?? 0) > at, used: (key) => void uses.push(key), save: (approval) => void kept.set(approval.key, approval) },
      ...more,
    });
  const runAnswering = async (session: TestSession, outcome: 'allow-always' | 'allow-once', actor: Actor = HUMAN): Promise<string[]> => {
    const results: string[] = [];
    session.session.subscribe((fresh) => {
      for (const event of fresh) {
        if (event.type !== 'approval-requested') continue;
        results.push(session.session.answer(event.request.approvalId, { outcome }, actor));
        if (results.at(-1) !== 'accepted') session.session.answer(event.request.approvalId, { outcome: 'reject-once' }, HUMAN);
      }
    });
    await session.session.send(ask, HUMAN);
    return results;
  };

  it('says what it matches and what not, is kept with its end, and lets the very same run in another session', async () => {
    const ran: string[] = [];
    const first = build(ran, MODERATE);
    assert.deepEqual(await runAnswering(first, 'allow-always'), ['accepted']);
    const requested = first.events.find((event) => event.type === 'approval-requested');
    assert.deepEqual(requested?.type === 'approval-requested' && requested.request.always, { matches: 'Exactly `npm test`', not: ['`npm test -- --watch`'], days: 7 });
    assert.deepEqual([...kept.values()].map(({ what, workspace, grantedAt, expiresAt }) => [what, workspace, grantedAt, expiresAt]), [['npm test', '/workspace', 1_000, 1_000 + 7 * DAY_MS]]);
    const second = build(ran, MODERATE);
    await runAnswering(second, 'allow-once');
    assert.ok(!trace(second.events).includes('approval-requested'));
    assert.deepEqual([ran, uses.length, second.audit[0]?.detail], [['a', 'a'], 1, 'test MODERATE by rule']);
  });

  const others: [string, Partial<Proposal>, Partial<SessionPorts>][] = [
    ['a file that it relies on changed', { memory: { ...MODERATE.memory as NonNullable<Proposal['memory']>, binding: { script: 'two' } } }, {}],
    ['it is another workspace', {}, { cwd: '/elsewhere' }],
    ['the action has another name', { action: 'other' }, {}],
    ['its level rose', { minimumLevel: 'HIGH' }, {}],
    ['the tool says that it may not be remembered', { rememberable: false }, {}],
  ];
  for (const [name, proposal, more] of others) {
    it(`does not count where ${name}`, async () => {
      const ran: string[] = [];
      await runAnswering(build(ran, MODERATE), 'allow-always');
      const again = build(ran, { ...MODERATE, ...proposal }, more);
      await runAnswering(again, 'allow-once');
      assert.ok(trace(again.events).includes('approval-requested'));
    });
  }

  it('does not count for another kind of asker', () => {
    const key = (kind: Actor['kind']): string | undefined => memoryKey({ cwd: '/w', digest: JSON.stringify }, { name: 'shell', actor: { kind, name: 'x' } } as Parameters<typeof memoryKey>[1], { action: 'shell', title: '', effects: [], binding: {}, memory: MODERATE.memory });
    assert.equal(new Set((['model', 'sub-agent', 'bridge', 'mcp', 'delegated-cli'] as const).map(key)).size, 5);
  });

  it('does not count for another program of the same kind, as it does for another model', () => {
    const keys = (kind: Actor['kind']): number => new Set(['x', 'y'].map((name) => memoryKey({ cwd: '/w', digest: JSON.stringify }, { name: 'shell', actor: { kind, name } } as Parameters<typeof memoryKey>[1], { action: 'shell', title: '', effects: [], binding: {}, memory: MODERATE.memory }))).size;
    assert.deepEqual((['model', 'bridge', 'mcp', 'delegated-cli'] as const).map(keys), [1, 2, 2, 2]);
  });

  it('is not kept where text from outside was read while the question was open', async () => {
    const ran: string[] = [];
    let judged = 0;
    const gate = createGate();
    const session = build(ran, MODERATE, { gate: { ...gate, decide: (input) => gate.decide({ ...input, taintedBy: judged++ === 0 ? [] : ['https://example.com'] }) } });
    assert.deepEqual(await runAnswering(session, 'allow-always'), ['accepted']);
    assert.deepEqual([ran, kept.size], [['a'], 0]);
  });

  it('does not count when its time is up', async () => {
    const ran: string[] = [];
    await runAnswering(build(ran, MODERATE), 'allow-always');
    now += 7 * DAY_MS;
    const again = build(ran, MODERATE);
    await runAnswering(again, 'allow-once');
    assert.ok(trace(again.events).includes('approval-requested'));
  });

  const refused: [string, Partial<Proposal>, Actor][] = [
    ['for what is HIGH', { ...MODERATE, minimumLevel: 'HIGH' }, HUMAN],
    ['for what is DESTRUCTIVE', { ...MODERATE, minimumLevel: 'DESTRUCTIVE', typedTarget: 'x' }, HUMAN],
    ['where it was not offered', { effects: MODERATE.effects }, HUMAN],
    ['where the tool says that it may not be remembered', { ...MODERATE, rememberable: false }, HUMAN],
    ['from a bridge', MODERATE, { kind: 'bridge', name: 'client' }],
    ['from the model itself', MODERATE, { kind: 'model', name: 'script-1' }],
  ];
  for (const [name, proposal, actor] of refused) {
    it(`is not taken ${name}`, async () => {
      const ran: string[] = [];
      assert.deepEqual(await runAnswering(build(ran, proposal), 'allow-always', actor), ['not-allowed']);
      assert.deepEqual([ran, kept.size], [[], 0]);
    });
  }

  it('runs once what was allowed where the memory cannot be written, and asks where it cannot be read', async () => {
    const ran: string[] = [];
    const broken = (): never => { throw new Error('the disk is full'); };
    const lines: string[] = [];
    await runAnswering(build(ran, MODERATE, { remembered: { holds: broken, used: broken, save: broken }, logLine: (line) => lines.push(line) }), 'allow-always');
    assert.deepEqual(ran, ['a']);
    assert.match(lines.join('\n'), /looked up[\s\S]*kept/);
  });

  it('is bound to the digest like any other: what changes before the start does not run', async () => {
    const ran: string[] = [];
    await runAnswering(build(ran, MODERATE), 'allow-always');
    await runAnswering(build(ran, { ...MODERATE, rebind: async () => ({ value: 'changed' }) }), 'allow-once');
    assert.deepEqual(ran, ['a']);
  });
});
