import { changesInfra, changesSystem, looks, looksAtInfra, runsProject } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import { changing, destroying, destruction, nameOf, reading, revealing } from './infraRules.ts';

/** Tools that deploy programs and stacks, and those that look after clusters. */

const project = (command: string, detail: string, matches: string[], not: string[], more: Partial<Rule> = {}): Rule => ({ command, level: 'MODERATE', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [runsProject(nameOf(call), detail)] }), matches, not, ...more });

const cdk: Rule[] = [
  { command: 'cdk doctor|docs|doc|notices|acknowledge|ack|flags|version|metadata', level: 'SAFE', operands: 'text', values: '-a --app -c --context --profile', flags: '-u --unacknowledged --json -v --verbose --no-notices --version', does: (parsed, call) => ({ effects: [parsed.has('-a', '--app') ? runsProject(nameOf(call), 'runs the program that it names') : looks('cdk')] }), matches: ['cdk doctor', 'cdk notices --unacknowledged', 'cdk metadata'], not: ["cdk metadata --app 'npx x'"] },
  { command: 'cdk context', level: 'SAFE', operands: 'none', values: '-e', flags: '-j --json -v --clear -f --force --reset=', does: (parsed) => ({ effects: [parsed.has('--clear', '--reset', '-e') ? runsProject('cdk.context.json', 'forgets what was looked up') : looks('cdk.context.json')] }), matches: ['cdk context', 'cdk context -j'], not: ['cdk context --clear', 'cdk context --reset key'] },
  project('cdk synth|synthesize|list|ls|diff|drift', "runs the project's program", ['cdk synth --quiet', 'cdk ls', 'cdk diff MyStack'], ['cdk deploy', 'cdk synth --help'], { writes: '-o --output', values: '-a --app -c --context --profile', does: (parsed, call) => ({ effects: [runsProject(nameOf(call), "runs the project's program")], runs: parsed.values('-a', '--app').map((word) => ({ kind: 'script', text: word.text, dialect: 'bash', exact: word.exact })) }) }),
  project('cdk init', 'writes a project and installs its packages', ['cdk init app --language typescript'], ['cdk deploy']),
  destroying('cdk destroy|gc|rollback', 'destroys the resources of stacks', ['cdk destroy MyStack', 'cdk destroy --all --force', 'cdk gc'], ['cdk diff']),
  changing('cdk', 'changes infrastructure', ['cdk deploy', 'cdk bootstrap', 'cdk watch --hotswap', 'cdk import', 'cdk migrate'], ['cdk ls', 'cdk deploy --help', 'cdk --version'], { does: (parsed, call) => ({ effects: [parsed.texts.length === 0 && parsed.has('--version') ? looks('cdk') : changesInfra(nameOf(call), 'changes infrastructure')] }) }),
];

