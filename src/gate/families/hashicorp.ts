import { changesInfra, looks, printsSecrets, runsProject, takesRights, fetches } from '../analyse/effects.ts';
import type { Effect } from '../../shared/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import { changing, destroying, nameOf, reading, revealing } from './infraRules.ts';

/** Packer, Vault, Consul, Nomad, etcd: tools of Go style whose verbs decide. */

const packer: Rule[] = [
  { command: 'packer inspect|version', level: 'SAFE', operands: 'reads', flags: '-machine-readable -validate=', values: '-var', reads: '-var-file', matches: ['packer inspect template.json', 'packer version'], not: ['packer inspect -strange a'] },
  { command: 'packer fix', level: 'MODERATE', operands: 'reads', flags: '-validate=', does: { effects: [runsProject('packer fix', 'starts plug-ins to validate')] }, matches: ['packer fix template.json'], not: ['packer fix /etc/shadow'] },
  { command: 'packer validate', level: 'SAFE', operands: 'reads', flags: '-syntax-only -machine-readable -no-warn-undeclared-var -evaluate-datasources= -ignore-prerelease-plugins', values: '-var -except -only', reads: '-var-file', does: (parsed) => (parsed.has('-evaluate-datasources') ? { effects: [runsProject('packer', 'runs data sources')] } : {}), matches: ['packer validate .', 'packer validate -var-file=vars.json a.json'], not: ['packer validate -evaluate-datasources .'] },
  { command: 'packer fmt', level: 'MODERATE', operands: 'text', flags: '-check -diff -recursive -write=', does: (parsed) => ({ touches: parsed.operands.map((word) => ({ word, how: parsed.has('-check') || parsed.value('-write')?.text === 'false' ? 'read' : 'change', recursive: true })) }), matches: ['packer fmt .'], not: ['packer fmt -check .', 'packer fmt -write=false a.hcl'] },
  { command: 'packer plugins installed|required', level: 'SAFE', operands: 'text', matches: ['packer plugins required a.json'], not: ['packer plugins install a'] },
  { command: 'packer console|hcl2_upgrade|init', level: 'MODERATE', operands: 'text', anyOption: true, writes: '-output-file', does: (_, call) => ({ effects: [runsProject(nameOf(call), 'evaluates the template or installs its plug-ins')] }), matches: ['packer console', 'packer init .'], not: ['packer hcl2_upgrade -output-file=/etc/x a'] },
  changing('packer', 'builds images or changes plug-ins', ['packer build .', 'packer plugins install github.com/a/b', 'packer plugins remove a'], ['packer validate .', 'packer version'], { does: (_, call) => ({ effects: [call.words.every(({ text }) => /^--?(version|v)$/.test(text)) ? looks('packer') : changesInfra(nameOf(call), 'builds images or changes plug-ins')] }) }),
];

const vault: Rule[] = [
  reading('vault status|list|version|version-history|path-help|print', ['vault status', 'vault list secret/'], ['vault print token'], { does: (parsed, call) => (parsed.texts.includes('token') ? { effects: [printsSecrets('vault token')] } : { effects: [{ kind: 'infra', target: nameOf(call), access: 'read' }] }) }),
  reading('vault kv|audit|auth|secrets|policy|namespace|plugin|lease|operator list|members|lookup|info', ['vault kv list secret/', 'vault audit list', 'vault auth list', 'vault policy list'], ['vault kv get secret/a', 'vault kv metadata delete a']),
  reading('vault kv metadata get', ['vault kv metadata get a'], ['vault kv metadata put a']),
  reading('vault policy|namespace read|lookup', ['vault policy read a'], ['vault policy delete a']),
  revealing('vault kv|token|operator get|create|lookup|init', ['vault kv get secret/a', 'vault token create'], ['vault kv list a']),
  revealing('vault read|unwrap', ['vault read database/creds/a'], ['vault list a']),
  destroying('vault delete|purge', 'deletes a secret or a setting', ['vault delete secret/a'], ['vault status']),
  destroying('vault kv|policy|namespace|auth|secrets|audit|lease|token|plugin|operator delete|destroy|disable|revoke|seal|rekey|generate-root|deregister|step-down', 'deletes secrets, or takes access away for good', ['vault kv destroy -versions=1 secret/a', 'vault kv delete a', 'vault auth disable github', 'vault secrets disable kv/', 'vault lease revoke a', 'vault operator seal'], ['vault kv list a']),
  destroying('vault kv metadata delete', 'deletes every version of a secret', ['vault kv metadata delete secret/a'], ['vault kv metadata get a']),
  changing('vault', 'changes Vault', ['vault write a b=c', 'vault operator unseal', 'vault login', 'vault server -dev'], ['vault status']),
];

