import type { Call, Deed } from '../../analyse/call.ts';
import { changesGit, fetches, runsCode } from '../../analyse/effects.ts';
import type { Rule } from '../../analyse/family.ts';
import type { Parsed } from '../../analyse/options.ts';
import { changes, changesForGood, isOpen, loses, reads, shows } from './common.ts';

/** Names for commits: branches, tags, notes, stashes, the reflog, and history that is rewritten. */

export const gitReferences: Rule[] = [
  { command: 'git branch', level: 'SAFE', abbreviates: true, operands: 'text', flags: '-l --list -a -r -v -vv -q --quiet --all --remotes --verbose --show-current --no-color --color= --column= --no-column --merged= --no-merged= --contains= --no-contains= -i --ignore-case --omit-empty --abbrev= --no-abbrev -d --delete -D -m --move -M -c --copy -C -f --force -t --track= --no-track --create-reflog --unset-upstream --edit-description --recurse-submodules', values: '--sort --format --points-at -u --set-upstream-to', does: branch, matches: ['git branch', 'git branch -a', "git branch --list 'a*'", 'git branch --merged main', 'git branch --show-current', 'git branch -vv'], not: ['git branch x', 'git branch -D x', 'git branch -m a b', 'git branch --set-upstream-to=o/x', 'git branch -v x'] },
  { command: 'git tag', level: 'SAFE', abbreviates: true, operands: 'text', flags: '-l --list -n= --column= --no-column -i --ignore-case --omit-empty --color= --no-color --merged= --no-merged= --contains= --no-contains= -a --annotate -s --sign --no-sign -f --force -d --delete -v --verify -e --edit --create-reflog', values: '--sort --format --points-at -m --message -u --local-user --cleanup --trailer', reads: '-F --file', does: tag, matches: ['git tag', "git tag -l 'v*'", 'git tag -n5', 'git tag --contains abc'], not: ['git tag v1', 'git tag -d v1', 'git tag -a v1 -m x', 'git tag -f v1'] },
  { command: 'git notes list|show', level: 'SAFE', operands: 'text', does: (_, call) => reads(call), matches: ['git notes list', 'git notes show HEAD'], not: ['git notes show --x'] },
  { command: 'git notes add|append|copy|edit|merge|get-ref', level: 'MODERATE', operands: 'text', flags: '-f --force --allow-empty --stdin --separator= --no-separator -q -v --commit --abort', values: '-m --message -C --reuse-message -c --reedit-message -s --strategy', reads: '-F --file', does: (_, call) => changes(call, 'notes'), matches: ['git notes add -m x HEAD'], not: ['git notes remove HEAD'] },
  { command: 'git notes remove|prune', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => changesForGood(call, 'notes', 'removes notes'), insensitive: true, matches: ['git notes remove HEAD', 'git notes prune'], not: [] },
  { command: 'git symbolic-ref', level: 'SAFE', operands: 'text', flags: '--short -q --quiet --recurse --no-recurse -d --delete', values: '-m', does: (parsed, call) => (parsed.operands.length <= 1 && !parsed.has('-d', '--delete') ? reads(call) : changesForGood(call, 'a symbolic reference', 'points it elsewhere')), matches: ['git symbolic-ref HEAD', 'git symbolic-ref --short HEAD'], not: ['git symbolic-ref HEAD refs/heads/x', 'git symbolic-ref -d HEAD'] },
  { command: 'git replace', level: 'HIGH', operands: 'text', flags: '-l --list -d --delete -e --edit -f --force --raw -g --graft --convert-graft-file', values: '--format', does: (parsed, call) => (parsed.has('-l', '--list') || parsed.operands.length === 0 ? reads(call) : changesForGood(call, 'replacement objects', 'changes what history seems to be')), matches: ['git replace a b'], not: ['git replace -l'] },
  { command: 'git stash list|show', level: 'SAFE', abbreviates: true, operands: 'text', numeric: true, flags: '-p --patch --stat= --oneline --name-only --name-status --numstat --shortstat --graph --all -u --include-untracked --only-untracked --no-color --color= --format= --pretty= --date=', values: '-n --max-count', does: shows, matches: ['git stash list', 'git stash show -p', "git stash show --stat 'stash@{0}'"], not: ['git stash show --x'] },
  { command: 'git stash drop|clear', level: 'DESTRUCTIVE', operands: 'text', insensitive: true, anyOption: true, does: dropStash, matches: ['git stash drop', "git stash drop 'stash@{1}'", 'git stash clear'], not: [] },
  { command: 'git stash', level: 'MODERATE', operands: 'text', flags: '-p --patch -S --staged -k --keep-index --no-keep-index -u --include-untracked -a --all -q --quiet --index --pathspec-file-nul', values: '-m --message', reads: '--pathspec-from-file', does: stash, matches: ['git stash', 'git stash push -m x', 'git stash pop', 'git stash -u', "git stash apply 'stash@{1}'", 'git stash branch a'], not: ['git stash drop', 'git -c alias.a=b stash'] },
  { command: 'git reflog expire|delete|drop', level: 'DESTRUCTIVE', operands: 'text', insensitive: true, anyOption: true, does: ({ texts }, call) => loses(call, { what: 'the reflog', detail: 'removes the way back to earlier commits', operation: 'reflog-expire', words: texts, target: texts[0] ?? 'reflog' }), matches: ['git reflog expire --expire=now --all', "git reflog delete 'HEAD@{1}'"], not: [] },
  { command: 'git reflog', level: 'SAFE', operands: 'text', numeric: true, abbreviates: true, flags: '--all --date= -p --patch --stat= --oneline --no-color --color= --pretty= --format= --decorate= --no-decorate --graph --no-merges', values: '-n --max-count --since --until --grep --author', does: shows, matches: ['git reflog', 'git reflog -5', 'git reflog show main', 'git reflog list'], not: ['git reflog --x', 'git reflog expire --all'] },
  { command: 'git update-ref', level: 'HIGH', operands: 'text', flags: '--no-deref --create-reflog --stdin -z -d --batch-updates', values: '-m', does: (parsed, call) => (parsed.has('-d') ? loses(call, { what: parsed.texts[0] ?? 'a reference', detail: 'removes a name of commits', operation: 'branch-delete', words: parsed.texts, ...typed(parsed.texts[0]) }) : changesForGood(call, parsed.texts[0] ?? 'references', 'points it elsewhere')), matches: ['git update-ref refs/heads/a abc'], not: ['git update-ref -d refs/heads/a'] },
  { command: 'git filter-branch|filter-repo', level: 'DESTRUCTIVE', operands: 'text', insensitive: true, anyOption: true, does: ({ texts }, call) => ({ ...loses(call, { what: 'history', detail: 'writes every commit anew', operation: 'rewrite', words: texts, target: 'history', alternative: 'Work on a fresh clone.' }) }), matches: ["git filter-branch --env-filter 'x'", 'git filter-repo --path a'], not: [] },
  { command: 'git gc', level: 'HIGH', operands: 'none', flags: '--aggressive --auto --detach --no-detach --quiet -q --force --keep-largest-pack --cruft --no-cruft --no-prune', values: '--prune --max-cruft-size --expire-to', does: collect, matches: ['git gc', 'git gc --aggressive'], not: ['git gc --prune=now', 'git gc --auto'] },
  { command: 'git prune', level: 'DESTRUCTIVE', operands: 'text', flags: '-n --dry-run -v --verbose --progress', values: '--expire', does: (parsed, call) => (parsed.has('-n', '--dry-run') ? changes(call, 'nothing: a dry run') : loses(call, { what: 'objects', detail: 'deletes commits that no name reaches', operation: 'reflog-expire', words: [], target: 'prune' })), matches: ['git prune', 'git prune --expire now'], not: ['git prune -n'] },
  { command: 'git pack-refs|prune-packed|commit-graph|multi-pack-index|update-server-info|write-tree|commit-tree|mktree|mktag|pack-objects|unpack-objects|index-pack|merge-tree|fast-export|bugreport|diagnose', level: 'MODERATE', operands: 'text', anyOption: true, does: (_, call) => changes(call, 'objects'), insensitive: true, matches: ['git pack-refs --all', 'git write-tree'], not: [] },
  { command: 'git repack', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: (_, call) => changesForGood(call, 'objects', 'may drop commits that no name reaches'), matches: ['git repack -a -d'], not: [] },
  { command: 'git maintenance', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => changesForGood(call, 'the repository', 'schedules or runs its upkeep'), insensitive: true, matches: ['git maintenance run', 'git maintenance start'], not: [] },
  { command: 'git fetch', level: 'MODERATE', abbreviates: true, operands: 'text', flags: '-v --verbose -q --quiet --all --no-all -a --append --atomic -f --force -m --multiple -t --tags -n --no-tags --prefetch -p --prune --no-prune -P --prune-tags --dry-run --porcelain --write-fetch-head --no-write-fetch-head -k --keep -u --update-head-ok --progress --no-progress --unshallow --update-shallow --refetch --recurse-submodules= --no-recurse-submodules -4 --ipv4 -6 --ipv6 --auto-maintenance --no-auto-maintenance --auto-gc --no-auto-gc --show-forced-updates --no-show-forced-updates --write-commit-graph --no-write-commit-graph --stdin --set-upstream', values: '-j --jobs --depth --deepen --shallow-since --shallow-exclude --refmap -o --server-option --negotiation-tip --filter --bundle-uri --upload-pack', does: fetch, matches: ['git fetch', 'git fetch --all --prune', 'git fetch origin main'], not: ['git fetch --upload-pack=./a', 'git fetch ext::sh', 'git fetch origin +main:main', 'git fetch origin main:main'] },
];

