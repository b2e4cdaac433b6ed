import assert from 'node:assert/strict';
import { parseEngineEvent, type StepMetadata } from '../../../src/infra/engineEvents.ts';
import { displayValue, hasSecret, hasUnknown, propertyChanges } from '../../../src/infra/propertyChanges.ts';

const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const secret = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:abc' };

function step(metadata: object): StepMetadata {
  const event = parseEngineEvent({ resourcePreEvent: { metadata: { urn: 'urn:pulumi:dev::shop::sim:index:Database::db', type: 'sim:index:Database', op: 'update', ...metadata } } });
  assert.equal(event.kind, 'step-start');
  return event.step;
}

describe('property changes', () => {
  it('come from the provider\'s detailed diff, nested paths included', () => {
    const changes = propertyChanges(step({
      op: 'replace',
      old: { inputs: { tags: { 'a.b': 'x' }, ports: [{ from: 1 }] }, outputs: { engine: 'pg15', ports: [{ from: 1 }] } },
      new: { inputs: { engine: 'pg16', ports: [{ from: 2 }] } },
      keys: ['engine'],
      detailedDiff: { engine: { diffKind: 'update-replace' }, 'ports[0].from': { diffKind: 'update' }, 'tags["a.b"]': { diffKind: 'delete', inputDiff: true } },
    }));
    assert.deepEqual(changes, [
      { path: 'engine', kind: 'update', forcesReplace: true, before: 'pg15', after: 'pg16' },
      { path: 'ports[0].from', kind: 'update', forcesReplace: false, before: '1', after: '2' },
      { path: 'tags["a.b"]', kind: 'delete', forcesReplace: false, before: 'x', after: undefined },
    ]);
  });

  it('fall back to the names the provider gives, then to comparing the inputs', () => {
    const states = { old: { inputs: { name: 'a', size: 1 } }, new: { inputs: { name: 'b', size: 1 } } };
    const expected = [{ path: 'name', kind: 'update', forcesReplace: true, before: 'a', after: 'b' }];
    assert.deepEqual(propertyChanges(step({ ...states, keys: ['name'] })), expected);
    assert.deepEqual(propertyChanges(step({ ...states, diffs: ['name'] })), [{ ...expected[0], forcesReplace: false }]);
    assert.deepEqual(propertyChanges(step(states)), [{ ...expected[0], forcesReplace: false }]);
  });

  it('list the inputs of what is created, and nothing of what is deleted', () => {
    assert.deepEqual(propertyChanges(step({ op: 'create', new: { inputs: { __defaults: [], name: 'a' } } })), [{ path: 'name', kind: 'add', forcesReplace: false, after: 'a' }]);
    assert.deepEqual(propertyChanges(step({ op: 'delete', old: { inputs: { name: 'a' } } })), []);
  });

  it('mask secrets at every depth, also under a path into one', () => {
    assert.equal(displayValue({ user: 'a', password: secret }), '{"user":"a","password":"[secret]"}');
    const [change] = propertyChanges(step({ old: { inputs: { auth: secret } }, new: { inputs: { auth: secret } }, detailedDiff: { 'auth.ciphertext': { diffKind: 'update', inputDiff: true } } }));
    assert.deepEqual([change?.before, change?.after], ['[secret]', '[secret]']);
    assert.ok(hasSecret([{ deep: [secret] }]) && hasSecret('[secret]') && !hasSecret({ a: 1 }));
  });

  it('mark what is known only after the change', () => {
    assert.equal(displayValue(unknown), '(known after apply)');
    assert.equal(displayValue([unknown, 1]), '["(known after apply)",1]');
    assert.ok(hasUnknown({ a: [unknown] }) && !hasUnknown('x'));
  });

  it('cut long values', () => {
    assert.equal(displayValue('x'.repeat(500))?.length, 200);
  });
});
