import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cacheDir } from '../../../src/util/cacheDir.ts';

describe('the cache folder', () => {
  it('follows the convention of each system', () => {
    assert.equal(cacheDir({}, '/home/a', 'linux'), join('/home/a', '.cache', 'pilothouse'));
    assert.equal(cacheDir({ XDG_CACHE_HOME: '/big/cache' }, '/home/a', 'linux'), join('/big/cache', 'pilothouse'));
    assert.equal(cacheDir({}, '/Users/a', 'darwin'), join('/Users/a', 'Library', 'Caches', 'pilothouse'));
    assert.equal(cacheDir({ LOCALAPPDATA: 'L' }, 'H', 'win32'), join('L', 'pilothouse', 'Cache'));
  });

  it('ignores a relative XDG_CACHE_HOME', () => {
    assert.equal(cacheDir({ XDG_CACHE_HOME: 'cache' }, '/home/a', 'linux'), join('/home/a', '.cache', 'pilothouse'));
  });
});
