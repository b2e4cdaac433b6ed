import assert from 'node:assert/strict';
import type { GateRules } from '../../../src/core/policy.ts';
import { createGate } from '../../../src/gate/gate.ts';
import { STRICTEST } from '../../../src/gate/profiles.ts';
import { createHostSteps, type HostStepPorts } from '../../../src/core/hostSteps.ts';
import { ScriptedModel, testSessionPorts } from '../../fixtures/session.ts';

describe('a step of the host outside any session', () => {
  const step = { action: 'install', title: 'Install', effects: [], binding: { what: 'it' }, minimumLevel: 'HIGH' as const };
  const { signal } = new AbortController();
  const build = (overrides: Partial<HostStepPorts> = {}) => {
    const ports = testSessionPorts(new ScriptedModel([]));
    return { ports, steps: createHostSteps({ ...ports, confirm: async () => true, ...overrides }) };
  };

  it('is recorded by how it ended', async () => {
    for (const [failure, outcome] of [[undefined, 'ok'], [new Error('no room'), 'error'], [new DOMException('stopped', 'AbortError'), 'cancelled']] as const) {
      const { ports, steps } = build();
      steps.revoke(await steps.authorize(step, signal), failure);
      assert.deepEqual(ports.auditLines.map(({ detail }) => detail), ['install HIGH by person', outcome]);
      assert.equal(ports.gate.live.size, 0);
    }
  });

  it('does not start where a policy came to deny it while the question was open', async () => {
    let judged = 0;
    const denies: Partial<GateRules> = { policy: [{ source: 'user', path: '/p', digest: 'd', rules: [{ match: { tool: ['install'] }, decision: 'deny', reason: 'not here' }], withhold: [], problems: [], refused: false }] };
    const { ports, steps } = build({ gate: createGate(), rules: async () => ({ ...STRICTEST, ...(judged++ === 0 ? {} : denies) }) });
    await assert.rejects(steps.authorize(step, signal), { code: 'denied', message: /not here/ });
    assert.deepEqual(ports.auditLines.map(({ detail }) => detail), ['install by rule']);
  });

  it('leaves secrets out of its records and its refusal', async () => {
    const written: string[] = [];
    const { audit } = testSessionPorts(new ScriptedModel([]));
    const { steps } = build({ redact: (text) => text.replaceAll('hunter2', '***'), confirm: async () => false, audit: { ...audit, denied: (record) => void written.push(JSON.stringify(record)) } });
    const told: unknown = await steps.authorize({ ...step, title: 'Install hunter2', effects: [{ kind: 'network', target: 'https://hunter2@host', detail: 'hunter2' }] }, signal).catch((error: unknown) => error);
    assert.doesNotMatch(`${written.join('')}${String(told)}`, /hunter2/);
    assert.equal(written.length, 1);
  });

  it('does not start without a yes, and a record that cannot be written does not hide its end', async () => {
    const refused = build({ confirm: async () => false });
    await assert.rejects(refused.steps.authorize(step, signal), { code: 'denied' });
    assert.deepEqual(refused.ports.auditLines.map(({ detail }) => detail), ['install by person']);
    const { audit } = testSessionPorts(new ScriptedModel([]));
    const unwritable = build({ audit: { ...audit, outcome: () => { throw new Error('full'); } } });
    const permit = await unwritable.steps.authorize(step, signal);
    unwritable.steps.revoke(permit);
    assert.equal(unwritable.ports.gate.live.size, 0);
  });
});
