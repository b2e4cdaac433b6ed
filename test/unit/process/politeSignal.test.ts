import assert from 'node:assert/strict';
import type { Permit } from '../../../src/core/gate.ts';
import type { ProcessSpec } from '../../../src/core/ports.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';

const permit = { digest: 'test' } as unknown as Permit;
const spec = (script: string, graceMs: number): ProcessSpec => ({
  file: process.execPath, args: ['-e', script], cwd: process.cwd(), env: { PATH: process.env.PATH ?? '' }, deadlineMs: 0, idleMs: 0, maxOutputBytes: 65_536, politeSignal: 'SIGINT', graceMs,
});

describe('a child that ends in order', function () {
  this.timeout(30_000);

  /** Aborts when the child says that it is ready. */
  async function stopWhenReady(script: string, graceMs: number, stop: (abort: () => void) => void = (abort) => abort()) {
    const runner = createProcessRunner({ assertPermit: () => undefined });
    const abort = new AbortController();
    try {
      return await runner.run(spec(script, graceMs), permit, abort.signal, (text) => {
        if (text.includes('ready')) stop(() => abort.abort());
      });
    } finally {
      await runner.dispose();
    }
  }

  before(function () {
    if (process.platform === 'win32') {
      console.log('    (Windows has no polite signal)');
      this.skip();
    }
  });

  it('alone gets the signal, finishes its work, and the result says how it ended', async () => {
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => console.log("child told")); process.stdin.on("end", () => process.exit()).resume(); console.log("up")'], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdout.on('data', (data) => { if (String(data).includes('told')) console.log('CHILD TOLD'); else console.log('ready'); });
      process.on('SIGINT', () => { console.log('ending'); setTimeout(() => { console.log('work done'); child.stdin.end(); child.on('exit', () => process.exit(3)); }, 300); });`;
    const result = await stopWhenReady(script, 10_000);
    assert.equal(result.exitCode, 3);
    assert.equal(result.cancelled, true);
    assert.match(result.stdout, /ending\nwork done/);
    assert.doesNotMatch(result.stdout, /CHILD TOLD/);
  });

  it('is told once more after its grace', async () => {
    const script = 'let told = 0; process.on("SIGINT", () => { told += 1; if (told === 2) process.exit(8); }); setInterval(() => undefined, 1000); console.log("ready")';
    assert.equal((await stopWhenReady(script, 50)).exitCode, 8);
  });
});
