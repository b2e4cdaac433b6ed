import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { isAlive } from '../../../src/util/isAlive.ts';

describe('whether a process lives', () => {
  it('is known for this one, and for one that is over', async () => {
    assert.equal(isAlive(process.pid), true);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    assert.equal(isAlive(child.pid ?? 0), false);
  });

  it('is no for one that nobody has waited for', async function () {
    if (process.platform !== 'linux') {
      console.log('skipped: only Linux says it');
      this.skip();
    }
    // the shell becomes a program that never waits for the shell's child, which ends when its input does
    const parent = spawn('/bin/sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
    const output = parent.stdout;
    const childInput = parent.stdio[3] as Writable;
    assert.ok(output !== null);
    const until = async (file: string, pattern: RegExp): Promise<void> => {
      while (!pattern.test(readFileSync(file, 'utf8'))) await new Promise((resolve) => setImmediate(resolve));
    };
    try {
      const pid = Number(String((await once(output, 'data') as [Buffer])[0]));
      await until(`/proc/${parent.pid ?? 0}/comm`, /^sleep/);
      assert.equal(isAlive(pid), true);
      childInput.end();
      await until(`/proc/${pid}/stat`, /\) Z/);
      assert.equal(isAlive(pid), false);
    } finally {
      parent.kill();
    }
  });
});
