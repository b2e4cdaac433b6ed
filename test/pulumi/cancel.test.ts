import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InfraSummary } from '../../src/shared/infra.ts';
import { createBench, stuckInQueue, type Bench } from './support.ts';

const locks = '.practice/state/.pulumi/locks/organization/shop/dev';

/** Command lines of living processes that work in or for the folder. */
function livingIn(folder: string): string[] {
  if (process.platform !== 'linux') return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(folder) && !line.includes('mocha'));
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return line.includes(folder) || environment.includes(`${folder}/home`) || environment.includes(folder) ? [line] : [];
    } catch {
      return [];
    }
  });
}

describe('stopping a deployment', function () {
  this.timeout(120_000);
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.dispose());

  it('in mid-create ends the running step in order, begins no other, leaves no child, no lock and nothing open, and says so', async () => {
    await bench.edit('Pulumi.yaml', 'fifo: true', 'fifo: true\n      delayMs: 60000');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const stop = new AbortController();
    const states = new Map<string, string>();
    const summary = await plan.apply(bench.run(stop.signal, (update) => {
      update.rows.forEach(({ name, state }) => states.set(name, state));
      if (states.get('orders') === 'running' && states.get('network') === 'done' && states.get('assets') === 'done') stop.abort();
    }));
    assert.equal(summary.result, 'cancelled');
    const said = /^Cancelled: finished ([\w, ]+)\. Failed: ([\w, ]+)\./.exec(summary.error ?? '');
    assert.ok(said !== null, summary.error);
    const [finished, failed] = [said[1]?.split(', ') ?? [], said[2]?.split(', ') ?? []];
    // the database follows the network: when the stop comes it may not have begun, be done, or be given up
    assert.deepEqual(finished.filter((name) => name !== 'database').sort(), ['assets', 'network']);
    assert.deepEqual(failed.filter((name) => name !== 'database'), ['orders']);
    assert.ok(!(finished.includes('database') && failed.includes('database')));
    assert.deepEqual(livingIn(bench.projectDir), []);

    // the practice cloud gives up a creation when the engine asks it to; others finish it
    assert.equal(states.get('orders'), 'failed');
    assert.ok(![...states.values()].includes('running'));
    const { status } = await bench.infrastructure.status(bench.target, bench.run());
    assert.deepEqual(status?.pendingOperations, []);
    assert.equal(status.lockedBy, undefined);
    const names = status.resources.map(({ name }) => name);
    assert.ok(names.includes('network') && !names.includes('orders') && !names.includes('web'), names.join());
    assert.ok(!(await bench.file('world.json')).includes('orders'));
    await plan.dispose();
  });

  it('in the preview changes nothing and leaves no child', async () => {
    const before = await bench.world();
    const stop = new AbortController();
    await assert.rejects(bench.infrastructure.planDeploy(bench.target, bench.run(stop.signal, (update) => {
      if (update.phase === 'preview') stop.abort();
    })), { name: 'AbortError' });
    assert.deepEqual(livingIn(bench.projectDir), []);
    assert.equal(await bench.world(), before);
    assert.deepEqual(readdirSync(join(bench.storageDir, 'plans')), []);
  });

  it('before it begins starts no child at all', async () => {
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    bench.started.length = 0;
    await assert.rejects(plan.apply(bench.run(AbortSignal.abort())), { name: 'AbortError' });
    assert.deepEqual(bench.started, []);
    await plan.dispose();
  });

  it('ends it in order also when the host ends', async () => {
    const { applied, begun } = await slowDeployment();
    await begun;
    await bench.endHost();
    assert.equal((await applied).result, 'failed');
    assert.deepEqual(livingIn(bench.projectDir), []);
    const other = await createBench({ sameProject: bench });
    const { status } = await other.infrastructure.status(other.target, other.run());
    assert.deepEqual(status?.pendingOperations, []);
    assert.equal(status.lockedBy, undefined);
    await other.dispose();
  });

  it('by killing the engine shows in the status as a cut-off operation and a lock left behind, and nothing new is planned', async () => {
    const { applied, begun } = await slowDeployment();
    await begun;
    await stuckInQueue(bench.projectDir);
    const [lock = ''] = readdirSync(join(bench.projectDir, locks));
    process.kill((JSON.parse(await bench.file(join(locks, lock))) as { pid: number }).pid, 'SIGKILL');
    const summary = await applied;
    assert.equal(summary.result, 'failed');
    const rows = new Map(bench.updates.flatMap((update) => update.rows).map((row) => [row.name, row.state]));
    assert.equal(rows.get('orders'), 'interrupted');
    assert.deepEqual(livingIn(bench.projectDir), []);

    const { status } = await bench.infrastructure.status(bench.target, bench.run());
    assert.deepEqual(status?.pendingOperations.map(({ type, urn }) => `${type} ${urn.split('::').at(-1) ?? ''}`), ['creating orders']);
    assert.match(status.lockedBy ?? '', /that process is gone/);
    await assert.rejects(bench.infrastructure.planDeploy(bench.target, bench.run()), { code: 'stack-locked', message: /pulumi cancel/ });
    await rm(join(bench.projectDir, locks, lock));
    await assert.rejects(bench.infrastructure.planDeploy(bench.target, bench.run()), { code: 'pending-operations', message: /creating orders/ });
  });

  /** A deployment that is stuck in the creation of the queue. */
  async function slowDeployment(): Promise<{ applied: Promise<InfraSummary>; begun: Promise<void> }> {
    await bench.edit('Pulumi.yaml', 'fifo: true', 'fifo: true\n      delayMs: 60000');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const begun = Promise.withResolvers<void>();
    const applied = plan.apply(bench.run(undefined, (update) => {
      if (update.rows.some(({ name, state }) => name === 'orders' && state === 'running')) begun.resolve();
    }));
    return { applied, begun: begun.promise };
  }
});
