import assert from 'node:assert/strict';
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
