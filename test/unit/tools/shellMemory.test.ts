import assert from 'node:assert/strict';
import type { ProcessRunner } from '../../../src/core/ports.ts';
import type { Memory, Proposal } from '../../../src/core/tool.ts';
import { shellTool, type ShellPorts } from '../../../src/tools/shell.ts';
import { realAnalyser } from '../gate/analyser.ts';
import { createBench, type Bench } from './bench.ts';

const analyser = realAnalyser();
const runner: ProcessRunner = { run: () => Promise.reject(new Error('nothing runs here')), dispose: async () => undefined };

describe('what "always" would mean for a command', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    bench.put('package.json', '{"scripts":{"test":"mocha"}}');
  });
  afterEach(() => bench.dispose());

  const propose = async (command: string, more: Partial<ShellPorts> = {}, env: Record<string, string> = {}, timeoutMs?: number): Promise<Proposal> => bench.propose(shellTool({
    files: bench.files, runner, analyser, shell: 'bash', gitProbe: async () => [], findProgram: (name) => (name === 'nowhere' ? undefined : `/usr/bin/${name}`),
    shellSpec: (text, cwd) => ({ file: '/bin/bash', args: ['-c', text], cwd, env: { PATH: '/usr/bin', ...env }, deadlineMs: 0, idleMs: 0, maxOutputBytes: 1_000 }),
    saveOutput: async () => '', sandbox: { confine: async () => undefined }, home: '/home/nobody', gitStates: async () => new Map(), ...more,
  }), { command, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const memory = async (...given: Parameters<typeof propose>): Promise<Memory> => {
    const found = (await propose(...given)).memory;
    assert.ok(found);
    return found;
  };

  it('is said in words: the command, the folder, the files it relies on, and what it does not match', async () => {
    const { what, matches, not } = await memory('npm test');
    assert.equal(what, 'npm test');
    assert.ok(matches.startsWith(`Exactly \`npm test\` in ${bench.folder}`), matches);
    assert.match(matches, /while package\.json stays byte for byte the same\. The code that it runs in turn may change\.$/);
    assert.match(not.join('; '), /npm test --watch.*another folder.*&&.*graver/);
  });

  it('is the same for the same command, whatever time it is given and whichever terminal or login it comes from', async () => {
    const first = await memory('npm test');
    assert.deepEqual((await memory('npm test', {}, { TERM: 'xterm', SSH_AUTH_SOCK: '/tmp/1' }, 5_000)).binding, first.binding);
  });

  const changes: [string, () => Promise<Memory>][] = [
    ['another word', () => memory('npm test y')],
    ['another space between words', () => memory('npm  test')],
    ['another script in package.json', () => {
      bench.put('package.json', '{"scripts":{"test":"mocha; rm x"}}');
      return memory('npm test');
    }],
    ['a new file that says what runs', () => {
      bench.put('Makefile', 'all:\n');
      return memory('npm test');
    }],
    ['another program under the name', () => memory('npm test', { findProgram: (name) => `/opt/bin/${name}` })],
    ['another environment', () => memory('npm test', {}, { HOME: '/elsewhere' })],
  ];
  for (const [name, changed] of changes) {
    it(`is bound to other things with ${name}`, async () => {
      const first = await memory('npm test');
      assert.notDeepEqual((await changed()).binding, first.binding);
    });
  }

  for (const command of ['node x.js', 'env npm test', 'git -c core.pager=x log', 'npm test $HOME', 'cat <<E\nx\nE', 'nowhere test', 'npm test | bash']) {
    it(`is not offered for ${JSON.stringify(command)}`, async () => assert.equal((await propose(command)).memory, undefined));
  }

  it('is not offered where programs cannot be looked up', async () => assert.equal((await propose('npm test', { findProgram: undefined })).memory, undefined));
});
