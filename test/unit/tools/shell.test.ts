import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ProcessResult, ProcessRunner, ProcessSpec } from '../../../src/core/ports.ts';
import { digestOf } from '../../../src/gate/digest.ts';
import type { FindLoss, FoundLoss } from '../../../src/gate/loss/findLoss.ts';
import { levelOf } from '../../../src/gate/level.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { shellTool, type ShellPorts } from '../../../src/tools/shell.ts';
import { provableEnvironment } from '../../../src/tools/shellEnvironment.ts';
import { realAnalyser } from '../gate/analyser.ts';
import { createBench, findNoLoss, type Bench } from './bench.ts';

const done: ProcessResult = { exitCode: 0, timedOut: false, cancelled: false, output: '', stdout: '', stderr: '', truncatedBytes: 0, durationMs: 1 };
const analyser = realAnalyser();

describe('shell tool', function () {
  if (process.platform === 'win32') {
    it('is tested where bash is', () => assert.ok(process.stdout.write('      (these tests run bash)\n')));
    return;
  }
  let bench: Bench;
  let runner: ProcessRunner;
  beforeEach(() => {
    bench = createBench();
    runner = createProcessRunner({ assertPermit: () => undefined });
  });
  afterEach(async () => {
    await runner.dispose();
    bench.dispose();
  });

  const ports = (more: Partial<ShellPorts> = {}): ShellPorts => ({
    files: bench.files, runner, analyser, shell: 'bash', home: '/home/nobody', gitProbe: async () => [], gitStates: async () => undefined,
    shellSpec: (command, cwd): ProcessSpec => ({ file: '/bin/bash', args: ['--noprofile', '--norc', '-c', command], cwd, env: { PATH: process.env.PATH ?? '' }, deadlineMs: 0, idleMs: 0, maxOutputBytes: 100_000 }),
    saveOutput: async (text) => bench.put('saved-output.txt', text),
    sandbox: { confine: async () => undefined },
    findLoss: findNoLoss,
    ...more,
  });
  const level = async (command: string): Promise<string> => {
    const { effects, minimumLevel } = await bench.propose(shellTool(ports()), { command });
    return levelOf(effects, minimumLevel).level;
  };
  const answering = (result: Partial<ProcessResult>): ProcessRunner => ({ run: async () => ({ ...done, ...result }), dispose: async () => undefined });

  it('runs a command in the workspace and gives its output', async () => {
    bench.put('a', 'hello\n');
    const { forModel, view, failed } = await bench.call(shellTool(ports()), { command: 'cat a' });
    assert.equal(forModel, 'hello');
    assert.equal(failed, false);
    assert.deepEqual(view?.kind === 'command' ? [view.command, view.cwd, view.exitCode] : [], ['cat a', bench.folder, 0]);
    assert.equal(bench.output.join(''), 'hello\n');
  });

  describe('with a sandbox', () => {
    const confined: string[] = [];
    let ended = 0;
    const sandbox: ShellPorts['sandbox'] = {
      confine: async (spec, confinement) => {
        confined.push(confinement);
        return { spec: { ...spec, args: [...spec.args.slice(0, -1), `echo confined; ${spec.args.at(-1) ?? ''}`] }, done: () => { ended++; } };
      },
    };
    beforeEach(() => {
      confined.length = 0;
      ended = 0;
    });

    it('confines what was proven to read to reading, and says so', async () => {
      bench.put('a', 'hello\n');
      const { forModel, view } = await bench.call(shellTool(ports({ sandbox })), { command: 'cat a' });
      assert.equal(forModel, 'confined\nhello');
      assert.deepEqual(view?.kind === 'command' ? [view.command, view.confinement] : [], ['cat a', 'read-only']);
      assert.deepEqual([confined, ended], [['read-only'], 1]);
    });

    it('tells the model where a confined command failed', async () => {
      const { forModel } = await bench.call(shellTool(ports({ sandbox })), { command: 'cat nowhere' });
      assert.match(forModel, /Exit code 1\.\nIt ran in the sandbox, where it could write nothing and reach no network\.$/);
    });

    it('leaves alone what a person confirmed', async () => {
      const proposal = await bench.propose(shellTool(ports({ sandbox })), { command: 'mkdir made' });
      await proposal.run({ signal: new AbortController().signal, permit: bench.permit(), asked: true, output: () => undefined, infra: () => undefined, changed: () => undefined });
      await proposal.dispose?.();
      assert.deepEqual(confined, []);
      assert.ok(existsSync(join(bench.folder, 'made')));
    });
  });

  describe('where something would be lost', () => {
    const found = (name: string, complete = true): FoundLoss => ({
      report: { headline: `Deletes ${name}.`, items: [], counts: {}, atLeast: !complete, warnings: [] }, dryRun: 'Listed.', alternative: 'Move it.', complete, binding: { facts: name },
    });
    const losing = (findLoss: FindLoss): ShellPorts => ports({
      findLoss,
      analyser: {
        analyse: async (command, facts) => {
          const { alternative: _none, ...analysis } = await analyser.analyse(command, facts);
          return { ...analysis, losses: [{ kind: 'files', paths: [join(facts.cwd, 'a')], recursive: false, operation: 'delete' }] };
        },
      },
    });
    const { signal } = new AbortController();

    it('shows what it is, a dry run and a safer way, and is bound to it', async () => {
      const proposal = await bench.propose(shellTool(losing(async () => found('a'))), { command: 'rm a' });
      assert.deepEqual([proposal.loss?.headline, proposal.dryRun, proposal.alternative], ['Deletes a.', 'Listed.', 'Move it.']);
      assert.deepEqual(await proposal.rebind(signal), proposal.binding);
    });

    it('is another action as soon as something else would be lost, or that cannot be found out any more', async () => {
      for (const second of [found('a and b'), { ...found('a', false), binding: { facts: 'unknown' } }]) {
        const answers = [found('a'), second];
        const proposal = await bench.propose(shellTool(losing(async () => answers.shift() ?? found('a'))), { command: 'rm a' });
        assert.notDeepEqual(await proposal.rebind(signal), proposal.binding);
      }
    });

    it('is not compared where it could not be computed at first', async () => {
      let asked = 0;
      const proposal = await bench.propose(shellTool(losing(async () => {
        asked += 1;
        return found('a', false);
      })), { command: 'rm a' });
      assert.deepEqual(await proposal.rebind(signal), proposal.binding);
      assert.equal(asked, 1);
    });
  });

  it('tells the exit code of a failure', async () => {
    const { forModel, failed } = await bench.call(shellTool(ports()), { command: 'echo no >&2; exit 3' });
    assert.equal(forModel, 'no\nExit code 3.');
    assert.equal(failed, true);
  });

  it('says how a command ended that ran too long, was stopped, or never started', async () => {
    const text = async (result: Partial<ProcessResult>): Promise<string> => (await bench.call(shellTool(ports({ runner: answering({ exitCode: null, ...result }) })), { command: 'x', timeoutMs: 1500 })).forModel;
    assert.match(await text({ timedOut: true }), /ended after 1500 ms/);
    assert.match(await text({ cancelled: true }), /stopped by the user/);
    assert.match(await text({ signal: 'SIGKILL' }), /SIGKILL/);
    assert.match(await text({ spawnError: 'ENOENT' }), /could not be started: ENOENT/);
  });

  it('passes the time limit on, and refuses one that is too long', async () => {
    let spec: ProcessSpec | undefined;
    const tool = shellTool(ports({ runner: { run: async (asked) => { spec = asked; return done; }, dispose: async () => undefined } }));
    await bench.call(tool, { command: 'ls', timeoutMs: 5000 });
    assert.equal(spec?.deadlineMs, 5000);
    assert.equal(tool.input.safeParse({ command: 'ls', timeoutMs: 10_000_000 }).success, false);
  });

  it('puts a large output into a file that the text names, and takes colours and secrets out', async () => {
    const output = `\u001B[31mred\u001B[0m TOKEN=hunter2hunter2\n${'line\n'.repeat(10_000)}end\n`;
    const { forModel } = await bench.call(shellTool(ports({ runner: answering({ output }) })), { command: 'x' });
    assert.ok(forModel.length < 20_000);
    assert.match(forModel, /^red TOKEN=«redacted/);
    assert.match(forModel, /end\n\(whole output: .*saved-output\.txt\)$/);
    assert.doesNotMatch(readFileSync(join(bench.folder, 'saved-output.txt'), 'utf8'), /hunter2/);
  });

  it('judges by what a path really is', async () => {
    bench.put('a', '');
    symlinkSync('/etc', join(bench.folder, 'link'));
    assert.equal(await level('cat a'), 'SAFE');
    assert.equal(await level('cat link/hosts'), 'MODERATE');
    assert.equal(await level('rm -rf a'), 'DESTRUCTIVE');
  });

  it('shows the whole command, binds it byte for byte, and asks for the name of what is lost', async () => {
    const proposal = await bench.propose(shellTool(ports()), { command: 'ls &&\n rm -rf build' });
    assert.deepEqual(proposal.command, { text: 'ls &&\n rm -rf build', cwd: bench.folder });
    assert.equal(proposal.typedTarget, 'build');
    assert.equal(digestOf(await proposal.rebind(new AbortController().signal)), digestOf(proposal.binding));
    const other = await bench.propose(shellTool(ports()), { command: 'ls && \n rm -rf build' });
    assert.notEqual(digestOf(other.binding), digestOf(proposal.binding));
  });

  it('is another action when a script that it would run has changed', async () => {
    bench.put('run.sh', 'echo one');
    bench.put('sub/deep.sh', 'echo one');
    bench.put('package.json', '{"scripts":{"test":"one"}}');
    for (const [command, path] of [['./run.sh', 'run.sh'], ['bash run.sh now', 'run.sh'], ['cd sub && ./deep.sh', 'sub/deep.sh'], ['npm test', 'package.json'], ['env X=1 ./run.sh', 'run.sh']] as const) {
      const proposal = await bench.propose(shellTool(ports()), { command });
      const { signal } = new AbortController();
      assert.deepEqual(await proposal.rebind(signal), proposal.binding, command);
      bench.put(path, `${bench.text(path)} `);
      assert.notDeepEqual(await proposal.rebind(signal), proposal.binding, command);
    }
  });

  it('sees before the start that a path leads elsewhere now', async () => {
    mkdirSync(join(bench.folder, 'sub'));
    const proposal = await bench.propose(shellTool(ports()), { command: 'cat link/hosts' });
    symlinkSync('/etc', join(bench.folder, 'link'));
    assert.notEqual(digestOf(await proposal.rebind(new AbortController().signal)), digestOf(proposal.binding));
  });

  it('runs silent git with the monitor of the repository switched off', async () => {
    execFileSync('git', ['init', '-q'], { cwd: bench.folder });
    bench.put('trap', '#!/bin/sh\ntouch ran\n');
    execFileSync('chmod', ['+x', join(bench.folder, 'trap')]);
    execFileSync('git', ['config', 'core.fsmonitor', join(bench.folder, 'trap')], { cwd: bench.folder });
    const { forModel } = await bench.call(shellTool(ports()), { command: 'git status --short' });
    assert.match(forModel, /trap/);
    assert.equal(existsSync(join(bench.folder, 'ran')), false);
  });

  it('runs no program of the workspace in place of a reading command', async () => {
    bench.put('bin/ls', '#!/bin/sh\necho trapped\n');
    execFileSync('chmod', ['+x', join(bench.folder, 'bin/ls')]);
    const shellSpec: ShellPorts['shellSpec'] = (command, cwd) => ({ ...ports().shellSpec(command, cwd), env: { PATH: [join(bench.folder, 'bin'), 'bin', process.env.PATH ?? ''].join(delimiter), BASH_ENV: join(bench.folder, 'bin/ls') } });
    const { forModel } = await bench.call(shellTool(ports({ shellSpec })), { command: 'ls' });
    assert.equal(forModel, 'bin');
  });
});

describe('environment of a proof', () => {
  it('drops what would run something, and keeps the rest', () => {
    const kept = provableEnvironment({ HOME: '/h', LANG: 'C', BASH_ENV: 'x', 'BASH_FUNC_ls%%': 'x', LD_PRELOAD: 'x', RIPGREP_CONFIG_PATH: 'x', GIT_EXTERNAL_DIFF: 'x', GIT_AUTHOR_NAME: 'me', PULUMI_SKIP_CONFIRMATIONS: '1' }, ['/w']);
    assert.deepEqual(kept, { HOME: '/h', LANG: 'C', GIT_AUTHOR_NAME: 'me' });
  });
});
