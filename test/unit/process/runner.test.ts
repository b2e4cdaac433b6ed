import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessRunner, ProcessSpec } from '../../../src/core/ports.ts';
import type { Permit } from '../../../src/core/gate.ts';
import { CWD_MISSING } from '../../../src/process/childRun.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { testPermits } from './permits.ts';

const programs = resolve(import.meta.dirname, '../../fixtures/programs');
const { permit, assertPermit } = testPermits();
const never = new AbortController().signal;

function node(args: string[], more: Partial<ProcessSpec> = {}): ProcessSpec {
  return { file: process.execPath, args, cwd: programs, env: { PATH: process.env['PATH'] ?? '' }, deadlineMs: 0, idleMs: 0, maxOutputBytes: 65_536, ...more };
}
const script = (code: string, more: Partial<ProcessSpec> = {}) => node(['-e', code], more);
const program = (name: string, args: string[] = [], more: Partial<ProcessSpec> = {}) => node([join(programs, name), ...args], more);

/** True while a process runs; what a dead one leaves behind for its parent does not count. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ' Z';
  return !/^.*\) [ZX]/s.test(stat) && stat !== ' Z';
}

/** Nobody tells when a stranger's child is gone, so it is asked until it is, or for five seconds and more. */
async function untilGone(pids: number[]): Promise<void> {
  for (let attempt = 0; attempt < 250 && pids.some(isAlive); attempt++) await delay(20);
}

/** Resolves with the numbers of the family's members when all of them have said that they are ready. */
function family(): { listen: (text: string) => void; members: Promise<number[]> } {
  const expected = process.platform === 'linux' ? 5 : 4;
  const { promise, resolve: found } = Promise.withResolvers<number[]>();
  let text = '';
  return {
    members: promise,
    listen(chunk) {
      text += chunk;
      const pids = [...text.matchAll(/ready (\d+)\n/g)].map((match) => Number(match[1]));
      if (pids.length === expected) found(pids);
    },
  };
}

