import { applyRule, type ProvenRead, type ReadRule } from './readRule.ts';

/** Reading git commands. They are silent only where the repository's configuration runs nothing (gitConfig.ts). */

const diffFlags = '--stat --stat= --shortstat --numstat --name-only --name-status --summary --no-color --color --color= --color-words --word-diff --word-diff= -w -b -M -C -p -u --patch --no-patch -s --raw --no-ext-diff --no-textconv --no-renames --find-renames= --ignore-all-space --ignore-space-change --ignore-blank-lines --minimal --patience --histogram --check --no-prefix --relative --full-index --compact-summary --cc -z --diff-filter= --exit-code --quiet --abbrev= --no-relative';
const diffValues = '-U --unified --diff-filter --diff-algorithm -S -G';
const logFlags = `${diffFlags} --oneline --graph --all --branches --branches= --tags --tags= --remotes --remotes= --decorate --decorate= --no-decorate --abbrev-commit --no-abbrev-commit --merges --no-merges --reverse --first-parent --follow -i -E -F --date-order --topo-order --author-date-order --pretty --pretty= --format= --date= --no-notes --name-only --left-right --cherry-pick --no-walk --walk-reflogs -g --relative-date --parents --children --boundary --count --source --full-history --simplify-merges --regexp-ignore-case --no-mailmap`;
const logValues = `${diffValues} -n --max-count --skip --since --until --after --before --author --committer --grep -L`;

