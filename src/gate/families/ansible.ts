import { changesInfra, fetches, looks, printsSecrets, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Deed, Run } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';

const flags = '-v -vv -vvv -vvvv --verbose -k --ask-pass -b --become -K --ask-become-pass -C --check -D --diff --list-hosts --list-tasks --list-tags --syntax-check --flush-cache --force-handlers --step -o --one-line -J --ask-vault-password --ask-vault-pass -h --help --version --force --full --purge --verify-commit --accept-host-key --clean --track-subs -6 --list --graph --vars -y --yaml --toml --export --json --playbook-dir=';
const values = '-i --inventory --inventory-file -l --limit -e --extra-vars -t --tags --skip-tags --start-at-task -u --user -c --connection -T --timeout -f --forks -m --module-name -a --args -B --background -P --poll --become-method --become-user --vault-id --ssh-common-args --sftp-extra-args --scp-extra-args --ssh-extra-args -U --url --full -d --directory -o --only-if-changed -s --sleep --task-timeout --host --module-path -M --playbook-dir -C --checkout';
const reads = '--private-key --key-file --vault-password-file --vault-pass-file --become-password-file --connection-password-file';

/** Dynamic inventories and plug-ins of the project run even where only names are listed. */
const lists = (parsed: Parsed): boolean => parsed.has('--list-hosts', '--list-tasks', '--list-tags', '--syntax-check');

function playDoes(parsed: Parsed): Deed {
  if (parsed.has('-h', '--help', '--version')) return { effects: [looks('ansible')] };
  const hosts = parsed.value('-l', '--limit')?.text ?? parsed.texts[0] ?? 'all hosts';
  const options = parsed.has('--ssh-common-args', '--ssh-extra-args', '--sftp-extra-args', '--scp-extra-args', '-M', '--module-path') ? [runsCode('ansible', 'settings that may run programs')] : [];
  if (lists(parsed)) return { effects: [runsProject('ansible', 'reads the play and its inventory, which may be a program'), ...options] };
  if (parsed.has('-C', '--check') && parsed.value('-C') === undefined) return { effects: [runsProject(hosts, 'connects to the hosts and tries the play without changing them'), fetches(hosts), ...options] };
  const line = /^(ansible\.builtin\.)?(shell|command|raw)$/.test(parsed.value('-m', '--module-name')?.text ?? 'command') ? parsed.value('-a', '--args') : undefined;
  const runs: Run[] = line === undefined ? [] : [{ kind: 'script', text: line.text, dialect: 'bash', exact: line.exact, elsewhere: true }];
  return { effects: [changesInfra(hosts, 'runs tasks on other machines'), sends(hosts), ...options], runs };
}

const play = { operands: 'text', values: values.replace(' -C --checkout', ''), reads, flags } as const;

const rules: Rule[] = [
  { command: 'ansible-playbook|ansible|ansible-console', level: 'HIGH', ...play, does: playDoes, matches: ['ansible-playbook site.yml', 'ansible all -m ping', 'ansible-console', 'ansible-playbook a.yml -e a=b --step'], not: ['ansible-playbook --help', 'ansible-playbook site.yml --syntax-check', 'ansible-playbook site.yml -C -D', 'ansible all --list-hosts'] },
  { command: 'ansible-pull', level: 'HIGH', operands: 'text', values, reads, flags: flags.replace('-C ', ''), does: (parsed) => (parsed.has('-h', '--help', '--version') ? { effects: [looks('ansible')] } : { effects: [runsCode(parsed.value('-U', '--url')?.text ?? 'repository', 'checks out a repository and runs it on this machine')] }), matches: ['ansible-pull -U https://x.example/a', 'ansible-pull -U https://x.example/a --check'], not: ['ansible-pull --help'] },
  { command: 'ansible-inventory', level: 'MODERATE', operands: 'text', ...{ values, reads, flags }, writes: '--output', does: (parsed) => (parsed.has('-h', '--help', '--version') ? { effects: [looks('ansible')] } : { effects: [runsProject('inventory', 'an inventory may be a program')] }), matches: ['ansible-inventory --list -i hosts', 'ansible-inventory --graph'], not: ['ansible-inventory -h', 'ansible-inventory --list --output /etc/x'] },
  { command: 'ansible-doc', level: 'SAFE', operands: 'text', flags: '-j --json -l --list -F --list_files -s --snippet -v -vvv --metadata-dump --no-fail-on-errors -h --help --version', values: '-t --type -M --module-path --playbook-dir -r --roles-path -e --entry-point', does: (parsed) => ({ effects: [parsed.has('-M', '--module-path', '--playbook-dir') ? runsProject('ansible-doc', 'loads plug-ins') : looks('documentation')] }), matches: ['ansible-doc -t connection -l', 'ansible-doc ping'], not: ['ansible-doc -M ./x a'] },
  { command: 'ansible-config list|view|validate|dump', level: 'SAFE', operands: 'text', flags: '--only-changed= -v --disabled', values: '-t --type -f --format', reads: '-c --config', matches: ['ansible-config dump --only-changed', 'ansible-config validate'], not: ['ansible-config init'] },
  { command: 'ansible-config init', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [runsProject('ansible-config')] }, matches: ['ansible-config init'], not: ['ansible-config list'] },
  { command: 'ansible-lint|ansible-test', level: 'MODERATE', operands: 'text', anyOption: true, does: (parsed, { program }) => ({ effects: [parsed.has('-h', '--help', '--version') ? looks(program) : /(integration|shell|coverage)$/.test(parsed.texts[0] ?? '') ? runsCode(program, 'runs tests on machines of their own') : runsProject(program)] }), matches: ['ansible-lint .', 'ansible-test sanity', 'ansible-lint --fix'], not: ['ansible-lint --help', 'ansible-test shell'] },
  { command: 'ansible-galaxy collection|role list|info|search|verify', level: 'SAFE', operands: 'text', flags: '-v -vvv --offline --ignore-certs -c', values: '-p --roles-path --collections-path --author --galaxy-tags --platforms --format -s --server --token --timeout', does: (parsed) => ({ effects: [parsed.has('-s', '--server') ? sends(parsed.value('-s', '--server')?.text ?? '') : { kind: 'infra', target: 'galaxy', access: 'read' }] }), matches: ['ansible-galaxy collection list', 'ansible-galaxy role search nginx -v'], not: ['ansible-galaxy role install a', 'ansible-galaxy role search nginx -s https://x.example'] },
  { command: 'ansible-galaxy collection|role init|build', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [runsProject('ansible-galaxy', 'writes a skeleton or an archive')] }, matches: ['ansible-galaxy role init a', 'ansible-galaxy collection build'], not: ['ansible-galaxy role delete a b'] },
  { command: 'ansible-galaxy', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [runsCode(texts.join(' '), 'installs, publishes or removes code that later plays run')] }), matches: ['ansible-galaxy install a', 'ansible-galaxy collection publish a.tar.gz', 'ansible-galaxy role remove a'], not: ['ansible-galaxy role list'] },
  { command: 'ansible-vault', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed) => (parsed.has('-h', '--help', '--version') ? { effects: [looks('ansible-vault')] } : { effects: [printsSecrets(parsed.texts.slice(1).join(' ') || 'vault', 'encrypts, decrypts or shows secrets')] }), matches: ['ansible-vault view a.yml', 'ansible-vault encrypt a.yml', 'ansible-vault rekey a.yml'], not: ['ansible-vault --help'] },
];

export const ansible: Family = { name: 'ansible', help: '--help -h --version', rules };
