import { changesInfra, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destruction, destroying, nameOf, reading } from './infraRules.ts';

/** The verbs of Pulumi that speak with Pulumi Cloud, or with a cloud directly. */

const listing = 'list|ls|get|status|log|history|hist|search';
const deleting = 'remove|rm|delete';

function apiDoes(parsed: Parsed, call: Call): Deed {
  const method = parsed.value('-X', '--method')?.text.toUpperCase() ?? (parsed.has('-F', '--field', '-f', '--raw-field', '--body', '--input') ? 'POST' : 'GET');
  const [path] = parsed.operands;
  if (parsed.has('--dry-run')) return { effects: [looks('pulumi api')] };
  if (method === 'GET' || method === 'HEAD') return { effects: [path?.exact === true && path.text.startsWith('/') && !/secret|token|decrypt|export/i.test(path.text) ? looksAtInfra(nameOf(call)) : printsSecrets(nameOf(call), 'what this request answers is not known')] };
  return destruction(`${method} to the API of Pulumi Cloud`, [path?.text ?? 'pulumi api']);
}

/** Direct operations on resources, without a program; the last word names the operation. */
function doDoes(parsed: Parsed, call: Call): Deed {
  const verb = parsed.texts.slice(1).find((text) => /^(list|read|create|patch|delete|update|get)$/.test(text));
  if (parsed.has('--show-secrets')) return { effects: [printsSecrets(nameOf(call))], level: 'HIGH' };
  if (parsed.has('--dry-run')) return { effects: [runsProject(nameOf(call), 'runs the provider')] };
  if (verb === 'delete' || verb === 'patch' || verb === 'update') return destruction(`${verb} straight on the cloud`, parsed.texts);
  return { effects: [verb === 'list' || verb === 'read' || verb === 'get' ? runsProject(nameOf(call), 'installs and runs the provider') : changesInfra(nameOf(call), 'acts straight on the cloud')] };
}

const environments: Rule[] = [
  reading('pulumi env|esc list|ls', ['pulumi env ls', 'pulumi esc list -o org'], ['pulumi env open a']),
  { command: 'pulumi env|esc get|diff', level: 'SAFE', operands: 'text', values: '--value -f --format --path', flags: '--definition --show-secrets', does: (parsed, call) => ({ effects: [parsed.has('--show-secrets') ? printsSecrets(nameOf(call)) : looksAtInfra(nameOf(call))] }), matches: ['pulumi env get org/a', 'pulumi env diff a@1 @2'], not: ['pulumi env get a --show-secrets'] },
  reading('pulumi env|esc version|tag|schedule|settings|referrer|webhook list|ls|get|history', ['pulumi env version history a', 'pulumi env tag ls a', 'pulumi env schedule get a 1'], ['pulumi env tag rm a b']),
  reading('pulumi env|esc version tag list|ls', ['pulumi env version tag ls a'], ['pulumi env version tag rm a@b']),
  reading('pulumi env|esc webhook delivery list|ls', ['pulumi env webhook delivery ls a b'], ['pulumi env webhook ping a b']),
  { command: 'pulumi env|esc open', level: 'HIGH', operands: 'text', values: '--draft -f --format -l --lifetime', does: (_, call) => ({ effects: [printsSecrets(nameOf(call), 'prints the secrets of the environment')] }), matches: ['pulumi env open org/a', 'pulumi env open a -f shell'], not: ['pulumi env ls'] },
  { command: 'pulumi env|esc run', level: 'HIGH', operands: 'text', stopsAtOperand: true, values: '--draft -l --lifetime', flags: '-i --interactive', does: runDoes, matches: ['pulumi env run a -- ls', 'pulumi env run a ls'], not: ['pulumi env ls'] },
  destroying(`pulumi env|esc ${deleting}`, 'deletes an environment or a value of it', ['pulumi env rm org/a -y', 'pulumi esc delete a path'], ['pulumi env ls']),
  destroying('pulumi env|esc version retract', 'takes back a version that others may use', ['pulumi env version retract a@1'], ['pulumi env version history a']),
  destroying(`pulumi env|esc tag|schedule|webhook ${deleting}`, 'deletes settings of an environment', ['pulumi env tag rm a b', 'pulumi env webhook delete a b'], ['pulumi env tag ls a']),
  destroying(`pulumi env|esc version tag ${deleting}`, 'deletes a tag of a version', ['pulumi env version tag rm a@b'], ['pulumi env version tag ls a']),
  changing('pulumi env|esc', 'changes an environment', ['pulumi env set a b c', 'pulumi env init a', 'pulumi env edit a', 'pulumi env clone a b', 'pulumi env rotate a', 'pulumi env version rollback a@1', 'pulumi env provider aws-login static a b c'], ['pulumi env ls']),
];

