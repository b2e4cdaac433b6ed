import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseEvent } from '../../src/shared/eventSchema.ts';
import type { AnyEvent } from '../../src/shared/events.ts';
import { startModelServer, type ModelServer } from '../fixtures/modelServer/modelServer.ts';
import type { Turn } from '../fixtures/modelServer/script.ts';

/** The built command as a real process. */
const cli = resolve(import.meta.dirname, '../../dist/cli.js');

interface Ended { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

describe('the pilothouse command', function () {
  this.timeout(60_000);
  let folder: string;
  let server: ModelServer;
  const started = new Set<ChildProcessWithoutNullStreams>();

  before(() => assert.ok(existsSync(cli), 'dist/cli.js is missing: run "npm run build" first'));
  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
    server = await startModelServer();
  });
  afterEach(async () => {
    for (const child of started) child.kill('SIGKILL');
    started.clear();
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, HOME: folder, SystemRoot: process.env.SystemRoot });
  const start = (...args: string[]): ChildProcessWithoutNullStreams => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: environment(), stdio: 'pipe' });
    child.stdin.end();
    started.add(child);
    return child;
  };
  const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; }).on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    const [code, signal] = await once(child, 'close') as [Ended['code'], Ended['signal']];
    return { code, signal, stdout, stderr };
  };
  const storage = (): string[] => ['--storage', join(folder, 'storage')];
  const runArgs = (...more: string[]): string[] => ['run', '--base-url', server.baseUrl, '--model', 'scripted-model', ...storage(), ...more];
  const run = (turns: Turn[], ...more: string[]): Promise<Ended> => {
    server.push(...turns);
    return ended(start(...runArgs('-p', 'go', ...more)));
  };
  const eventsIn = (stdout: string): AnyEvent[] => stdout.trimEnd().split('\n').map((line) => {
    const parsed = parseEvent(JSON.parse(line));
    assert.ok(parsed.ok, line);
    return parsed.event;
  });
  /** Resolves when the output holds the text. */
  const shows = (child: ChildProcessWithoutNullStreams, text: string): Promise<void> => new Promise((resolved) => {
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolved();
    });
  });
  const sessionId = async (): Promise<string> => (JSON.parse((await ended(start('session', 'list', '--json', ...storage()))).stdout.split('\n', 1)[0] ?? '') as { id: string }).id;

  it('answers on standard output and ends with 0', async () => {
    const { code, stdout, stderr } = await run([{ text: 'Hello from the model.' }]);
    assert.deepEqual([code, stdout, stderr], [0, 'Hello from the model.\n', '']);
  });

  it('reads a file silently, and with --json prints events and nothing else', async () => {
    writeFileSync(join(folder, 'a.txt'), 'the content\n');
    const { code, stdout, stderr } = await run([{ calls: [{ name: 'read', input: { path: 'a.txt' } }] }, { text: 'Done.' }], '--json');
    assert.deepEqual([code, stderr], [0, '']);
    const events = eventsIn(stdout);
    assert.deepEqual(events.map(({ seq }) => seq), events.map((_, index) => index + 1));
    const end = events.find((event) => event.type === 'tool-end');
    assert.equal(end?.type === 'tool-end' && `${end.outcome} ${end.forModel}`, 'ok 1\tthe content');
    assert.ok(!events.some((event) => event.type === 'approval-requested'));
    assert.equal(events.at(-1)?.type, 'run-end');
  });

  it('denies a writing command where nobody can be asked, tells the model, and ends with 3', async () => {
    const { code, stderr } = await run([{ calls: [{ name: 'shell', input: { command: 'echo x > made.txt' } }] }, { text: 'I could not.' }]);
    assert.equal(code, 3);
    assert.equal(existsSync(join(folder, 'made.txt')), false);
    assert.match(stderr, /denied: Not allowed[\s\S]*nobody is here to ask/);
    assert.match(server.requests[1]?.text ?? '', /nobody is here to ask/);
  });

  it('verifies and exports its audit, and ends with 1 where somebody changed it', async () => {
    await run([{ calls: [{ name: 'shell', input: { command: 'touch x' } }] }, { text: 'I could not.' }]);
    const audit = (...more: string[]): Promise<Ended> => ended(start('audit', ...more, ...storage()));
    const clean = await audit('verify');
    assert.deepEqual([clean.code, clean.stderr], [0, '']);
    assert.match(clean.stdout, /^All 1 records keep their seals; the checkpoint agrees\.\n$/);
    const exported = (await audit('export')).stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { title: string; decision: string; decidedBy: string });
    assert.deepEqual(exported.map(({ title, decision, decidedBy }) => [title, decision, decidedBy]), [['Run touch x', 'denied', 'rule']]);
    const database = new DatabaseSync(join(folder, 'storage', 'pilothouse.db'));
    database.exec("DROP TRIGGER audit_intents_fixed; UPDATE audit_intents SET title = 'Run ls'");
    database.close();
    const changed = await audit('verify', '--json');
    assert.equal(changed.code, 1);
    assert.deepEqual((JSON.parse(changed.stdout) as { problems: { kind: string }[] }).problems.map(({ kind }) => kind), ['changed']);
  });

  it('says what is wrong with its arguments, with 2, and leaves nothing behind', async () => {
    for (const args of [[], ['run'], ['run', '-p', '  '], ['run', '-p', 'x', '--api', 'soap'], ['fly'], ['run', '--nonsense'], ['session'], ['session', 'show'], ['setup', 'moon'], ['run', '-p', 'x', '--profile', 'yolo'], ['approvals'], ['approvals', 'revoke'], ['approvals', 'revoke', 'x', '--all']]) {
      const { code, stderr, stdout } = await ended(start(...args, ...(args[0] === 'run' && args[1] === '--nonsense' ? [] : storage())));
      assert.equal(code, 2, args.join(' '));
      assert.ok(stderr.includes('pilothouse') || stdout.includes('pilothouse run'), args.join(' '));
    }
    assert.equal(existsSync(join(folder, 'storage')), false);
  });

  it('fails with 1 and a sentence for a refused key, an unknown session and a place that is no folder', async () => {
    const refused = await run([{ status: 401 }]);
    assert.equal(refused.code, 1);
    const unknown = await ended(start(...runArgs('-p', 'x', '--session', 'session_none')));
    const shown = await ended(start('session', 'show', 'session_none', ...storage()));
    writeFileSync(join(folder, 'file'), '');
    const nowhere = await ended(start('run', '-p', 'x', '--storage', join(folder, 'file', 'below')));
    for (const { code, stderr } of [unknown, shown, nowhere]) {
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^pilothouse: /);
      assert.doesNotMatch(stderr, /inside Pilothouse|\n\s+at /);
    }
  });

  it('goes on with a session in its own folder only', async () => {
    await run([{ text: 'Hello.' }]);
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const { code, stderr } = await ended(start(...runArgs('-p', 'x', '--session', await sessionId(), '--cwd', elsewhere)));
    assert.equal(code, 1);
    assert.ok(stderr.includes(`Open it in ${folder}.`), stderr);
  });

  it('does not let an answer write control characters to a terminal', async () => {
    const { stdout } = await run([{ text: 'a\u001B[2Jb\u0007c\r\nd\te' }]);
    assert.equal(stdout, 'a⟨U+001B⟩[2Jb⟨U+0007⟩c⟨U+000D⟩\nd\te\n');
  });

  it('is stopped by an interrupt with 130, and keeps what had arrived', async () => {
    server.push({ text: 'The first words and many more of them', fault: 'hang', faultAfter: 1, chunk: 15 });
    const child = start(...runArgs('-p', 'go'));
    const arrived = shows(child, 'The first words');
    const end = ended(child);
    await arrived;
    child.kill('SIGINT');
    const { code, signal } = await end;
    if (process.platform !== 'win32') assert.deepEqual([code, signal], [130, null]);
    const { stdout } = await ended(start('session', 'show', await sessionId(), '--json', ...storage()));
    const last = eventsIn(stdout).at(-1);
    if (process.platform !== 'win32') assert.equal(last?.type === 'run-end' && last.outcome, 'stopped');
  });

  it('ends quietly when its reader goes', async () => {
    server.push({ text: 'word '.repeat(2_000), chunk: 50, delayMs: 5 });
    const child = start(...runArgs('-p', 'go', '--json'));
    const arrived = shows(child, 'text-delta');
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    await arrived;
    child.stdout.destroy();
    const [code] = await once(child, 'exit') as [number | null];
    assert.deepEqual([code, stderr], [130, '']);
  });

  it('killed in mid-answer leaves a session that shows all that was acknowledged and goes on', async () => {
    server.push({ text: 'What was said before the end and what was not', fault: 'hang', faultAfter: 1, chunk: 22 });
    const child = start(...runArgs('-p', 'the first question', '--json'));
    const seen: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    const arrived = shows(child, 'What was said before t');
    const end = ended(child);
    await arrived;
    child.kill('SIGKILL');
    await end;
    const acknowledged = eventsIn(seen.join('').slice(0, seen.join('').lastIndexOf('\n')));
    const id = await sessionId();
    const kept = eventsIn((await ended(start('session', 'show', id, '--json', ...storage()))).stdout);
    assert.deepEqual(kept.slice(0, acknowledged.length), acknowledged);
    const next = await run([{ text: 'Here again.' }], '--session', id, '--json');
    assert.equal(next.code, 0, next.stderr);
    const after = eventsIn((await ended(start('session', 'show', id, '--json', ...storage()))).stdout);
    assert.deepEqual(after.flatMap((event) => (event.type === 'run-end' ? [event.outcome] : [])), ['interrupted', 'done']);
    assert.deepEqual(after.map(({ seq }) => seq), after.map((_, index) => index + 1));
    assert.match(server.requests.at(-1)?.text ?? '', /the first question[\s\S]*What was said before t[\s\S]*go/);
  });

  describe('on a terminal', () => {
    const terminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
    if (!terminal) {
      it('is tested where util-linux has `script`', () => assert.ok(process.stdout.write('      (there is no `script` here)\n')));
      return;
    }
    /** Runs on a terminal of its own. */
    const startOnTerminal = (turns: Turn[]): ChildProcessWithoutNullStreams => {
      server.push(...turns);
      const line = [process.execPath, cli, ...runArgs('-p', 'go')].map((word) => `'${word}'`).join(' ');
      const child = spawn('script', ['-qefc', line, '/dev/null'], { cwd: folder, env: { ...environment(), TERM: 'dumb' }, stdio: 'pipe' });
      started.add(child);
      return child;
    };
    /** Types the keys when the question is there. */
    const typed = async (turns: Turn[], question: string, keys: string): Promise<Ended> => {
      const child = startOnTerminal(turns);
      void shows(child, question).then(() => child.stdin.write(keys));
      return ended(child);
    };
    const writing = (command: string): Turn[] => [{ calls: [{ name: 'shell', input: { command } }] }, { text: 'Done.' }];

    it('asks, and runs what was allowed', async () => {
      const { code } = await typed(writing('mkdir made'), 'Type yes:', 'yes\r');
      assert.deepEqual([code, existsSync(join(folder, 'made'))], [0, true]);
    });

    it('remembers what was always allowed, lists it, and asks again once it is revoked', async () => {
      const lines = async (...args: string[]): Promise<string> => (await ended(start('approvals', ...args, '--cwd', folder, ...storage()))).stdout;
      await typed(writing('mkdir -p made'), 'Type yes:', 'always\r');
      assert.equal(existsSync(join(folder, 'made')), true);
      assert.match(await lines('list'), /^[0-9a-f]{12} {2}mkdir -p made {2}never used, expires /);
      rmSync(join(folder, 'made'), { recursive: true });
      assert.equal((await run(writing('mkdir -p made'))).code, 0);
      assert.equal(existsSync(join(folder, 'made')), true);
      const [id = ''] = (await lines('list')).split(' ', 1);
      assert.match(await lines('revoke', id), /mkdir -p made asks again/);
      assert.equal(await lines('list', '--all'), '');
      assert.equal((await run(writing('mkdir -p made'))).code, 3);
    });

    it('takes the end of the input for no', async () => {
      const { code, stdout } = await typed(writing('mkdir made'), 'Type yes:', '\u0004');
      assert.deepEqual([code, existsSync(join(folder, 'made'))], [0, false]);
      assert.match(stdout, /rejected/);
    });

    it('stops at Ctrl+C while it asks, and runs nothing', async () => {
      const { code } = await typed(writing('mkdir made'), 'Type yes:', '\u0003');
      assert.deepEqual([code, existsSync(join(folder, 'made'))], [130, false]);
    });

    it('wants the name of what is lost, not yes', async () => {
      writeFileSync(join(folder, 'precious'), 'x');
      await typed(writing('rm -rf precious'), 'Type precious to confirm', 'yes\r');
      assert.equal(existsSync(join(folder, 'precious')), true);
      await typed(writing('rm -rf precious'), 'Type precious to confirm', 'precious\r');
      assert.equal(existsSync(join(folder, 'precious')), false);
    });

    it('leaves no child at Ctrl+C', async () => {
      writeFileSync(join(folder, 'long.sh'), 'touch began; sleep 86399');
      const child = startOnTerminal(writing('sh long.sh'));
      const end = ended(child);
      await shows(child, 'Type yes:');
      child.stdin.write('yes\r');
      while (!existsSync(join(folder, 'began'))) await new Promise((resolved) => setImmediate(resolved));
      child.stdin.write('\u0003');
      assert.equal((await end).code, 130);
      const living = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('86399') && realpathSync(`/proc/${pid}/cwd`) === folder;
        } catch {
          return false;
        }
      });
      assert.deepEqual(living, []);
    });
  });
});
