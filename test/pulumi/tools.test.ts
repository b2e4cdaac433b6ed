import assert from 'node:assert/strict';
import type { ProposeContext, Proposal, RunContext, Step, Tool } from '../../src/core/tool.ts';
import { infraTools } from '../../src/tools/infra.ts';
import type { InfraUpdate } from '../../src/shared/infra.ts';
import { createBench, permit, type Bench } from './support.ts';

describe('the infrastructure tools on the real engine', function () {
  this.timeout(120_000);
  let bench: Bench;
  let steps: Step[];
  let updates: InfraUpdate[];

  before(async () => {
    bench = await createBench();
  });
  beforeEach(() => {
    steps = [];
    updates = [];
  });
  after(() => bench.dispose());

  const tool = (name: string): Tool => {
    const found = infraTools(bench.infrastructure, bench.files).find((one) => one.name === name);
    assert.ok(found);
    return found;
  };
  const context = (): ProposeContext => ({
    cwd: bench.projectDir, actor: { kind: 'model', name: 'test' }, signal: new AbortController().signal,
    authorize: async (step) => {
      steps.push(step);
      return permit;
    },
    infra: (update) => updates.push(update),
    checking: () => undefined,
  });
  const propose = (name: string, input: unknown = { stack: 'dev' }): Promise<Proposal> => tool(name).propose(tool(name).input.parse(input), context());
  const run = (proposal: Proposal) => proposal.run({
    signal: new AbortController().signal, permit, asked: true, output: () => undefined, infra: (update) => updates.push(update), changed: () => undefined,
  } satisfies RunContext);

  it('look with reads only, without starting anything before they may run', async () => {
    for (const name of ['infra_status', 'infra_outputs']) {
      bench.started.length = 0;
      const proposal = await propose(name);
      assert.deepEqual(proposal.effects.map(({ kind, access }) => `${kind} ${access ?? ''}`), ['infra read']);
      assert.deepEqual(bench.started, []);
      const result = await run(proposal);
      assert.equal(result.failed, false);
      assert.equal(result.view?.kind, 'infra');
    }
    assert.deepEqual(steps, []);
  });

  it('preview as running the project\'s code', async () => {
    const proposal = await propose('infra_preview');
    assert.deepEqual(proposal.effects.map(({ kind }) => kind), ['exec', 'infra']);
    const result = await run(proposal);
    assert.match(result.forModel, /^preview of shop\/dev: succeeded\.\nWould change: 6 create\./);
    assert.ok(updates.flatMap(({ rows }) => rows).some(({ name }) => name === 'database'));
  });

  it('deploy what only creates as HIGH, after an authorised preview that was drawn live', async () => {
    const proposal = await propose('infra_deploy');
    assert.deepEqual(steps.map(({ action }) => action), ['infra.preview']);
    assert.ok(updates.some(({ verb, phase }) => verb === 'deploy' && phase === 'preview'));
    assert.equal(proposal.minimumLevel, 'HIGH');
    assert.equal(proposal.typedTarget, undefined);
    assert.equal(proposal.rememberable, false);
    assert.deepEqual(await proposal.rebind(new AbortController().signal), proposal.binding);
    const result = await run(proposal);
    await proposal.dispose?.();
    assert.match(result.forModel, /^deploy of shop\/dev: succeeded\.\nSteps: 6 create\./);
    assert.match(result.forModel, /- databasePassword: \[secret\]/);
  });

  it('say that there is nothing to deploy, with nothing to approve', async () => {
    const proposal = await propose('infra_deploy');
    assert.deepEqual(proposal.effects.map(({ kind, access }) => `${kind} ${access ?? ''}`), ['infra read']);
    assert.equal(proposal.minimumLevel, undefined);
    assert.match((await run(proposal)).forModel, /^No changes: shop\/dev is as the program says\. Nothing was done\./);
    await proposal.dispose?.();
  });

  it('deploy a change of the stack\'s outputs alone, after a confirmation that names them', async () => {
    await bench.edit('Pulumi.yaml', 'outputs:\n', 'outputs:\n  greeting: hello\n');
    const proposal = await propose('infra_deploy');
    assert.equal(proposal.minimumLevel, 'HIGH');
    assert.match(proposal.title, /stack outputs only$/);
    assert.deepEqual(proposal.reasons, ['Changes stack outputs: greeting']);
    const result = await run(proposal);
    await proposal.dispose?.();
    assert.match(result.forModel, /- greeting: "hello"/);
    assert.ok((await bench.file('world.json')).length > 0);
  });

  it('deploy what replaces as DESTRUCTIVE, with the stack\'s name to type and the forcing property named', async () => {
    await bench.edit('Pulumi.dev.yaml', 'config:\n', 'config:\n  shop:databaseEngine: pg16\n');
    const proposal = await propose('infra_deploy');
    assert.equal(proposal.minimumLevel, 'DESTRUCTIVE');
    assert.equal(proposal.typedTarget, 'dev');
    assert.deepEqual(proposal.loss?.items.map(({ name, operation, because }) => ({ name, operation, because })), [
      { name: 'database', operation: 'replace', because: ['engine: pg15 → pg16'] },
    ]);
    assert.equal(proposal.loss?.headline, 'Replaces 1 resource of shop/dev, which holds data.');
    await proposal.dispose?.();
    await bench.edit('Pulumi.dev.yaml', '  shop:databaseEngine: pg16\n', '');
  });

  it('show a failed preview instead of asking for an approval', async () => {
    await bench.edit('Pulumi.yaml', '${databaseSize}', '${nothing}');
    const proposal = await propose('infra_deploy');
    assert.deepEqual(proposal.effects.map(({ kind, access }) => `${kind} ${access ?? ''}`), ['infra read']);
    const result = await run(proposal);
    assert.equal(result.failed, true);
    assert.match(result.forModel, /^The preview failed, so nothing was changed\.[\s\S]*nothing/);
    await proposal.dispose?.();
    await bench.edit('Pulumi.yaml', '${nothing}', '${databaseSize}');
  });

  it('destroy always as DESTRUCTIVE with everything listed, and only then', async () => {
    const before = await bench.world();
    const proposal = await propose('infra_destroy');
    assert.equal(await bench.world(), before);
    assert.equal(proposal.minimumLevel, 'DESTRUCTIVE');
    assert.equal(proposal.typedTarget, 'dev');
    assert.deepEqual(proposal.loss?.items.map(({ name }) => name).sort(), ['assets', 'database', 'network', 'orders', 'web']);
    const result = await run(proposal);
    assert.match(result.forModel, /^destroy of shop\/dev: succeeded/);
    await proposal.dispose?.();
    assert.match((await run(await propose('infra_destroy'))).forModel, /holds no resources\. Nothing was done/);
  });

  it('refuse an input they do not know', () => {
    assert.equal(tool('infra_deploy').input.safeParse({ stack: 'dev', yes: true }).success, false);
  });
});
