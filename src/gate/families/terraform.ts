import { changesInfra, destroysInfra, fetches, looks, looksAtInfra, printsSecrets, runsCode, runsProject, changesSystem, takesRights } from '../analyse/effects.ts';
import { plain, type Family, type Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { destruction, reading } from './infraRules.ts';

const programs = 'terraform|tofu|tf';
const planFlags = '-destroy -refresh-only -compact-warnings -no-color -json -input= -lock= -refresh= -detailed-exitcode -concise -show-sensitive';
const planValues = '-var -target -exclude -replace -lock-timeout -parallelism -invoke -deprecation -consolidate-warnings -consolidate-errors -generate-config-out';
const stateFiles = '-state -state-out -backup';

const planned: Partial<Rule> = { operands: 'text', values: `${planValues} ${stateFiles} -var-file`, reads: '-target-file -exclude-file', writes: '-out', flags: `${planFlags} -auto-approve` };
const providers = 'runs the providers and data sources that the project names';
const folder = (parsed: Parsed, call: Call): string => parsed.value('-chdir')?.text ?? parsed.texts[0] ?? call.program;

/** A saved plan was looked at before; without one, or with `-destroy` or `-replace`, nobody knows what goes. */
function applyDoes(parsed: Parsed, call: Call): Deed {
  const target = parsed.values('-target', '-replace').map(({ text }) => text);
  if (parsed.has('-destroy')) return destruction('destroys everything the configuration holds', target.length > 0 ? target : [folder(parsed, call)]);
  if (parsed.has('-replace') || (parsed.has('-auto-approve') && parsed.operands.length === 0)) {
    return destruction('changes infrastructure, and deletes or replaces whatever the plan says', target.length > 0 ? target : [folder(parsed, call)], { alternative: `${call.program} plan -out=plan.tfplan, look at it, then apply that file.` });
  }
  return { effects: [changesInfra(folder(parsed, call), 'changes infrastructure'), runsProject(call.program, providers)] };
}

const outputDoes = (parsed: Parsed, call: Call): Deed => ({ effects: [parsed.has('-raw', '-json', '-show-sensitive') ? printsSecrets(`${call.program} output`, 'sensitive values in plain text') : looksAtInfra(`${call.program} output`)] });

/** Moving to another backend takes the state along, or leaves it behind. */
function initDoes(parsed: Parsed, call: Call): Deed {
  const moves = parsed.has('-migrate-state', '-reconfigure', '-force-copy');
  const elsewhere = parsed.has('-from-module', '-plugin-dir');
  return { effects: [runsProject(folder(parsed, call), 'downloads providers and modules'), ...(moves ? [changesInfra(folder(parsed, call), 'changes where the state is kept')] : []), ...(elsewhere ? [runsCode(folder(parsed, call), 'takes modules or providers from elsewhere')] : [])] };
}

/** Rewrites files in place, unless it only checks. */
function formatDoes(parsed: Parsed): Deed {
  const folders = parsed.operands.length > 0 ? parsed.operands : [plain('.')];
  const checks = parsed.has('-check') || parsed.value('-write')?.text === 'false';
  return { touches: folders.map((word) => ({ word, how: checks ? 'read' : 'change', recursive: parsed.has('-recursive') })) };
}

const rule = (verbs: string, level: Rule['level'], does: Rule['does'], matches: string[], not: string[], more: Partial<Rule> = {}): Rule => ({ command: `${programs} ${verbs}`, level, operands: 'text', does, matches, not, ...more });

const rules: Rule[] = [
  rule('validate|version|metadata|modules', 'SAFE', (_, call) => ({ effects: [looks(call.program)] }), ['terraform validate -json', 'terraform version', 'terraform metadata functions -json', 'tofu validate'], ['terraform validate -strange'], { flags: '-json -no-color -no-tests -concise', values: `-test-directory -var -var-file ${stateFiles}` }),
  rule('workspace list|show', 'SAFE', (_, call) => ({ effects: [looksAtInfra(call.program)] }), ['terraform workspace list', 'terraform workspace show'], ['terraform workspace delete a']),
  rule('state list', 'SAFE', (_, call) => ({ effects: [looksAtInfra(call.program)] }), ['terraform state list', 'terraform -chdir=infra state list aws_instance.a'], ['terraform state list -strange'], { values: `-id ${stateFiles}` }),
  rule('state show', 'SAFE', (parsed, call) => ({ effects: [parsed.has('-show-sensitive') ? printsSecrets(call.program) : looksAtInfra(call.program)] }), ['terraform state show aws_instance.a'], ['tofu state show -show-sensitive a'], { values: stateFiles, flags: '-show-sensitive -json -no-color -concise' }),
  rule('state pull', 'HIGH', (_, call) => ({ effects: [printsSecrets(`${call.program} state pull`, 'the whole state, sensitive values in plain text')] }), ['terraform state pull'], ['terraform state list']),
  rule('state rm', 'DESTRUCTIVE', (parsed) => destruction('forgets resources, which go on and are managed by nobody', parsed.texts), ['terraform state rm aws_instance.foo', 'terraform -chdir=x state rm a'], ['terraform state list'], { values: `${stateFiles} -lock-timeout`, flags: '-dry-run -lock= -ignore-remote-version' }),
  rule('state push|replace-provider|mv', 'DESTRUCTIVE', (parsed, call) => destruction('rewrites the state', parsed.texts.length > 0 ? parsed.texts : [call.program]), ['terraform state mv a b', 'terraform state push terraform.tfstate', 'terraform state push -force x'], ['terraform state show a'], { values: `${stateFiles} -lock-timeout`, flags: '-dry-run -lock= -force -ignore-remote-version -auto-approve' }),
  rule('workspace delete', 'DESTRUCTIVE', (parsed) => destruction('deletes a workspace and its state', parsed.texts), ['terraform workspace delete dev', 'terraform workspace delete -force dev'], ['terraform workspace list'], { flags: '-force -lock=', values: '-lock-timeout' }),
  rule('workspace select', 'MODERATE', (_, call) => ({ effects: [runsProject(call.program, 'chooses what later commands change')] }), ['terraform workspace select dev'], [], { flags: '-or-create=', insensitive: true }),
  rule('workspace new', 'HIGH', (_, call) => ({ effects: [changesInfra(call.program, 'makes a workspace')] }), ['terraform workspace new dev'], ['terraform workspace show'], { flags: '-lock=', values: '-lock-timeout -state' }),
  rule('fmt', 'MODERATE', formatDoes, ['terraform fmt', 'terraform fmt -recursive', 'terraform fmt -diff'], ['terraform fmt -check', 'terraform fmt -write=false', 'terraform fmt ../..'], { flags: '-list= -write= -diff -check -recursive -no-color' }),
  rule('graph', 'SAFE', (_, call) => ({ effects: [looks(call.program)] }), ['terraform graph', 'terraform graph -type=plan'], ['terraform graph -strange'], { values: '-type -module-depth', reads: '-plan', flags: '-draw-cycles -no-color' }),
  rule('show', 'SAFE', outputDoes, ['terraform show', 'terraform show plan.tfplan'], ['terraform show -json plan.tfplan'], { operands: 'text', flags: '-json -no-color -show-sensitive', values: '-module -plan -state' }),
  rule('output', 'SAFE', outputDoes, ['terraform output', 'terraform output name', 'terraform output -state=terraform.tfstate'], ['terraform output -raw password', 'terraform output -json'], { flags: '-json -raw -no-color -show-sensitive', values: '-state -module' }),
  rule('providers', 'SAFE', (_, call) => ({ effects: [looks(call.program)] }), ['terraform providers', 'terraform providers schema -json'], ['terraform providers -strange'], { flags: '-json -no-color', values: '-test-directory' }),
  rule('providers lock|mirror', 'MODERATE', ({ operands }) => ({ effects: [fetches('provider registry')], touches: operands.map((word) => ({ word, how: 'write' })) }), ['terraform providers lock', 'terraform providers mirror ./providers'], ['terraform providers mirror /srv'], { values: '-fs-mirror -net-mirror -platform', flags: '-enable-plugin-cache -lock-file=' }),
  rule('plan', 'MODERATE', (parsed, call) => ({ effects: [runsProject(folder(parsed, call), providers), looksAtInfra(folder(parsed, call))] }), ['terraform plan', 'terraform plan -var name=value -out=plan.tfplan', 'tofu -chdir=infra plan -destroy', 'tf plan'], ['terraform plan -out=/etc/x'], planned),
  rule('console|query|stacks', 'MODERATE', (parsed, call) => ({ effects: [runsProject(folder(parsed, call), providers)] }), ['terraform console -var a=b', 'terraform query'], ['terraform plan -destroy -out=/x'], planned),
  rule('test', 'HIGH', (parsed, call) => ({ effects: [changesInfra(folder(parsed, call), 'makes real resources for the tests and deletes them')] }), ['terraform test'], ['terraform plan'], { values: '-filter -test-directory -var -junit-xml -parallelism -cloud-run -var-file', flags: '-json -no-color -verbose' }),
  rule('init|get', 'MODERATE', initDoes, ['terraform init', 'terraform init -upgrade', 'terraform get -update'], ['terraform init -migrate-state', 'terraform init -reconfigure'], { flags: '-migrate-state -reconfigure -force-copy -upgrade -backend= -no-color -input= -get= -lock= -json -update', values: '-from-module -plugin-dir -lockfile -lock-timeout -test-directory -var -backend-config -var-file' }),
  rule('apply', 'HIGH', applyDoes, ['terraform apply', 'terraform apply plan.tfplan', 'terraform apply -target=a.b'], ['terraform apply -auto-approve', 'terraform apply -destroy', 'terraform apply -replace=a'], planned),
  rule('destroy', 'DESTRUCTIVE', (parsed, call) => destruction('destroys everything the configuration holds', [folder(parsed, call)], { alternative: `${call.program} plan -destroy shows what would go.` }), ['terraform destroy', 'terraform destroy -auto-approve', 'terraform -chdir=infra destroy -target=a.b', 'tofu destroy'], ['terraform destroy -help'], planned),
  rule('taint', 'DESTRUCTIVE', (parsed) => destruction('the next apply deletes it and makes it anew', parsed.texts), ['terraform taint aws_instance.a'], ['terraform untaint a'], { values: stateFiles, flags: '-allow-missing -lock= -ignore-remote-version' }),
  rule('force-unlock', 'DESTRUCTIVE', (parsed) => ({ effects: [destroysInfra(parsed.texts.join(' '), 'breaks a lock, so that two runs can spoil the state')], target: parsed.texts[0] }), ['terraform force-unlock 1'], ['terraform show'], { flags: '-force' }),
  rule('import|untaint|refresh', 'HIGH', (parsed, call) => ({ effects: [changesInfra(folder(parsed, call), 'rewrites the state')] }), ['terraform import a b', 'terraform refresh', 'terraform untaint a'], ['terraform plan'], { ...planned, anyOption: true }),
  rule('login|logout', 'HIGH', (_, call) => ({ effects: [takesRights(call.program), changesSystem('stored credentials')] }), ['terraform login', 'terraform logout app.terraform.io'], ['terraform version']),
];

export const terraform: Family = {
  name: 'terraform',
  style: 'go',
  help: '-help --help -h',
  globals: { values: '-chdir', flags: '-no-color' },
  global: (parsed) => ({ touches: parsed.values('-var-file', '-chdir').map((word) => ({ word, how: 'list' })) }),
  rules: [
    ...rules,
    reading(programs, ['terraform -version', 'tofu'], ['terraform cloud', 'terraform -strange'], { operands: 'none', flags: '-version -v', anyOption: false }),
  ],
};