describe('the process runner', () => {
  let runner: ProcessRunner;
  beforeEach(() => { runner = createProcessRunner({ assertPermit, graceMs: 200 }); });
  afterEach(() => runner.dispose());

  it('gives exit code, both streams apart and together, and the live output', async () => {
    const live: string[] = [];
    const result = await runner.run(script('console.log("out"); console.error("err"); process.exitCode = 3'), permit, never, (text) => live.push(text));
    assert.equal(result.exitCode, 3);
    assert.equal(result.stdout, 'out\n');
    assert.equal(result.stderr, 'err\n');
    assert.deepEqual(result.output.split('\n').sort(), ['', 'err', 'out']);
    assert.equal(live.join(''), result.output);
    assert.deepEqual([result.timedOut, result.cancelled, result.spawnError, result.signal, result.truncatedBytes], [false, false, undefined, undefined, 0]);
  });

  it('refuses a forged permit before anything starts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'runner-'));
    const mark = join(folder, 'ran');
    const forged = { digest: permit.digest } as Permit;
    await assert.rejects(runner.run(script(`require('fs').writeFileSync(${JSON.stringify(mark)}, '')`), forged, never), { code: 'not-approved' });
    assert.equal(existsSync(mark), false);
    rmSync(folder, { recursive: true });
  });

  it('checks the permit even where the signal is aborted, and starts nothing where it is', async () => {
    const aborted = AbortSignal.abort();
    await assert.rejects(runner.run(script(''), { digest: '' } as Permit, aborted), { code: 'not-approved' });
    const result = await runner.run(script('console.log("ran")'), permit, aborted);
    assert.deepEqual([result.cancelled, result.exitCode, result.output], [true, null, '']);
  });

  it('tells a missing program, a missing folder and a file that is no program as results', async () => {
    const missing = await runner.run({ ...script(''), file: 'no-such-program-here' }, permit, never);
    assert.deepEqual([missing.spawnError, missing.exitCode], ['ENOENT', null]);
    const noFolder = await runner.run(script('', { cwd: join(programs, 'gone') }), permit, never);
    assert.equal(noFolder.spawnError, CWD_MISSING);
    const zeroByte = await runner.run(node(['a\0b']), permit, never);
    assert.notEqual(zeroByte.spawnError, undefined);
  });

  it('never lets the child inherit the environment', async () => {
    process.env['PILOTHOUSE_TEST_SECRET'] = 'leaked';
    try {
      const result = await runner.run(script('console.log(JSON.stringify(process.env))', { env: { ONLY: 'this' } }), permit, never);
      const { PILOTHOUSE_RUN: _mark, __CF_USER_TEXT_ENCODING: _mac, SystemRoot: _windows, ...rest } = JSON.parse(result.stdout) as Record<string, string>;
      assert.deepEqual(rest, { ONLY: 'this' });
    } finally {
      delete process.env['PILOTHOUSE_TEST_SECRET'];
    }
  });

  it('passes arguments as they are, without a shell', async () => {
    const args = ['$(echo hacked)', '; echo hacked', '*', '%PATH%', '"quoted"', ''];
    const result = await runner.run(node(['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...args]), permit, never);
    assert.deepEqual(JSON.parse(result.stdout), args);
  });

  it('writes the input and closes it, and is not disturbed by a child that does not read', async () => {
    const echoed = await runner.run(program('echoInput.mjs', [], { input: 'grüße' }), permit, never);
    assert.equal(echoed.stdout, 'GRÜSSE');
    const deaf = await runner.run(script('process.exit(0)', { input: 'x'.repeat(1_000_000) }), permit, never);
    assert.equal(deaf.exitCode, 0);
    const none = await runner.run(program('echoInput.mjs'), permit, never);
    assert.deepEqual([none.exitCode, none.stdout], [0, '']);
  });

  it('keeps characters whole that arrive byte by byte', async () => {
    const live: string[] = [];
    const text = 'aé漢😀z'.repeat(3);
    const result = await runner.run(program('slowBytes.mjs', [text]), permit, never, (piece) => live.push(piece));
    assert.equal(result.stdout, text);
    assert.equal(live.join(''), text);
    assert.equal(live.some((piece) => piece.includes('\uFFFD')), false);
  });

  it('keeps head and tail of a long output and counts the rest', async () => {
    const result = await runner.run(script('process.stdout.write("HEAD" + "x".repeat(1_000_000) + "TAIL")', { maxOutputBytes: 1_000 }), permit, never);
    assert.match(result.output, /^HEADx{496}\n\[… 999008 bytes left out …\]\nx{496}TAIL$/);
    assert.equal(result.truncatedBytes, 999_008);
  });

  it('ends a child at its deadline, and a silent one by the idle clock', async () => {
    const late = await runner.run(script('setInterval(() => console.log("busy"), 5)', { deadlineMs: 300, idleMs: 200_000 }), permit, never);
    assert.deepEqual([late.timedOut, late.cancelled, late.exitCode, late.signal], [true, false, null, 'SIGTERM']);
    const silent = await runner.run(script('console.log("once"); setInterval(() => undefined, 1000)', { idleMs: 500 }), permit, never);
    assert.deepEqual([silent.timedOut, silent.stdout], [true, 'once\n']);
  });

  it('lets output keep the idle clock from running out', async () => {
    const code = 'let n = 0; const t = setInterval(() => { console.log(n); if (++n === 12) clearInterval(t); }, 100)';
    const result = await runner.run(script(code, { idleMs: 900 }), permit, never);
    assert.deepEqual([result.timedOut, result.exitCode, result.stdout.split('\n').length], [false, 0, 13]);
  });

  it('ends the whole family on abort, also who ignores the polite signal or left the group', async () => {
    const abort = new AbortController();
    const { listen, members } = family();
    const running = runner.run(program('family.mjs', ['--stubborn']), permit, abort.signal, listen);
    const pids = await members;
    assert.deepEqual(pids.filter(isAlive), pids);
    abort.abort();
    const result = await running;
    assert.deepEqual([result.cancelled, result.timedOut], [true, false]);
    await runner.dispose();
    assert.deepEqual(pids.filter(isAlive), []);
  });

  it('settles an aborted run before a stubborn child is dead', async () => {
    const patient = createProcessRunner({ assertPermit, graceMs: 2_000 });
    const abort = new AbortController();
    const ready = Promise.withResolvers<void>();
    const running = patient.run(script('process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)'), permit, abort.signal, () => ready.resolve());
    await ready.promise;
    abort.abort();
    const result = await running;
    const pid = Number(result.stdout);
    assert.equal(result.cancelled, true);
    if (process.platform !== 'win32') assert.equal(isAlive(pid), true);
    await patient.dispose();
    assert.equal(isAlive(pid), false);
  });

  it('ends what a child left behind when it exits by itself', async () => {
    const { listen, members } = family();
    const code = `
      const child = require('child_process').spawn(process.execPath, [${JSON.stringify(join(programs, 'family.mjs'))}, '--exit'], { stdio: ['pipe', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk) => { process.stdout.write(chunk); text += chunk; if (text.match(/ready/g).length === ${process.platform === 'linux' ? 5 : 4}) child.stdin.write('go'); });
      child.on('exit', () => process.exit(7));`;
    const result = await runner.run(script(code), permit, never, listen);
    assert.deepEqual([result.exitCode, result.cancelled, result.timedOut], [7, false, false]);
    if (process.platform === 'linux') assert.deepEqual((await members).filter(isAlive), []);
  });

  it('ends all children on dispose and starts none after it', async () => {
    const families = [family(), family()];
    const running = families.map(({ listen }) => runner.run(program('family.mjs'), permit, never, listen));
    const pids = (await Promise.all(families.map(({ members }) => members))).flat();
    await runner.dispose();
    assert.deepEqual(pids.filter(isAlive), []);
    assert.deepEqual((await Promise.all(running)).map(({ cancelled }) => cancelled), [true, true]);
    assert.equal((await runner.run(script(''), permit, never)).cancelled, true);
  });

  it('keeps the first cause when several come', async () => {
    const abort = new AbortController();
    const ready = Promise.withResolvers<void>();
    const code = 'process.on("SIGTERM", () => console.log("asked")); console.log("ready"); setInterval(() => {}, 1000)';
    let text = '';
    const running = runner.run(script(code, { idleMs: 400 }), permit, abort.signal, (chunk) => {
      text += chunk;
      if (text.includes('asked')) ready.resolve();
    });
    await ready.promise;
    abort.abort();
    const result = await running;
    assert.deepEqual([result.timedOut, result.cancelled], [true, false]);
  });

  it('goes on when a listener throws, and logs it', async () => {
    const lines: string[] = [];
    const logging = createProcessRunner({ assertPermit, log: (line) => lines.push(line) });
    const result = await logging.run(script('console.log("out")'), permit, never, () => { throw new Error('listener broke'); });
    await logging.dispose();
    assert.equal(result.stdout, 'out\n');
    assert.match(lines.join(), /listener broke/);
  });

  it('leaves no child when the host exits without disposing', async function () {
    if (process.platform === 'win32') {
      console.log('skipped on Windows: its exit handlers cannot wait for taskkill');
      this.skip();
    }
    const host = spawn(process.execPath, ['--no-warnings', join(programs, 'forgetfulHost.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    host.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    await once(host, 'close');
    const pids = [...text.matchAll(/ready (\d+)/g)].map((match) => Number(match[1]));
    assert.equal(pids.length, process.platform === 'linux' ? 5 : 4);
    const reachable = process.platform === 'linux' ? pids : pids.slice(0, 1);
    await untilGone(reachable);
    assert.deepEqual(reachable.filter(isAlive), []);
  });

  it('leaves no child when the host is killed', async function () {
    if (process.platform === 'win32') {
      console.log('skipped on Windows: it has no process groups that could outlive the host');
      this.skip();
    }
    const host = spawn(process.execPath, ['--no-warnings', join(programs, 'forgetfulHost.ts'), '--kill', ...(process.platform === 'linux' ? [] : ['--together']), '--stubborn'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    host.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    await once(host, 'close');
    const pids = [...text.matchAll(/ready (\d+)/g)].map((match) => Number(match[1]));
    assert.equal(pids.length, process.platform === 'linux' ? 5 : 3);
    await untilGone(pids);
    assert.deepEqual(pids.filter(isAlive), []);
  });

  it('does not keep an idle host alive, and leaves no helper behind', async () => {
    const url = JSON.stringify(new URL('../../../src/process/runner.ts', import.meta.url).href);
    const code = `const { createProcessRunner } = await import(${url});
      const runner = createProcessRunner({ assertPermit: () => undefined });
      const spec = { file: process.execPath, args: ['-e', ''], cwd: '.', env: {}, deadlineMs: 60_000, idleMs: 60_000, maxOutputBytes: 10 };
      await runner.run(spec, {}, new AbortController().signal);`;
    const host = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { stdio: 'inherit' });
    assert.deepEqual(await once(host, 'exit'), [0, null]);
  });
});
