import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { walkFiles } from '../../../src/process/lossWalk.ts';

describe('walking over what would be lost', () => {
  let folder: string;
  const { signal } = new AbortController();
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'walk ')));
    mkdirSync(join(folder, 'sub', 'deep'), { recursive: true });
    for (const name of ['a.txt', 'sub/b.txt', 'sub/deep/c.txt']) writeFileSync(join(folder, name), '12345');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lists files with their sizes below folders, and only what is named without', async () => {
    const walk = await walkFiles([folder], true, signal);
    assert.deepEqual(walk.files.map(({ path, bytes }) => `${path.slice(folder.length + 1).replaceAll('\\', '/')} ${bytes}`), ['a.txt 5', 'sub/b.txt 5', 'sub/deep/c.txt 5']);
    assert.deepEqual([walk.folders, walk.unreadable, walk.cut], [3, [], undefined]);
    assert.deepEqual((await walkFiles([folder, join(folder, 'a.txt'), join(folder, 'none')], false, signal)).files.length, 1);
  });

  it('ends at its limit, and sees the same part each time', async () => {
    const first = await walkFiles([folder], true, signal, 3);
    assert.equal(first.cut, 'entries');
    assert.deepEqual(await walkFiles([folder], true, signal, 3), first);
    assert.equal((await walkFiles([folder], true, signal, 6)).cut, undefined);
  });

  it('ends with its signal, with what it has', async () => {
    assert.deepEqual(await walkFiles([folder], true, AbortSignal.abort()), { files: [], folders: 0, unreadable: [], cut: 'time' });
  });
});
