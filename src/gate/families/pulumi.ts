import { changesInfra, changesSystem, fetches, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends, takesRights } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { pulumiCloudRules } from './pulumiCloud.ts';
import { commonFlags, commonValues, destroysStack, operates, stackNamed, stackOf, unlessPreview } from './pulumiDeeds.ts';

const program = 'runs the program and its providers';
const shown = (_: Parsed, call: Call): Deed => ({ effects: [looksAtInfra(stackOf(call))] });
/** Looks, and prints secrets in plain text where that is asked for. */
const unlessSecrets = (parsed: Parsed, call: Call): Deed => ({ effects: [parsed.has('--show-secrets') && parsed.value('--show-secrets')?.text !== 'false' ? printsSecrets(stackOf(call)) : looksAtInfra(stackOf(call))] });
const system = (target: string) => (): Deed => ({ effects: [changesSystem(target)] });

const looking: Rule[] = [
  { command: 'pulumi version|whoami|about', level: 'SAFE', operands: 'text', maxOperands: 1, values: '--output -s --stack', flags: '-v --verbose -t --transitive -j --json', does: shown, matches: ['pulumi version', 'pulumi whoami -v', 'pulumi about --output json', 'pulumi about env', 'pulumi about --json'], not: ['pulumi whoami --strange'] },
  { command: 'pulumi stack', level: 'SAFE', operands: 'none', values: '-s --stack --output', flags: '-i --show-ids --show-name --show-secrets= -u --show-urns', does: unlessSecrets, matches: ['pulumi stack', 'pulumi stack --show-urns -s dev', 'pulumi -C infra stack'], not: ['pulumi stack --show-secrets', 'pulumi stack x'] },
  { command: 'pulumi stack list|ls|get|output|history|hist|export', level: 'SAFE', operands: 'text', values: '-s --stack --output -o --organization -p --project -t --tag --page --page-size --version', writes: '--file', flags: '-a --all -j --json --shell --show-secrets= --full-dates -i --show-ids --show-name -u --show-urns', does: unlessSecrets, matches: ['pulumi stack ls --all', 'pulumi stack output url', 'pulumi stack output --json', 'pulumi -s dev stack history --page 2', 'pulumi stack export'], not: ['pulumi stack output --show-secrets', 'pulumi stack export --show-secrets', 'pulumi stack export --file state.json', 'pulumi stack history --show-secrets'] },
  { command: 'pulumi stack history|hist events', level: 'SAFE', operands: 'text', values: '--count --event-type --output -s --stack --urn', flags: '--all --include-non-activated --summary', does: shown, matches: ['pulumi stack history events 12'], not: ['pulumi stack history events --strange'] },
  { command: 'pulumi stack tag|schedule|webhook|drift list|ls|get|status', level: 'SAFE', operands: 'text', values: '--output --count -s --stack', flags: '--all', does: shown, matches: ['pulumi stack tag ls', 'pulumi stack schedule get 1', 'pulumi stack drift status'], not: ['pulumi stack tag rm a'] },
  { command: 'pulumi stack webhook delivery list|ls', level: 'SAFE', operands: 'text', values: '--output --count -s --stack', does: shown, matches: ['pulumi stack webhook delivery ls 1'], not: ['pulumi stack webhook delivery redeliver 1 2'] },
  { command: 'pulumi stack graph', level: 'MODERATE', operands: 'writes', values: '-s --stack --dependency-edge-color --parent-edge-color --dot-fragment', flags: '--ignore-dependency-edges --ignore-parent-edges --short-node-name', matches: ['pulumi stack graph graph.dot'], not: ['pulumi stack graph /etc/graph.dot'] },
  { command: 'pulumi state get', level: 'SAFE', operands: 'text', values: '--output -s --stack', flags: '--show-secrets=', does: unlessSecrets, matches: ['pulumi state get urn'], not: ['pulumi state get urn --show-secrets'] },
  { command: 'pulumi config', level: 'SAFE', operands: 'none', values: '-s --stack', reads: '--config-file', flags: '-j --json --open= --show-secrets=', does: configDoes, matches: ['pulumi config', 'pulumi config --json -s prod', 'pulumi config --stack dev'], not: ['pulumi config --show-secrets', 'pulumi config --open', 'pulumi config x'] },
  { command: 'pulumi config get', level: 'HIGH', operands: 'text', values: '-s --stack', reads: '--config-file', flags: '-j --json --open= --path', does: configGetDoes, matches: ['pulumi config get dbPassword', 'pulumi config get key --path'], not: ['pulumi config get aws:region', 'pulumi config get gcp:project -s dev'] },
  { command: 'pulumi config env list|ls', level: 'SAFE', operands: 'none', values: '--output -s --stack', reads: '--config-file', does: shown, matches: ['pulumi config env ls'], not: ['pulumi config env add a'] },
  { command: 'pulumi plugin list|ls', level: 'SAFE', operands: 'none', values: '--output', flags: '-p --project -j --json', does: { effects: [looks('plugins')] }, matches: ['pulumi plugin ls', 'pulumi plugin list --json'], not: ['pulumi plugin rm'] },
  { command: 'pulumi logs', level: 'SAFE', operands: 'none', values: '-r --resource --since -s --stack', reads: '--config-file', flags: '-f --follow -j --json', does: shown, matches: ['pulumi logs -f --since 1h'], not: ['pulumi logs decrypt', 'pulumi logs share'] },
  { command: 'pulumi logs list|ls', level: 'SAFE', operands: 'none', values: '--output', does: { effects: [looks('logs')] }, matches: ['pulumi logs list'], not: ['pulumi logs rm --all'] },
  { command: 'pulumi gen-completion|completion', level: 'SAFE', operands: 'text', maxOperands: 1, does: { effects: [looks('pulumi')] }, matches: ['pulumi gen-completion bash'], not: ['pulumi gen-completion --strange'] },
  { command: 'pulumi replay-events|view-trace', level: 'SAFE', operands: 'text', values: '--delay --period --port', flags: '-d --debug --diff -j --json --show-config --show-reads --show-replacement-steps --show-sames --suppress-outputs --suppress-progress', does: ({ operands }) => ({ touches: operands.slice(-1).map((word) => ({ word, how: 'read' })) }), matches: ['pulumi replay-events update events.json'], not: ['pulumi replay-events update /etc/passwd'] },
  { command: 'pulumi', level: 'SAFE', operands: 'text', anyOption: true, flags: '--version', does: verbUnknown, matches: ['pulumi', 'pulumi --version'], not: ['pulumi frobnicate', 'pulumi --strange x destroy'] },
];