const consul: Rule[] = [
  reading('consul members|info|version|validate|catalog|monitor|rtt', ['consul members', 'consul catalog services'], ['consul leave']),
  reading('consul kv|acl|intention|operator|peering|snapshot get|list|read|match|check|inspect|raft', ['consul kv get a', 'consul acl read'], ['consul kv put a b'], {}),
  destroying('consul kv|acl|intention|config|services|peering|snapshot ** delete|deregister|restore', 'deletes or replaces what Consul holds', ['consul kv delete -recurse a', 'consul config delete -kind a', 'consul snapshot restore a'], ['consul kv get a']),
  destroying('consul acl token|policy|role|auth-method|binding-rule delete', 'deletes access rules', ['consul acl token delete -id a'], ['consul members']),
  changing('consul', 'changes Consul', ['consul kv put a b', 'consul leave', 'consul force-leave a', 'consul exec ls'], ['consul members']),
];

const nomad: Rule[] = [
  reading('nomad status|version|ui|inspect|monitor|validate', ['nomad status', 'nomad inspect a'], ['nomad stop a']),
  reading('nomad job|node|alloc|deployment|eval|namespace|volume|server|acl|quota|operator|plugin|service|var status|list|info|inspect|history|plan|validate|members|logs|fs|allocs|deployments|evals|periodic|read', ['nomad job status a', 'nomad alloc logs a', 'nomad node status', 'nomad job plan a.nomad'], ['nomad job stop a', 'nomad var get a']),
  revealing('nomad var get', ['nomad var get a'], ['nomad var list']),
  destroying('nomad job|namespace|volume|var|acl|quota|service|system ** stop|delete|purge|deregister|gc', 'stops or deletes what runs', ['nomad job stop -purge a', 'nomad namespace delete a', 'nomad volume deregister a'], ['nomad job status']),
  destroying('nomad stop', 'stops a job', ['nomad stop -purge a'], ['nomad status']),
  changing('nomad', 'changes what runs', ['nomad job run a.nomad', 'nomad run a', 'nomad node drain -enable a', 'nomad alloc exec a sh'], ['nomad status']),
];

const etcd: Rule[] = [
  reading('etcdctl get|member|endpoint|version|check|watch|alarm|user|role|auth', ['etcdctl get --prefix /a', 'etcdctl member list', 'etcdctl endpoint health'], ['etcdctl put a b', 'etcdctl member remove a'], { does: (parsed, call) => (parsed.texts.some((text) => /^(remove|add|update|promote|disarm|enable|disable|delete|passwd|grant.*|revoke.*|defrag)$/.test(text)) ? { effects: [changesInfra(nameOf(call), 'changes the cluster')] } : { effects: [call.words.some(({ text }) => text === 'get') && (/secret/.test(parsed.texts.join(' ')) || /^(|\/|\/registry\/?)$/.test(parsed.texts[0] ?? '')) ? printsSecrets(nameOf(call)) : unknownOrRead(call.words.some(({ text }) => text === 'watch' || text === '--endpoints'), nameOf(call))] }) }),
  destroying('etcdctl del|rm|rmdir|compaction|defrag|snapshot', 'deletes keys or replaces the store', ['etcdctl del --prefix /', 'etcdctl snapshot restore a.db'], ['etcdctl get a']),
  changing('etcdctl', 'changes the store', ['etcdctl put a b', 'etcdctl lease grant 1'], ['etcdctl get a']),
];

const unknownOrRead = (careful: boolean, target: string): Effect => (careful ? fetches(target) : { kind: 'infra', target, access: 'read' });

export const hashicorp: Family = {
  name: 'packer, vault, consul, nomad, etcd',
  style: 'go',
  help: '--help -help -h help',
  globals: { values: '-address -namespace -format -field -http-addr -token -region -output -ca-cert -datacenter -endpoints -cacert -cert -key', flags: '-no-color -json' },
  global: (parsed) => (parsed.has('-address', '-http-addr', '-ca-cert', '-endpoints') ? { effects: [takesRights(parsed.value('-address', '-http-addr', '-endpoints')?.text ?? 'another server', 'takes the token to a server that the command names')], level: 'MODERATE' } : undefined),
  rules: [...packer, ...vault, ...consul, ...nomad, ...etcd],
};
