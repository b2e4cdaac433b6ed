import { changesSystem, looks, looksAtInfra, runsProject, sends } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing } from './infraRules.ts';

/** Verbs that no group is called like. */
const writeVerb = /^(create|update|start|stop|restart|invoke|add|remove|assign|regenerate.*|renew|reset.*|import|export|upload.*|set|set-.*|scale|attach|detach|login|logout|enable|disable|approve|reject|cancel|move|copy|redeploy|deallocate|generalize|execute|exec|purge|delete.*)$/;
const readVerb = /^(list|show|list-.*|show-.*|get|get-.*|exists|check|check-.*|query|wait|logs|tail|validate|what-if|search|stats|metrics|peek|summarize|url|help)$/;

/** Names are given by options, so that the last word before them is the verb; a group may be called like another verb (`config`, `lock`). */
function readDoes(_: Parsed, call: Call): Deed {
  const start = call.words.findIndex(({ text }, at) => !text.startsWith('-') && call.words[at - 1]?.text.startsWith('-') !== true);
  const words = call.words.slice(Math.max(start, 0));
  const end = words.findIndex(({ exact, text }) => !exact || text.startsWith('-'));
  const leading = end < 0 ? words : words.slice(0, end);
  const verb = leading.at(-1);
  return { effects: [verb !== undefined && readVerb.test(verb.text) && !leading.some(({ text }) => writeVerb.test(text)) ? looksAtInfra(nameOf(call)) : sends(nameOf(call), 'may change the cloud')] };
}

/** A request of one's own: only a GET to Azure itself is a reading one. */
function restDoes(parsed: Parsed, call: Call): Deed {
  const method = parsed.value('--method', '-m')?.text.toUpperCase() ?? 'GET';
  const url = parsed.value('--url', '--uri', '-u')?.text ?? '';
  const trusted = url.startsWith('/') || /^https:\/\/(management\.azure\.com|graph\.microsoft\.com)\//i.test(url);
  if (method === 'DELETE') return destruction('deletes by a request of its own', [url]);
  return { effects: [method === 'GET' && trusted && !/list(keys|secrets|credentials)/i.test(url) ? looksAtInfra(url) : sends(url || nameOf(call), method)] };
}