/** An option that stands before the verb may hide which word is the verb. */
function verbUnknown({ texts, options }: Parsed, call: Call): Deed {
  if (texts.some((text) => /^(destroy|down|dn|rm|remove|delete)$/.test(text))) return destroysStack(call, 'seems to delete something');
  const plainly = texts.length === 0 && options.every(({ name }) => name === '--version');
  return { effects: [plainly ? looks('pulumi') : changesInfra(stackOf(call), 'the verb is not known')] };
}

function configDoes(parsed: Parsed, call: Call): Deed {
  const open = parsed.options.some(({ name, value }) => name === '--open' && value?.text !== 'false');
  return open ? { effects: [printsSecrets(stackOf(call), 'opens the environments of the stack')] } : unlessSecrets(parsed, call);
}

/** Prints a secret in plain text, and nothing in the command says whether the value is one. */
function configGetDoes({ texts }: Parsed, call: Call): Deed {
  const plainKeys = /^(pulumi:(tags|template)|(aws|aws-native|gcp|google-native|azure|azure-native|azuread|kubernetes|digitalocean|linode|oci|hcloud|vsphere|openstack|alicloud):(region|zone|project|location|environment|context|namespace|profile|subscriptionId|allowedAccountIds|defaultTags))$/;
  return { effects: [texts.length === 1 && plainKeys.test(texts[0] ?? '') ? looksAtInfra(stackOf(call)) : printsSecrets(`${stackOf(call)} ${texts.join(' ')}`, 'a secret among the configuration is printed in plain text')] };
}

const operation: Partial<Rule> = { operands: 'text', values: commonValues, writes: '--save-plan --event-log --import-file', reads: '--config-file --plan', flags: `${commonFlags} --show-secrets=` };

