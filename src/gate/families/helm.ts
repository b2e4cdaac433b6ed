import { changesInfra, changesSystem, fetches, looksAtInfra, runsCode, runsProject, unknownHere } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, namesUrl, reading } from './infraRules.ts';

const chartValues = '--set --set-string --set-json --set-literal --version --repo --username --password --keyring --timeout --output -o --description --labels -l --name-template --api-versions -a --kube-version -s --show-only --max-history --history-max --revision --ca-file --cert-file --key-file';
const chartReads = '-f --values';
const chartFlags = '--wait= --wait-for-jobs --atomic --rollback-on-failure --no-hooks --disable-openapi-validation --skip-crds --include-crds --create-namespace --devel --verify --insecure-skip-tls-verify --plain-http --pass-credentials --render-subchart-notes --dependency-update -g --generate-name --replace --reset-values --reuse-values --reset-then-reuse-values --cleanup-on-fail --install -i --enable-dns --hide-notes --hide-secret --is-upgrade --validate --take-ownership --skip-schema-validation --skip-tests --release-name --dry-run= --force --force-replace --force-conflicts --server-side= --recreate-pods';
const chart: Partial<Rule> = { operands: 'text', values: chartValues, reads: chartReads, flags: chartFlags };

/** A chart of a configured repository is as good as a reading request; a URL goes anywhere. */
const looksAtChart = (parsed: Parsed, call: Call): Deed => ({ effects: [namesUrl(parsed.operands) || parsed.has('--repo') ? fetches(parsed.texts.join(' ')) : looksAtInfra(nameOf(call))] });

const isDry = (parsed: Parsed): boolean => parsed.options.some(({ name, value }) => name === '--dry-run' && (value === undefined || (value.exact && /^(client|server|true)$/.test(value.text))));

function unlessDry(deed: (parsed: Parsed, call: Call) => Deed): (parsed: Parsed, call: Call) => Deed {
  return (parsed, call) => (isDry(parsed) ? looksAtChart(parsed, call) : deed(parsed, call));
}

function releases(parsed: Parsed, call: Call): Deed {
  if (parsed.has('--force', '--force-replace', '--replace', '--recreate-pods')) return destruction('deletes and makes anew what cannot be changed in place', parsed.texts);
  return { effects: [changesInfra(nameOf(call), 'changes releases of the cluster')] };
}

