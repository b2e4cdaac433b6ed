import { changesInfra, changesSystem, fetches, looks, looksAtInfra, printsSecrets, runsProject, sends } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed, Touch } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destruction, nameOf, namesUrl, reading, revealing } from './infraRules.ts';

const programs = 'kubectl|oc|k';
const selection = '-l --selector --field-selector -f --filename -k --kustomize';
const output = '-o --output --template --sort-by --subresource --chunk-size -L --label-columns';
const outputFlags = '-A --all-namespaces -w --watch --watch-only --show-labels --show-kind --no-headers --ignore-not-found -R --recursive --server-print= --output-watch-events --allow-missing-template-keys= --show-managed-fields= --all';

/** Files with manifests are read; a URL is fetched. */
function manifests(parsed: Parsed): Deed {
  const sources = parsed.values('-f', '--filename', '-k', '--kustomize', '--from-file', '--from-env-file', '--patch-file');
  const touches: Touch[] = sources.filter((word) => word.text !== '-' && !namesUrl([word])).map((word) => ({ word: { ...word, text: word.text.replace(/^[\w.-]+=/, '') }, how: 'read' }));
  const templates = parsed.values('-o', '--output').flatMap((word): Touch[] => {
    const path = /^[\w-]*file=(.+)$/s.exec(word.text)?.[1];
    return path === undefined ? [] : [{ word: { ...word, text: path }, how: 'read' }];
  });
  return { touches: [...touches, ...templates], effects: sources.filter((word) => namesUrl([word])).map(({ text }) => fetches(text)) };
}

const isSecret = (text: string): boolean => text.toLowerCase().split(',').some((one) => /^(secrets?|sealedsecrets?)([./]|$)/.test(one));

/** `get secret -o yaml` prints what `get secret` keeps to itself. */
function getDoes(parsed: Parsed, call: Call): Deed {
  const format = parsed.value('-o', '--output');
  const shown = format === undefined || (format.exact && /^(wide|name)$/.test(format.text)) ? parsed.value('--template') : format;
  const raw = parsed.value('--raw');
  const secret = (parsed.texts.some(isSecret) && shown !== undefined) || (raw !== undefined && (!raw.exact || /secrets|token|\/proxy/.test(raw.text)));
  return { ...manifests(parsed), effects: [secret ? printsSecrets(nameOf(call), 'the content of secrets') : looksAtInfra(nameOf(call)), ...(manifests(parsed).effects ?? [])] };
}

/** A change that can be tried out: `--dry-run=client` or `server` only shows it. */
function unlessDry(deed: (parsed: Parsed, call: Call) => Deed): (parsed: Parsed, call: Call) => Deed {
  return (parsed, call) => {
    const dry = parsed.value('--dry-run');
    const files = manifests(parsed);
    const does = dry?.exact === true && /^(client|server)$/.test(dry.text) ? { effects: [looksAtInfra(nameOf(call))] } : deed(parsed, call);
    return { ...does, touches: files.touches, effects: [...(does.effects ?? []), ...(files.effects ?? [])] };
  };
}

const changesCluster = (_: Parsed, call: Call): Deed => ({ effects: [changesInfra(nameOf(call), 'changes the cluster')] });

function applyDoes(parsed: Parsed, call: Call): Deed {
  if (!parsed.has('--prune', '--force')) return changesCluster(parsed, call);
  return destruction(parsed.has('--prune') ? 'deletes what the manifests no longer name' : 'deletes and makes anew what cannot be changed in place', parsed.values('-f', '--filename', '-k').map(({ text }) => text));
}

function deleteDoes(parsed: Parsed): Deed {
  // `pod a`: the kind stands before the names
  const [kind = '', ...named] = parsed.texts;
  const names = named.length > 0 && !kind.includes('/') ? named : parsed.texts.length > 0 ? parsed.texts : parsed.values('-f', '--filename', '-k', '--kustomize').map(({ text }) => text);
  return { ...destruction('deletes from the cluster', names), alternative: 'kubectl delete --dry-run=server shows what would go.' };
}

/** What stands behind `--` runs in the pod. */
function execDoes({ operands }: Parsed, call: Call): Deed {
  const dashes = call.words.findIndex(({ text }) => text === '--');
  const words = dashes < 0 ? operands.slice(1) : call.words.slice(dashes + 1);
  if (words.length === 0) return { effects: [changesInfra(nameOf(call), 'opens a shell in a pod')] };
  return { effects: [looksAtInfra(nameOf(call))], runs: [{ kind: 'words', words, elsewhere: true }], level: 'MODERATE', forgettable: true };
}

