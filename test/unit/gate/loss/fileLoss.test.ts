import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { walkFiles } from '../../../../src/process/lossWalk.ts';
import { named, openPlace, type Place } from './support.ts';

describe('the loss of files', () => {
  let place: Place;
  beforeEach(() => { place = openPlace(); });
  afterEach(() => place.close());
  const deleted = (...names: string[]) => ({ kind: 'files', paths: names.map((name) => join(place.folder, name)), recursive: true, operation: 'delete' }) as const;

  it('counts files and bytes, and names what git cannot bring back', async () => {
    place.git('init', '--quiet', '--initial-branch=main');
    place.put('.gitignore', '*.log\n');
    for (const name of ['src/a.ts', 'src/b.ts', 'build/one.js']) place.commit(name, 'x'.repeat(1000));
    place.put('src/b.ts', 'y'.repeat(1000));
    place.put('src/new file.ts', 'x'.repeat(1000));
    place.put('build/run.log', 'x'.repeat(500));
    const found = await place.find([deleted('src', 'build')]);
    assert.equal(found.report.headline, 'Deletes 5 files (4.5 kB) in src/ and build/; 2 of them are not in git and cannot be recovered, 1 has changes that are not committed.');
    assert.deepEqual(named(found), [`${join('src', 'new file.ts')}: git does not hold it`, `${join('src', 'b.ts')}: has changes that are not committed`, `${join('build', 'run.log')}: git ignores it`]);
    assert.deepEqual([found.report.atLeast, found.complete], [false, true]);
    assert.equal(found.dryRun, 'Listed without touching anything: 5 files in 2 folders.');
  });

  it('says where git can bring back all of it', async () => {
    place.git('init', '--quiet');
    place.commit('src/a.ts');
    assert.equal((await place.find([deleted('src')])).report.headline, 'Deletes 1 file (9 bytes) in src/; git can bring back all of it.');
  });

  it('counts everything as lost where there is no repository', async () => {
    place.put('notes.txt', 'x'.repeat(1234));
    assert.equal((await place.find([deleted('notes.txt')])).report.headline, 'Deletes notes.txt (1.2 kB), which is not in git and cannot be recovered.');
  });

  it('counts everything as lost where the repository itself goes', async () => {
    place.git('init', '--quiet');
    place.commit('a.txt');
    const { report } = await place.find([deleted('.git', 'a.txt')]);
    assert.match(report.headline, /; ([\d,]+) of them are not in git and cannot be recovered\.$/);
    assert.match(report.warnings.join(' '), /A git repository goes too, with its history: \.git\./);
    assert.match(report.headline, new RegExp(`Deletes ${String(report.counts['delete'])} files .*; ${String(report.counts['delete'])} of them`));
  });

  it('counts the files of a repository below as lost', async () => {
    place.git('init', '--quiet');
    place.commit('lib/a.txt');
    place.put('lib/inner/.git/HEAD', 'ref: refs/heads/main\n');
    place.put('lib/inner/b.txt');
    const found = await place.find([deleted('lib')]);
    assert.ok(named(found).includes(`${join('lib', 'inner', 'b.txt')}: belongs to a git repository that goes with it`));
    assert.ok(!named(found).some((line) => line.startsWith(join('lib', 'a.txt'))));
  });

  it('does not follow links, and says so', async function () {
    if (process.platform === 'win32') this.skip();
    place.put('kept/a.txt');
    mkdirSync(join(place.folder, 'gone'));
    symlinkSync('../kept', join(place.folder, 'gone', 'link'));
    const { report } = await place.find([deleted('gone')]);
    assert.equal(report.counts['delete'], 1);
    assert.match(report.warnings.join(' '), /1 link among them; what it points to stays\./);
  });

  it('says at least where there are too many', async () => {
    for (let index = 0; index < 12; index += 1) place.put(`many/${index}.txt`);
    const found = await place.find([deleted('many')], undefined, { walk: (paths, recursive, signal) => walkFiles(paths, recursive, signal, 5) });
    assert.match(found.report.headline, /^Deletes at least 4 files /);
    assert.deepEqual([found.report.atLeast, found.complete], [true, false]);
  });

  it('names a bounded number, secrets first, and counts the rest', async () => {
    for (let index = 0; index < 60; index += 1) place.put(`many/${String(index).padStart(2, '0')}.txt`);
    place.put('many/zz/.env');
    const { report } = await place.find([deleted('many')]);
    assert.equal(report.items.length, 40);
    assert.equal(report.items[0]?.name, join('many', 'zz', '.env'));
    assert.ok(report.warnings.includes('And 21 more that git cannot bring back.'));
  });

  it('says that nothing is there', async () => {
    assert.equal((await place.find([deleted('none')])).report.headline, `Finds nothing to delete at none${process.platform === 'win32' ? '\\' : '/'}.`);
  });

  it('gives another digest when another set of files would go', async () => {
    place.put('build/a.js');
    const before = await place.find([deleted('build')]);
    assert.deepEqual((await place.find([deleted('build')])).binding, before.binding);
    place.put('build/b.js');
    assert.notDeepEqual((await place.find([deleted('build')])).binding, before.binding);
    rmSync(join(place.folder, 'build/b.js'));
    place.put('build/a.js', 'longer than before');
    assert.deepEqual((await place.find([deleted('build')])).binding, before.binding);
  });

  it('tells of an overwritten file that git does not hold', async () => {
    place.git('init', '--quiet');
    place.put('out.txt', '12345');
    const { report } = await place.find([{ kind: 'files', paths: [join(place.folder, 'out.txt')], recursive: false, operation: 'overwrite' }]);
    assert.equal(report.headline, 'Overwrites out.txt (5 bytes), which is not in git and cannot be recovered.');
    assert.equal(report.items[0]?.operation, 'overwrite');
  });
});