const rules: Rule[] = [
  { command: 'az rest', level: 'HIGH', operands: 'none', values: '--method -m --url --uri -u --body -b --headers --resource --uri-parameters --url-parameters', writes: '--output-file', flags: '--skip-authorization-header', does: restDoes, matches: ['az rest --method post --url https://management.azure.com/a', 'az rest --url https://x.example/a'], not: ['az rest --method get --url https://management.azure.com/subscriptions', 'az rest --method delete --url /a'] },
  revealing('az account get-access-token', ['az account get-access-token --resource-type ms-graph'], ['az account show']),
  revealing('az keyvault secret show|download|backup', ['az keyvault secret show --name a --vault-name v'], ['az keyvault secret list --vault-name v', 'az keyvault show --name v']),
  reading('az keyvault key|certificate list|show|list-*', ['az keyvault key list --vault-name v', 'az keyvault certificate show --name c --vault-name v'], ['az keyvault key delete --name a']),
  revealing('az ** keys|key|credential|credentials|admin-key|query-key|connection-string list|show', ['az storage account keys list -n a', 'az acr credential show -n a', 'az cosmosdb keys list -n a -g g'], ['az keyvault key list --vault-name v', 'az storage account list']),
  revealing('az ** list-keys|list-credentials|list-connection-strings|show-connection-string|list-publishing-*|get-shared-keys|generate-sas|generate-*|list-secrets|list-admin-keys|get-credentials|show-keys|list-api-keys', ['az redis list-keys -n a -g g', 'az storage account show-connection-string -n a', 'az storage blob generate-sas -n a', 'az aks get-credentials -n a -g g'], ['az aks get-versions -l eastus']),
  revealing('az ** appsettings list', ['az functionapp config appsettings list --name a -g g', 'az webapp config appsettings list -n a -g g'], ['az functionapp config show -n a -g g']),
  revealing('az ** secret show', ['az containerapp secret show -n a'], ['az containerapp show -n a']),
  reading('az sql db show-connection-string', ['az sql db show-connection-string --server s --client sqlcmd'], ['az sql db delete -n a']),
  { command: 'az configure', level: 'SAFE', operands: 'none', flags: '-l --list-defaults', values: '--scope', does: (parsed) => (parsed.has('-l', '--list-defaults') ? { effects: [looks('az configuration')] } : undefined), matches: ['az configure --list-defaults', 'az configure -l'], not: ['az configure', 'az configure --defaults group=g'] },
  { command: 'az devops configure', level: 'SAFE', operands: 'none', flags: '-l --list', does: (parsed) => (parsed.has('-l', '--list') ? { effects: [looks('az configuration')] } : undefined), matches: ['az devops configure --list'], not: ['az devops configure --defaults project=p'] },
  reading('az bicep version|list-versions', ['az bicep version', 'az bicep list-versions'], ['az bicep install']),
  { command: 'az bicep build|lint|build-params', level: 'MODERATE', operands: 'none', reads: '-f --file', writes: '--outdir --outfile', flags: '--stdout --no-restore', values: '--diagnostics-format', does: (parsed) => ({ effects: [runsProject('az bicep', 'restores modules and compiles the template beside it')], touches: parsed.has('--stdout', '--outdir', '--outfile') ? [] : parsed.values('-f', '--file').map((word) => ({ word: { ...word, text: word.text.replace(/\.bicep(param)?$/, '.json') }, how: 'write' })) }), matches: ['az bicep build -f main.bicep', 'az bicep build -f main.bicep --stdout'], not: ['az bicep build -f main.bicep --outfile /etc/a.json', 'az bicep build -f /etc/main.bicep'] },
  reading('az find|version', ["az find 'how to create vm'", 'az version'], ['az upgrade']),
  destroying('az ** delete|purge|delete-*|destroy', 'deletes cloud resources or data', ['az group delete -n g --yes', 'az vm delete --name a', 'az storage blob delete-batch -s c', 'az keyvault purge --name v', 'az -o table group delete -n g'], ['az group list', 'az -o delete vm list']),
  { command: 'az account set|clear', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesSystem('az configuration', 'decides which subscription later commands reach')] }, matches: ['az account set -s a'], not: ['az account list'] },
  reading('az ** list|show|list-*|show-*|get|get-*|exists|check|check-*|query|wait|logs|tail|validate|what-if|search|stats|metrics|peek|summarize|url', ['az storage blob url -c c -n b', 'az ad group member check -g g --member-id m', 'az policy state summarize', 'az vm list -o table', 'az network vnet subnet show -g g -n s', 'az webapp config show -n a', 'az lock list', 'az -o delete vm list', 'az aks get-versions -l eastus', "az boards query --wiql 'SELECT a'"], ['az group create -n a', 'az vm list create -n a', 'az aks get-credentials -n a'], { does: readDoes }),
  changing('az', 'changes the cloud', ['az', 'az vm start -n a', 'az webapp config set -n a', 'az login', 'az acr build .', 'az vm run-command invoke -n a'], ['az --version', 'az vm list'], { does: (parsed, call) => ({ effects: [parsed.has('--version') && parsed.operands.length === 0 ? looks('az') : sends(nameOf(call), 'changes the cloud')] }) }),
];

export const azure: Family = {
  name: 'az',
  help: '--help -h',
  global: ({ operands, options }) => ({ touches: [...operands, ...options.flatMap(({ value }) => value ?? [])].filter(({ text }) => /^@./.test(text)).map((word) => ({ word: { ...word, text: word.text.slice(1) }, how: 'read' })) }),
  globals: { values: '-o --output --query --subscription', flags: '--debug --verbose --only-show-errors --version' },
  rules,
};
