import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, existsSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitProbe, executingKeys, GIT_PROBE_ARGUMENTS, HARDENED_GIT_ENVIRONMENT } from '../../../src/gate/analyse/gitConfig.ts';

describe('git configuration probe', () => {
  let folder: string;
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'probe-'));
    git('init', '-q');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const probe = createGitProbe(async (args) => ({ exitCode: 0, stdout: git(...args), truncatedBytes: 0 }));
  const found = (): Promise<string[] | undefined> => probe(folder, new AbortController().signal);

  it('finds a fresh repository clean', async () => {
    assert.deepEqual(await found(), []);
  });

  for (const [key, value] of [['core.fsmonitor', './a'], ['diff.external', './a'], ['diff.x.textconv', './a'], ['filter.x.clean', './a'], ['core.sshCommand', './a'], ['gpg.program', './a'], ['core.worktree', '/tmp'], ['submodule.x.url', 'y'], ['remote.o.promisor', 'true']] as const) {
    it(`finds ${key} of the repository`, async () => {
      git('config', key, value);
      assert.deepEqual(await found(), [key.toLowerCase()]);
    });
  }

  it('does not mind harmless settings, nor a monitor that is off', async () => {
    git('config', 'user.name', 'a');
    git('config', 'core.fsmonitor', 'false');
    git('config', 'core.hooksPath', '.husky/_');
    assert.deepEqual(await found(), []);
  });

  it('finds what an included file sets', async () => {
    writeFileSync(join(folder, 'extra'), '[core]\n\tfsmonitor = ./a\n');
    git('config', 'include.path', '../extra');
    assert.deepEqual(await found(), ['core.fsmonitor']);
  });

  it('lets the user have programs in his own configuration', () => {
    assert.deepEqual(executingKeys('global\0filter.lfs.clean\ngit-lfs\0local\0core.bare\nfalse\0'), []);
    assert.deepEqual(executingKeys('unknown\0core.fsmonitor\n./a\0'), ['core.fsmonitor']);
  });

  it('says that it does not know where git fails', async () => {
    const answer = (exitCode: number, truncatedBytes: number) => createGitProbe(async () => ({ exitCode, stdout: '', truncatedBytes }))(folder, new AbortController().signal);
    assert.equal(await answer(128, 0), undefined);
    assert.equal(await answer(0, 1), undefined);
    assert.ok(GIT_PROBE_ARGUMENTS.includes('--show-scope'));
  });

  it('hardens a reading command against monitor and hooks of the repository', function () {
    if (process.platform === 'win32') {
      process.stdout.write('      (the programs of this test are shell scripts)\n');
      this.skip();
    }
    const program = join(folder, 'touch-it');
    writeFileSync(program, '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n');
    chmodSync(program, 0o755);
    git('config', 'core.fsmonitor', program);
    writeFileSync(join(folder, '.git/hooks/post-index-change'), `#!/bin/sh\n${program}\n`);
    chmodSync(join(folder, '.git/hooks/post-index-change'), 0o755);
    writeFileSync(join(folder, 'a'), 'x');
    for (const args of [['status'], ['diff'], ['ls-files', '-o']]) execFileSync('git', args, { cwd: folder, env: { ...process.env, ...HARDENED_GIT_ENVIRONMENT } });
    assert.equal(existsSync(join(folder, 'ran')), false);
    execFileSync('git', ['status'], { cwd: folder, stdio: 'ignore' });
    assert.equal(existsSync(join(folder, 'ran')), true, 'the trap of this test does not work');
  });

  it('keeps a hardened command away from a folder that only looks like a repository', () => {
    const inner = join(folder, 'sub');
    git('init', '-q', '--bare', inner);
    git('-C', inner, 'config', 'core.fsmonitor', './a');
    const rooted = (environment: Readonly<Record<string, string>>): string => spawnSync('git', ['rev-parse', '--git-dir'], { cwd: inner, encoding: 'utf8', env: { ...process.env, ...environment } }).stdout.trim();
    assert.equal(rooted({}), '.', 'the trap of this test does not work');
    assert.notEqual(rooted(HARDENED_GIT_ENVIRONMENT), '.');
  });
});
