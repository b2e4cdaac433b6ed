import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandGlob, matchesGlob, type ListFolder } from '../../../../src/gate/analyse/bash/globs.ts';
import { bashHome, hasBash, wordsByBash } from './realBash.ts';

describe('patterns of names', () => {
  const names = ['a', 'b', 'ab', 'abc', 'A', 'B1', '1', '-', '-r', 'a-b', 'a b', 'a.ts', 'b.ts', 'c.test.ts', '.hidden', '.a.ts', '[a]', '[', ']', 'a]', '!a', '^', 'é', 'x*y', 'x\\y', '{a}', '_', 'z', '~'];
  const globs = [
    '*', '?', '??', '*.ts', '*.*', '.*', '.?*', '[ab]', '[!ab]', '[^ab]*', '[a-c]*', '[c-a]', '[]]', '[]a]*', '[!]]', '[[]*', '[[]a]', '\\[a\\]', '[a', 'a[', '[a-]*', '[-a]*', '[!-]', '[[:alpha:]]', '[[:alpha:][:digit:]]*', '[[:upper:]]*', '[^[:alnum:]]', '[[:punct:]]*', '[[:space:]]', 'a[[:blank:]]b', '[[:nope:]]', '*[[:digit:]]', 'x\\*y', 'x\\\\y', 'x[*]y', 'x[\\\\]y', '[\\]]', '[\\a]', '**', '*a*', '*b*c', 'a*b', '*-*', '[!.]*', '[.]*', '\\.*', '{a}', '[a-z]', '[A-Z]*', '[é]', 'a?b', '*s', '*?s', '?*.ts', '[[:xdigit:]]', '[a-b-c]', '~', '*]',
  ];
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'globs-'));
    for (const name of names) writeFileSync(join(folder, name), '');
    for (const name of ['one', 'two/deep', '.git', 'three.d']) mkdirSync(join(folder, 'tree', name), { recursive: true });
    for (const name of ['one/a.ts', 'one/b.js', 'two/a.ts', 'two/deep/a.ts', 'top.ts', '.git/a.ts', 'three.d/x']) writeFileSync(join(folder, 'tree', name), '');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const list: ListFolder = async (path) => readdirSync(join(folder, 'tree', path), { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: entry.isDirectory() ? 'directory' : 'file' }));

  it('match the names that a real bash finds', function () {
    if (!hasBash) return this.skip();
    const real = wordsByBash(globs, folder);
    for (const [index, glob] of globs.entries()) {
      const mine = [...names, 'tree'].filter((name) => matchesGlob(glob, name)).sort();
      const literal = glob.replaceAll(/\\(.)/g, '$1');
      const theirs = real[index]?.filter((name) => name !== '.' && name !== '..').sort();
      if (glob === '~') assert.deepEqual(theirs, [bashHome]);
      else assert.deepEqual(mine.length > 0 ? mine : [literal], theirs, glob);
    }
  });

  it('are followed through folders as a real bash does', async function () {
    if (!hasBash) return this.skip();
    const paths = ['*', '*/a.ts', '*/*.ts', '*/', './*', '../tree/o*', 'one/*', '*/deep/*', '.*/a.ts', '*/*/a.ts', 'one/../t*', 'no*/x', '*//a.ts', 'o*/./a.ts', '*.ts/', 't[hw]*', 'one/*.[tj]s'];
    const real = wordsByBash(paths, join(folder, 'tree'));
    for (const [index, glob] of paths.entries()) {
      const found = await expandGlob(glob, list);
      assert.ok(found !== undefined);
      const same = (path: string): string => path.replaceAll(/\/+/g, '/');
      assert.deepEqual(found.length > 0 ? found.sort() : [glob], real[index]?.map(same).sort(), glob);
    }
  });

  it('take no time to match, whatever the pattern', () => {
    assert.equal(matchesGlob('*a'.repeat(60) + 'b', 'a'.repeat(250)), false);
  });
});