const operations: Rule[] = [
  { command: 'pulumi preview|pre', level: 'MODERATE', ...operation, does: (parsed, call) => operates(parsed, call, { effects: [runsProject(stackOf(call), program), looksAtInfra(stackOf(call))] }), matches: ['pulumi preview', 'pulumi pre --diff -s dev', 'pulumi preview --json --save-plan plan.json', 'pulumi -C infra preview --replace urn'], not: ['pulumi preview https://github.com/a/b', 'pulumi preview --policy-pack-config /etc/x --show-secrets=true', 'pulumi preview --remote https://x.example/a'] },
  { command: 'pulumi up|update', level: 'HIGH', ...operation, does: upDoes, matches: ['pulumi up', 'pulumi up -y -s dev', 'pulumi update --plan plan.json', 'pulumi --cwd infra up --target urn'], not: ['pulumi up --replace urn', 'pulumi up --target-replace urn', 'pulumi up --yes --skip-preview', 'pulumi up --ignore-protect'] },
  { command: 'pulumi refresh', level: 'HIGH', ...operation, does: unlessPreview((parsed, call) => operates(parsed, call, { effects: [changesInfra(stackOf(call), 'rewrites the state from what the cloud says')], ...(parsed.has('--clear-pending-creates') ? { reasons: ['It forgets resources whose creation was cut off.'] } : {}) })), matches: ['pulumi refresh -y', 'pulumi refresh --skip-preview'], not: ['pulumi refresh --preview-only'] },
  { command: 'pulumi destroy|down|dn', level: 'DESTRUCTIVE', ...operation, does: unlessPreview((parsed, call) => operates(parsed, call, destroysStack(call, 'destroys the resources of the stack', { names: parsed.values('-t', '--target').map(({ text }) => text), alternative: 'pulumi destroy --preview-only shows what would go.' }))), matches: ['pulumi destroy', 'pulumi -s org/app/prod down --yes', 'pulumi dn -f', 'pulumi destroy --target urn', 'pulumi destroy --preview-only=false'], not: ['pulumi destroy --preview-only', 'pulumi down --help'] },
  { command: 'pulumi import', level: 'HIGH', ...operation, values: `${commonValues} --from --generate-resources --parent --properties --provider`, reads: '-f --file --config-file', writes: '-o --out --event-log', flags: `${commonFlags} --generate-code= --protect=`, does: unlessPreview((parsed, call) => operates(parsed, call, { effects: [changesInfra(stackOf(call), 'puts existing resources into the state')] })), matches: ['pulumi import aws:s3/bucket:Bucket a b', 'pulumi import -f a.json --yes'], not: ['pulumi import --preview-only a b c'] },
  { command: 'pulumi cancel', level: 'HIGH', operands: 'text', values: '-s --stack', flags: '-y --yes', does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'cuts a running update off; the state may be left with pending operations')] }), matches: ['pulumi cancel', 'pulumi cancel dev --yes'], not: ['pulumi cancel --help'] },
  { command: 'pulumi watch', level: 'HIGH', ...operation, values: `${commonValues} --path`, does: (parsed, call) => operates(parsed, call, destroyless(call, 'updates the stack on every change of a file, without a preview')), matches: ['pulumi watch'], not: ['pulumi watch --help'] },
];

const destroyless = (call: Call, detail: string): Deed => ({ effects: [changesInfra(stackOf(call), detail), runsProject(stackOf(call), program)] });

/** Replacing is deleting; without a preview, or with protection ignored, nobody knows what goes. */
function upDoes(parsed: Parsed, call: Call): Deed {
  const asks = parsed.value('--show-secrets')?.text !== 'false' && parsed.has('--show-secrets');
  const secrets: Deed = asks ? { effects: [printsSecrets(stackOf(call))] } : {};
  const replaced = parsed.values('--replace', '--target-replace').map(({ text }) => text);
  const blind = parsed.has('-f', '--skip-preview') && parsed.value('--skip-preview')?.text !== 'false' && !parsed.has('--plan');
  if (replaced.length > 0) return operates(parsed, call, destroysStack(call, 'deletes resources and makes them anew', { names: replaced }), secrets);
  if (blind) return operates(parsed, call, destroysStack(call, 'deploys without a preview: what it deletes or replaces is not known', { alternative: 'pulumi preview --save-plan plan.json, look at it, then pulumi up --plan plan.json.' }), secrets);
  if (parsed.has('--ignore-protect')) return operates(parsed, call, destroysStack(call, 'ignores the protection of resources'), secrets);
  return operates(parsed, call, destroyless(call, 'changes infrastructure'), secrets);
}

