import assert from 'node:assert/strict';
import { plain } from '../../../../src/gate/analyse/family.ts';
import type { Answer } from '../../../../src/gate/analyse/family.ts';
import { lookUpFamily } from '../../../../src/gate/families/index.ts';
import { higher, levelOf } from '../../../../src/gate/level.ts';

function answer(words: string): Answer {
  const found = lookUpFamily({ program: 'git', words: words.split(' ').map(plain), stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false });
  assert.ok(found);
  return found;
}

/** By its effects alone, without the files that it touches. */
const levelFor = (words: string): string => {
  const { effects = [], level = 'SAFE', known } = answer(words);
  return levelOf(effects, higher(level, known ? 'SAFE' : 'MODERATE')).level;
};

const losing = {
  'reset --hard HEAD~1': 'reset-hard', 'reset --har': 'reset-hard', 'reset --merge': 'reset-hard',
  'checkout -- a.ts': 'discard', 'checkout .': 'discard', 'checkout -f': 'discard', 'checkout HEAD a.ts': 'discard', 'checkout main a.ts b.ts': 'discard',
  'restore a.ts': 'discard', 'restore --staged --worktree a.ts': 'discard', 'switch --discard-changes main': 'discard',
  'clean -fdx': 'clean', 'clean --forc': 'clean', 'branch -D topic': 'branch-delete', 'branch -d --force topic': 'branch-delete', 'update-ref -d refs/heads/a': 'branch-delete',
  'stash drop': 'stash-drop', 'stash clear': 'stash-clear', 'reflog expire --all': 'reflog-expire', 'gc --prune=now': 'reflog-expire', 'filter-branch x': 'rewrite',
  'push --force': 'force-push', 'push -f origin main': 'force-push', 'push origin +main': 'force-push', 'push --force-with-lease origin main': 'force-push',
  'push origin :topic': 'remote-delete', 'push --delete origin topic': 'remote-delete', 'push --mirror': 'remote-delete', 'push --prune origin': 'remote-delete',
  'worktree remove --force wt': 'discard', '-C sub reset --hard': 'reset-hard', '--git-dir=a/.git reset --hard': 'reset-hard', '-c foo.bar=1 reset --hard': 'reset-hard',
};

const high = [
  'push', 'push origin main', 'rebase main', 'rebase --abort', 'reset', 'reset HEAD~1', 'tag -d v1', 'tag -f v1', 'branch -M a b', 'remote add a b', 'config core.hooksPath x', 'config --global user.name a',
  'co main', '-c core.pager=./a log', '-c alias.x=!a status', '--config-env=core.pager=A log', '--exec-path=. status', 'fetch origin main:main', 'fetch --upload-pack=./a', 'clone ext::sh', 'grep -O./a x', 'show HEAD:.env', 'restore --staged .', 'credential fill',
];

describe('git', () => {
  for (const [words, operation] of Object.entries(losing)) {
    it(`says what \`git ${words}\` would lose`, () => {
      assert.equal(levelFor(words), 'DESTRUCTIVE');
      assert.deepEqual(answer(words).losses?.map((loss) => (loss.kind === 'git' ? loss.operation : loss.kind)), [operation]);
    });
  }

  for (const words of high) it(`judges \`git ${words}\` HIGH`, () => assert.equal(levelFor(words), 'HIGH'));

  it('has the configuration looked at in the folder that -C names', () => {
    assert.equal(answer('-C sub log -p').gitRead?.folder?.text, 'sub');
    assert.deepEqual(answer('status').gitRead, {});
    assert.equal(answer('commit -m a').gitRead, undefined);
  });

  it('tells options before the verb from those after it', () => {
    assert.equal(levelFor('-p log -p'), 'SAFE');
    assert.equal(levelFor('diff -C HEAD'), 'SAFE');
    assert.equal(levelFor('switch -c topic'), 'MODERATE');
  });

  it('names the branch to type and a safer way where there is one', () => {
    const { target, alternative } = answer('push --force origin topic');
    assert.equal(target, 'topic');
    assert.match(alternative ?? '', /--force-with-lease/);
    assert.match(answer('reset --hard').alternative ?? '', /stash/);
  });

  it('prints names of files for what reads them', () => {
    assert.equal(answer('ls-files').prints, 'names');
  });
});