/** What stands behind the environment's name runs with its secrets in its environment. */
function runDoes(parsed: Parsed, call: Call): Deed {
  const dashes = call.words.findIndex(({ text }) => text === '--');
  const words = dashes < 0 ? parsed.operands.slice(1) : call.words.slice(dashes + 1);
  return { effects: [printsSecrets(nameOf(call), 'hands secrets to a program')], runs: words.length === 0 ? [] : [{ kind: 'words', words }], forgettable: true };
}

const others: Rule[] = [
  reading(`pulumi org|project|deployment|insights|template ** ${listing}`, ['pulumi org member ls', 'pulumi project ls', 'pulumi deployment log 3', 'pulumi insights resource search -q a', 'pulumi deployment settings get', 'pulumi template ls', 'pulumi org webhook delivery ls 1'], ['pulumi org member remove a', 'pulumi deployment run up']),
  reading('pulumi policy ** list|ls|get', ['pulumi policy ls', 'pulumi policy group get a', 'pulumi policy issue ls'], ['pulumi policy rm a all']),
  reading('pulumi org get-default', ['pulumi org get-default'], ['pulumi org set-default a']),
  reading('pulumi org search|search ai', ['pulumi org search -q a'], ['pulumi org set-default a']),
  reading('pulumi api list|ls|describe', ['pulumi api ls', 'pulumi api describe GetUser'], ['pulumi api -X POST /api/user']),
  reading('pulumi cloud api list|ls|describe', ['pulumi cloud api ls'], ['pulumi cloud api /api/x -X DELETE']),
  { command: 'pulumi api', level: 'SAFE', operands: 'text', maxOperands: 1, values: '--body --envelope-version -F --field --input -X --method --output -f --raw-field', flags: '--all --dry-run -i --include --refresh-spec --silent --verbose', does: apiDoes, matches: ['pulumi api /api/user', 'pulumi api -X GET /api/orgs'], not: ['pulumi api -X DELETE /api/stacks/a', 'pulumi api /api/x -f a=b', 'pulumi api GetStackSecrets'] },
  { command: 'pulumi cloud api', level: 'SAFE', operands: 'text', maxOperands: 1, values: '--body --envelope-version -F --field --input -X --method --output -f --raw-field', flags: '--all --dry-run -i --include --refresh-spec --silent --verbose', does: apiDoes, matches: ['pulumi cloud api /api/user'], not: ['pulumi cloud api -X PATCH /api/x'] },
  { command: 'pulumi do show-resources', level: 'SAFE', operands: 'none', values: '-o --output', does: (_, call) => ({ effects: [looksAtInfra(nameOf(call))] }), matches: ['pulumi do show-resources'], not: ['pulumi do aws:s3:Bucket create'] },
  { command: 'pulumi do', level: 'HIGH', operands: 'text', anyOption: true, values: '--output --package --input-file --provider-file --input', does: doDoes, matches: ['pulumi do aws:s3:Bucket create --bucket a'], not: ['pulumi do aws:s3:Bucket list', 'pulumi do aws:s3:Bucket delete a', 'pulumi do aws:s3:Bucket patch a'] },
  destroying(`pulumi org|policy|insights|package|template ** ${deleting}`, 'deletes it from Pulumi Cloud', ['pulumi org member remove bob', 'pulumi org role rm r', 'pulumi policy rm org/p all', 'pulumi policy group delete g', 'pulumi package delete a/b/c@1 -y'], ['pulumi org member ls']),
  changing('pulumi deployment', 'runs or settles deployments in Pulumi Cloud', ['pulumi deployment run update', 'pulumi deployment cancel 1', 'pulumi deployment settings edit --branch a'], ['pulumi deployment ls']),
  changing('pulumi org|policy|insights', 'changes the organisation', ['pulumi org set-default a', 'pulumi org role assign r t', 'pulumi policy enable org/p latest', 'pulumi policy publish', 'pulumi insights account scan a'], ['pulumi org member ls']),
  { command: 'pulumi policy analyze|install|validate-config', level: 'MODERATE', operands: 'text', values: '--policy-pack --policy-pack-config -s --stack --config', flags: '--diff -j --json', does: { effects: [runsProject('policy pack', 'runs or installs policies')] }, matches: ['pulumi policy analyze --policy-pack ./policies'], not: ['pulumi policy publish'] },
  { command: 'pulumi policy|package new|create|setup', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [runsCode('template', 'writes a program and installs its packages')] }, matches: ['pulumi policy new aws-typescript', 'pulumi package new'], not: ['pulumi policy ls'] },
  { command: 'pulumi package|template publish|publish-sdk', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [sends('registry', nameOf(call))] }), matches: ['pulumi package publish a', 'pulumi template publish .'], not: ['pulumi template ls'] },
  { command: 'pulumi neo', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [runsCode('Pulumi Neo', 'an agent in the cloud runs commands on this machine')], forgettable: true }, matches: ['pulumi neo', "pulumi neo 'fix it' --approval-mode auto", 'pulumi neo resume 1'], not: ['pulumi neo --help'] },
];

export const pulumiCloudRules: readonly Rule[] = [...environments, ...others];