const subcommands: ReadRule[] = [
  { name: 'status', operands: 'revisions', flags: '-s --short -b --branch --porcelain --porcelain= -u -uno -uall -unormal --untracked-files --untracked-files= --ignored --ignored= --long -v -z --show-stash --ahead-behind --no-ahead-behind --no-renames', matches: ['git status', 'git status -sb', 'git --no-pager status --porcelain=v2'], not: ['git -c core.fsmonitor=./a status', 'git --exec-path=. status', 'git status --x'] },
  { name: 'log', operands: 'revisions', numeric: true, flags: logFlags, values: logValues, matches: ['git log --oneline -5', 'git log -n 3 --stat main..topic', 'git log -S foo -- src'], not: ['git log --output=x', 'git log --ext-diff', 'git log --show-signature', 'git log --textconv', 'git log --outp=x'] },
  { name: 'diff', operands: 'revisions', flags: `${diffFlags} --cached --staged --merge-base`, values: diffValues, matches: ['git diff', 'git diff --cached --stat', 'git diff HEAD~1 -- a.ts'], not: ['git diff --no-index /etc/passwd /dev/null', 'git diff --output=x', 'git diff --ext-diff', 'git difftool'] },
  { name: 'show', operands: 'revisions', flags: logFlags, values: logValues, matches: ['git show HEAD', 'git show HEAD:src/a.ts', 'git show --stat abc123'], not: ['git show --output=x', 'git show --ext-diff HEAD'] },
  { name: 'branch', operands: 'text', flags: '--list -a -r -v -vv --all --remotes --verbose --show-current --no-color --color= --column --merged --no-merged --contains --ignore-case', values: '--sort --format --points-at', accepts: ({ options, operands }) => operands.length === 0 || options.some(({ name }) => name === '--list') || (operands.length === 1 && options.some(({ name }) => ['--merged', '--no-merged', '--contains'].includes(name))), matches: ['git branch', 'git branch -a', "git branch --list 'a*'", 'git branch --merged main', 'git branch --show-current'], not: ['git branch x', 'git branch -D x', 'git branch -m a b', 'git branch --set-upstream-to=o/x', 'git branch -v x'] },
  { name: 'tag', operands: 'text', flags: '-l --list -n', values: '--sort --format --contains --merged --points-at', accepts: ({ options, operands }) => operands.length === 0 || options.some(({ name }) => name === '-l' || name === '--list'), matches: ['git tag', "git tag -l 'v*'"], not: ['git tag v1', 'git tag -d v1', 'git tag -a v1 -m x'] },
  { name: 'diff-tree', operands: 'revisions', flags: `${diffFlags} -r -t --root --no-commit-id`, values: diffValues, matches: ['git diff-tree --stat HEAD'], not: ['git diff-tree --ext-diff HEAD'] },
  { name: 'diff-index', operands: 'revisions', flags: `${diffFlags} --cached`, values: diffValues, matches: ['git diff-index HEAD'], not: ['git diff-index --output=x HEAD'] },
  { name: 'range-diff', operands: 'revisions', flags: '--no-color --stat', matches: ['git range-diff a..b c..d'], not: ['git range-diff --output=x a..b c..d'] },
  { name: 'cherry', operands: 'revisions', flags: '-v', matches: ['git cherry -v main'], not: ['git cherry-pick a'] },
  { name: 'name-rev', operands: 'revisions', flags: '--tags --name-only --always', matches: ['git name-rev HEAD'], not: ['git name-rev --stdin'] },
  { name: 'symbolic-ref', operands: 'text', maxOperands: 1, flags: '--short -q', matches: ['git symbolic-ref HEAD'], not: ['git symbolic-ref HEAD refs/heads/x', 'git symbolic-ref -d HEAD'] },
  { name: 'notes', operands: 'text', accepts: ({ operands }) => operands[0] === 'list' || operands[0] === 'show', matches: ['git notes list'], not: ['git notes', 'git notes add', 'git notes remove HEAD'] },
  { name: 'rev-parse', operands: 'revisions', flags: '--show-toplevel --abbrev-ref --short --short= --verify --is-inside-work-tree --is-bare-repository --git-dir --absolute-git-dir --git-common-dir --show-prefix --show-cdup --symbolic-full-name -q --quiet --all', matches: ['git rev-parse HEAD', 'git rev-parse --show-toplevel', 'git rev-parse --abbrev-ref HEAD'], not: ['git rev-parse --parseopt'] },
  { name: 'rev-list', operands: 'revisions', numeric: true, flags: '--count --all --no-merges --left-right --reverse --first-parent', values: '-n --max-count --since --until --author', matches: ['git rev-list --count HEAD'], not: ['git rev-list --disk-usage --x'] },
  { name: 'ls-files', operands: 'revisions', flags: '-c -m -o -d -s -u -z -t -v --cached --modified --others --deleted --stage --unmerged --exclude-standard --error-unmatch --full-name --directory -i --ignored', values: '-x --exclude', matches: ['git ls-files', 'git ls-files -o --exclude-standard'], not: ['git ls-files --x'] },
  { name: 'ls-tree', operands: 'revisions', flags: '-r -t -d -l -z --name-only --name-status --full-tree --long', matches: ['git ls-tree -r --name-only HEAD'], not: ['git ls-tree --x HEAD'] },
  { name: 'blame', operands: 'revisions', flags: '-w -s -e -l -t -p -M -C --porcelain --line-porcelain --date= --root', values: '-L', matches: ['git blame -L 1,5 a.ts', 'git blame a.ts'], not: ['git blame --contents x a', 'git blame --ignore-revs-file=x a'] },
  { name: 'cat-file', operands: 'revisions', flags: '-p -t -s -e', matches: ['git cat-file -p HEAD'], not: ['git cat-file --textconv HEAD:a', 'git cat-file --filters HEAD:a', 'git cat-file --batch'] },
  { name: 'describe', operands: 'revisions', flags: '--tags --always --dirty --long --all --exact-match --abbrev= --contains', values: '--match --exclude', matches: ['git describe --tags --always'], not: ['git describe --x'] },
  { name: 'merge-base', operands: 'revisions', flags: '--is-ancestor --all --fork-point --octopus', matches: ['git merge-base main HEAD'], not: ['git merge-base --x a'] },
  { name: 'shortlog', operands: 'revisions', flags: '-s -n -e -sn -sne --summary --numbered --email --all --no-merges', values: '--since --until', matches: ['git shortlog -sn HEAD'], not: ['git shortlog --x'] },
  { name: 'for-each-ref', operands: 'text', values: '--format --sort --count --contains --merged', matches: ['git for-each-ref --sort=-creatordate refs/heads'], not: ['git for-each-ref --shell --x'] },
  { name: 'count-objects', operands: 'none', flags: '-v -H -vH', matches: ['git count-objects -vH'], not: ['git count-objects x'] },
  { name: 'grep', operands: 'text', flags: '-n -i -l -L -w -E -F -P -G -c -v -o -h -H -q -I --cached --count --line-number --ignore-case --name-only --break --heading --show-function -p -W --no-color --color=', values: '-e -A -B -C -m', accepts: ({ operands }) => operands.every((word) => !/(^|[:/])\.env|^\/|\.\./.test(word)), matches: ['git grep -n foo', 'git grep foo -- src'], not: ['git grep -O./a foo', 'git grep --open-files-in-pager=./a foo', 'git grep --no-index foo', 'git grep --ext-grep foo', 'git grep -f list'] },
  { name: 'remote', operands: 'text', flags: '-v --verbose', accepts: ({ operands }) => operands.length === 0 || (operands.length === 2 && operands[0] === 'get-url'), matches: ['git remote -v', 'git remote get-url origin'], not: ['git remote add a b', 'git remote remove a', 'git remote show origin', 'git remote prune origin'] },
  { name: 'stash', operands: 'text', flags: '-p --patch --stat --oneline --name-only', accepts: ({ operands }) => operands[0] === 'list' || operands[0] === 'show', matches: ['git stash list', 'git stash show -p'], not: ['git stash', 'git stash drop', 'git stash -p', 'git stash clear', 'git stash pop'] },
  { name: 'reflog', operands: 'text', numeric: true, flags: '--all --date=', values: '-n', accepts: ({ operands }) => operands.length === 0 || operands[0] === 'show', matches: ['git reflog', 'git reflog -5', 'git reflog show main'], not: ['git reflog expire --all', 'git reflog delete x'] },
  { name: 'worktree', operands: 'text', flags: '--porcelain -v', maxOperands: 1, accepts: ({ operands }) => operands[0] === 'list', matches: ['git worktree list'], not: ['git worktree remove x', 'git worktree add x'] },
  { name: 'config', operands: 'text', flags: '--get', maxOperands: 1, accepts: ({ options, operands }) => options.length === 1 && /^(user\.(name|email)|remote\.[\w.-]+\.url|branch\.[\w./-]+\.(remote|merge)|init\.defaultbranch|core\.(autocrlf|eol|filemode|ignorecase|bare))$/i.test(operands[0] ?? ''), matches: ['git config --get user.name'], not: ['git config user.name x', 'git config --get http.extraheader', 'git config --list', 'git config -e'] },
];

const bySubcommand = new Map(subcommands.map((rule) => [rule.name, rule]));

export const gitRules: readonly ReadRule[] = subcommands.map((rule) => ({ ...rule, name: `git ${rule.name}` }));

export function proveGit(words: readonly string[]): ProvenRead | undefined {
  let at = 0;
  let folder: string | undefined;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--no-pager' || word === '-P' || word === '--no-optional-locks') continue;
    if (word !== '-C') break;
    if (folder !== undefined || words[at + 1] === undefined) return undefined;
    folder = words[++at];
  }
  const rule = bySubcommand.get(words[at] ?? '');
  const proven = rule === undefined ? undefined : applyRule(rule, words.slice(at + 1));
  return proven === undefined ? undefined : { ...proven, git: true, ...(folder === undefined ? {} : { folder }) };
}