const state: Rule[] = [
  { command: 'pulumi stack remove|rm|delete', level: 'DESTRUCTIVE', operands: 'text', values: '-s --stack', flags: '-f --force --preserve-config --remove-backups -y --yes', does: (parsed, call) => destroysStack(call, parsed.has('-f', '--force') ? 'deletes the stack and leaves its resources to nobody' : 'deletes the stack, its history and its configuration', { names: parsed.texts, stack: parsed.texts[0] }), matches: ['pulumi stack rm dev', 'pulumi stack remove --stack dev -y', 'pulumi stack delete dev --force --remove-backups'], not: ['pulumi stack ls', 'pulumi stack rm --help'] },
  { command: 'pulumi stack import', level: 'HIGH', operands: 'none', values: '-s --stack', reads: '--file', flags: '-f --force', does: (parsed, call) => (parsed.has('-f', '--force') ? destroysStack(call, 'replaces the whole state, also where it does not fit') : { effects: [changesInfra(stackOf(call), 'replaces the whole state')] }), matches: ['pulumi stack import --file state.json'], not: ['pulumi stack import --file state.json --force'] },
  { command: 'pulumi state remove|rm|delete', level: 'DESTRUCTIVE', operands: 'text', values: '-s --stack', flags: '--all --force --target-dependents -y --yes', does: (parsed, call) => destroysStack(call, 'forgets resources, which go on and are managed by nobody', { names: parsed.texts }), matches: ['pulumi state delete urn', 'pulumi state rm --all -y'], not: ['pulumi state get urn'] },
  { command: 'pulumi state edit|update|modify|move|mv|repair|rename|unprotect|taint|untaint|protect|upgrade', level: 'HIGH', operands: 'text', values: '-s --stack --dest --source', flags: '--all --include-parents -y --yes', does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'rewrites the state by hand')] }), matches: ['pulumi state edit', 'pulumi state mv urn --dest b', 'pulumi state unprotect --all -y', 'pulumi state taint urn', 'pulumi state repair'], not: ['pulumi state get urn'] },
  { command: 'pulumi stack rename|change-secrets-provider|migrate', level: 'HIGH', operands: 'text', values: '-s --stack --secrets-provider --target', flags: '-f --force -y --yes', does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'changes where or how the state is kept')] }), matches: ['pulumi stack rename b', 'pulumi stack change-secrets-provider passphrase', 'pulumi stack migrate file://x'], not: ['pulumi stack ls'] },
  { command: 'pulumi stack new|init|create|setup', level: 'HIGH', operands: 'text', values: '--copy-config-from --secrets-provider -s --stack --teams', flags: '--no-select -y --yes', does: ({ texts }, call) => ({ effects: [changesInfra(texts[0] ?? stackOf(call), 'makes a stack in the backend')] }), matches: ['pulumi stack init dev', 'pulumi stack create org/app/dev'], not: ['pulumi stack ls'] },
  { command: 'pulumi stack select|unselect', level: 'MODERATE', operands: 'text', values: '-s --stack --secrets-provider', flags: '-c --create', does: (parsed, call) => ({ effects: [parsed.has('-c', '--create') ? changesInfra(stackNamed(parsed) ?? stackOf(call), 'makes a stack in the backend') : runsProject(stackNamed(parsed) ?? stackOf(call), 'chooses which stack later commands change')] }), matches: ['pulumi stack select dev', 'pulumi stack unselect'], not: ['pulumi stack select -c dev'] },
  { command: 'pulumi stack tag|schedule|webhook', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'changes tags, schedules or webhooks of the stack')] }), matches: ['pulumi stack tag set a b', 'pulumi stack schedule new --cron x', 'pulumi stack webhook ping 1', 'pulumi stack tag rm a', 'pulumi stack webhook remove 1'], not: ['pulumi stack tag ls', 'pulumi stack webhook ls'] },
  { command: 'pulumi config set|set-all|remove|rm|delete|remove-all|rm-all|delete-all|copy|cp|refresh', level: 'HIGH', operands: 'text', values: '--type --plaintext --secret --json -d --dest -s --stack --config-file', flags: '--path --raw -f --force', anyOption: true, does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'changes the configuration that the next update uses')] }), matches: ['pulumi config set a b', 'pulumi config set --secret a b', 'pulumi config rm a', 'pulumi config rm-all a b', 'pulumi config cp -d prod', 'pulumi config refresh -f'], not: ['pulumi config --json'] },
  { command: 'pulumi config env add|init|remove|rm|delete', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [changesInfra(stackOf(call), 'changes which environments the stack uses')] }), matches: ['pulumi config env add a', 'pulumi config env rm a -y'], not: ['pulumi config env ls'] },
];

