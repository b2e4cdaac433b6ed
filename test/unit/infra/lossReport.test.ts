import assert from 'node:assert/strict';
import { parseEngineEvent, type StepMetadata } from '../../../src/infra/engineEvents.ts';
import { lossReport, type LossContext } from '../../../src/infra/lossReport.ts';
import { parseStackState } from '../../../src/infra/stackState.ts';

const urn = (name: string, type = 'sim:index:Database'): string => `urn:pulumi:dev::shop::${type}::${name}`;

function step(op: string, name: string, metadata: { old?: object; new?: object; [field: string]: unknown } = {}, type = 'sim:index:Database'): StepMetadata {
  const state = (given: object | undefined): object | undefined => (given === undefined ? undefined : { custom: true, id: `${name}-1`, inputs: {}, ...given });
  const event = parseEngineEvent({ resourcePreEvent: { metadata: { urn: urn(name, type), type, op, logical: true, ...metadata, old: state(metadata.old), new: state(metadata.new) }, planning: true } });
  assert.equal(event.kind, 'step-start');
  return event.step;
}

function report(steps: StepMetadata[], resources: object[] = [], context: Partial<LossContext> = {}) {
  const state = parseStackState(JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
  return lossReport(steps, { verb: 'deploy', project: 'shop', stack: 'dev', counts: {}, state, ...context });
}

describe('the loss report', () => {
  it('names a replacement once, with the property that forces it and whether it holds data', () => {
    const states = { old: { inputs: { engine: 'pg15' } }, new: { inputs: { engine: 'pg16' } }, keys: ['engine'], detailedDiff: { engine: { diffKind: 'update-replace', inputDiff: true } } };
    const { items, headline, warnings } = report([step('delete-replaced', 'db', { old: states.old }), step('replace', 'db', states), step('create-replacement', 'db', states)]);
    assert.equal(items.length, 1);
    assert.deepEqual({ operation: items[0]?.operation, because: items[0]?.because, stateful: items[0]?.stateful, id: items[0]?.id }, { operation: 'replace', because: ['engine: pg15 → pg16'], stateful: true, id: 'db-1' });
    assert.equal(headline, 'Replaces 1 resource of shop/dev, which holds data.');
    assert.deepEqual(warnings, ['db is deleted before its replacement is made: it is not available in between.']);
  });

  it('flags protection that the same change drops, with and without a loss', () => {
    const dropped = { old: { protect: true }, new: { protect: false } };
    const { items, warnings } = report([step('replace', 'db', { ...dropped, keys: ['engine'] }), step('update', 'other', dropped)]);
    assert.deepEqual(items.map(({ name, protectDropped }) => ({ name, protectDropped })), [{ name: 'db', protectDropped: true }]);
    assert.deepEqual(warnings, ['db was protected; the same change drops the protection and replaces it.', 'other loses its protection: from then on it can be deleted.']);
  });

  it('calls what is kept in the cloud untracked, not deleted', () => {
    const { items, headline } = report([step('delete', 'db', { old: { retainOnDelete: true } })]);
    assert.equal(items[0]?.operation, 'untrack');
    assert.match(items[0].because.join(), /stays in the cloud/);
    assert.match(headline, /^Stops tracking 1 resource/);
  });

  it('leaves out what was never ours, components and the engine\'s own', () => {
    const { items } = report([
      step('delete', 'read', { old: { external: true } }), step('delete', 'component', { old: { custom: false } }, 'my:index:Shop'),
      step('delete', 'default', { old: {} }, 'pulumi:providers:sim'), step('delete', 'shop-dev', { old: {} }, 'pulumi:pulumi:Stack'),
    ]);
    assert.deepEqual(items, []);
  });

  it('lists what depends on a loss, also over others, and what goes with its container', () => {
    const resources = [
      { urn: urn('db'), type: 'sim:index:Database', custom: true },
      { urn: urn('api'), type: 'sim:index:Service', custom: true, propertyDependencies: { url: [urn('db')] } },
      { urn: urn('web'), type: 'sim:index:Service', custom: true, dependencies: [urn('api')] },
      { urn: urn('table'), type: 'sim:index:Database', custom: true, deletedWith: urn('db') },
    ];
    const { items } = report([step('delete', 'db', { old: {} }), step('delete', 'table', { old: {} })], resources);
    assert.deepEqual(items.find(({ name }) => name === 'db')?.dependents, ['api', 'table', 'web']);
    assert.match(items.find(({ name }) => name === 'table')?.because.join() ?? '', /goes together with db/);
  });

  it('says "at least" where values are unknown', () => {
    const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    const { atLeast, headline } = report([step('update', 'web', { old: {}, new: { inputs: { url: unknown } } }), step('delete', 'db', { old: {} })]);
    assert.equal(atLeast, true);
    assert.equal(headline, 'Deletes at least 1 resource of shop/dev, which holds data.');
  });

  it('warns where a guard of data is taken away', () => {
    const { warnings } = report([step('update', 'db', { old: { inputs: { deletionProtection: true } }, new: { inputs: { deletionProtection: false } } })]);
    assert.deepEqual(warnings, ['db: deletionProtection becomes false, which removes a guard of its data.']);
  });

  it('reports a loss that the engine counts and never announced', () => {
    const { items } = report([step('delete', 'db', { old: {} })], [], { counts: { delete: 3 } });
    assert.match(items.map(({ name }) => name).join(), /2 more of shop\/dev/);
  });

  it('says that nothing is lost where nothing is', () => {
    assert.equal(report([step('create', 'db', { new: {} })], [], { counts: { create: 1 } }).headline, 'Nothing is lost in shop/dev: 1 created.');
    assert.equal(report([], [], { counts: { same: 4 } }).headline, 'No resource changes in shop/dev.');
  });
});