const typed = (name: string | undefined): { target?: string } => (name === undefined ? {} : { target: name });

function branch(parsed: Parsed, call: Call): Deed {
  const { operands, texts } = parsed;
  const forced = parsed.has('-f', '--force');
  if (parsed.has('-D') || (parsed.has('-d', '--delete') && (forced || isOpen(parsed)))) {
    return loses(call, { what: texts.join(', ') || 'branches', detail: 'its commits may be nowhere else', operation: 'branch-delete', words: texts, ...typed(texts[0]), alternative: '`git branch -d` deletes a branch only where it is merged.' });
  }
  if (parsed.has('-d', '--delete')) return changes(call, 'a merged branch');
  if (parsed.has('-M', '-C') || forced) return changesForGood(call, texts.at(-1) ?? 'a branch', 'may replace another branch');
  if (parsed.has('-m', '--move', '-c', '--copy', '-u', '--set-upstream-to', '--unset-upstream', '--edit-description', '-t', '--track', '--no-track', '--create-reflog')) return changes(call, 'a branch');
  const lists = operands.length === 0 || parsed.has('-l', '--list') || (operands.length === 1 && parsed.has('--merged', '--no-merged', '--contains', '--no-contains'));
  return lists ? reads(call) : changes(call, 'a new branch');
}

