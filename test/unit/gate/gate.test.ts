import assert from 'node:assert/strict';
import type { DecisionInput, Permit, Verdict } from '../../../src/core/gate.ts';
import { createGate } from '../../../src/gate/gate.ts';
import { withHostRead } from '../../../src/gate/hostRead.ts';
import type { Effect } from '../../../src/shared/effects.ts';

const read: Effect = { kind: 'read', target: '/w/a', inWorkspace: true };
const write: Effect = { kind: 'write', target: '/w/a', inWorkspace: true, recoverable: 'checkpoint' };
const push: Effect = { kind: 'network', target: 'origin' };
const loss: Effect = { kind: 'delete', target: 'db', recoverable: 'none' };

const input = (effect: Effect, more: Partial<DecisionInput> = {}): DecisionInput => ({
  effects: [effect], actor: { kind: 'model', name: 'm' }, direct: false, humanPresent: true, workspaceTrusted: true, digest: 'd', allowedForSession: new Set(), ...more,
});
const byName: Partial<DecisionInput> = { direct: true, actor: { kind: 'human', name: 'me' } };

const table: [string, DecisionInput, Verdict['decision'], string][] = [
  ['a read in the workspace', input(read), 'allow', 'read-in-workspace'],
  ['a read in an untrusted workspace', input(read, { workspaceTrusted: false }), 'allow', 'read-in-workspace'],
  ['a read with nobody there', input(read, { humanPresent: false }), 'allow', 'read-in-workspace'],
  ['a write', input(write), 'ask', 'moderate-asks'],
  ['a write in an untrusted workspace, even by name', input(write, { ...byName, workspaceTrusted: false }), 'deny', 'workspace-untrusted'],
  ['a write with nobody there', input(write, { humanPresent: false }), 'deny', 'nobody-to-ask'],
  ['a write that a person asked for by name', input(write, byName), 'allow', 'asked-by-name'],
  ['a write that a bridge says a person asked for', input(write, { direct: true, actor: { kind: 'bridge', name: 'b' } }), 'ask', 'moderate-asks'],
  ['a write that was allowed for the session', input(write, { allowedForSession: new Set(['d']) }), 'allow', 'allowed-for-session'],
  ['another write than the allowed one', input(write, { allowedForSession: new Set(['e']) }), 'ask', 'moderate-asks'],
  ['an outward action, even by name', input(push, byName), 'ask', 'high-asks'],
  ['an outward action, even if remembered', input(push, { allowedForSession: new Set(['d']) }), 'ask', 'high-asks'],
  ['a loss, even by name', input(loss, { ...byName, allowedForSession: new Set(['d']) }), 'ask', 'destructive-asks'],
  ['a loss with nobody there', input(loss, { humanPresent: false }), 'deny', 'nobody-to-ask'],
  ['a read that the domain holds for destructive', input(read, { minimumLevel: 'DESTRUCTIVE' }), 'ask', 'destructive-asks'],
  ['a loss that the domain holds for safe', input(loss, { minimumLevel: 'SAFE' }), 'ask', 'destructive-asks'],
  ['nothing known at all', { ...input(read), effects: [] }, 'ask', 'moderate-asks'],
];

describe('gate', () => {
  for (const [name, decision, expected, rule] of table) {
    it(`answers ${expected} to ${name}`, () => {
      const verdict = createGate().decide(decision);
      assert.deepEqual([verdict.decision, verdict.rule], [expected, rule]);
      assert.ok(verdict.reasons.length > 0);
    });
  }

  it('makes a permit for the judged action, good until it is revoked', () => {
    const gate = createGate();
    const permit = gate.permit(gate.decide(input(read)), undefined, 'd');
    assert.equal(permit.digest, 'd');
    gate.assertPermit(permit);
    gate.revoke(permit);
    assert.throws(() => gate.assertPermit(permit), { code: 'not-permitted' });
  });

  it('makes no permit without approval, for a denial, or for another action', () => {
    const gate = createGate();
    assert.throws(() => gate.permit(gate.decide(input(write)), undefined, 'd'), { code: 'not-approved' });
    assert.throws(() => gate.permit(gate.decide(input(write, { humanPresent: false })), 'd', 'd'), { code: 'not-approved' });
    assert.throws(() => gate.permit(gate.decide(input(write)), 'd', 'changed'), { code: 'approval-stale' });
    assert.throws(() => gate.permit(gate.decide(input(write)), 'other', 'd'), { code: 'approval-stale' });
    assert.throws(() => gate.permit(gate.decide(input(read)), undefined, 'changed'), { code: 'approval-stale' });
    assert.equal(gate.permit(gate.decide(input(write)), 'd', 'd').digest, 'd');
  });

  it('uses a verdict once', () => {
    const gate = createGate();
    const verdict = gate.decide(input(write));
    gate.permit(verdict, 'd', 'd');
    assert.throws(() => gate.permit(verdict, 'd', 'd'), { code: 'not-approved' });
  });

  it('refuses forged verdicts, and forged, copied and foreign permits', () => {
    const gate = createGate();
    const forged: Verdict = { decision: 'allow', level: 'SAFE', rule: 'x', reasons: [] };
    assert.throws(() => gate.permit(forged, undefined, 'd'), { code: 'not-approved' });
    assert.throws(() => gate.assertPermit({ digest: 'd' } as Permit), { code: 'not-permitted' });
    const permit = gate.permit(gate.decide(input(read)), undefined, 'd');
    assert.throws(() => gate.assertPermit({ ...permit }), { code: 'not-permitted' });
    assert.throws(() => createGate().assertPermit(permit), { code: 'not-permitted' });
  });

  it('lets the host look on its own, with a permit that ends with the look, and nothing more', async () => {
    const gate = createGate();
    let kept: Permit | undefined;
    const answer = await withHostRead(gate, { action: 'host.git-branch', effects: [{ kind: 'git', target: '/w', access: 'read' }], binding: {} }, async (permit) => {
      gate.assertPermit(permit);
      kept = permit;
      return 'main';
    });
    assert.equal(answer, 'main');
    assert.throws(() => gate.assertPermit(kept as Permit), { code: 'not-permitted' });
    await assert.rejects(withHostRead(gate, { action: 'host.write', effects: [write], binding: {} }, async () => 'no'), { code: 'not-permitted' });
  });
});
