import type { Deed, Touch } from '../analyse/call.ts';
import { changesGit, changesInfra, changesRemote, destroysInfra, fetches, looks, looksAtInfra, printsSecrets, runsCode, sends } from '../analyse/effects.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';

/** The command lines of code forges: GitHub's `gh`, GitLab's `glab`. */

/** A request's options choose what is shown; a jq program can print the environment, and with it tokens. */
const shown = { operands: 'text', anyOption: true, values: '-q --jq -t --template --json', does: view } as const;
const written = { operands: 'text', anyOption: true, insensitive: true } as const;
const request = { flags: '-i --include --paginate --slurp --silent --verbose', values: '-X --method -H --header -f --raw-field -F --field --form --cache --hostname -p --preview -q --jq -t --template --output', reads: '--input', operands: 'text', maxOperands: 1, does: callApi } as const;

export const forges: Family = {
  name: 'forges',
  globals: { flags: '--help -h', values: '-R --repo' },
  helpAlone: { options: '--help -h', does: { effects: [looks('help')] } },
  global: (parsed) => (parsed.has('--help') ? { effects: [looks('help')] } : undefined),
  rules: [
    { command: 'gh pr list|ls|view|status|diff|checks', level: 'SAFE', ...shown, matches: ['gh pr list --state open -L 5', 'gh pr view 1 --json title', 'gh -R a/b pr diff', 'gh pr checks --watch'], not: ['gh pr list --json url --jq env.GH_TOKEN'] },
    { command: 'gh issue list|ls|view|status', level: 'SAFE', ...shown, matches: ['gh issue list', 'gh issue view 1 --comments'], not: ["gh issue list --json url -q '$ENV'"] },
    { command: 'gh repo|run|workflow|release|gist|cache|secret|variable|label|codespace|cs|extension|ext|extensions|ssh-key|gpg-key|project|ruleset|rs|org|agent-task list|ls|view', level: 'SAFE', ...shown, matches: ['gh run list -L 5', 'gh run view 1 --log-failed', 'gh repo view --json name', 'gh secret list', 'gh cs list'], not: ['gh run list --json url --jq env'] },
    { command: 'gh run watch', level: 'SAFE', ...shown, matches: ['gh run watch 1'], not: ['gh run rerun 1'] },
    { command: 'gh release verify|verify-asset', level: 'SAFE', ...shown, matches: ['gh release verify v1'], not: ['gh release upload v1 a'] },
    { command: 'gh variable get', level: 'SAFE', ...shown, matches: ['gh variable get A'], not: ['gh variable set A'] },
    { command: 'gh project field-list|item-list', level: 'SAFE', ...shown, matches: ['gh project item-list 1'], not: ['gh project item-add 1'] },
    { command: 'gh ruleset|rs check', level: 'SAFE', ...shown, matches: ['gh ruleset check main'], not: ['gh ruleset check --jq env'] },
    { command: 'gh extension|ext|extensions search', level: 'SAFE', ...shown, matches: ['gh extension search cli'], not: ['gh extension install a/b'] },
    { command: 'gh repo autolink|deploy-key|gitignore|license list|ls|view', level: 'SAFE', ...shown, matches: ['gh repo deploy-key list'], not: ['gh repo deploy-key add a'] },
    { command: 'gh search', level: 'SAFE', ...shown, matches: ['gh search repos cli', "gh search code 'import os' --language python"], not: ['gh search repos cli --json url --jq env'] },
    { command: 'gh status|preview', level: 'SAFE', ...shown, matches: ['gh status'], not: ['gh status --jq env'] },
    { command: 'gh attestation|at verify|trusted-root', level: 'SAFE', ...shown, matches: ['gh attestation verify a -o b'], not: ['gh attestation verify a --jq env'] },
    { command: 'gh codespace|cs ports', level: 'SAFE', operands: 'none', values: '-c --codespace --json -q --jq -t --template -r -R --repo --repo-owner', does: view, matches: ['gh cs ports', 'gh codespace ports -c a'], not: ['gh codespace ports visibility 80:public', 'gh cs ports forward 80:80'] },
    { command: 'gh browse', level: 'SAFE', operands: 'text', flags: '-n --no-browser -p --projects -r --releases -s --settings -w --wiki -a --actions', values: '-b --branch -c --commit --blame', does: { effects: [looks('the browser')] }, matches: ['gh browse 12', 'gh browse -n'], not: ['gh browse --x'] },
    { command: 'gh config get|list|ls', level: 'SAFE', operands: 'text', values: '-h --host', does: ({ texts }) => ({ effects: [texts.some((text) => /token/i.test(text)) ? printsSecrets('gh config') : looks('gh config')] }), matches: ['gh config get editor', 'gh config list'], not: ['gh config get oauth_token', 'gh config set editor vim'] },
    { command: 'gh alias list|ls', level: 'SAFE', operands: 'none', does: { effects: [looks('gh alias')] }, matches: ['gh alias list'], not: ['gh alias set a b'] },
    { command: 'gh auth status', level: 'SAFE', operands: 'none', flags: '-t --show-token= -a --active', values: '-h --hostname --json -q --jq', does: (parsed) => (parsed.has('-t', '--show-token') || /token/i.test(parsed.value('--json')?.text ?? '') ? { effects: [printsSecrets('gh auth')] } : view(parsed)), matches: ['gh auth status'], not: ['gh auth status -t', 'gh auth status --show-token', 'gh auth status --json hosts --jq env'] },
    { command: 'gh auth token|git-credential', level: 'HIGH', ...written, does: { effects: [printsSecrets('the token of gh')] }, matches: ['gh auth token'], not: [] },
    { command: 'gh completion', level: 'SAFE', operands: 'none', values: '-s --shell', matches: ['gh completion -s bash'], not: ['gh completion --x'] },
    { command: 'gh version|help', level: 'SAFE', operands: 'text', matches: ['gh version', 'gh help pr'], not: ['gh version --x'] },
    { command: 'gh run|release|attestation|at download', level: 'MODERATE', operands: 'text', anyOption: true, values: '-n --name -p --pattern -A --archive -L --limit', writes: '-D --dir -O --output', does: download, matches: ['gh run download 1', 'gh release download v1 --dir d'], not: ['gh release download v1 --dir /etc', 'gh release download v1 -O /etc/a'] },
    { command: 'gh pr checkout|co', level: 'MODERATE', operands: 'text', flags: '--detach -f --force --recurse-submodules', values: '-b --branch', does: checkOut, matches: ['gh pr checkout 1'], not: ['gh pr checkout 1 --force'] },
    { command: 'gh co', level: 'MODERATE', operands: 'text', flags: '--detach -f --force --recurse-submodules', values: '-b --branch', does: checkOut, matches: ['gh co 1'], not: ['gh co -f 1'] },
    { command: 'gh repo|gist clone', level: 'MODERATE', operands: 'text', maxOperands: 2, values: '-u --upstream-remote-name', does: clone, matches: ['gh repo clone a/b', 'gh repo clone a/b c'], not: ['gh repo clone a/b /etc/c'] },
    { command: 'gh repo set-default', level: 'MODERATE', operands: 'text', flags: '-v --view -u --unset', does: { effects: [changesGit('the default repository of gh')] }, matches: ['gh repo set-default a/b'], not: ['gh repo create a'] },
    { command: 'gh api', level: 'SAFE', ...request, matches: ['gh api repos/a/b', 'gh api -X GET search/issues -f q=a', 'gh api --method=GET repos/a/b', "gh api graphql -f query='query { viewer { login } }'", 'gh api repos/a/b --jq .name'], not: ['gh api -X POST repos/a/b/issues', 'gh api repos/a/b/issues -f title=a', 'gh api -XDELETE repos/a/b', "gh api graphql -f query='mutation { a }'", 'gh api repos/a/b --input a.json', "gh api x -H 'X-HTTP-Method-Override: DELETE'", 'gh api user --jq env', 'gh api x --raw-field=a=b'] },
    { command: 'gh repo|release|issue|gist|cache|secret|variable|label|run|codespace|cs|project|ssh-key|gpg-key delete|remove|rm|delete-asset|item-delete|field-delete', level: 'DESTRUCTIVE', ...written, does: remove, matches: ['gh repo delete a/b', 'gh release delete v1 --yes', 'gh secret delete A', 'gh project item-delete 1'], not: [] },
    { command: 'gh repo deploy-key|autolink delete', level: 'DESTRUCTIVE', ...written, does: remove, matches: ['gh repo deploy-key delete 1'], not: [] },
    { command: 'gh pr close', level: 'HIGH', operands: 'text', anyOption: true, flags: '-d --delete-branch', values: '-c --comment', does: (parsed) => (parsed.has('-d', '--delete-branch') ? remove(parsed) : { effects: [changesInfra('GitHub', 'closes a pull request')] }), matches: ['gh pr close 1'], not: ['gh pr close 1 --delete-branch'] },
    { command: 'gh repo sync', level: 'HIGH', operands: 'text', flags: '--force', values: '-b --branch -s --source', does: (parsed) => (parsed.has('--force') ? remove(parsed) : { effects: [changesInfra('GitHub', 'moves a branch')] }), matches: ['gh repo sync a/b'], not: ['gh repo sync a/b --force'] },
    { command: 'gh issue develop', level: 'HIGH', operands: 'text', anyOption: true, flags: '-l --list', does: (parsed) => (parsed.has('-l', '--list') ? view(parsed) : { effects: [changesInfra('GitHub', 'creates a branch')] }), matches: ['gh issue develop 1 --checkout'], not: ['gh issue develop --list 1'] },
    { command: 'gh extension|ext|extensions|alias install|upgrade|create|exec|remove|browse|set|import|delete', level: 'HIGH', ...written, does: { effects: [runsCode('gh', 'adds or starts programs of its own')], forgettable: true }, matches: ['gh extension install a/b', "gh alias set co 'pr checkout'"], not: [] },
    { command: 'gh pr|issue|repo|release|gist|run|workflow|label|cache|secret|variable|codespace|cs|project|ruleset|rs|ssh-key|gpg-key|org|attestation|at|auth|config|agent-task *', level: 'HIGH', ...written, does: { effects: [changesInfra('GitHub')] }, matches: ['gh pr create --fill', 'gh pr merge 1', 'gh workflow run a.yml', 'gh auth login', 'gh release create v1'], not: [] },
    { command: 'gh pr|issue|repo|release|gist|run|workflow|label|cache|secret|variable|codespace|cs|project|ruleset|rs|ssh-key|gpg-key|org|attestation|at|auth|config|agent-task|alias|extension|ext', level: 'SAFE', operands: 'none', does: { effects: [looks('help')] }, matches: ['gh pr'], not: ['gh pr --x'] },
    { command: 'gh', level: 'SAFE', operands: 'text', flags: '--version', does: ({ operands: [verb] }) => ({ effects: [verb === undefined ? looks('gh') : runsCode(`gh ${verb.text}`, 'may be an extension or an alias')] }), matches: ['gh --version', 'gh'], not: ['gh dash'] },

    { command: 'glab mr|issue|ci|pipeline|pipe|release|repo|project|snippet|label|schedule|milestone|incident|cluster|runner list|ls|view|show|status|diff|trace|get|issues|approvers|search|contributors', level: 'SAFE', ...shown, matches: ['glab mr list', 'glab ci status', 'glab mr diff 1'], not: ['glab mr create'] },
    { command: 'glab config get', level: 'SAFE', operands: 'text', flags: '-g --global', values: '-h --host', does: ({ texts }) => ({ effects: [texts.some((text) => /token/i.test(text)) ? printsSecrets('glab config') : looks('glab config')] }), matches: ['glab config get editor'], not: ['glab config get token'] },
    { command: 'glab auth status', level: 'SAFE', operands: 'none', flags: '-t --show-token=', values: '-h --hostname', does: (parsed) => (parsed.has('-t', '--show-token') ? { effects: [printsSecrets('glab auth')] } : view(parsed)), matches: ['glab auth status'], not: ['glab auth status -t'] },
    { command: 'glab variable list|ls', level: 'HIGH', ...written, does: { effects: [printsSecrets('the variables of the pipelines')] }, matches: ['glab variable list'], not: [] },
    { command: 'glab variable get|export', level: 'HIGH', ...written, does: { effects: [printsSecrets('the variables of the pipelines')] }, matches: ['glab variable get A'], not: [] },
    { command: 'glab mr checkout|co', level: 'MODERATE', operands: 'text', anyOption: true, flags: '-f --force', does: checkOut, matches: ['glab mr checkout 1'], not: ['glab mr checkout -f 1'] },
    { command: 'glab repo|project clone', level: 'MODERATE', operands: 'text', anyOption: true, does: clone, matches: ['glab repo clone a/b'], not: ['glab repo clone a/b /etc/c'] },
    { command: 'glab api', level: 'SAFE', ...request, matches: ['glab api projects/1'], not: ['glab api -X DELETE projects/1', 'glab api projects -f a=b'] },
    { command: 'glab mr|issue|ci|pipeline|release|repo|project|snippet|label|schedule|variable|milestone|ssh-key|deploy-key|token delete|del|remove|revoke', level: 'DESTRUCTIVE', ...written, does: remove, matches: ['glab repo delete a/b'], not: [] },
    { command: 'glab version|help|check-update', level: 'SAFE', operands: 'text', matches: ['glab version'], not: ['glab version --x'] },
    { command: 'glab *', level: 'HIGH', ...written, does: { effects: [sends('GitLab')] }, matches: ['glab mr create --fill', 'glab mr merge 1'], not: [] },
    { command: 'glab', level: 'SAFE', operands: 'none', flags: '--version -v', matches: ['glab --version'], not: ['glab --x'] },
  ],
};