function tag(parsed: Parsed, call: Call): Deed {
  const { operands, texts } = parsed;
  if (parsed.has('-d', '--delete')) return { ...changesForGood(call, texts.join(', '), 'deletes tags'), losses: [{ kind: 'git', operation: 'tag-delete', words: texts }] };
  if (parsed.has('-f', '--force')) return changesForGood(call, texts[0] ?? 'a tag', 'moves a tag');
  const creates = parsed.has('-a', '--annotate', '-s', '--sign', '-m', '--message', '-F', '--file', '-u', '--local-user', '-e', '--edit');
  const lists = !creates && (operands.length === 0 || parsed.has('-l', '--list', '-v', '--verify') || (operands.length === 1 && parsed.has('--contains', '--no-contains', '--merged', '--no-merged', '-n')));
  return lists ? reads(call) : changes(call, 'a new tag');
}

function dropStash({ texts }: Parsed, call: Call): Deed {
  const clears = call.words.some(({ text }) => text === 'clear');
  return loses(call, { what: texts[0] ?? (clears ? 'all stashes' : 'the newest stash'), detail: 'throws stashed work away', operation: clears ? 'stash-clear' : 'stash-drop', words: texts, target: texts[0] ?? 'stash', alternative: '`git stash branch NAME` keeps the work as a branch.' });
}

const stashVerbs = /^(push|save|pop|apply|branch|create|store|export|import)$/;

function stash({ texts }: Parsed, call: Call): Deed | undefined {
  const [verb = 'push'] = texts;
  return stashVerbs.test(verb) ? changes(call, 'the stash and the work tree') : undefined;
}

function collect(parsed: Parsed, call: Call): Deed {
  if (parsed.has('--prune') || isOpen(parsed)) return loses(call, { what: 'objects', detail: 'deletes commits that no name reaches', operation: 'reflog-expire', words: [], target: 'gc', alternative: '`git gc` without --prune keeps what is younger than two weeks.' });
  return parsed.has('--auto', '--no-prune') ? changes(call, 'packed objects') : changesForGood(call, 'objects', 'drops what no name has reached for two weeks');
}

/** A refspec with a target moves local branches. */
function fetch(parsed: Parsed, call: Call): Deed {
  const transport = parsed.operands.some(({ text }) => /^[\w+.-]+::/.test(text));
  if (transport || parsed.value('--upload-pack') !== undefined) return { effects: [runsCode('git fetch', 'a transport that starts a program')] };
  const [remote = 'the remote', ...refspecs] = parsed.texts;
  const moves = parsed.has('-u', '--update-head-ok', '--refmap') || refspecs.some((one) => one.includes(':') || one.startsWith('+'));
  return moves ? { effects: [fetches(remote), ...(changesForGood(call, refspecs.join(' '), 'moves branches of this repository').effects ?? [])] } : { effects: [fetches(remote), changesGit('remote-tracking branches')] };
}
