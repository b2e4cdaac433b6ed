import assert from 'node:assert/strict';
import { parseEngineEvent } from '../../../src/infra/engineEvents.ts';
import { ResourceTree } from '../../../src/infra/resourceTree.ts';

const urn = (name: string): string => `urn:pulumi:dev::shop::sim:index:Database::${name}`;
const metadata = (op: string, name: string, more: object = {}): object => ({ op, urn: urn(name), type: 'sim:index:Database', logical: !/-repl/.test(op), new: { custom: true, inputs: {} }, old: { custom: true, inputs: {} }, ...more });
const start = (op: string, name: string, planning = false, more: object = {}): object => ({ resourcePreEvent: { metadata: metadata(op, name, more), planning } });
const end = (op: string, name: string, planning = false): object => ({ resOutputsEvent: { metadata: metadata(op, name), planning } });
const failed = (op: string, name: string): object => ({ resOpFailedEvent: { metadata: metadata(op, name) } });
const prelude = { preludeEvent: { config: {} } };
const summary = (isPreview: boolean, result = 'succeeded', resourceChanges: object = {}): object => ({ summaryEvent: { isPreview, result, resourceChanges } });

function grow(...events: object[]): ResourceTree {
  const tree = new ResourceTree({ verb: 'deploy', project: 'shop', stack: 'dev' });
  events.forEach((event, at) => tree.apply(parseEngineEvent(event), at));
  return tree;
}
const shown = (tree: ResourceTree): string[] => tree.rows.map(({ name, op, state }) => `${name} ${op} ${state}`);

describe('the resource tree', () => {
  it('plans in a preview and never says that something runs', () => {
    const tree = grow(prelude, start('create', 'db', true), end('create', 'db', true), summary(true));
    assert.deepEqual(shown(tree), ['db create planned']);
    assert.equal(tree.phase, 'preview');
  });

  it('starts anew with the second stream of a deployment', () => {
    const tree = grow(prelude, start('create', 'db', true), start('same', 'old', true), summary(true), prelude, start('create', 'db'), end('create', 'db'), summary(false));
    assert.deepEqual(shown(tree), ['db create done']);
    assert.deepEqual(tree.counts, { create: 1 });
  });

  it('folds the parts of a replacement into one row, done only when the old one is gone too', () => {
    const parts = [start('create-replacement', 'db'), end('create-replacement', 'db'), start('replace', 'db'), end('replace', 'db')];
    assert.deepEqual(shown(grow(prelude, ...parts)), ['db replace running']);
    const whole = grow(prelude, ...parts, start('delete-replaced', 'db'), end('delete-replaced', 'db'), summary(false));
    assert.deepEqual(shown(whole), ['db replace done']);
    assert.deepEqual(whole.counts, { replace: 1 });
    assert.deepEqual(shown(grow(prelude, ...parts, summary(false, 'failed'))), ['db replace interrupted']);
  });

  it('takes the outcome of a refresh from its end', () => {
    const tree = grow(prelude, start('refresh', 'a'), start('refresh', 'b'), end('update', 'a'), end('delete', 'b'), summary(false));
    assert.deepEqual(shown(tree), ['a update done', 'b delete done']);
    assert.deepEqual(tree.counts, { update: 1, delete: 1 });
  });

  it('takes an end without a start, and a child before its parent', () => {
    const tree = grow(prelude, end('create', 'a'), start('create', 'child', false, { new: { custom: true, parent: urn('later'), inputs: {} } }), end('create', 'child'), start('create', 'later'), end('create', 'later'), summary(false));
    assert.deepEqual(shown(tree), ['a create done', 'child create done', 'later create done']);
    assert.equal(tree.rows[1]?.parent, urn('later'));
  });

  it('keeps a failure, with its message, whatever comes after', () => {
    const tree = grow(prelude, start('update', 'db'), failed('update', 'db'), { diagnosticEvent: { urn: urn('db'), severity: 'error', message: '<{%fg 1%}>no\n  space<{%reset%}>' } }, end('update', 'db'), summary(false, 'failed'));
    assert.deepEqual(tree.rows.map(({ state, message }) => ({ state, message })), [{ state: 'failed', message: 'no space' }]);
  });

  it('calls what a cut-off stream left open interrupted', () => {
    const tree = grow(prelude, start('create', 'db'), start('create', 'web'), end('create', 'web'));
    const last = tree.finish(9);
    assert.deepEqual(shown(tree), ['db create interrupted', 'web create done']);
    assert.deepEqual(last.rows.map(({ name }) => name), ['db']);
    assert.equal(last.phase, 'finished');
  });

  it('tells only what changed, and leaves debug texts and default providers out', () => {
    const tree = new ResourceTree({ verb: 'deploy', project: 'shop', stack: 'dev' });
    assert.equal(tree.apply(parseEngineEvent(start('same', 'db', true)), 1)?.rows.length, 1);
    assert.equal(tree.apply(parseEngineEvent(end('same', 'db', true)), 2), undefined);
    assert.equal(tree.apply(parseEngineEvent({ diagnosticEvent: { severity: 'debug', message: 'x' } }), 3), undefined);
    const provider = { op: 'create', urn: 'urn:pulumi:dev::shop::pulumi:providers:sim::default_1_0_0', type: 'pulumi:providers:sim', new: {} };
    assert.equal(tree.apply(parseEngineEvent({ resourcePreEvent: { metadata: provider, planning: true } }), 4), undefined);
    assert.deepEqual(shown(tree), ['db same planned']);
  });

  it('survives what it does not know', () => {
    for (const event of [null, 7, 'x', [], {}, { resourcePreEvent: null }, { resourcePreEvent: { metadata: { op: 'dance', urn: 'u' } } }, { summaryEvent: 1 }, { progressEvent: {} }, { policyLoadEvent: {} }]) {
      assert.doesNotThrow(() => grow(event as object));
    }
  });
});
