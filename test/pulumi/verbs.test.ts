import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createBench, type Bench } from './support.ts';

const secret = 'correct-horse-battery';

describe('the infrastructure verbs on the real engine', function () {
  this.timeout(120_000);
  let bench: Bench;

  before(async () => {
    bench = await createBench();
    // the secret is in the program here, where only the engine's masking stands between it and everything we show
    await bench.edit('Pulumi.yaml', '${databasePassword}', `\n        fn::secret: ${secret}`);
  });
  after(() => bench.dispose());

  it('find the project from a folder inside it, and take the stack by name', async () => {
    const target = await bench.infrastructure.target(join(bench.projectDir, 'app'), 'prod', bench.run());
    assert.deepEqual(target, { projectDir: bench.projectDir, project: 'shop', stack: 'prod' });
  });

  it('refuse a stack that is not there, and create none', async () => {
    const before = await bench.world();
    await assert.rejects(bench.infrastructure.target(bench.projectDir, 'dve', bench.run()), { code: 'stack-unknown', message: /dev, prod/ });
    assert.equal(await bench.world(), before);
  });

  it('ask which stack is meant where there are several and none is selected', async () => {
    await assert.rejects(bench.infrastructure.target(bench.projectDir, undefined, bench.run()), { code: 'no-stack', message: /dev, prod/ });
  });

  it('preview a first deployment: rows with masked secrets, nothing lost, nothing changed', async () => {
    const before = await bench.world();
    const summary = await bench.infrastructure.preview(bench.target, bench.run());
    assert.equal(summary.result, 'succeeded');
    assert.deepEqual(summary.counts, { create: 6 });
    assert.deepEqual(summary.loss?.items, []);
    const rows = bench.updates.flatMap((update) => update.rows);
    const database = rows.find((row) => row.name === 'database');
    assert.equal(database?.state, 'planned');
    assert.equal(database.changes.find(({ path }) => path === 'password')?.after, '[secret]');
    assert.equal(bench.updates.at(-1)?.phase, 'finished');
    assert.equal(await bench.world(), before);
  });

  it('deploy exactly the previewed plan and show outputs without secret values', async () => {
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const [planFile = ''] = await readdir(join(bench.storageDir, 'plans'));
    if (process.platform !== 'win32') assert.equal((await stat(join(bench.storageDir, 'plans', planFile))).mode & 0o777, 0o600);
    assert.deepEqual(await plan.rebind(new AbortController().signal), plan.binding);

    bench.updates.length = 0;
    const summary = await plan.apply(bench.run());
    assert.equal(summary.result, 'succeeded');
    assert.deepEqual(summary.counts, { create: 6 });
    assert.deepEqual(summary.outputs?.find(({ name }) => name === 'databasePassword'), { name: 'databasePassword', secret: true });
    assert.match(summary.outputs.find(({ name }) => name === 'url')?.value ?? '', /shop-dev-web/);
    const phases = [...new Set(bench.updates.map(({ phase }) => phase))];
    assert.deepEqual(phases, ['preparing', 'preview', 'update', 'finished']);
    const last = new Map(bench.updates.flatMap((update) => update.rows).map((row) => [row.name, row.state]));
    assert.deepEqual([...last.values()].filter((state) => state !== 'done'), []);
    await plan.dispose();
    assert.deepEqual(await readdir(join(bench.storageDir, 'plans')), []);
  });

  it('show the status from the state alone', async () => {
    const { status } = await bench.infrastructure.status(bench.target, bench.run());
    assert.equal(status?.lastResult, 'succeeded');
    assert.deepEqual(status.pendingOperations, []);
    assert.equal(status.lockedBy, undefined);
    assert.deepEqual(status.resources.map(({ name }) => name).filter((name) => name !== 'default').sort(), ['assets', 'database', 'network', 'orders', 'shop-dev', 'web']);
  });

  it('say that nothing changes when nothing does', async () => {
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    assert.deepEqual(plan.summary.counts, { same: 6 });
    assert.deepEqual(plan.loss.items, []);
    await plan.dispose();
  });

  it('name the property that forces a replacement, what is lost, and what depends on it', async () => {
    await bench.edit('Pulumi.dev.yaml', 'config:\n', 'config:\n  shop:databaseEngine: pg16\n');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    assert.equal(plan.loss.headline, 'Replaces 1 resource of shop/dev, which holds data.');
    assert.equal(plan.loss.items.length, 1);
    const [item] = plan.loss.items;
    assert.deepEqual({ ...item, id: undefined }, {
      kind: 'resource', name: 'database', detail: 'sim:Database', operation: 'replace', because: ['engine: pg15 → pg16'], stateful: true, dependents: ['web'], id: undefined,
    });
    assert.match(plan.loss.warnings.join('\n'), /deleted before its replacement/);
    bench.updates.length = 0;
    assert.equal((await plan.apply(bench.run())).result, 'succeeded');
    const states = bench.updates.filter(({ phase }) => phase === 'update').flatMap((update) => update.rows).filter(({ name }) => name === 'database').map(({ op, state }) => `${op} ${state}`);
    assert.deepEqual([...new Set(states)], ['replace running', 'replace done']);
    await plan.dispose();
  });

  it('destroy after a preview that lists everything', async () => {
    const plan = await bench.infrastructure.planDestroy(bench.target, bench.run());
    assert.equal(plan.loss.headline, 'Deletes 5 resources of shop/dev; 3 of them hold data.');
    const summary = await plan.apply(bench.run());
    assert.equal(summary.result, 'succeeded');
    assert.equal((await bench.infrastructure.status(bench.target, bench.run())).status?.resourceCount, 0);
  });

  it('never let a secret into an update, a summary or a child\'s arguments', async () => {
    const again = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const deployed = await again.apply(bench.run());
    const shown = JSON.stringify([
      bench.updates, deployed, again.loss, again.binding, await bench.infrastructure.outputs(bench.target, bench.run()), await bench.infrastructure.status(bench.target, bench.run()),
      bench.started.map(({ args }) => args),
    ]);
    assert.ok(shown.includes('database'));
    assert.ok(!shown.includes(secret));
    assert.ok(!bench.started.some(({ args }) => args.some((arg) => arg.startsWith('--show-secrets'))));
  });
});
