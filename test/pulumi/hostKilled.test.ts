import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPracticeProject } from '../../src/infra/practice/project.ts';
import { openStore } from '../../src/store/store.ts';
import { parseEvent } from '../../src/shared/eventSchema.ts';
import type { AnyEvent } from '../../src/shared/events.ts';
import { findCommand, stuckInQueue } from './support.ts';

const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.js');
const bundle = join(root, 'dist/pulumi-resource-sim.js');

describe('a host killed in the middle of a deployment', function () {
  this.timeout(180_000);
  if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) {
    it('is tested where util-linux has `script`', () => assert.ok(process.stdout.write('      (there is no `script` here)\n')));
    return;
  }
  let folder: string;
  before(() => assert.ok(existsSync(cli) && existsSync(bundle), 'dist is missing: run "npm run build" first'));
  beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'killed-'))); });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

  const processesIn = (place: string): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return pid !== process.pid && `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}${readFileSync(`/proc/${pid}/environ`, 'utf8')}`.includes(place);
    } catch {
      return false;
    }
  });

  it('is told honestly afterwards: interrupted in the session, unknown in the audit, open in the stack', async () => {
    const [projectDir, storage] = [join(folder, 'shop'), join(folder, 'storage')];
    await createPracticeProject({ from: join(root, 'media/practice/shop'), to: projectDir, providerBundle: bundle, nodePath: process.execPath, signal: new AbortController().signal });
    const program = join(projectDir, 'Pulumi.yaml');
    writeFileSync(program, readFileSync(program, 'utf8').replace('fifo: true', 'fifo: true\n      delayMs: 120000'));
    mkdirSync(join(folder, 'home'));
    const env = { PATH: process.env.PATH, HOME: folder, TERM: 'dumb', PULUMI_HOME: join(folder, 'home'), PILOTHOUSE_PULUMI_DIR: dirname(findCommand()) };
    const args = (...more: string[]): string[] => [cli, ...more, '--storage', storage];
    const command = async (...more: string[]): Promise<string> => {
      const child = spawn(process.execPath, args(...more), { cwd: projectDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (text: Buffer) => { stdout += text.toString(); });
      child.stderr.on('data', (text: Buffer) => { stderr += text.toString(); });
      const [code] = await once(child, 'close') as [number | null];
      assert.equal(code, 0, stderr);
      return stdout;
    };
    const events = async (id: string): Promise<AnyEvent[]> => (await command('session', 'show', id, '--json')).trimEnd().split('\n').map((line) => {
      const parsed = parseEvent(JSON.parse(line));
      assert.ok(parsed.ok, line);
      return parsed.event;
    });

    const pidFile = join(folder, 'pid');
    const line = `echo $$ > '${pidFile}'; exec ${[process.execPath, ...args('run', '-p', '/deploy dev')].map((word) => `'${word}'`).join(' ')}`;
    const terminal = spawn('script', ['-qefc', line, '/dev/null'], { cwd: projectDir, env: { ...env, SHELL: '/bin/sh' }, stdio: 'pipe' });
    const over = once(terminal, 'close');
    let screen = '';
    let answered = false;
    await new Promise<void>((began) => {
      terminal.stdout.on('data', (text: Buffer) => {
        screen += text.toString();
        if (!answered && screen.includes('Type yes:')) {
          answered = true;
          terminal.stdin.write('yes\r');
        }
        if (/network: done/.test(screen) && /orders: running/.test(screen)) began();
      });
      void over.then(() => began());
    });
    assert.ok(answered, screen);
    await stuckInQueue(projectDir);
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    await over;
    while (processesIn(folder).length > 0) await delay(50);

    const [id = ''] = (await command('session', 'list')).split(/\s/, 1);
    const cut = await events(id);
    assert.ok(cut.some((event) => event.type === 'infra-update' && event.update.rows.some(({ name, state }) => name === 'network' && state === 'done')), 'what was shown is there');
    assert.ok(!cut.some((event) => event.type === 'run-end'));

    await command('run', '-p', '/status dev', '--session', id);
    const after = await events(id);
    const ends = after.flatMap((event) => (event.type === 'tool-end' ? [event] : []));
    assert.deepEqual(ends.map(({ outcome }) => outcome), ['interrupted', 'ok']);
    assert.match(ends[0]?.forModel ?? '', /whether it took effect is not known/);
    assert.deepEqual(after.flatMap((event) => (event.type === 'run-end' ? [event.outcome] : [])), ['interrupted', 'done']);
    const view = ends[1]?.view;
    const status = view?.kind === 'infra' ? view.summary.status : undefined;
    assert.match(status?.lockedBy ?? '', /that process is gone, so the lock was left behind/);
    assert.match(JSON.stringify(status?.pendingOperations), /"creating"/);
    assert.match(JSON.stringify(status?.pendingOperations), /orders/);

    const store = openStore(storage);
    try {
      assert.deepEqual(store.audit.interrupted().map(({ action, decidedBy }) => `${action} by ${decidedBy}`), ['infra.deploy by person']);
    } finally {
      store.close();
    }
  });
});