const machine: Rule[] = [
  { command: 'pulumi login|logout', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [takesRights('pulumi', 'changes who is logged in, and to which backend'), ...(texts.length > 0 ? [sends(texts[0] ?? '')] : [])] }), matches: ['pulumi login', 'pulumi login --local', 'pulumi logout --all', 'pulumi login s3://b'], not: ['pulumi whoami'] },
  { command: 'pulumi new|create|setup', level: 'HIGH', operands: 'text', values: '-c --config -d --description --dir -n --name --runtime-options --secrets-provider -s --stack', flags: '--config-path -f --force -g --generate-only -l --list-templates -o --offline -y --yes', does: newDoes, matches: ['pulumi new aws-typescript -y', 'pulumi create', 'pulumi new https://x.example/t -g'], not: ['pulumi new aws-typescript -g', 'pulumi new --list-templates'] },
  { command: 'pulumi project new|create|init|setup', level: 'HIGH', operands: 'text', anyOption: true, does: newDoes, matches: ['pulumi project new aws-go'], not: ['pulumi project ls'] },
  { command: 'pulumi convert', level: 'MODERATE', operands: 'text', values: '--from --language --mappings --name', writes: '--out', flags: '--generate-only --strict', does: { effects: [runsProject('pulumi convert', 'writes a program, and installs converters and packages')] }, matches: ['pulumi convert --from terraform --language typescript --out ts'], not: ['pulumi convert --out /srv'] },
  { command: 'pulumi convert-trace', level: 'SAFE', operands: 'reads', values: '-g --granularity', flags: '--ignore-log-spans --otel', matches: ['pulumi convert-trace trace.out'], not: ['pulumi convert-trace /etc/x'] },
  { command: 'pulumi install', level: 'MODERATE', operands: 'none', values: '--parallel', flags: '--no-dependencies --no-plugins --reinstall --use-language-version-tools', does: { effects: [runsProject('pulumi install', 'installs the packages and plugins of the project')] }, matches: ['pulumi install', 'pulumi install --no-plugins'], not: ['pulumi install --help'] },
  { command: 'pulumi plugin install', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [fetches('plugin server'), runsCode(texts.join(' ') || 'plugins', 'a plugin is a program')] }), matches: ['pulumi plugin install', 'pulumi plugin install resource aws v6.0.0'], not: ['pulumi plugin ls'] },
  { command: 'pulumi plugin run', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [runsCode(texts[0] ?? 'plugin', 'a plugin is a program')], forgettable: true }), matches: ['pulumi plugin run ./x'], not: ['pulumi plugin ls'] },
  { command: 'pulumi plugin remove|rm|delete', level: 'HIGH', operands: 'text', values: '', flags: '-a --all -y --yes', does: system('installed plugins'), matches: ['pulumi plugin rm --all -y'], not: ['pulumi plugin ls'] },
  { command: 'pulumi package add|gen-sdk|get-schema|get-mapping|info', level: 'HIGH', operands: 'text', anyOption: true, does: packageDoes, matches: ['pulumi package add terraform-provider a/b', 'pulumi package add ./provider', 'pulumi package gen-sdk https://x.example/a'], not: ['pulumi package info aws', 'pulumi package get-schema random'] },
  { command: 'pulumi package pack-sdk', level: 'MODERATE', operands: 'text', does: { effects: [runsProject('pulumi package pack-sdk')] }, matches: ['pulumi package pack-sdk nodejs sdk'], not: ['pulumi package pack-sdk --help'] },
  { command: 'pulumi schema check', level: 'SAFE', operands: 'text', values: '--extension --server', flags: '--allow-dangling-references', does: ({ operands }) => (operands.length === 1 && /\.(json|ya?ml)$/.test(operands[0]?.text ?? '') ? { touches: operands.map((word) => ({ word, how: 'read' })) } : { effects: [runsProject('schema', 'runs the provider that it names')] }), matches: ['pulumi schema check schema.json'], not: ['pulumi schema check ./provider'] },
  { command: 'pulumi logs decrypt|share', level: 'HIGH', operands: 'text', flags: '--include-secrets --latest', does: (_, call) => ({ effects: [printsSecrets('logs'), ...(call.words.some(({ text }) => text === 'share') ? [sends('Pulumi')] : [])] }), matches: ['pulumi logs decrypt --latest', 'pulumi logs share a.log'], not: ['pulumi logs list'] },
  { command: 'pulumi logs remove|rm|delete', level: 'HIGH', operands: 'text', values: '--before', flags: '--all -y --yes', does: system('logs of the CLI'), matches: ['pulumi logs rm --all -y'], not: ['pulumi logs list'] },
  { command: 'pulumi console', level: 'MODERATE', operands: 'none', values: '-s --stack', does: { effects: [runsProject('browser', 'opens the console in a browser')] }, matches: ['pulumi console'], not: ['pulumi console --help'] },
];

