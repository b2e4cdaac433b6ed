import type { Call, Deed } from '../../analyse/call.ts';
import { changesGit, changesSystem, fetches, printsSecrets, runsCode, runsProject, sends, unknownHere } from '../../analyse/effects.ts';
import type { Rule } from '../../analyse/family.ts';
import type { Parsed } from '../../analyse/options.ts';
import { changes, changesForGood, isOpen, loses, reads, runsTransport } from './common.ts';
import { harmlessKey } from './configKeys.ts';

/** Remotes, other work trees, submodules, large files and the configuration. */

export const gitRemotes: Rule[] = [
  { command: 'git push', level: 'HIGH', abbreviates: true, operands: 'text', flags: '-v --verbose -q --quiet --all --branches --mirror -d --delete --tags -n --dry-run --porcelain -f --force= --force-with-lease= --no-force-with-lease --force-if-includes --no-force-if-includes --recurse-submodules= --no-recurse-submodules --thin --no-thin -u --set-upstream --progress --no-progress --prune --no-prune --no-verify --verify --follow-tags --no-follow-tags --signed= --no-signed --atomic --no-atomic -4 --ipv4 -6 --ipv6', values: '--repo --receive-pack --exec -o --push-option', does: push, matches: ['git push', 'git push -u origin main', 'git push --tags'], not: ['git push --force', 'git push -f origin main', 'git push origin :topic', 'git push origin +main', 'git push --force-with-lease', 'git push origin --delete topic', 'git push --mir', 'git push --dry-run', 'git push -fu origin a'] },
  { command: 'git remote get-url', level: 'SAFE', operands: 'text', flags: '--push --all', does: (_, call) => reads(call), matches: ['git remote get-url origin'], not: ['git remote get-url --x'] },
  { command: 'git remote show', level: 'MODERATE', operands: 'text', flags: '-n', does: ({ operands, options }, call) => (operands.length === 0 || options.length > 0 ? reads(call) : { effects: [fetches(operands[0]?.text ?? 'the remote')] }), matches: ['git remote show origin'], not: ['git remote show -n origin', 'git remote show'] },
  { command: 'git remote update|prune', level: 'MODERATE', operands: 'text', flags: '-n --dry-run -p --prune', does: ({ texts }) => ({ effects: [fetches(texts[0] ?? 'the remote'), changesGit('remote-tracking branches')] }), matches: ['git remote update', 'git remote prune origin'], not: ['git -c core.sshCommand=./a remote update'] },
  { command: 'git remote set-head|set-branches', level: 'MODERATE', operands: 'text', flags: '-a --auto -d --delete --add', does: (_, call) => changes(call, 'names of the remote'), matches: ['git remote set-head origin -a'], not: ['git -C /etc remote set-head origin -a'] },
  { command: 'git remote add|rename|remove|rm|set-url', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: ({ texts }, call) => changesForGood(call, texts[0] ?? 'a remote', 'changes where pushes and fetches go'), matches: ['git remote add a https://example.com/a', 'git remote remove a', 'git remote set-url origin x'], not: [] },
  { command: 'git remote', level: 'SAFE', operands: 'none', flags: '-v --verbose', does: (_, call) => reads(call), matches: ['git remote', 'git remote -v'], not: ['git remote x'] },
  { command: 'git worktree list', level: 'SAFE', operands: 'none', flags: '-v --verbose --porcelain -z', values: '--expire', does: (_, call) => reads(call), matches: ['git worktree list'], not: ['git worktree list x'] },
  { command: 'git worktree add', level: 'MODERATE', operands: 'text', flags: '-f --force -d --detach --checkout --no-checkout --lock --orphan -q --quiet --track --no-track --guess-remote --no-guess-remote --relative-paths', values: '-b -B --reason', does: ({ operands: [folder] }, call) => ({ ...changes(call, 'a new work tree'), touches: folder === undefined ? [] : [{ word: folder, how: 'change' }] }), matches: ['git worktree add wt topic', 'git worktree add -b a wt'], not: ['git worktree add ../wt'] },
  { command: 'git worktree remove', level: 'MODERATE', operands: 'text', flags: '-f --force', does: (parsed, call) => (parsed.has('-f', '--force') || isOpen(parsed) ? loses(call, { what: parsed.texts[0] ?? 'a work tree', detail: 'its uncommitted changes are gone', operation: 'discard', words: parsed.texts, target: parsed.texts[0] ?? 'worktree', alternative: 'Without --force git refuses where something would be lost.' }) : changes(call, 'a clean work tree')), matches: ['git worktree remove wt'], not: ['git worktree remove --force wt', 'git worktree remove -f wt'] },
  { command: 'git worktree prune|move|lock|unlock|repair', level: 'MODERATE', operands: 'text', flags: '-n --dry-run -v --verbose', values: '--expire --reason', does: (_, call) => changes(call, 'work trees'), matches: ['git worktree prune'], not: ['git -C /etc worktree prune'] },
  { command: 'git submodule status|summary', level: 'SAFE', operands: 'text', flags: '--cached --recursive --files --quiet -q', values: '-n --summary-limit', does: (_, call) => reads(call), matches: ['git submodule status'], not: ['git submodule status --x'] },
  { command: 'git submodule foreach', level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '--recursive --quiet -q', does: ({ operands }) => ({ level: 'MODERATE', reasons: ['A submodule brings a configuration of its own.'], runs: [{ kind: 'script', text: operands.map(({ text }) => text).join(' '), dialect: 'bash', exact: operands.every(({ exact }) => exact) }] }), matches: ["git submodule foreach 'git status'"], not: ['git -c a.b=c submodule foreach ls'] },
  { command: 'git submodule init|update|add|set-branch|absorbgitdirs', level: 'MODERATE', operands: 'text', flags: '-q --quiet --init --no-fetch -N --remote --recursive --force -f --checkout --merge --rebase --recommend-shallow --no-recommend-shallow --progress --single-branch --no-single-branch --dissociate -d --default', values: '-b --branch --name --reference --depth -j --jobs --filter', does: submodule, matches: ['git submodule update --init --recursive', 'git submodule init'], not: ['git submodule update --force', 'git submodule add ext::sh'] },
  { command: 'git submodule sync|set-url|deinit', level: 'HIGH', operands: 'text', flags: '--all --recursive -q --quiet -f --force', does: (parsed, call) => (parsed.has('-f', '--force') ? loses(call, { what: parsed.texts.slice(-1).join('') || 'submodules', detail: 'local changes in them are gone', operation: 'discard', words: parsed.texts }) : changesForGood(call, 'submodules', 'changes where they come from or takes them away')), matches: ['git submodule deinit a', 'git submodule sync'], not: ['git submodule deinit -f --all'] },
  { command: 'git submodule', level: 'SAFE', operands: 'none', flags: '--quiet --cached', does: (_, call) => reads(call), matches: ['git submodule'], not: ['git submodule x'] },
  { command: 'git config', level: 'SAFE', abbreviates: true, operands: 'text', flags: '--global --system --local --worktree --get --get-all --get-regexp --get-urlmatch --get-color --get-colorbool --list -l --edit -e --add --replace-all --unset --unset-all --rename-section --remove-section --show-origin --show-scope --name-only -z --null --bool --int --bool-or-int --path --expiry-date --no-type --includes --no-includes --all --regexp --fixed-value --append', values: '--type --default --value --comment --url', reads: '-f --file --blob', does: config, matches: ['git config --get user.name', 'git config user.email', 'git config --get-all remote.origin.fetch', 'git config get user.name', 'git config --list --name-only'], not: ['git config user.name x', 'git config --get http.extraheader', 'git config --list', 'git config -e', 'git config core.hooksPath x', 'git config --global alias.a b', 'git config --get-regexp .'] },
  { command: 'git lfs ls-files|status|env|version|pointer|locks', level: 'SAFE', operands: 'text', flags: '-l --long -s --size -d --debug -a --all -n --name-only -p --porcelain -j --json', does: (_, call) => reads(call), matches: ['git lfs ls-files', 'git lfs status'], not: ['git lfs ls-files --x'] },
  { command: 'git lfs fetch|pull|checkout|track|untrack|fsck', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [fetches('large files'), changesGit('large files')] }, matches: ['git lfs pull', "git lfs track '*.psd'"], not: ['git lfs push origin main'] },
  { command: 'git lfs', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: { effects: [sends('large files', 'changes hooks, locks, history or the remote')] }, matches: ['git lfs push origin main', 'git lfs install', 'git lfs migrate import'], not: [] },
  { command: 'git subtree add|merge|pull|split', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }, call) => ({ ...changes(call, 'a subtree'), effects: [fetches(texts[0] ?? 'the remote'), changesGit('a subtree')] }), matches: ['git subtree split --prefix=lib', 'git subtree pull --prefix=lib repo main'], not: ['git subtree push --prefix=lib repo main'] },
  { command: 'git subtree push', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: ({ texts }) => ({ effects: [sends(texts[0] ?? 'the remote')] }), matches: ['git subtree push --prefix=lib repo main'], not: [] },
  { command: 'git credential|credential-store|credential-cache|credential-osxkeychain|credential-manager', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: { effects: [printsSecrets('git credential')] }, matches: ['git credential fill'], not: [] },
  { command: 'git bundle create', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ operands: [file] }) => ({ touches: file === undefined ? [] : [{ word: file, how: 'write' }] }), matches: ['git bundle create a.bundle HEAD'], not: ['git bundle create /etc/a HEAD'] },
  { command: 'git bundle unbundle', level: 'MODERATE', operands: 'reads', flags: '--progress', does: { effects: [changesGit('objects')] }, matches: ['git bundle unbundle a.bundle'], not: ['git -c a.b=c bundle unbundle a'] },
];

