import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock } from '../../../src/util/lockFile.ts';

const HOUR = 3_600_000;

describe('a lock file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    path = join(folder, 'a.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in until it is given back', () => {
    const unlock = tryLock(path, HOUR);
    assert.ok(unlock);
    assert.equal(tryLock(path, HOUR), undefined);
    unlock();
    assert.ok(tryLock(path, HOUR));
  });

  it('is taken over from a process of this machine that is gone, at the second try', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, JSON.stringify({ pid, host: hostname() }));
    assert.equal(tryLock(path, HOUR), undefined);
    assert.ok(tryLock(path, HOUR));
  });

  it('is left to a living process, to another machine and to a holder that has not signed yet', () => {
    for (const text of [JSON.stringify({ pid: process.pid, host: hostname() }), JSON.stringify({ pid: 1, host: 'elsewhere' }), '']) {
      writeFileSync(path, text);
      assert.equal(tryLock(path, HOUR), undefined);
      assert.equal(tryLock(path, HOUR), undefined);
      assert.ok(existsSync(path));
    }
  });

  it('is taken over by age, whoever signed it', () => {
    writeFileSync(path, '');
    const old = (Date.now() - 2 * HOUR) / 1_000;
    utimesSync(path, old, old);
    assert.equal(tryLock(path, HOUR), undefined);
    assert.ok(tryLock(path, HOUR));
  });
});
