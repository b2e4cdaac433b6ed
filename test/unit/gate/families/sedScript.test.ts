import assert from 'node:assert/strict';
import { readSedScript } from '../../../../src/gate/families/sedScript.ts';

const nothing = { reads: [], writes: [], runs: [] };

describe('a sed script', () => {
  for (const script of ['p', '1,20p', '$!d', '/a/,/b/p', '1~2d;5q', 's/a/b/g', 's|w x|y|2p', ':a;N;$!ba;s/\\n/ /g', 'y/abc/xyz/', '1i\\\nw out', 'a hello; w x', '/x/{s/a/b/;p}', '# w out\np', 's/a\\/b/c/', '\\,w x,d']) {
    it(`only prints: ${JSON.stringify(script)}`, () => assert.deepEqual(readSedScript(script), nothing));
  }

  for (const script of ['w out', '$!{w out', '/a/I,+3w out', '1~2w out', 's/a/b/gw out', '\\,a,w out', 'p;W out', '1i\\\nx\nw out', 'y/a/b/;w out', 's/a/b/;s/c/d/w out']) {
    it(`writes a file: ${JSON.stringify(script)}`, () => assert.deepEqual(readSedScript(script)?.writes, ['out']));
  }

  for (const script of ['1e id', 's/a/"/;e id', '/x/{e id']) it(`starts a program: ${script}`, () => assert.deepEqual(readSedScript(script)?.runs, ['id']));
  it('starts what its input says', () => assert.deepEqual(readSedScript('s/a/b/e')?.runs, ['']));
  it('reads another file', () => assert.deepEqual(readSedScript('/x/r .env')?.reads, ['.env']));

  for (const script of ['s/[/]/w x/', 's/a/b', 'k', 's/a/b/k', 's/[\\]/]w x/', '/a', 'w', 'px']) {
    it(`is not understood: ${script}`, () => assert.equal(readSedScript(script), undefined));
  }
});