function push(parsed: Parsed, call: Call): Deed {
  const { texts } = parsed;
  if (parsed.has('--receive-pack', '--exec') || runsTransport(parsed.operands)) return { effects: [runsCode('git push', 'a transport or a program of its own')] };
  const [remote = parsed.value('--repo')?.text ?? 'the remote', ...refspecs] = texts;
  if (parsed.has('-n', '--dry-run') && !isOpen(parsed)) return { effects: [fetches(remote), runsProject('git push', 'a dry run; the pre-push hook runs')] };
  const target = refspecs.at(-1)?.replace(/^[+:]+/, '').split(':').at(-1);
  const named = { words: texts, ...(target === undefined ? {} : { target }) };
  if (parsed.has('-d', '--delete', '--mirror', '--prune') || texts.some((text) => /^\+?:./.test(text))) {
    return loses(call, { what: `${remote} ${refspecs.join(' ')}`.trim(), detail: 'deletes branches or tags of the remote', operation: 'remote-delete', ...named });
  }
  if (parsed.has('-f', '--force', '--force-with-lease', '--force-if-includes') || texts.some((text) => text.startsWith('+'))) {
    const leased = parsed.has('--force-with-lease');
    return loses(call, { what: `${remote} ${refspecs.join(' ')}`.trim(), detail: "replaces the remote's commits", operation: 'force-push', ...named, ...(leased ? {} : { alternative: '`--force-with-lease` refuses where others have pushed since.' }) });
  }
  return { effects: [sends(remote, `pushes ${refspecs.join(' ') || 'the current branch'}`)] };
}