const stacks: Rule[] = [
  project('terragrunt plan|validate|output|show|graph|providers|hclfmt|hcl|init|find|list|dag|render|info|state', 'runs hooks, providers and sources that the project names', ['terragrunt plan', 'terragrunt output', 'terragrunt init'], ['terragrunt apply', 'terragrunt state rm a'], { does: (parsed, call) => (parsed.texts.some((text) => /^(rm|mv|push|replace-provider)$/.test(text)) ? destruction('rewrites the state', parsed.texts) : { effects: [runsProject(nameOf(call), 'runs hooks, providers and sources that the project names')] }) }),
  destroying('terragrunt ** destroy|destroy-all|taint|force-unlock', 'destroys what the configurations hold', ['terragrunt destroy', 'terragrunt run-all destroy', 'terragrunt run --all destroy'], ['terragrunt plan']),
  destroying('terragrunt run-all|run|stack|apply-all ** apply|apply-all', 'changes many configurations at once, and deletes or replaces whatever their plans say', ['terragrunt run-all apply', 'terragrunt run --all apply'], ['terragrunt run-all plan']),
  project('terragrunt run-all|run ** plan|validate|output|init|show', 'runs hooks, providers and sources that the project names', ['terragrunt run-all plan'], ['terragrunt run-all apply']),
  changing('terragrunt', 'changes infrastructure', ['terragrunt apply', 'terragrunt import a b'], ['terragrunt plan']),
  destroying('cdktf|sst|sls|serverless|amplify|copilot|sam|chalice|eksctl|nitric|skaffold|garden|tilt|waypoint|zappa|okteto|werf|devspace ** destroy|remove|rm|delete|down|undeploy|purge|cleanup', 'destroys what was deployed', ['sst remove', 'sls remove --stage prod', 'sam delete', 'eksctl delete cluster a', 'copilot app delete', 'skaffold delete'], ['sst version', 'sls info']),
  reading('eksctl get|info|version', ['eksctl get cluster', 'eksctl version'], ['eksctl create cluster']),
  project('cdktf|sst|sls|serverless|amplify|copilot|sam|chalice|skaffold|garden|werf|devspace synth|diff|list|ls|print|info|package|build|validate|version|status|diagnostic|render|show|get|logs|local|test|lint|inspect-builds|doctor', "runs the project's program", ['cdktf synth', 'sls info', 'sam build', 'sam validate', 'skaffold render', 'sst version'], ['sst deploy', 'sls deploy']),
  changing('cdktf|sst|sls|serverless|amplify|copilot|sam|chalice|eksctl|skaffold|garden|tilt|waypoint|zappa|okteto|werf|devspace|nitric', 'deploys, or opens a way into what is deployed', ['sst deploy', 'sls deploy', 'sls invoke -f a', 'sam deploy --guided', 'eksctl create cluster', 'cdktf deploy'], ['sls info']),
];

