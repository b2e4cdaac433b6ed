import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createFindLoss } from '../../../../src/gate/loss/findLoss.ts';
import { parseStatus } from '../../../../src/gate/loss/gitStates.ts';
import { size } from '../../../../src/gate/loss/piece.ts';
import { openPlace, type Place } from './support.ts';

describe('computing what would be lost', () => {
  let place: Place;
  beforeEach(() => { place = openPlace(); });
  afterEach(() => place.close());

  it('says in the report that it could not be computed, and why', async () => {
    const found = await place.find([{ kind: 'git', operation: 'discard', words: ['.'], folder: place.folder }]);
    assert.equal(found.report.headline, 'What is lost at git . could not be computed: there is no git repository.');
    assert.deepEqual([found.report.atLeast, found.complete], [true, false]);
  });

  it('does not wait for an answer that never comes', async () => {
    const found = await place.find([{ kind: 'files', paths: [join(place.folder, 'a')], recursive: true, operation: 'delete' }], 1, { walk: () => new Promise(() => undefined) });
    assert.equal(found.report.headline, `What is lost at ${join(place.folder, 'a')} could not be computed: it took too long.`);
    assert.deepEqual(found.report.items.map(({ name }) => name), [join(place.folder, 'a')]);
  });

  it('ends with the call', async () => {
    const find = createFindLoss({ ...place.ports, walk: () => new Promise(() => undefined) });
    await assert.rejects(find([{ kind: 'files', paths: ['/a'], recursive: true, operation: 'delete' }], { cwd: '/', limitMs: 60_000, signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('names tables and what happens to them', async () => {
    for (const [statement, headline] of [
      ['DROP TABLE IF EXISTS shop.orders', 'Drops the table shop.orders.'],
      ['truncate orders; DELETE FROM "lines"', 'Empties the table orders, deletes all rows of "lines".'],
      ['DELETE FROM lines WHERE id = 1', 'Deletes rows of lines.'],
      ['drop database shop', 'Drops the database shop.'],
      ['FLUSHALL', 'Runs a statement in redis that takes data away: FLUSHALL.'],
    ] as const) {
      const { report } = await place.find([{ kind: 'data', engine: statement === 'FLUSHALL' ? 'redis' : 'psql', statement, folder: place.folder }]);
      assert.equal(report.headline, headline);
    }
  });

  it('names resources', async () => {
    const { report } = await place.find([{ kind: 'resource', what: 'kubectl delete deployment', names: ['web', 'api'], folder: place.folder }]);
    assert.equal(report.headline, 'Removes 2 resources (kubectl delete deployment): web and api.');
    assert.deepEqual(report.items.map(({ name }) => name), ['web', 'api']);
  });

  it('tells of several losses in one report', async () => {
    place.put('a.txt', '12345');
    const { report } = await place.find([
      { kind: 'files', paths: [join(place.folder, 'a.txt')], recursive: false, operation: 'delete' },
      { kind: 'data', engine: 'psql', statement: 'drop table t', folder: place.folder },
    ]);
    assert.equal(report.headline, 'Deletes a.txt (5 bytes), which is not in git and cannot be recovered. Drops the table t.');
    assert.deepEqual(report.counts, { delete: 2 });
  });

  it('reads every kind of line that git status prints', () => {
    const zero = '0'.repeat(40);
    assert.deepEqual(parseStatus([
      `1 .M N... 100644 100644 100644 ${zero} ${zero} a b.txt`, `2 R. N... 100644 100644 100644 ${zero} ${zero} R100 new.txt`, 'old.txt',
      `u UU N... 100644 100644 100644 100644 ${zero} ${zero} ${zero} both.txt`, '? un tracked', '! ignored/', '',
    ].join('\0')), [
      { path: 'a b.txt', state: 'modified' }, { path: 'new.txt', state: 'modified' }, { path: 'old.txt', state: 'modified' }, { path: 'both.txt', state: 'modified' },
      { path: 'un tracked', state: 'untracked' }, { path: 'ignored/', state: 'ignored' },
    ]);
  });

  it('says sizes as people do', () => {
    assert.deepEqual([0, 1, 999, 1000, 1234, 38_200_000, 999_999, 2.5e12].map(size), ['0 bytes', '1 byte', '999 bytes', '1 kB', '1.2 kB', '38 MB', '1 MB', '2.5 TB']);
  });
});
