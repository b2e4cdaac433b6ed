import type { Call, Deed, Touch, Word } from '../../analyse/call.ts';
import { fetches, looks, runsCode, runsProject, sends } from '../../analyse/effects.ts';
import type { Rule } from '../../analyse/family.ts';
import type { Parsed } from '../../analyse/options.ts';
import { changes, changesForGood, elsewhere, isOpen, loses, reads, runsTransport } from './common.ts';

/** Verbs that change the work tree, the index or the branch that is checked out. */

const mergeFlags = '-n --stat --no-stat --summary --no-summary --compact-summary --log= --no-log --squash --no-squash --commit --no-commit -e --edit --no-edit --ff --no-ff --ff-only --rerere-autoupdate --no-rerere-autoupdate --verify-signatures --no-verify-signatures -v --verbose -q --quiet --progress --no-progress --allow-unrelated-histories --signoff --no-signoff -S= --gpg-sign= --no-gpg-sign --overwrite-ignore --no-overwrite-ignore --autostash --no-autostash --verify --no-verify';
const mergeValues = '-s --strategy -X --strategy-option -m --message --cleanup --into-name';
const sequencer = '--continue --abort --quit --skip';

export const gitWorkTree: Rule[] = [
  { command: 'git add|stage', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-n --dry-run -v --verbose -i --interactive -p --patch -e --edit -f --force -u --update -A --all --no-all --ignore-removal --no-ignore-removal --renormalize -N --intent-to-add --refresh --ignore-errors --ignore-missing --sparse --pathspec-file-nul', values: '--chmod -U --unified --inter-hunk-context', reads: '--pathspec-from-file', does: (_, call) => changes(call, 'the index'), matches: ['git add .', 'git add -A', 'git add -p a.ts'], not: ['git -C /etc add .'] },
  { command: 'git commit', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-a --all -p --patch --interactive -s --signoff --no-signoff -e --edit --no-edit --amend -v --verbose -q --quiet --dry-run --short --branch --porcelain --long -z --null -i --include -o --only -n --no-verify --verify --allow-empty --allow-empty-message --no-post-rewrite --status --no-status -u= --untracked-files= -S= --gpg-sign= --no-gpg-sign --reset-author --pathspec-file-nul --ahead-behind', values: '-m --message -C --reuse-message -c --reedit-message --fixup --squash --author --date --cleanup --trailer', reads: '-F --file -t --template --pathspec-from-file', does: (_, call) => changes(call, 'a new commit'), matches: ["git commit -m 'a'", 'git commit -am a', 'git commit --amend --no-edit', 'git commit'], not: ['git -c core.hooksPath=. commit', 'git -C /etc commit'] },
  { command: 'git mv', level: 'MODERATE', operands: 'text', flags: '-f --force -n --dry-run -k -v --verbose --sparse', does: (parsed, call) => ({ ...changes(call, 'names of files'), ...(parsed.has('-f', '--force') ? { touches: overwritten(parsed.operands) } : {}) }), matches: ['git mv a b', 'git mv -f a b'], not: ['git mv -f a /etc/a'] },
  { command: 'git rm', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-f --force -n --dry-run -r --cached --ignore-unmatch -q --quiet --sparse --pathspec-file-nul', reads: '--pathspec-from-file', does: remove, matches: ['git rm a.ts', 'git rm --cached a.ts', 'git rm -r src/old'], not: ['git rm -f a.ts', "git rm -r .", "git rm '*'"] },
  { command: 'git merge', level: 'MODERATE', abbreviates: true, operands: 'text', flags: `${mergeFlags} --continue --abort --quit`, values: mergeValues, reads: '-F --file', does: sequence('a merge commit'), matches: ['git merge topic', 'git merge --no-ff topic', 'git merge --squash topic'], not: ['git merge --abort'] },
  { command: 'git cherry-pick|revert', level: 'MODERATE', abbreviates: true, operands: 'text', flags: `${sequencer} -e --edit --no-edit -x -r -n --no-commit -s --signoff -S= --gpg-sign= --no-gpg-sign --ff --allow-empty --allow-empty-message --keep-redundant-commits --rerere-autoupdate --no-rerere-autoupdate --reference`, values: '-m --mainline --cleanup --strategy -X --strategy-option --empty', does: sequence('new commits'), matches: ['git cherry-pick abc', 'git revert --no-edit HEAD', 'git cherry-pick --continue'], not: ['git cherry-pick --abort'] },
  { command: 'git am', level: 'MODERATE', abbreviates: true, operands: 'reads', flags: `${sequencer} --retry --resolved -r -s --signoff -k --keep --keep-non-patch --no-keep-cr --keep-cr -c --scissors --no-scissors -q --quiet -u --utf8 --no-utf8 -3 --3way --no-3way --ignore-space-change --ignore-whitespace --reject -i --interactive --committer-date-is-author-date --ignore-date --allow-empty -n --no-verify -S= --gpg-sign= --show-current-patch=`, values: '--whitespace -C -p --directory --exclude --include --patch-format --quoted-cr --empty', does: sequence('new commits'), matches: ['git am a.patch', 'git am --continue'], not: ['git am --abort', 'git am --skip'] },
  { command: 'git apply', level: 'MODERATE', abbreviates: true, operands: 'reads', flags: '--stat --numstat --summary --check --index -N --intent-to-add -3 --3way --ours --theirs --union -R --reverse --reject -z --unidiff-zero --apply --no-add --ignore-space-change --ignore-whitespace --inaccurate-eof -v --verbose -q --quiet --recount --allow-empty --allow-binary-replacement --binary --cached --unsafe-paths', values: '-p -C --whitespace --directory --exclude --include --build-fake-ancestor', does: (parsed, call) => (parsed.has('--unsafe-paths') ? changesForGood(call, 'files', 'a patch that may leave the work tree') : changes(call, 'files that a patch names')), matches: ['git apply a.patch', 'git apply --cached a.patch'], not: ['git apply --unsafe-paths a.patch'] },
  { command: 'git rebase', level: 'HIGH', abbreviates: true, operands: 'text', flags: `${sequencer} -i --interactive --edit-todo --show-current-patch --apply --no-keep-empty --keep-empty --reapply-cherry-picks --no-reapply-cherry-picks --allow-empty-message -m --merge -q --quiet -v --verbose --stat -n --no-stat --no-verify --verify --no-ff -f --force-rebase --fork-point --no-fork-point --ignore-whitespace --committer-date-is-author-date --ignore-date --reset-author-date --signoff -r --rebase-merges= --no-rebase-merges --autosquash --no-autosquash --autostash --no-autostash --reschedule-failed-exec --no-reschedule-failed-exec --update-refs --no-update-refs --root --rerere-autoupdate -S= --gpg-sign= --no-gpg-sign --keep-base`, values: '--onto --empty -s --strategy -X --strategy-option -x --exec -C --whitespace', does: rebase, matches: ['git rebase main', 'git rebase -i HEAD~3', 'git rebase --abort'], not: ['git rebase --show-current-patch'] },
  { command: 'git checkout', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-q --quiet --no-quiet --progress --no-progress -f --force -d --detach -t --track= --no-track -l --guess --no-guess --ignore-skip-worktree-bits -m --merge --ours --theirs -2 -3 -p --patch --ignore-other-worktrees --overwrite-ignore --no-overwrite-ignore --recurse-submodules= --no-recurse-submodules --overlay --no-overlay --pathspec-file-nul', values: '-b -B --orphan --conflict -U --unified --inter-hunk-context --pathspec-from-file', does: checkout, matches: ['git checkout main', 'git checkout -b a origin/a', 'git checkout -', 'git checkout -qba', 'git checkout v1.0'], not: ['git checkout .', 'git checkout -- a', 'git checkout -f', 'git checkout HEAD a.ts', 'git checkout a.ts', 'git checkout -B a', 'git checkout --forc', 'git checkout -p'] },
  { command: 'git switch', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-d --detach -f --force --discard-changes -m --merge -q --quiet --progress --no-progress -t --track= --no-track --guess --no-guess --ignore-other-worktrees --recurse-submodules= --no-recurse-submodules --overwrite-ignore --no-overwrite-ignore', values: '-c --create -C --force-create --orphan --conflict', does: switchBranch, matches: ['git switch main', 'git switch -c a', 'git switch -ca', 'git switch -'], not: ['git switch -f main', 'git switch --discard-changes main', 'git switch -C a', 'git switch --disc main'] },
  { command: 'git restore', level: 'DESTRUCTIVE', abbreviates: true, operands: 'text', flags: '-W --worktree -S --staged -p --patch -q --quiet --progress --no-progress --ours --theirs -m --merge --ignore-unmerged --ignore-skip-worktree-bits --recurse-submodules= --no-recurse-submodules --overlay --no-overlay --pathspec-file-nul', values: '-s --source --conflict --pathspec-from-file -U --unified', does: restore, matches: ['git restore a.ts', 'git restore .', 'git restore --source=HEAD~1 a', 'git restore -SW a'], not: ['git restore --staged a.ts', 'git restore -S .'] },
  { command: 'git reset', level: 'HIGH', abbreviates: true, operands: 'text', flags: '-q --quiet --no-quiet --refresh --no-refresh --soft --mixed -N --intent-to-add --hard --merge --keep -p --patch --recurse-submodules= --no-recurse-submodules --pathspec-file-nul', values: '--pathspec-from-file -U --unified', does: reset, matches: ['git reset', 'git reset HEAD~1', 'git reset --keep main'], not: ['git reset --hard', 'git reset --soft HEAD~1', 'git reset --har', 'git reset -- a.ts', 'git reset HEAD a.ts', 'git reset -q HEAD -- a.ts'] },
  { command: 'git clean', level: 'DESTRUCTIVE', abbreviates: true, operands: 'text', flags: '-n --dry-run -f --force -i --interactive -d -x -X -q --quiet', values: '-e --exclude', does: clean, matches: ['git clean -fdx', 'git clean --force', 'git clean -d', 'git clean --forc'], not: ['git clean -n', 'git clean -nd'] },
  { command: 'git clone', level: 'MODERATE', abbreviates: true, operands: 'text', maxOperands: 2, flags: '-v --verbose -q --quiet --progress --no-progress -n --no-checkout --bare --mirror -l --local --no-local --no-hardlinks -s --shared --reject-shallow --no-reject-shallow --dissociate --single-branch --no-single-branch --tags --no-tags --shallow-submodules --no-shallow-submodules --remote-submodules --no-remote-submodules --recurse-submodules= --recursive= --sparse --also-filter-submodules -4 --ipv4 -6 --ipv6', values: '-j --jobs --reference --reference-if-able -o --origin -b --branch --revision --depth --shallow-since --shallow-exclude --filter --server-option --bundle-uri --template --separate-git-dir -u --upload-pack -c --config --ref-format', does: clone, matches: ['git clone https://example.com/a.git', 'git clone --depth 1 https://example.com/a.git b'], not: ['git clone -c core.fsmonitor=./a u', 'git clone -u ./a u', 'git clone ext::sh', 'git clone https://example.com/a.git /etc/a', 'git clone --template=t u'] },
  { command: 'git init|init-db', level: 'MODERATE', operands: 'text', maxOperands: 1, flags: '-q --quiet --bare --shared=', values: '-b --initial-branch --object-format --ref-format --template --separate-git-dir', does: (parsed, call) => (parsed.has('--template', '--separate-git-dir') ? changesForGood(call, 'a repository', 'brings hooks from a template or lies elsewhere') : { ...changes(call, 'a new repository'), touches: parsed.operands.map((word) => ({ word, how: 'change' })) }), matches: ['git init', 'git init -b main a'], not: ['git init --template=t', 'git init /etc/a'] },
  { command: 'git pull', level: 'MODERATE', abbreviates: true, operands: 'text', flags: `${mergeFlags} -r= --rebase= --no-rebase -a --append --all --no-all --atomic -f --force -k --keep --unshallow --update-shallow --tags -t --no-tags -p --prune --dry-run --recurse-submodules= --no-recurse-submodules -4 -6 --set-upstream --show-forced-updates --no-show-forced-updates`, values: '-s --strategy -X --strategy-option --cleanup -j --jobs --depth --deepen --shallow-since --shallow-exclude --refmap -o --server-option --negotiation-tip --upload-pack', does: pull, matches: ['git pull', 'git pull --ff-only', 'git pull origin main'], not: ['git pull --rebase', 'git pull --upload-pack=./a', 'git pull ext::sh', 'git pull origin +a:b'] },
  { command: 'git bisect log|visualize|view', level: 'SAFE', operands: 'text', maxOperands: 0, does: (_, call) => reads(call), matches: ['git bisect log', 'git bisect visualize'], not: ['git bisect visualize ./a'] },
  { command: 'git bisect run', level: 'MODERATE', operands: 'text', stopsAtOperand: true, does: ({ operands }, call) => ({ ...changes(call, 'the commit that is checked out'), runs: [{ kind: 'words', words: operands }] }), matches: ['git bisect run npm test'], not: ['git -c a.b=c bisect run ls'] },
  { command: 'git bisect', level: 'MODERATE', operands: 'text', flags: '--no-checkout --first-parent --term-good --term-bad --term-old --term-new', values: '--term-good= --term-bad=', does: (_, call) => changes(call, 'the commit that is checked out'), matches: ['git bisect start HEAD v1', 'git bisect good', 'git bisect reset'], not: ['git -C /etc bisect good'] },
  { command: 'git update-index', level: 'MODERATE', operands: 'text', anyOption: true, does: (_, call) => changes(call, 'the index'), insensitive: true, matches: ['git update-index --refresh'], not: [] },
  { command: 'git read-tree|checkout-index|merge-index|merge-file|mergetool|fast-import|sparse-checkout|interpret-trailers', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => (call.words.some(({ text }) => text === 'list') ? reads(call) : changesForGood(call, 'the work tree or the index', 'may replace files or start programs')), matches: ['git read-tree -u -m HEAD', 'git mergetool', 'git sparse-checkout set a'], not: ['git sparse-checkout list'] },
  { command: 'git format-patch', level: 'MODERATE', operands: 'text', anyOption: true, writes: '-o --output-directory --output', flags: '--stdout', does: (parsed, call) => (parsed.has('--stdout') ? reads(call) : { effects: [looks('commits')], ...(parsed.has('-o', '--output-directory', '--output') ? {} : { touches: [{ word: { text: '0001.patch', exact: true }, how: 'write' }] }) }), matches: ['git format-patch HEAD~3', 'git format-patch -o patches HEAD~5'], not: ['git format-patch --stdout HEAD~1', 'git format-patch -o /etc HEAD'] },
  { command: 'git rerere status|diff|remaining', level: 'SAFE', operands: 'text', does: (_, call) => reads(call), matches: ['git rerere status'], not: ['git rerere status --x'] },
  { command: 'git rerere', level: 'MODERATE', operands: 'text', flags: '--rerere-autoupdate --no-rerere-autoupdate', does: (_, call) => changes(call, 'recorded resolutions'), matches: ['git rerere', 'git rerere forget a', 'git rerere gc'], not: ['git -C /etc rerere'] },
  { command: 'git hook run', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [runsProject('git hook')] }, matches: ['git hook run pre-commit'], not: ['git hook list'] },
  { command: 'git send-email|imap-send|instaweb|daemon|gui|citool|http-push|http-backend|svn|p4|cvsimport|cvsexportcommit|quiltimport|upload-pack|upload-archive|receive-pack|shell', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [sends('git', 'talks to others or starts a service')] }, insensitive: true, matches: ['git send-email --to=a@example.com HEAD~1', 'git instaweb --start'], not: [] },
];

const overwritten = (operands: readonly Word[]): Touch[] => operands.slice(-1).map((word): Touch => ({ word, how: 'write' }));

/** Aborting throws the resolution of conflicts away that was begun. */
function sequence(what: string) {
  return (parsed: Parsed, call: Call): Deed => (parsed.has('--abort', '--skip', '--quit') ? changesForGood(call, 'the work tree', 'throws away what was resolved since it began') : changes(call, what));
}

function remove(parsed: Parsed, call: Call): Deed {
  if (parsed.has('-n', '--dry-run', '--cached')) return changes(call, 'the index');
  if (parsed.has('-f', '--force') || isOpen(parsed)) return { ...changes(call, 'files of the work tree'), touches: parsed.operands.map((word) => ({ word, how: 'delete', recursive: parsed.has('-r') })) };
  const many = parsed.operands.length === 0 || parsed.operands.some((word) => !word.exact || word.matches !== undefined || /^(\.|\.\/|:\/)$|[*?]/.test(word.text));
  return many ? changesForGood(call, 'files of the work tree', 'removes many files at once') : changes(call, 'files that git holds');
}

function rebase(parsed: Parsed, call: Call): Deed {
  if (parsed.has('--show-current-patch')) return reads(call);
  const program = parsed.value('-x', '--exec');
  return { ...changesForGood(call, parsed.texts[0] ?? 'the branch', 'writes commits anew'), ...(program === undefined ? {} : { runs: [{ kind: 'script', text: program.text, dialect: 'bash', exact: program.exact }] }) };
}

const discards = (call: Call, words: readonly string[]): Deed =>
  loses(call, { what: words.join(' ') || 'the work tree', detail: 'uncommitted changes are gone', operation: 'discard', words, target: words.at(-1) ?? 'discard', alternative: '`git stash` keeps the changes.' });

/** A lone operand is a branch or, where no branch has that name, a path: then its changes are lost. */
function checkout(parsed: Parsed, call: Call): Deed {
  const { operands, texts } = parsed;
  const paths = call.words.some(({ text }) => text === '--');
  if (parsed.has('-f', '--force')) return discards(call, texts);
  if (parsed.has('-B') || isOpen(parsed)) return changesForGood(call, texts[0] ?? 'a branch', 'may point a branch elsewhere or replace files');
  if (parsed.has('-b', '--orphan')) return operands.length > 1 ? changesForGood(call, 'a branch', 'more words than it takes') : changes(call, 'a new branch');
  if (paths || operands.length > 1 || parsed.has('--pathspec-from-file', '--ours', '--theirs', '-p', '--patch')) return discards(call, texts);
  const [only] = operands;
  if (only === undefined || only.text === '-') return changes(call, 'the branch that is checked out');
  if (looksLikePath(only)) return discards(call, texts);
  return { ...changes(call, `the branch that is checked out: ${only.text}`), touches: [...elsewhere(call), { word: only, how: 'write' }] };
}

const looksLikePath = (word: Word): boolean => word.matches !== undefined || /^[.~/:]|\/$|[*?]|\.[a-z]*[a-wyz]+[a-z]*$/i.test(word.text);

function switchBranch(parsed: Parsed, call: Call): Deed {
  if (parsed.has('-f', '--force', '--discard-changes')) return discards(call, parsed.texts);
  return parsed.has('-C', '--force-create') || isOpen(parsed) ? changesForGood(call, 'a branch', 'may point a branch elsewhere') : changes(call, 'the branch that is checked out');
}

function restore(parsed: Parsed, call: Call): Deed {
  const { texts } = parsed;
  if (!parsed.has('-S', '--staged') || parsed.has('-W', '--worktree') || isOpen(parsed)) return discards(call, texts);
  return unstages(parsed, call);
}

/** Taking single files out of the index is undone by adding them; a whole index may hold what was picked line by line. */
function unstages({ operands }: Pick<Parsed, 'operands'>, call: Call): Deed {
  const single = operands.length > 0 && operands.every((word) => word.exact && word.matches === undefined && !/^(\.|\.\/|:\/?|HEAD.*)$|[*?]|\/$/.test(word.text));
  return single ? changes(call, 'the index') : changesForGood(call, 'the index', 'what was staged is no longer');
}

function reset(parsed: Parsed, call: Call): Deed {
  const { texts } = parsed;
  if (parsed.has('--hard', '--merge') || isOpen(parsed)) {
    return loses(call, { what: texts[0] ?? 'the work tree', detail: 'uncommitted changes are gone, and commits that no other name holds', operation: 'reset-hard', words: texts, target: texts[0] ?? 'reset', alternative: '`git stash` keeps the changes; `git reset --keep` refuses to lose any.' });
  }
  if (parsed.has('--soft')) return changes(call, 'where the branch points');
  // With paths only the index changes, and only there
  if (texts[0] === 'HEAD' && texts.length > 1) return unstages({ operands: parsed.operands.slice(1) }, call);
  const paths = call.words.some(({ text }) => text === '--');
  return paths ? unstages(parsed, call) : changesForGood(call, texts[0] ?? 'the index', 'moves the branch or throws the index away');
}

function clean(parsed: Parsed, call: Call): Deed {
  if (parsed.has('-n', '--dry-run') && !isOpen(parsed)) return { effects: [runsProject('git clean', 'a dry run; git may still start what the repository configures')] };
  const words = call.words.slice(call.words.findIndex(({ text }) => text === 'clean') + 1).map(({ text }) => text);
  return loses(call, { what: parsed.texts.join(' ') || 'untracked files', detail: 'deletes files that git does not hold', operation: 'clean', words, target: parsed.texts[0] ?? 'clean', alternative: '`git clean -n` lists them; `git stash --all` keeps them.' });
}

function clone(parsed: Parsed): Deed {
  const [source, folder] = parsed.operands;
  if (parsed.has('-u', '--upload-pack', '-c', '--config', '--template', '--separate-git-dir') || runsTransport(parsed.operands)) return { effects: [runsCode('git clone', 'brings configuration, hooks or a program of its own')] };
  const name = (source?.text ?? '').replace(/[/\\]+$/, '').replace(/\.git$/, '').split(/[/:]/).at(-1) ?? '';
  const into: Word = folder ?? { text: name === '' ? '.' : name, exact: source?.exact === true };
  return { effects: [fetches(source?.text ?? 'the remote')], touches: [{ word: into, how: 'change' }] };
}

function pull(parsed: Parsed, call: Call): Deed {
  if (parsed.has('--upload-pack') || runsTransport(parsed.operands)) return { effects: [runsCode('git pull', 'a transport that starts a program')] };
  const [remote = 'the remote', ...refspecs] = parsed.texts;
  const moves = parsed.has('-f', '--force', '--refmap') || refspecs.some((one) => /^\+|:/.test(one));
  const rebases = parsed.has('-r', '--rebase') && !/^false$/.test(parsed.value('-r', '--rebase')?.text ?? '');
  const deed = moves || rebases ? changesForGood(call, 'the branch', 'writes commits anew or moves other branches') : changes(call, 'the branch');
  return { ...deed, effects: [fetches(remote), ...(deed.effects ?? [])] };
}