const clusters: Rule[] = [
  { command: 'kustomize build', level: 'SAFE', operands: 'reads', defaultsToHere: true, maxOperands: 1, values: '--load-restrictor -e --env', writes: '-o --output', flags: '--as-current-user --enable-managedby-label', does: ({ texts }) => ({ effects: [/:\/\/|^git@|^github\.com|\?ref=/.test(texts[0] ?? '') ? { kind: 'network', target: texts[0] ?? '', access: 'read' } : looks('kustomization')] }), matches: ['kustomize build overlays/prod', 'kustomize build'], not: ['kustomize build https://x.example/a', 'kustomize build . --enable-exec', 'kustomize build -o /etc/x .'] },
  { command: 'kustomize version|completion|help', level: 'SAFE', operands: 'text', matches: ['kustomize version'], not: ['kustomize version --strange'] },
  project('kustomize', 'edits the kustomization', ['kustomize edit set image a=b', 'kustomize create'], ['kustomize version']),
  reading('argocd app|proj|cluster|repo|account|context|cert|appset|repocreds get|list|diff|history|manifests|resources|logs|wait|get-user-info|can-i|get-resource', ['argocd app list', 'argocd app diff a', 'argocd cluster list'], ['argocd app sync a', 'argocd app get a --server x'], { careful: '--server --auth-token --insecure --exec' }),
  reading('argocd version|help|completion', ['argocd version'], ['argocd login x']),
  destroying('argocd ** delete|rm|remove|delete-resource|terminate-op', 'deletes applications and what they deployed', ['argocd app delete a --cascade', 'argocd cluster rm a', 'argocd proj delete a'], ['argocd app list']),
  { ...changing('argocd app sync', 'deploys what the repository says', ['argocd app sync a'], ['argocd app sync a --prune', 'argocd app sync a --dry-run']), does: (parsed, call) => (parsed.has('--dry-run') ? { effects: [looksAtInfra(nameOf(call))] } : parsed.has('--prune', '--force', '--replace') ? destruction('deletes what the repository no longer names', parsed.texts) : { effects: [changesInfra(nameOf(call), 'deploys what the repository says')] }) },
  revealing('argocd account generate-token', ['argocd account generate-token'], ['argocd account list']),
  revealing('argocd admin initial-password', ['argocd admin initial-password -n a'], ['argocd version']),
  changing('argocd', 'changes deployments', ['argocd app create a', 'argocd login x', 'argocd app rollback a'], ['argocd app list']),
  reading('flux get|check|events|logs|tree|stats|trace|version|debug|diff|list|completion', ['flux get all', 'flux logs', 'flux check --pre'], ['flux delete source git a']),
  destroying('flux delete|uninstall', 'deletes resources of the cluster', ['flux delete kustomization a', 'flux uninstall'], ['flux get all']),
  changing('flux', 'changes the cluster', ['flux reconcile source git a', 'flux suspend hr a', 'flux bootstrap github', 'flux create secret git a'], ['flux get all']),
  reading('istioctl version|analyze|proxy-status|ps|proxy-config|pc|describe|experimental|x|validate|profile|manifest|bug-report|authz|check-inject|metrics|precheck', ['istioctl analyze', 'istioctl proxy-config cluster a', 'istioctl version'], ['istioctl install', 'istioctl x uninstall --purge'], { does: (parsed, call) => (parsed.texts.some((text) => /^(uninstall|delete|remove)/.test(text)) ? destruction('removes the mesh', ['istio']) : { effects: [parsed.texts.some((text) => /^(apply|install|create|add|generate|secret|dump)/.test(text)) ? changesInfra(nameOf(call), 'changes the mesh') : looksAtInfra(nameOf(call))] }) }),
  destroying('istioctl uninstall', 'removes the mesh', ['istioctl uninstall --purge'], ['istioctl version']),
  changing('istioctl', 'changes the mesh', ['istioctl install', 'istioctl kube-inject -f a'], ['istioctl version']),
  reading('velero get|version|completion', ['velero get backups', 'velero version'], ['velero backup delete a']),
  reading('velero backup|restore|schedule|backup-location|snapshot-location|repo|plugin|bl|sl get|describe|logs', ['velero backup get', 'velero schedule get', 'velero restore describe a'], ['velero backup delete a']),
  destroying('velero ** delete|uninstall', 'deletes backups or schedules', ['velero backup delete --all --confirm', 'velero delete backup a', 'velero uninstall'], ['velero version']),
  changing('velero', 'makes backups or restores them', ['velero backup create a', 'velero restore create --from-backup a', 'velero install'], ['velero get backups']),
  { command: 'kubectx|kubens', level: 'HIGH', operands: 'text', flags: '-c --current -h --help -u --unset', values: '-d', does: (parsed) => (parsed.has('-d') ? { effects: [changesSystem('kubeconfig')] } : { effects: [parsed.texts.length === 0 && !parsed.has('-u', '--unset') ? looks('contexts') : changesSystem('kubeconfig', 'decides which cluster later commands reach')] }), matches: ['kubectx prod', 'kubens a', 'kubectx -d a'], not: ['kubectx', 'kubens -c'] },
  reading('k3d cluster|node|registry list|ls|get', ['k3d cluster list'], ['k3d cluster start']),
  changing('k9s|lens|kubeadm|kops|kubespy|kind|minikube|k3d|k3s|rke|talosctl|linkerd|cilium|tsh|teleport|krew|kubeseal|kompose|clusterctl|crossplane|rancher|octant', 'steers a cluster', ['k9s', 'minikube start', 'kubeadm init'], ['minikube status', 'kind delete cluster', 'kind get clusters'], { does: (parsed, call) => (parsed.texts.some((text) => /^(delete|destroy|reset|uninstall|purge|remove|rm)$/.test(text)) ? destruction('destroys a cluster or a part of it', parsed.texts) : { effects: [/^(status|version|get|list|ls|profile|ip|logs|check|info|viz|inspect|describe|validate)$/.test(parsed.texts[0] ?? '') && !/^(create|set|add)/.test(parsed.texts[1] ?? '') && !parsed.texts.includes('kubeconfig') ? looksAtInfra(nameOf(call)) : changesInfra(nameOf(call), 'steers a cluster')] }) }),
];

export const deploy: Family = {
  name: 'deployment tools',
  help: '--help -h',
  globals: { values: '-n --namespace --context --kube-context --kubecontext --stage -s --region --profile --working-dir --terragrunt-working-dir', flags: '--all --verbose --debug' },
  rules: [...cdk, ...stacks, ...clusters],
};