function submodule(parsed: Parsed, call: Call): Deed {
  if (runsTransport(parsed.operands)) return { effects: [runsCode('git submodule', 'a transport that starts a program')] };
  if (parsed.has('-f', '--force')) return loses(call, { what: 'submodules', detail: 'local changes in them are gone', operation: 'discard', words: parsed.texts });
  return { ...changes(call, 'submodules'), effects: [fetches('the submodules'), changesGit('submodules')] };
}

const actions = /^(list|get|set|unset|rename-section|remove-section|edit)$/;

function config(parsed: Parsed, call: Call): Deed {
  const [first = '', ...rest] = parsed.texts;
  const action = actions.test(first) ? first : undefined;
  const [key = '', ...values] = action === undefined ? parsed.texts : rest;
  if (action === 'list' || parsed.has('--list', '-l', '--get-regexp', '--regexp', '--get-urlmatch')) {
    return parsed.has('--name-only') ? reads(call) : { effects: [unknownHere('git config', 'may print tokens that the configuration holds')] };
  }
  const asks = action === 'get' || parsed.has('--get', '--get-all', '--get-color', '--get-colorbool');
  const changesIt = (action !== undefined && action !== 'get') || parsed.has('--edit', '-e', '--add', '--replace-all', '--unset', '--unset-all', '--rename-section', '--remove-section', '--append') || (!asks && values.length > 0);
  if (!changesIt) return secretKey.test(key) ? { effects: [printsSecrets(`git config ${key}`)] } : reads(call);
  if (parsed.has('--global', '--system', '--file', '-f')) return { effects: [changesSystem('the configuration of git', 'applies to every repository, or to another file')] };
  return harmlessKey(key, values[0]) ? changes(call, `git config ${key}`) : { effects: [{ kind: 'power-config', target: `git config ${key}` }] };
}

/** Keys that hold tokens. */
const secretKey = /extraheader|token|pass|secret|(?<!signing)key|credential|cookie|auth|^url\.|proxy/i;