const readsEnvironment = (parsed: Parsed): boolean => parsed.values('-q', '--jq').some(({ exact, text }) => !exact || /\benv\b|\$ENV\b|\$__/i.test(text));

function view(parsed: Parsed): Deed {
  return { effects: [readsEnvironment(parsed) ? printsSecrets('the environment', 'a jq program can read it') : looksAtInfra('the forge')] };
}

function remove({ texts }: Parsed): Deed {
  const [name] = texts;
  return { effects: [destroysInfra(name ?? 'what is named', 'deletes it from the forge')], losses: [{ kind: 'resource', what: 'forge', names: texts }], ...(name === undefined ? {} : { target: name }) };
}

function download(parsed: Parsed): Deed {
  const here: Touch[] = parsed.has('-D', '--dir', '-O', '--output') ? [] : [{ word: plain('.'), how: 'change' }];
  return { effects: [fetches('the forge')], touches: here };
}

function checkOut(parsed: Parsed): Deed {
  return { effects: [fetches('the forge'), parsed.has('-f', '--force') ? changesRemote('the local branch', 'is replaced') : changesGit('the branch that is checked out')] };
}

function clone({ operands: [source, folder] }: Parsed): Deed {
  const into = folder ?? plain(source?.text.split('/').at(-1) ?? '.');
  return { effects: [fetches(source?.text ?? 'the forge')], touches: [{ word: into, how: 'change' }] };
}