const rules: Rule[] = [
  reading('helm list|ls|status|history|hist|version|env|completion|verify|search', ['helm list -A', 'helm status a', 'helm history a -o json', 'helm search repo nginx --version ^2', 'helm verify ./a.tgz'], ['helm status a --kube-apiserver x']),
  reading('helm repo|plugin|dependency|dep list|ls', ['helm repo list', 'helm dep ls ./chart'], ['helm repo add a https://x.example']),
  reading('helm plugin verify', ['helm plugin verify ./p'], ['helm plugin install x']),
  reading('helm get values|notes|metadata', ['helm get values a -a', 'helm get notes a'], ['helm get all a']),
  { command: 'helm get', level: 'MODERATE', operands: 'text', values: '--revision --template -o --output', flags: '-a --all', does: (_, call) => ({ effects: [unknownHere(nameOf(call), 'manifests may hold secrets')] }), matches: ['helm get manifest a', 'helm get all a'], not: ['helm get notes a'] },
  { command: 'helm show|inspect', level: 'SAFE', ...chart, does: looksAtChart, matches: ['helm show values nginx/nginx', 'helm inspect chart ./a', 'helm show chart nginx/nginx --version 1'], not: ['helm show all oci://x.example/a', 'helm show all a --strange'] },
  { command: 'helm template', level: 'SAFE', ...chart, writes: '--output-dir', does: looksAtChart, matches: ['helm template a ./chart -f values.yaml --set a=b', 'helm template a nginx/nginx --include-crds'], not: ['helm template a ./c --post-renderer ./x', 'helm template a ./c --output-dir out', 'helm template a https://x.example/a.tgz'] },
  { command: 'helm lint', level: 'SAFE', ...chart, operands: 'reads', defaultsToHere: true, flags: `${chartFlags} --strict --with-subcharts --quiet`, matches: ['helm lint ./mychart --strict', 'helm lint . -f values.yaml'], not: ['helm lint . --strange'] },
  { command: 'helm create|package', level: 'MODERATE', operands: 'text', values: '-p --starter --app-version --version --key --keyring --passphrase-file', writes: '-d --destination', flags: '--sign -u --dependency-update', does: (parsed, call) => ({ effects: parsed.has('-p', '--starter') ? [runsCode(nameOf(call), 'takes a template from elsewhere')] : [], touches: parsed.operands.map((word) => ({ word, how: 'change' })) }), matches: ['helm create mychart', 'helm package ./mychart'], not: ['helm create a --starter b'] },
  { command: 'helm dependency|dep build|update|up', level: 'MODERATE', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [fetches(nameOf(call)), runsProject('charts')] }), matches: ['helm dependency update ./chart'], not: ['helm dependency list'] },
  { command: 'helm pull|fetch', level: 'MODERATE', operands: 'text', values: `${chartValues}`, writes: '-d --destination --untardir', flags: '--untar --prov --verify --devel --plain-http --insecure-skip-tls-verify --pass-credentials', does: (_, call) => ({ effects: [fetches(nameOf(call))] }), matches: ['helm pull nginx/nginx --untar', 'helm pull a/b --untardir charts'], not: ['helm pull a/b --destination /etc'] },
  { command: 'helm repo update|up', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [fetches('chart repositories')] }, matches: ['helm repo update'], not: ['helm repo remove a'] },
  { command: 'helm repo index', level: 'MODERATE', operands: 'writes', values: '--url --merge', flags: '--json', matches: ['helm repo index ./charts --merge index.yaml'], not: ['helm repo index /srv'] },
  { command: 'helm repo|plugin|registry', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [changesSystem(nameOf(call)), runsCode(nameOf(call), 'decides which charts and plugins later commands use')] }), matches: ['helm repo add a https://x.example', 'helm plugin install https://x.example', 'helm registry login x'], not: ['helm repo list'] },
  { command: 'helm install|upgrade', level: 'HIGH', ...chart, anyOption: true, does: unlessDry(releases), matches: ['helm install a nginx/nginx --wait', 'helm upgrade a ./chart --install -n prod'], not: ['helm install a b/c --dry-run', 'helm upgrade --force a b', 'helm upgrade a b --dry-run=server'] },
  { command: 'helm rollback', level: 'HIGH', ...chart, anyOption: true, does: unlessDry(releases), matches: ['helm rollback a 2 --wait'], not: ['helm rollback a 2 --dry-run'] },
  { ...destroying('helm uninstall|delete|del|un', 'deletes a release and its resources', ['helm uninstall a', 'helm del a --wait', 'helm delete a -n prod'], ['helm uninstall a --dry-run']), values: '--timeout --description --cascade', does: unlessDry((parsed) => destruction('deletes a release and its resources', parsed.texts)), flags: '--dry-run=' },
  changing('helm test|push', 'runs tests in the cluster or publishes a chart', ['helm test a --logs', 'helm push a.tgz oci://x.example/charts'], ['helm list']),
];

export const helm: Family = {
  name: 'helm',
  help: '--help -h help',
  globals: {
    values: '-n --namespace --kube-context --burst-limit --qps --kube-as-user --kube-as-group --kube-ca-file --kube-tls-server-name --repository-cache --repository-config --registry-config --kube-apiserver --kube-token --content-cache --color --kubeconfig',
    flags: '--debug --kube-insecure-skip-tls-verify',
  },
  global: (parsed) => (parsed.has('--kube-apiserver', '--kube-token', '--kubeconfig', '--registry-config', '--repository-config') ? { effects: [unknownHere('helm', 'takes its settings or credentials from elsewhere')] } : undefined),
  rules: [
    ...rules,
    { command: 'helm', level: 'SAFE', operands: 'none', flags: '--version', matches: ['helm', 'helm --version'], not: ['helm x'] },
  ],
};
