import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createBench, type Bench } from './support.ts';

/** Deploys what the project says now. */
async function deploy(bench: Bench): Promise<void> {
  const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
  const summary = await plan.apply(bench.run());
  assert.equal(summary.result, 'succeeded', summary.error);
  await plan.dispose();
}

describe('a change that is not the confirmed one', function () {
  this.timeout(120_000);
  let bench: Bench;

  before(async () => {
    bench = await createBench();
    await deploy(bench);
  });
  after(() => bench.dispose());

  it('does not run where the program changed after the preview', async () => {
    await bench.edit('Pulumi.dev.yaml', 'replicas: "2"', 'replicas: "3"');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    await bench.edit('Pulumi.dev.yaml', 'config:\n', 'config:\n  shop:databaseEngine: pg16\n');
    const before = await bench.world();
    assert.notDeepEqual(await plan.rebind(new AbortController().signal), plan.binding);
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-stale', message: /program/ });
    assert.equal(await bench.world(), before);
    await bench.edit('Pulumi.dev.yaml', '  shop:databaseEngine: pg16\n', '');
    await plan.dispose();
  });

  it('does not run where the state changed after the preview', async () => {
    const [first, second] = [await bench.infrastructure.planDeploy(bench.target, bench.run()), await bench.infrastructure.planDeploy(bench.target, bench.run())];
    assert.equal((await first.apply(bench.run())).result, 'succeeded');
    const before = await bench.world();
    assert.notDeepEqual(await second.rebind(new AbortController().signal), second.binding);
    await assert.rejects(second.apply(bench.run()), { code: 'plan-stale', message: /state/ });
    assert.equal(await bench.world(), before);
    await first.dispose();
    await second.dispose();
  });

  it('does not run with a plan file that somebody exchanged or removed', async () => {
    await bench.edit('Pulumi.dev.yaml', 'replicas: "3"', 'replicas: "4"');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const before = await bench.world();
    await plan.dispose();
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-stale' });
    assert.equal(await bench.world(), before);
  });

  it('does not destroy where the state changed after the preview', async () => {
    const plan = await bench.infrastructure.planDestroy(bench.target, bench.run());
    await deploy(bench);
    const before = await bench.world();
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-stale' });
    assert.equal(await bench.world(), before);
  });

  it('is refused by the engine\'s own preview where only the plan differs, before anything is touched', async () => {
    // what our checks can't see: the program reads something outside of the project
    const outside = join(bench.storageDir, 'size.txt');
    await writeFile(outside, '30');
    await bench.edit('Pulumi.yaml', 'size: ${databaseSize}', `size:\n        fn::readFile: ${outside}`);
    await bench.edit('Pulumi.yaml', 'engine: ${databaseEngine}', 'engine: ${engine}');
    await bench.edit('Pulumi.yaml', '\nresources:', `\nvariables:\n  engine:\n    fn::readFile: ${join(bench.storageDir, 'engine.txt')}\n\nresources:`);
    await writeFile(join(bench.storageDir, 'engine.txt'), 'pg15');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    assert.equal(plan.summary.result, 'succeeded', plan.summary.error);
    assert.deepEqual(plan.loss.items, []);
    await writeFile(join(bench.storageDir, 'engine.txt'), 'pg16');
    const before = await bench.world();
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-stale' });
    assert.equal(await bench.world(), before);
    await plan.dispose();
  });
});

