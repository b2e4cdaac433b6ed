import assert from 'node:assert/strict';
import type { GateRules, PolicyFile } from '../../../src/core/policy.ts';
import type { AuditId, AuditIntent } from '../../../src/core/ports.ts';
import type { SessionPorts } from '../../../src/core/liveSession.ts';
import { createGate } from '../../../src/gate/gate.ts';
import type { Effect } from '../../../src/shared/effects.ts';
import { callTool, HUMAN, recordingTool, say, ScriptedModel, testSession } from '../../fixtures/session.ts';

const ask = { text: 'go', context: [] };
const exec: Effect = { kind: 'exec', target: 'npm test', inWorkspace: true };
const file = (decision: 'deny' | 'ask' | 'allow'): PolicyFile => ({
  source: 'machine', path: '/etc/pilothouse/policy.yaml', digest: 'abc', rules: [{ match: { effect: ['exec'] }, decision, reason: 'house rule' }], withhold: [], problems: [], refused: false,
});

describe('the way from a call to its permit', () => {
  let records: Pick<AuditIntent, 'rule' | 'action'>[];
  let rules: GateRules;
  let trusted: boolean;
  beforeEach(() => {
    records = [];
    rules = { profile: 'careful', role: 'admin', policy: [], workspace: '/workspace', exposure: [] };
    trusted = true;
  });
  const ports = (): Partial<SessionPorts> => ({
    gate: createGate(), rules: async () => rules, workspaceTrusted: () => trusted,
    audit: { intent: (record) => records.push(record) as AuditId, outcome: () => undefined, denied: (record) => void records.push(record) },
  });
  const build = (ran: string[]) => testSession(new ScriptedModel([callTool('test', { value: 'a' }), say('ok')]), [recordingTool('test', ran, { effects: [exec] })], ports());

  for (const decision of ['deny', 'allow'] as const) {
    it(`records the policy file by its digest where it says ${decision}`, async () => {
      rules = { ...rules, policy: [file(decision)] };
      const ran: string[] = [];
      await build(ran).session.send(ask, HUMAN);
      assert.deepEqual([records.map(({ rule }) => rule), ran.length], [['policy:machine:1@abc'], decision === 'allow' ? 1 : 0]);
    });
  }

  it('records it where it asks and a person allows', async () => {
    rules = { ...rules, policy: [file('ask')] };
    const { session, next } = build([]);
    const run = session.send(ask, HUMAN);
    const { request } = await next('approval-requested');
    assert.deepEqual([request.rememberable, request.reasons[0]], [false, 'house rule (policy of the machine, rule 1)']);
    assert.equal(session.answer(request.approvalId, { outcome: 'allow-session' }, HUMAN), 'not-allowed');
    session.answer(request.approvalId, { outcome: 'allow-once' }, HUMAN);
    await run;
    assert.deepEqual(records.map(({ rule }) => rule), ['policy:machine:1@abc']);
  });

  const changes: [string, () => void, string][] = [
    ['a policy denies it now', () => { rules = { ...rules, policy: [file('deny')] }; }, 'policy:machine:1@abc'],
    ['the role is a viewer now', () => { rules = { ...rules, role: 'viewer' }; }, 'role-viewer'],
    ['the workspace lost its trust', () => { trusted = false; }, 'workspace-untrusted'],
  ];
  for (const [name, change, rule] of changes) {
    it(`runs nothing in spite of a yes where, while the question was open, ${name}`, async () => {
      const ran: string[] = [];
      const { session, next } = build(ran);
      const run = session.send(ask, HUMAN);
      const { request } = await next('approval-requested');
      change();
      assert.equal(session.answer(request.approvalId, { outcome: 'allow-session' }, HUMAN), 'accepted');
      await run;
      assert.deepEqual([ran, records.map((record) => record.rule)], [[], [rule]]);
    });
  }
});
