import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessResult, ProcessSpec, Sandbox, SandboxState } from '../../../src/core/ports.ts';
import { ripgrepCandidates } from '../../../src/process/ripgrepPlaces.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { createSandbox, type SandboxOptions } from '../../../src/process/sandbox.ts';
import { startRuntime } from '../../../src/process/sandboxRuntime.ts';
import { testPermits } from './permits.ts';

const root = resolve(import.meta.dirname, '../../..');
const { permit, assertPermit } = testPermits();

describe('the sandbox', function () {
  this.timeout(60_000);
  if (process.platform === 'win32') {
    it('is tested where there is one', () => assert.ok(process.stdout.write('      (Windows has no sandbox that Pilothouse can use)\n')));
    return;
  }
  let folder: string;
  let workspace: string;
  const runner = createProcessRunner({ assertPermit });
  const open: Sandbox[] = [];
  const shell = (command: string, cwd: string): ProcessSpec => ({
    file: '/bin/bash', args: ['--noprofile', '--norc', '-c', command], cwd, env: { PATH: process.env.PATH ?? '', HOME: folder }, deadlineMs: 30_000, idleMs: 0, maxOutputBytes: 100_000,
  });
  const make = (more: Partial<SandboxOptions> = {}): Sandbox => {
    const sandbox = createSandbox({
      wanted: true, ripgrep: ripgrepCandidates({ extensionDir: root, environment: process.env }), writable: [workspace], load: startRuntime,
      seccomp: join(root, 'node_modules/@anthropic-ai/sandbox-runtime/vendor/seccomp', process.arch, 'apply-seccomp'),
      shellSpec: (command) => shell(command, folder), hostRun: (spec, signal) => runner.run(spec, permit, signal), log: () => undefined, ...more,
    });
    open.push(sandbox);
    return sandbox;
  };
  const settled = async (sandbox: Sandbox): Promise<SandboxState> => {
    await sandbox.confine(shell('true', workspace), 'read-only', AbortSignal.timeout(30_000)).then((confined) => confined?.done());
    return sandbox.state;
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sandboxed ')));
    workspace = join(folder, 'work');
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, 'a.txt'), 'hello\n');
  });
  afterEach(async () => {
    for (const sandbox of open.splice(0)) await sandbox.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  after(() => runner.dispose());

  it('is off where nobody wanted it, and confines nothing', async () => {
    const sandbox = make({ wanted: false });
    assert.equal(sandbox.state.mode, 'off');
    assert.equal(await sandbox.confine(shell('true', workspace), 'read-only', new AbortController().signal), undefined);
  });

  it('says why it is not available, and confines nothing', async () => {
    for (const more of [{ ripgrep: [] }, { load: () => Promise.reject(new Error('bwrap is missing')) }] satisfies Partial<SandboxOptions>[]) {
      const sandbox = make(more);
      assert.equal(await sandbox.confine(shell('true', workspace), 'read-only', new AbortController().signal), undefined);
      assert.equal(sandbox.state.mode, 'unavailable');
      assert.match(sandbox.state.detail, /commands run without it: (ripgrep|bwrap) is missing/);
    }
  });

  it('is never said to be on where a confined command could write all the same', async () => {
    const told: string[] = [];
    const runtime = { confine: async (spec: ProcessSpec) => spec, cleanUp: () => undefined, stop: () => Promise.resolve() };
    const sandbox = make({ load: () => Promise.resolve(runtime), log: (line) => told.push(line) });
    assert.equal((await settled(sandbox)).mode, 'unavailable');
    assert.match(told.join(), /a first confined command failed: writes/);
    assert.deepEqual(readdirSync(folder).sort(), ['work']);
  });

  const missing = process.platform === 'linux' ? ['bwrap', 'socat'].filter((name) => spawnSync('which', [name]).status !== 0) : [];
  if (missing.length > 0) {
    it('is tested for real where its programs are', () => assert.ok(process.stdout.write(`      (missing here: ${missing.join(', ')})\n`)));
    return;
  }

  describe('where the system has one', () => {
    let sandbox: Sandbox;
    let usable: boolean;
    beforeEach(async () => {
      sandbox = make();
      usable = (await settled(sandbox)).mode === 'on';
      if (!usable) process.stdout.write(`      (${sandbox.state.detail})\n`);
    });
    const run = async (command: string, confinement: 'read-only' | 'workspace', signal = new AbortController().signal): Promise<ProcessResult> => {
      const confined = await sandbox.confine(shell(command, workspace), confinement, signal);
      assert.ok(confined, 'not confined');
      return await runner.run(confined.spec, permit, signal).finally(() => confined.done());
    };
    const real = (name: string, test: () => Promise<void>): void => {
      it(name, async () => {
        if (usable) await test();
        else assert.equal(sandbox.state.mode, 'unavailable');
      });
    };

    real('lets a command read, and gives its output and exit code', async () => {
      const { stdout, exitCode } = await run("cat a.txt; echo 'it'\"'\"'s'; exit 3", 'read-only');
      assert.deepEqual([stdout, exitCode], ["hello\nit's\n", 3]);
    });

    real('lets no command that was proven to read write anything', async () => {
      const { exitCode } = await run('echo x > made.txt', 'read-only');
      assert.notEqual(exitCode, 0);
      assert.equal(existsSync(join(workspace, 'made.txt')), false);
    });

    real('lets a command of the workspace write there, not beside it and not where power lies', async () => {
      await run('echo x > made.txt; echo x > ../outside.txt; echo {} > .vscode/settings.json', 'workspace');
      assert.equal(readFileSync(join(workspace, 'made.txt'), 'utf8'), 'x\n');
      assert.equal(existsSync(join(folder, 'outside.txt')), false);
      assert.equal(existsSync(join(workspace, '.vscode/settings.json')), false);
    });

    real('lets nothing out to the network', async () => {
      let asked = 0;
      const server = createServer((_request, response) => { asked++; response.end(); });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const { exitCode } = await run(`exec 3<>/dev/tcp/127.0.0.1/${port ?? 0} && echo 'GET / HTTP/1.0' >&3`, 'workspace');
      server.close();
      assert.notEqual(exitCode, 0);
      assert.equal(asked, 0);
    });

    real('ends with everything it started when it is stopped', async () => {
      const stop = new AbortController();
      const marker = `sleep 60.${process.pid}`;
      const confined = await sandbox.confine(shell(`echo begun; ${marker} & ${marker}`, workspace), 'read-only', stop.signal);
      assert.ok(confined);
      const result = await runner.run(confined.spec, permit, stop.signal, () => stop.abort());
      confined.done();
      assert.equal(result.cancelled, true);
      while (spawnSync('pgrep', ['-f', marker]).status === 0) await delay(20);
      assert.deepEqual(readdirSync(workspace).sort(), ['.vscode', 'a.txt']);
    });
  });
});
