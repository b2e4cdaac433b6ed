import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LossHint } from '../../../../src/gate/analyse/call.ts';
import { named, openPlace, type Place } from './support.ts';

type GitOperation = Extract<LossHint, { kind: 'git' }>['operation'];

describe('the loss by a git command', () => {
  let place: Place;
  beforeEach(() => {
    place = openPlace();
    place.git('init', '--quiet', '--initial-branch=main');
    place.commit('a.txt');
    place.commit('b.txt');
  });
  afterEach(() => place.close());
  const find = (operation: GitOperation, ...words: string[]) => place.find([{ kind: 'git', operation, words, folder: place.folder }]);
  const headline = async (operation: GitOperation, ...words: string[]) => (await find(operation, ...words)).report.headline;

  it('reset --hard: uncommitted changes, staged ones too, and commits that nothing else holds', async () => {
    place.commit('c.txt');
    place.commit('d.txt');
    place.put('a.txt', 'changed\n');
    place.put('staged.txt');
    place.git('add', 'staged.txt');
    place.put('untracked.txt');
    const found = await find('reset-hard', '--hard', 'HEAD~2');
    assert.equal(found.report.headline, 'Throws away the uncommitted changes of 2 files and 2 commits that no other branch or tag holds.');
    assert.deepEqual(found.report.items.map(({ kind, name, detail }) => (kind === 'commit' ? detail : name)), ['a.txt', 'staged.txt', 'Add d.txt', 'Add c.txt']);
    assert.match(found.alternative ?? '', /git stash push/);
    place.git('branch', 'kept');
    assert.equal(await headline('reset-hard', '--hard', 'HEAD~2'), 'Throws away the uncommitted changes of 2 files.');
  });

  it('reset --hard to where it is: nothing', async () => {
    assert.equal(await headline('reset-hard', '--hard'), 'Throws away no commit and no uncommitted change.');
  });

  it('checkout and restore: the changes of the files that are named', async () => {
    place.put('a.txt', 'changed\n');
    place.put('b.txt', 'changed\n');
    assert.equal(await headline('discard', '--', 'b.txt'), 'Throws away the uncommitted changes of b.txt.');
    assert.equal(await headline('discard', '.'), 'Throws away the uncommitted changes of 2 files.');
    assert.equal(await headline('discard', '-f', 'main'), 'Throws away the uncommitted changes of 2 files.');
    assert.equal(await headline('discard', '--', '*.txt'), 'Throws away the uncommitted changes of 2 files.');
  });

  it('worktree remove --force: what is changed or new in that work tree', async () => {
    place.git('worktree', 'add', '--quiet', 'other', '-b', 'other');
    place.put('other/a.txt', 'changed\n');
    place.put('other/new.txt');
    assert.equal(await headline('discard', 'other'), 'Throws away the uncommitted changes of 2 files.');
  });

  it('clean: what its options choose', async () => {
    place.put('.gitignore', '*.log\n');
    place.git('add', '.gitignore');
    for (const name of ['new.txt', 'x.log', 'folder/deep.txt']) place.put(name, '12345');
    const names = async (...words: string[]) => (await find('clean', ...words)).report.items.map(({ name }) => name).sort();
    assert.deepEqual(await names('-f'), ['new.txt']);
    assert.deepEqual(await names('-fd'), ['folder/deep.txt', 'new.txt']);
    assert.deepEqual(await names('-fdx'), ['folder/deep.txt', 'new.txt', 'x.log']);
    assert.deepEqual(await names('-fdX'), ['x.log']);
    assert.deepEqual(await names('-fdx', '-e', '*.log'), ['folder/deep.txt', 'new.txt']);
    assert.equal(await headline('clean', '-fd'), 'Deletes 2 files (10 bytes) that are not in git and cannot be recovered.');
    assert.ok(existsSync(join(place.folder, 'new.txt')));
  });

  it('branch -D: the commits that are on it alone', async () => {
    place.git('checkout', '--quiet', '-b', 'topic');
    place.commit('t.txt');
    place.git('checkout', '--quiet', 'main');
    assert.equal(await headline('branch-delete', '-D', 'topic'), 'Deletes the branch topic; 1 commit is on no other branch or tag.');
    assert.equal(await headline('branch-delete', 'refs/heads/topic'), 'Deletes the branch refs/heads/topic; 1 commit is on no other branch or tag.');
    place.git('tag', 'keep', 'topic');
    assert.equal(await headline('branch-delete', '-D', 'topic'), 'Deletes the branch topic; every commit stays on another branch or tag.');
  });

  it('tag -d: the commits that only it holds', async () => {
    place.git('checkout', '--quiet', '--detach');
    place.commit('t.txt');
    place.git('tag', 'v1');
    place.git('checkout', '--quiet', 'main');
    assert.equal(await headline('tag-delete', '-d', 'v1'), 'Deletes the tag v1; 1 commit is on no other branch or tag.');
  });

  it('stash drop and clear: the entries', async () => {
    for (const text of ['one\n', 'two\n']) {
      place.put('a.txt', text);
      place.git('stash', 'push', '--quiet', `--message=with ${text.trim()}`);
    }
    const dropped = await find('stash-drop', 'drop', 'stash@{1}');
    assert.equal(dropped.report.headline, 'Throws away 1 stash entry with the changes in it.');
    assert.deepEqual(dropped.report.items.map(({ name, detail }) => `${name} ${detail}`), ['stash@{1} On main: with one']);
    assert.equal(await headline('stash-clear', 'clear'), 'Throws away 2 stash entries with the changes in them.');
  });

  it('push --force: commits of the remote branch, as last seen here, and that others work from it', async () => {
    place.commit('c.txt');
    place.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    place.git('reset', '--quiet', '--hard', 'HEAD~1');
    place.commit('other.txt');
    for (const words of [['--force', 'origin', 'main'], ['--force'], ['origin', '+HEAD:refs/heads/main']]) {
      const { report, alternative } = await find('force-push', ...words);
      assert.equal(report.headline, 'Overwrites origin/main; 1 commit there is lost.');
      assert.deepEqual(report.items.map(({ detail }) => detail), ['Add c.txt']);
      assert.ok(report.warnings.includes('main is a branch that others work from.'));
      assert.equal(report.atLeast, true);
      assert.match(alternative ?? '', /--force-with-lease/);
    }
  });

  it('push --delete: what is on the remote branch alone', async () => {
    place.git('checkout', '--quiet', '--detach');
    place.commit('c.txt');
    place.git('update-ref', 'refs/remotes/origin/old', 'HEAD');
    place.git('checkout', '--quiet', 'main');
    assert.equal(await headline('remote-delete', '--delete', 'origin', 'old'), 'Deletes origin/old; 1 commit there is lost.');
  });

  it('reflog expire: how many entries', async () => {
    assert.match(await headline('reflog-expire', 'expire', '--all'), /^Takes away the way back to commits that no branch or tag holds; the reflog has [1-9]\d* entries\.$/);
  });

  it('rewriting history: how long it is', async () => {
    assert.equal(await headline('rewrite', 'filter-branch'), 'Rewrites the history of main, which has 2 commits.');
  });

  it('takes no word for an option of its own questions', async () => {
    const { report } = await find('branch-delete', '-D', '--output=x');
    assert.equal(existsSync(join(place.folder, 'x')), false);
    assert.equal(report.counts['refs'], 0);
  });

  it('runs no program that the repository names', async () => {
    place.git('config', 'core.fsmonitor', `touch ${JSON.stringify(join(place.folder, 'ran'))}; false`);
    place.put('a.txt', 'changed\n');
    await find('discard', '.');
    await find('clean', '-fdx');
    assert.equal(existsSync(join(place.folder, 'ran')), false);
  });

  it('gives another digest when other changes would go', async () => {
    place.put('a.txt', 'changed\n');
    const before = await find('reset-hard', '--hard');
    assert.deepEqual((await find('reset-hard', '--hard')).binding, before.binding);
    place.put('b.txt', 'changed\n');
    const after = await find('reset-hard', '--hard');
    assert.notDeepEqual(after.binding, before.binding);
    assert.deepEqual(named(after), ['a.txt: has changes that are not committed', 'b.txt: has changes that are not committed']);
  });
});