function newDoes(parsed: Parsed): Deed {
  if (parsed.has('-l', '--list-templates')) return { effects: [fetches('template list')] };
  const url = parsed.texts.some((text) => /[:/\\]/.test(text));
  const generates = parsed.has('-g', '--generate-only') && !url;
  const overwrites: Deed = parsed.has('-f', '--force') ? { reasons: ['It writes over files that are there.'], level: 'HIGH' } : {};
  return { ...overwrites, effects: [fetches('template'), ...(url ? [runsCode(parsed.texts.join(' '), 'a program from elsewhere')] : []), runsProject('pulumi new', 'writes a program and installs its packages'), ...(generates ? [] : [changesInfra('a new stack', 'makes a stack in the backend')])] };
}

/** A plain name comes from the registry; a path or a URL is a program of somebody. */
function packageDoes(parsed: Parsed, call: Call): Deed {
  const reads = call.words.some(({ text }) => text === 'info' || text.startsWith('get-'));
  const name = parsed.operands[0];
  const registered = name?.exact === true && /^[\w-]+(@[\w.+-]+)?$/.test(name.text) && !parsed.has('--server') && parsed.operands.length <= 2;
  return { effects: [fetches('package registry'), reads && registered ? runsProject(name.text, 'runs the provider for its schema') : runsCode(parsed.texts.join(' '), 'installs and runs a provider')] };
}

/** Pulumi, every verb with its aliases. */
export const pulumi: Family = {
  name: 'pulumi',
  help: '--help -h help',
  globals: {
    values: '-s --stack --color -C --cwd --memprofilerate --otel-traces --tracing --tracing-header -v --verbose', writes: '--profiling',
    flags: '--disable-integrity-checking -e --emoji -Q --fully-qualify-stack-names --logflow --logtostderr --non-interactive',
  },
  global: (parsed) => ({
    effects: parsed.values('--tracing', '--otel-traces').map(({ text }) => (text.startsWith('file:') ? changesSystem(text, 'writes a trace') : sends(text, 'sends traces'))),
    touches: parsed.values('-C', '--cwd').map((word) => ({ word, how: 'list' })),
    reasons: parsed.has('--disable-integrity-checking') ? ['A damaged state is not noticed.'] : [],
  }),
  rules: [...looking, ...operations, ...state, ...machine, ...pulumiCloudRules],
};