describe('a change that can\'t be made', function () {
  this.timeout(120_000);
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.dispose());

  it('names who holds the lock, and what to do', async () => {
    const locks = join(bench.projectDir, '.practice/state/.pulumi/locks/organization/shop/dev');
    await mkdir(locks, { recursive: true });
    await writeFile(join(locks, 'a.json'), JSON.stringify({ pid: process.pid, username: 'kim', hostname: hostname(), timestamp: '2026-11-21T04:00:00Z' }));
    await assert.rejects(bench.infrastructure.planDeploy(bench.target, bench.run()), { code: 'stack-locked', message: new RegExp(`kim@.*process ${process.pid}, since 2026-11-21`) });
    const { status } = await bench.infrastructure.status(bench.target, bench.run());
    assert.match(status?.lockedBy ?? '', /kim@/);
  });

  it('turns the engine\'s own refusal of a lock that came in between into the same error', async () => {
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const locks = join(bench.projectDir, '.practice/state/.pulumi/locks/organization/shop/dev');
    await mkdir(locks, { recursive: true });
    await writeFile(join(locks, 'a.json'), JSON.stringify({ pid: 999_999, username: 'kim', hostname: 'elsewhere', timestamp: '2026-11-21T04:00:00Z' }));
    await assert.rejects(plan.apply(bench.run()), { code: 'stack-locked', message: /kim@elsewhere/ });
    await plan.dispose();
  });

  it('says which variable holds the passphrase where it is missing or wrong', async () => {
    for (const [passphrase, code] of [[undefined, 'passphrase-missing'], ['wrong', 'passphrase-wrong']] as const) {
      const other = await createBench({ withoutPassphrase: true, environment: { PULUMI_CONFIG_PASSPHRASE: passphrase } });
      try {
        await assert.rejects(other.infrastructure.preview(other.target, other.run()), { code, message: /PULUMI_CONFIG_PASSPHRASE/ });
      } finally {
        await other.dispose();
      }
    }
  });

  it('shows a program\'s mistake as a failed preview that can\'t be carried out', async () => {
    await bench.edit('Pulumi.yaml', 'engine: ${databaseEngine}', 'engine: ${nothing}');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    assert.equal(plan.summary.result, 'failed');
    assert.match(plan.summary.error ?? '', /nothing/);
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-failed' });
    await plan.dispose();
  });

  it('names a failed resource and its message, and keeps what was done before', async () => {
    await bench.edit('Pulumi.yaml', 'fifo: true', 'fifo: true\n      fail: create');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const summary = await plan.apply(bench.run());
    assert.equal(summary.result, 'failed');
    assert.match(summary.error ?? '', /orders/);
    const rows = new Map(bench.updates.flatMap((update) => update.rows).map((row) => [row.name, row]));
    assert.equal(rows.get('orders')?.state, 'failed');
    assert.ok(![...rows.values()].some(({ state }) => state === 'running'));
    await plan.dispose();
  });

  it('refuses to destroy what is protected, names it and says what to do', async () => {
    await bench.edit('Pulumi.dev.yaml', 'config:\n', 'config:\n  shop:protectData: "true"\n');
    await deploy(bench);
    const before = await bench.world();
    const plan = await bench.infrastructure.planDestroy(bench.target, bench.run());
    assert.equal(plan.summary.result, 'failed');
    assert.match(plan.summary.error ?? '', /assets, database are protected|database, assets are protected/);
    await assert.rejects(plan.apply(bench.run()), { code: 'plan-failed' });
    assert.equal(await bench.world(), before);
  });

  it('says that protection is dropped where the same change replaces the resource', async () => {
    await bench.edit('Pulumi.dev.yaml', 'config:\n', 'config:\n  shop:protectData: "true"\n');
    await deploy(bench);
    await bench.edit('Pulumi.dev.yaml', 'protectData: "true"', 'protectData: "false"\n  shop:databaseEngine: pg16');
    const plan = await bench.infrastructure.planDeploy(bench.target, bench.run());
    const database = plan.loss.items.find(({ name }) => name === 'database');
    assert.equal(database?.protectDropped, true);
    assert.match(plan.loss.warnings.join('\n'), /database was protected/);
    assert.match(plan.loss.warnings.join('\n'), /assets loses its protection/);
    await plan.dispose();
  });

  it('wants a chosen backend, and never lets the CLI choose one', async () => {
    await bench.edit('Pulumi.yaml', /backend:\n {2}url: .*\n/, '');
    await assert.rejects(bench.infrastructure.target(bench.projectDir, 'dev', bench.run()), { code: 'no-backend', message: /pulumi login/ });
    assert.deepEqual(bench.started, []);
  });

  it('names a plug-in that is missing, and downloads none', async () => {
    await bench.edit('Pulumi.yaml', 'type: sim:Queue', 'type: nimbus:Queue');
    await assert.rejects(bench.infrastructure.preview(bench.target, bench.run()), { code: 'plugin-missing', message: /nimbus/ });
  });

  it('takes a lock file that is only half written for none', async () => {
    const locks = join(bench.projectDir, '.practice/state/.pulumi/locks/organization/shop/dev');
    await mkdir(locks, { recursive: true });
    await writeFile(join(locks, 'half.json'), '{"pid": 1');
    const { status } = await bench.infrastructure.status(bench.target, bench.run());
    assert.equal(status?.lockedBy, undefined);
    assert.equal(await readFile(join(locks, 'half.json'), 'utf8'), '{"pid": 1');
  });
});
