import assert from 'node:assert/strict';
import type { Permit } from '../../../src/core/gate.ts';
import type { InfraRun } from '../../../src/core/ports.ts';
import type { PulumiOperation, PulumiResult } from '../../../src/core/pulumi.ts';
import { runEngine } from '../../../src/infra/engineRun.ts';
import type { InfraUpdate } from '../../../src/shared/infra.ts';

const target = { projectDir: '/p', project: 'shop', stack: 'dev' };
const ok: PulumiResult = { exitCode: 0, cancelled: false, stdout: '', stderr: '' };
const urn = (name: string): string => `urn:pulumi:dev::shop::sim:index:Database::${name}`;
const start = (op: string, name: string, planning: boolean, engine = 'pg15'): object => ({ resourcePreEvent: { metadata: { op, urn: urn(name), type: 'sim:index:Database', logical: true, new: { custom: true, inputs: { engine } } }, planning } });
const end = (op: string, name: string, planning: boolean): object => ({ resOutputsEvent: { metadata: { op, urn: urn(name), type: 'sim:index:Database', logical: true }, planning } });
const summary = (isPreview: boolean, result = 'succeeded'): object => ({ summaryEvent: { isPreview, result, resourceChanges: { create: 1 } } });

function runWith(play: (operation: PulumiOperation) => PulumiResult | Promise<PulumiResult>, options: { expectedPlan?: string; signal?: AbortSignal } = {}) {
  const updates: InfraUpdate[] = [];
  const run: InfraRun = { permit: {} as Permit, signal: options.signal ?? new AbortController().signal, onUpdate: (update) => updates.push(update) };
  return runEngine({ verb: 'deploy', target, run, now: () => 5, expectedPlan: options.expectedPlan, start: async (operation) => play(operation) }).then((outcome) => ({ ...outcome, updates }));
}

describe('a run of the engine', () => {
  const planned = async (): Promise<string> => (await runWith((operation) => {
    [start('create', 'db', true), summary(true)].forEach((event) => operation.onEvent(event));
    return ok;
  })).planned.digest();

  it('tells the engine to stop the moment its own preview is not the confirmed one', async () => {
    const stopped: boolean[] = [];
    const { planDiffered, changed } = await runWith((operation) => {
      operation.onEvent(start('create', 'db', true, 'pg16'));
      stopped.push(operation.signal.aborted);
      operation.onEvent(summary(true));
      stopped.push(operation.signal.aborted);
      return { ...ok, exitCode: 1, cancelled: true };
    }, { expectedPlan: await planned() });
    assert.deepEqual(stopped, [false, true]);
    assert.deepEqual({ planDiffered, changed }, { planDiffered: true, changed: false });
  });

  it('lets the confirmed one go on, whatever the order of its events', async () => {
    const { planDiffered, summary: done, changed } = await runWith((operation) => {
      [start('create', 'db', true), summary(true), start('create', 'db', false), end('create', 'db', false), summary(false)].forEach((event) => operation.onEvent(event));
      assert.equal(operation.signal.aborted, false);
      return ok;
    }, { expectedPlan: await planned() });
    assert.deepEqual({ planDiffered, changed, result: done.result }, { planDiffered: false, changed: true, result: 'succeeded' });
  });

  it('says what was finished and what was cut off when a person stopped it', async () => {
    const stop = new AbortController();
    const { summary: done, updates } = await runWith((operation) => {
      [start('create', 'db', false), end('create', 'db', false), start('create', 'web', false)].forEach((event) => operation.onEvent(event));
      stop.abort();
      return { ...ok, exitCode: 1, cancelled: true };
    }, { signal: stop.signal });
    assert.equal(done.result, 'cancelled');
    assert.equal(done.error, 'Cancelled: finished db. Cut off: web; look at the status before the next change. What was not begun stays as it was.');
    assert.deepEqual(updates.at(-1)?.rows.map(({ name, state }) => `${name} ${state}`), ['web interrupted']);
  });

  it('gives errors of resources and policies as the reason, and known texts as a known failure', async () => {
    const failing = await runWith((operation) => {
      operation.onEvent({ diagnosticEvent: { urn: urn('db'), severity: 'error', message: 'no space' } });
      operation.onEvent({ policyEvent: { policyName: 'no-public', enforcementLevel: 'mandatory', message: 'is public' } });
      return { ...ok, exitCode: 1 };
    });
    assert.equal(failing.summary.error, 'db: no space\npolicy no-public: is public');
    const locked = await runWith(() => ({ ...ok, exitCode: 1, stderr: 'error: the stack is currently locked by 1 lock(s). …\n  file:///x.json: created by kim@b (pid 7) at 2026' }));
    assert.equal(locked.failure?.code, 'stack-locked');
  });

  it('fails where the command succeeded without saying so in its summary only if that says failed', async () => {
    assert.equal((await runWith(() => ok)).summary.result, 'succeeded');
    assert.equal((await runWith((operation) => {
      operation.onEvent(summary(false, 'failed'));
      return ok;
    })).summary.result, 'failed');
  });
});