/** The method as given; fields without one make it a POST. A field may send a file, a header may override the method. */
function callApi(parsed: Parsed): Deed {
  const fields = parsed.values('-f', '--raw-field', '-F', '--field', '--form');
  const exact = [...fields, ...parsed.values('-X', '--method', '-H', '--header'), ...parsed.operands].every((word) => word.exact);
  const [endpoint = ''] = parsed.texts;
  const method = (parsed.value('-X', '--method')?.text ?? (fields.length > 0 || parsed.has('--input') ? 'POST' : 'GET')).toUpperCase();
  const query = endpoint === 'graphql' && fields.length > 0 && fields.every(({ text }) => !/mutation|subscription|=@/i.test(text)) && !parsed.has('--input');
  if (method === 'DELETE') return remove(parsed);
  const overrides = parsed.values('-H', '--header').some(({ text }) => /method/i.test(text)) || fields.some(({ text }) => /=@/.test(text)) || (parsed.has('--input') && method !== 'GET');
  if (!exact || overrides || parsed.has('--input') || !(/^(GET|HEAD)$/.test(method) || (query && method === 'POST'))) return { effects: [sends('the forge', `${method} ${endpoint}`)] };
  return /^https?:/i.test(endpoint) ? { effects: [fetches(endpoint)] } : view(parsed);
}
