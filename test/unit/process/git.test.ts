import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessRunner } from '../../../src/core/ports.ts';
import { createGit, gitEnvironment, type Git } from '../../../src/process/git.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { testPermits } from './permits.ts';

const { permit, assertPermit } = testPermits();
const signal = new AbortController().signal;

describe('what the host asks git', () => {
  let folder: string;
  let runner: ProcessRunner;
  let git: Git;
  const at = (name: string) => join(folder, name);
  const source = { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'] };
  const call = (...args: string[]) => execFileSync('git', args, {
    cwd: folder, encoding: 'utf8', stdio: 'pipe',
    env: { ...source, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' },
  });

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'git ')));
    runner = createProcessRunner({ assertPermit });
    git = createGit({ runner, source: { ...source, HOME: folder } });
  });
  afterEach(async () => {
    await runner.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function repository(): void {
    call('init', '--initial-branch=main');
    writeFileSync(at('a.txt'), 'one\n');
    writeFileSync(at('b.txt'), 'one\n');
    mkdirSync(at('sub'));
    writeFileSync(at('sub/-x [1].txt'), 'one\n');
    call('add', '.');
    call('commit', '--message=first');
  }

  it('says that a folder is no repository', async () => {
    assert.equal(await git.root(folder, permit, signal), undefined);
    assert.equal(await git.branch(folder, permit, signal), undefined);
    await assert.rejects(git.diffSummary(folder, permit, signal), { code: 'git-failed' });
  });

  it('knows root, branch and detached head', async () => {
    repository();
    assert.equal(await git.root(at('sub'), permit, signal), folder);
    assert.equal(await git.branch(folder, permit, signal), 'main');
    call('checkout', '--detach');
    assert.match(await git.branch(folder, permit, signal) ?? '', /^[0-9a-f]{7,}$/);
  });

  it('works before the first commit', async () => {
    call('init', '--initial-branch=main');
    writeFileSync(at('a.txt'), 'one\n');
    call('add', '.');
    assert.equal(await git.branch(folder, permit, signal), 'main');
    assert.equal(await git.diffSummary(folder, permit, signal), '');
    assert.deepEqual([...await git.fileStates(folder, ['a.txt'], permit, signal)], [['a.txt', 'modified']]);
  });

  it('sums up what changed since the last commit', async () => {
    repository();
    assert.equal(await git.diffSummary(folder, permit, signal), '');
    writeFileSync(at('a.txt'), 'two\nthree\n');
    assert.match(await git.diffSummary(folder, permit, signal), /a\.txt \| 3 .*\n 1 file changed/);
  });

  it('tells clean, modified and untracked files apart, by any name', async () => {
    repository();
    writeFileSync(at('b.txt'), 'changed\n');
    writeFileSync(at('new.txt'), '');
    const paths = [at('a.txt'), 'b.txt', 'new.txt', 'sub/-x [1].txt', at('gone.txt'), join(folder, '..', 'outside'), '*.txt', ':/'];
    assert.deepEqual([...await git.fileStates(folder, paths, permit, signal)].map(([, state]) => state), ['clean', 'modified', 'untracked', 'clean', 'untracked', 'untracked', 'untracked', 'untracked']);
    assert.deepEqual([...await git.fileStates(at('sub'), ['-x [1].txt'], permit, signal)], [['-x [1].txt', 'clean']]);
  });

  for (const filter of ['clean', 'process']) it(`runs no program that the repository names (with a ${filter} filter)`, async function () {
    if (process.platform === 'win32') {
      console.log('skipped on Windows: the traps are shell scripts');
      this.skip();
    }
    repository();
    const trap = (name: string) => {
      writeFileSync(at(`${name}.sh`), `#!/bin/sh\ntouch '${at(`${name}.ran`)}'\ncat\n`, { mode: 0o755 });
      return at(`${name}.sh`);
    };
    const traps: [key: string, name: string][] = [
      ['core.fsmonitor', 'fsmonitor'], ['diff.external', 'external'], ['diff.evil.textconv', 'textconv'], ['diff.evil.command', 'command'],
      [`filter.evil.${filter}`, filter], ['core.pager', 'pager'], ['core.sshCommand', 'ssh'], ['core.editor', 'editor'],
    ];
    for (const [key, name] of traps) call('config', key, `'${trap(name)}'`);
    call('config', 'filter.evil.required', 'true');
    writeFileSync(at('.git/info/attributes'), '* diff=evil filter=evil\n');
    writeFileSync(at('a.txt'), 'two\n');
    // without the protection the traps do spring
    try { call('diff', '--stat', 'HEAD'); } catch { /* a trap that fails is sprung all the same */ }
    const sprung = traps.map(([, name]) => name).filter((name) => existsSync(at(`${name}.ran`)));
    assert.deepEqual(sprung, ['fsmonitor', filter]);
    for (const [, name] of traps) rmSync(at(`${name}.ran`), { force: true });
    writeFileSync(at('a.txt'), 'three\n');

    await git.root(folder, permit, signal);
    await git.branch(folder, permit, signal);
    assert.match(await git.diffSummary(folder, permit, signal), /a\.txt/);
    assert.equal((await git.fileStates(folder, ['a.txt', 'b.txt'], permit, signal)).get('a.txt'), 'modified');
    assert.deepEqual(traps.filter(([, name]) => existsSync(at(`${name}.ran`))), []);
  });

  it('ignores variables of git in the environment of the host', () => {
    const environment = gitEnvironment({ ...source, GIT_DIR: '/elsewhere', GIT_SSH_COMMAND: 'evil', GIT_EXTERNAL_DIFF: 'evil' });
    assert.deepEqual([environment['GIT_DIR'], environment['GIT_SSH_COMMAND'], environment['GIT_EXTERNAL_DIFF']], [undefined, undefined, undefined]);
    assert.equal(environment['GIT_TERMINAL_PROMPT'], '0');
  });

  it('says that git is missing', async () => {
    const none = createGit({ runner, program: 'no-such-git' });
    assert.equal(await none.root(folder, permit, signal), undefined);
    await assert.rejects(none.diffSummary(folder, permit, signal), { code: 'git-failed', message: /not installed/ });
  });

  it('answers questions that only read, and refuses whatever might write', async () => {
    repository();
    assert.deepEqual(await git.ask(['rev-list', '--count', 'HEAD'], folder, permit, signal), { exitCode: 0, stdout: '1\n', truncated: false });
    assert.equal((await git.ask(['rev-parse', '--verify', '--quiet', 'none'], folder, permit, signal)).exitCode, 1);
    for (const args of [['branch', '-D', 'main'], ['log', '--output=x'], ['symbolic-ref', 'HEAD', 'refs/heads/other'], ['symbolic-ref', '--delete', 'HEAD'], []]) {
      await assert.rejects(git.ask(args, folder, permit, signal), { code: 'git-failed' });
    }
  });
});