function copyDoes({ operands }: Parsed, call: Call): Deed {
  const [from, to] = operands;
  const download = from !== undefined && to !== undefined && /^[^/.][^:]*:/.test(from.text) && !to.text.includes(':');
  return download ? { effects: [looksAtInfra(nameOf(call))], touches: [{ word: to, how: 'write', recursive: true }] } : { effects: [changesInfra(nameOf(call), 'writes files in a pod')], touches: from === undefined ? [] : [{ word: from, how: 'read', recursive: true }] };
}

const writing: Partial<Rule> = { values: `${selection} --dry-run -o --output --from-file --from-env-file --patch-file -p --patch --type --replicas --image -c --container --timeout --grace-period --cascade`, flags: '--force --prune --all -A --all-namespaces --now --wait= -R --recursive --overwrite --list', anyOption: true };
const change = (verbs: string, matches: string[], not: string[], does = changesCluster): Rule => ({ command: `${programs} ${verbs}`, level: 'HIGH', operands: 'text', ...writing, does: unlessDry(does), matches, not });

const rules: Rule[] = [
  { command: `${programs} get`, level: 'SAFE', operands: 'text', values: `${output} ${selection} --raw`, flags: outputFlags, does: getDoes, matches: ['kubectl get pods -A -o wide', 'kubectl -n kube-system get pods', 'k get deploy/web -o yaml', 'kubectl get secret s -o name', 'kubectl --context=foo get pods', 'oc get -f a.yaml'], not: ['kubectl get sa -o go-template-file=.env', 'kubectl get secret s -o yaml', 'kubectl get pods,secrets -ojson', "kubectl get secret/a --template='{{.data}}'", 'kubectl get --raw /api/v1/secrets', 'kubectl get pods --strange', 'kubectl get -f https://x.example/a.yaml', 'kubectl --kubeconfig x get pods'] },
  { command: `${programs} describe`, level: 'SAFE', operands: 'text', values: `${selection} --chunk-size`, flags: '-A --all-namespaces --show-events= -R --recursive', does: getDoes, matches: ['kubectl describe secret s', 'kubectl describe pod a -n default'], not: ['kubectl describe pod a --strange'] },
  reading(`${programs} logs`, ['kubectl logs a -f --since=1h', 'kubectl -n x logs deploy/a -c b --previous'], ['kubectl logs a --server http://x'], { careful: '--server' }),
  reading(`${programs} top|explain|events|wait|api-resources|api-versions|version|options|completion|status|projects`, ['kubectl top pods', 'kubectl explain pods.spec', 'kubectl wait --for=condition=Ready pod/a', 'kubectl version --client'], ['kubectl top pods --kubeconfig x']),
  { command: `${programs} cluster-info`, level: 'SAFE', operands: 'text', writes: '--output-directory', values: '--namespaces -o --output --pod-running-timeout', flags: '-A --all-namespaces', matches: ['kubectl cluster-info', 'kubectl cluster-info dump'], not: ['kubectl cluster-info dump --output-directory=/tmp/x'] },
  reading(`${programs} rollout status|history`, ['kubectl rollout status deploy/a', 'kubectl rollout history deploy/a --revision=2'], ['kubectl rollout undo deploy/a', 'kubectl rollout restart deploy/a']),
  reading(`${programs} auth can-i|whoami`, ['kubectl auth can-i get pods', 'kubectl auth whoami'], ['kubectl auth reconcile -f a.yaml']),
  reading(`${programs} config current-context|get-contexts|get-clusters|get-users`, ['kubectl config current-context', 'kubectl config get-contexts'], ['kubectl config use-context a']),
  { command: `${programs} config view`, level: 'SAFE', operands: 'none', values: '-o --output --template', flags: '--minify --flatten --merge= --raw', does: (parsed) => ({ effects: [parsed.has('--raw') ? printsSecrets('kubeconfig', 'certificates and tokens') : looks('kubectl configuration')] }), matches: ['kubectl config view', 'kubectl config view --minify -o json'], not: ['kubectl config view --raw'] },
  reading(`${programs} plugin list`, ['kubectl plugin list'], ['kubectl plugin x']),
  { command: `${programs} diff`, level: 'SAFE', operands: 'none', values: '-f --filename -k --kustomize -l --selector --field-manager --concurrency', flags: '-R --recursive --server-side --force-conflicts --prune --show-managed-fields', does: (parsed, call) => ({ ...manifests(parsed), effects: [looksAtInfra(nameOf(call)), ...(manifests(parsed).effects ?? [])] }), matches: ['kubectl diff -f deployment.yaml', 'kubectl diff -k overlays/dev'], not: ['kubectl diff -f https://x.example/a'] },
  { command: `${programs} kustomize`, level: 'SAFE', operands: 'reads', maxOperands: 1, defaultsToHere: true, values: '--load-restrictor -e --env', writes: '-o --output', flags: '--enable-managedby-label --as-current-user', does: (parsed) => ({ effects: namesUrl(parsed.operands) ? [fetches(parsed.texts.join(' '))] : [looks('kustomization')] }), matches: ['kubectl kustomize ./overlays/prod'], not: ['kubectl kustomize https://x.example/a', 'kubectl kustomize . --enable-helm', 'kubectl kustomize . --enable-alpha-plugins -o out.yaml'] },
  revealing(`${programs} create token`, ['kubectl create token default'], ['kubectl create ns a --dry-run=client']),
  change('create|patch|edit|label|annotate|taint|scale|autoscale|expose|set|run|new-app|new-project|process|tag|adm|policy|import-image|start-build', ['kubectl create ns a', 'kubectl scale deploy/a --replicas=0', 'kubectl label pods a x=y', 'kubectl set image deploy/a a=b:1', 'kubectl run a --image=b'], ['kubectl create deploy a --image=b --dry-run=client -o yaml']),
  { ...changing(`${programs} set env`, 'changes the cluster', ['kubectl set env deploy/a A=b'], ['kubectl set env deploy/a --dry-run=client A=b']), ...writing, does: unlessDry((parsed, call) => ({ effects: [parsed.has('--list') ? printsSecrets(nameOf(call), 'the environment of the pods') : changesInfra(nameOf(call), 'changes the cluster')] })) },
  change('apply', ['kubectl apply -f a.yaml', 'kubectl apply -k overlays/prod'], ['kubectl apply -f a.yaml --dry-run=server', 'kubectl apply -f a --prune -l x=y', 'kubectl apply --force -f a.yaml'], applyDoes),
  change('replace', ['kubectl replace -f a.yaml'], ['kubectl replace --force -f a.yaml'], applyDoes),
  { ...change('delete', ['kubectl delete pod a', 'kubectl -n prod delete pods --all', 'k delete ns production', 'kubectl delete -f a.yaml'], ['kubectl delete pod a --dry-run=client', 'kubectl delete --help'], deleteDoes), level: 'DESTRUCTIVE' },
  { ...change('drain', ['kubectl drain node1 --ignore-daemonsets'], ['kubectl drain node1 --dry-run=client'], ({ texts }) => destruction('moves every pod off the node and deletes local data', texts)), level: 'DESTRUCTIVE' },
  changing(`${programs} rollout undo|restart|pause|resume`, 'changes running pods', ['kubectl rollout undo deploy/a'], ['kubectl rollout status deploy/a']),
  changing(`${programs} auth|certificate|cordon|uncordon|debug|attach|port-forward|proxy|rsh|rsync|rollback|cancel-build|expose|login|logout|project|plugin|registry|idle`, 'steers the cluster or opens a way into it', ['kubectl cordon node1', 'kubectl certificate approve a', 'kubectl port-forward a 80', 'kubectl proxy', 'kubectl attach a'], ['kubectl get a']),
  { command: `${programs} config`, level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesSystem('kubeconfig', 'decides which cluster later commands reach')] }, matches: ['kubectl config use-context prod', 'kubectl config delete-cluster a'], not: ['kubectl config view'] },
  { command: `${programs} exec`, level: 'MODERATE', operands: 'text', values: '-c --container -f --filename --pod-running-timeout', flags: '-i --stdin -t --tty -q --quiet', does: execDoes, matches: ['kubectl exec a -- ls', 'kubectl exec -it a -c b -- sh'], not: ['kubectl exec a'] },
  { command: `${programs} cp`, level: 'HIGH', operands: 'text', values: '-c --container --retries', flags: '--no-preserve=', does: copyDoes, matches: ['kubectl cp a.txt pod:/x'], not: ['kubectl cp pod:/x a.txt'] },
];

/** kubectl, oc and the usual alias `k`. */
export const kubectl: Family = {
  name: 'kubectl',
  help: '--help -h help',
  globals: {
    values: '-n --namespace --context --cluster --user --as --as-group --as-uid --as-user-extra --cache-dir -s --server --tls-server-name --token --request-timeout --password --username --profile --log-flush-frequency -v --v --vmodule --kubeconfig --kuberc --certificate-authority --client-certificate --client-key',
    writes: '--profile-output',
    flags: '--insecure-skip-tls-verify --match-server-version --warnings-as-errors --disable-compression',
  },
  global: (parsed) => ({
    touches: parsed.values('--kubeconfig', '--kuberc', '--client-key').map((word) => ({ word, how: 'list' })),
    effects: [
      ...(parsed.has('-s', '--server') ? [sends(parsed.value('-s', '--server')?.text ?? 'server', 'takes credentials to another server')] : []),
      ...(parsed.has('--kubeconfig', '--kuberc') ? [runsProject(parsed.value('--kubeconfig', '--kuberc')?.text ?? 'kubeconfig', 'a kubeconfig may run programs for credentials')] : []),
    ],
  }),
  rules,
};

