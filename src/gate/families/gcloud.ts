import { changesSystem, looks, looksAtInfra, sends } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing, transfer } from './infraRules.ts';

const isBucket = ({ text }: Word): boolean => /^(gs|s3):\/\//.test(text);
const writes = 'create|update|set|set-*|unset|add|add-*|remove|remove-*|start|stop|reset|suspend|resume|resize|move|import|export|deploy|promote|submit|enable|disable|attach-*|detach-*|patch|clone|restart|failover|restore|restore-*|cancel|undelete|ssh|scp|simulate-*|perform-*|invalidate-*|rollback|ack|seek|publish|pull|call|execute|execute-*|replace|replace-*|rename|merge|rotate*|recreate-*|rolling-action|login|activate|activate-*|configure-docker|bulk|connect|start-iap-tunnel|connect-to-serial-port|sign-*|encrypt|snapshot|copy|apply|run-*|upload|upgrade|accept|reject|approve|retry|reschedule|quarantine|migrate|switchover|promote-*|reboot|repair|abandon-*|expand-*|drain|cordon|register|unregister|verify|invite|init|install|create-*|update-*|deploy-*|fetch|import-*|export-*|load|save|sync|finish|start-*|stop-*|begin-*|end-*|force-*|kill|lease|modify*|mount|unmount|push|provision|publish-*|rebuild|redeploy|reload|refresh|regenerate*|release|relocate|reset-*|retire|revoke|revert|roll|rollout|scale|send*|shutdown|split|swap|switch|terminate|trigger|link|unlink|lock|unlock|use|wipe|write|tag|untag|bind|unbind|assign|unassign|associate*|disassociate*|evict|failback|generate*|grant|ingest|initialize|invoke|issue|join|leave';

const readVerb = /^(list|describe|list-.*|describe-.*|query-.*|get|get-.*|read|tail|log|search|search-.*|analyze-.*|check-.*|lint.*|validate|wait|info|version|help|topic|cheat-sheet|diff|quota|lookup|troubleshoot-.*)$/;
const singularGroup = /^(docker|policy|iam-policy|quota|fleet|hub|metadata|logging|firestore|app|web|database|config|managed|registry|security|location|private|tcp|ssl|project-info|os-config|os-login|shared-vpc|sole-tenancy|tpu-vm|model-garden|network|router|nat|log|job|attached|aws|azure|vmware|bare-metal|unmanaged|composite|ddl|hmac|uptime|ssl|insights|all-instances-config|ingress|mesh|operation|resource-manager|org-policy|effective|custom|vpc-access|interconnect|state|service|firewall|address|image|instance|backup|policy-intelligence)$/;

/** Before the reading verb stand groups, mostly plural nouns: an unknown verb may have been given a name that reads like one. */
function readDoes(parsed: Parsed, call: Call): Deed | undefined {
  if (parsed.has('--flags-file', '--log-http', '--access-token-file')) return undefined;
  const isValue = (at: number): boolean => /^-[^=]*$/s.test(call.words[at - 1]?.text ?? '') && !/^(-q|--quiet)$/.test(call.words[at - 1]?.text ?? '');
  const words = call.words.filter(({ text }, at) => !/^(-.*|alpha|beta|preview)$/s.test(text) && !isValue(at)).map(({ text }) => text);
  const verb = words.findIndex((text) => readVerb.test(text));
  const groups = words.slice(1, Math.max(verb, 1));
  return { effects: [groups.every((text) => text.endsWith('s') || singularGroup.test(text)) ? looksAtInfra(nameOf(call)) : sends(nameOf(call), 'a verb that is not known')] };
}

const storage: Rule[] = [
  reading('gcloud storage ls|cat|du|hash', ['gcloud storage ls gs://a', 'gcloud storage cat gs://a/b'], ['gcloud storage cp a gs://b']),
  destroying('gcloud storage rm', 'deletes objects or buckets', ['gcloud storage rm gs://a/b', 'gcloud storage rm -r gs://a'], ['gcloud storage ls']),
  { command: 'gcloud storage cp|mv|rsync', level: 'HIGH', operands: 'text', anyOption: true, does: ({ operands, texts, options }, call) => (options.some(({ name }) => name.startsWith('--delete')) ? destruction('deletes at the destination what the source does not hold', texts.slice(-1)) : transfer(operands, isBucket, call)), matches: ['gcloud storage cp a.txt gs://b', 'gcloud storage rsync gs://a gs://b -r'], not: ['gcloud storage cp gs://a/b c.txt', 'gcloud storage rsync a gs://b --delete-unmatched-destination-objects'] },
];

const rules: Rule[] = [
  ...storage,
  revealing('gcloud ** print-access-token|print-identity-token|get-key-string|get-auth-string|generate-login-token|reset-windows-password|decrypt|asymmetric-decrypt|config-helper|print-settings|get-credentials-config', ['gcloud auth print-access-token', 'gcloud auth application-default print-access-token', 'gcloud kms decrypt --key k', 'gcloud redis instances get-auth-string a'], ['gcloud auth list']),
  revealing('gcloud ** versions access', ['gcloud secrets versions access latest --secret=a', 'gcloud beta secrets versions access 1 --secret a'], ['gcloud secrets versions list a']),
  revealing('gcloud ** oauth-clients list|describe', ['gcloud iap oauth-clients list b', 'gcloud iap oauth-clients describe c'], ['gcloud iap oauth-brands list']),
  revealing('gcloud ** oauth-clients credentials list|describe', ['gcloud iam oauth-clients credentials describe c --oauth-client=o --location=global'], ['gcloud iam roles list']),
  revealing('gcloud parametermanager parameters versions describe|render', ['gcloud parametermanager parameters versions render v --parameter=p --location=global'], ['gcloud parametermanager parameters versions list --parameter=p --location=global']),
  { command: 'gcloud ** get-credentials', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesSystem('kubeconfig', 'decides which cluster later commands reach')] }, matches: ['gcloud container clusters get-credentials a'], not: ['gcloud container clusters describe a'] },
  destroying('gcloud ** delete|destroy|purge|delete-*|rm|cancel-deletion|schedule-deletion', 'deletes cloud resources or data', ['gcloud projects delete p', 'gcloud compute instances delete list', 'gcloud --project p sql instances delete db -q', 'gcloud beta run services delete s'], ['gcloud compute instances list', 'gcloud --format delete compute instances list']),
  reading('gcloud policy-troubleshoot iam', ['gcloud policy-troubleshoot iam //cloudresourcemanager.googleapis.com/projects/p'], ['gcloud policy-troubleshoot']),
  { ...reading('gcloud config list|get|get-value', ['gcloud config list', 'gcloud config get-value project'], ['gcloud config set project a']) },
  { command: 'gcloud config set|unset', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesSystem('gcloud configuration', 'decides which account and project later commands reach')] }, matches: ['gcloud config set project a'], not: ['gcloud config list'] },
  reading('gcloud run|deploy|builds|functions|app|transfer services|revisions|jobs|operations|agents|agent-pools|releases|delivery-pipelines|targets|rollouts|triggers|logs|versions|instances|executions|domains list|describe|log|read|tail', ['gcloud run services list', 'gcloud app logs read', 'gcloud run revisions list --service=a'], ['gcloud run services delete a', 'gcloud run services update a'], { careful: '--flags-file --log-http --access-token-file' }),
  changing(`gcloud ** ${writes}`, 'changes the cloud', ['gcloud compute instances create list', 'gcloud app deploy', 'gcloud compute ssh h', 'gcloud projects add-iam-policy-binding p', 'gcloud init'], ['gcloud projects list']),
  reading('gcloud ** list|describe|list-*|describe-*|query-*|get|get-*|read|tail|log|search|search-*|analyze-*|check-*|lint*|validate|wait|info|version|help|topic|cheat-sheet|diff|quota|lookup|troubleshoot-*', ['gcloud compute instances list --filter=a', 'gcloud --project p dns record-sets list --zone z', 'gcloud beta compute zones list', 'gcloud iap settings get --project p', 'gcloud logging read x', 'gcloud help compute', 'gcloud version', 'gcloud firestore indexes composite list', 'gcloud compute images describe-from-family debian-11'], ['gcloud compute instances list --flags-file f', 'gcloud compute instances frobnicate', 'gcloud compute instances frobnicate list'], { does: readDoes }),
  changing('gcloud', 'what it does is not known', ['gcloud', 'gcloud compute instances frobnicate a', 'gcloud feedback'], ['gcloud --version'], { does: (parsed, call) => ({ effects: [parsed.has('--version') && parsed.operands.length === 0 ? looks('gcloud') : sends(nameOf(call), 'what it does is not known')] }) }),
];

const gsutil: Rule[] = [
  reading('gsutil ls|cat|stat|du|hash|version|help', ['gsutil ls -l gs://a', 'gsutil cat gs://a/b'], ['gsutil rm gs://a/b']),
  reading('gsutil iam|acl|lifecycle|versioning|cors|defacl|logging|web|retention|label|pap|publicaccessprevention|ubla|bucketpolicyonly|requesterpays|rpo|autoclass|defstorageclass|hmac get', ['gsutil iam get gs://a', 'gsutil hmac get k'], ['gsutil iam set p gs://a']),
  reading('gsutil hmac|notification list', ['gsutil hmac list', 'gsutil notification list gs://a'], ['gsutil hmac create a']),
  reading('gsutil kms serviceaccount', ['gsutil kms serviceaccount -p p'], ['gsutil kms authorize -k k']),
  destroying('gsutil rm|rb', 'deletes objects or buckets', ['gsutil rm -r gs://a/b', 'gsutil -m rm gs://a/b', 'gsutil rb gs://a'], ['gsutil ls']),
  { command: 'gsutil cp|mv|rsync', level: 'HIGH', operands: 'text', flags: '-r -R -n -c -p -e -d -u -C -U -v -A -D -Z -J -P -a', anyOption: true, does: (parsed, call) => (parsed.has('-d') ? destruction('deletes at the destination what the source does not hold', parsed.texts.slice(-1)) : transfer(parsed.operands, isBucket, call)), matches: ['gsutil cp a gs://b', 'gsutil -m rsync -r a gs://b'], not: ['gsutil cp gs://a/b c', 'gsutil rsync -d a gs://b'] },
  changing('gsutil', 'changes the cloud', ['gsutil mb gs://a', 'gsutil iam set p gs://a'], ['gsutil ls', 'gsutil --version'], { does: (_, call) => ({ effects: [call.words.every(({ text }) => text === '--version') ? looks('gsutil') : sends(nameOf(call), 'changes the cloud')] }) }),
];

/** gcloud: of its words the gravest verb decides, since names of resources stand between and behind them. */
export const gcloud: Family = {
  name: 'gcloud',
  help: '--help -h',
  globals: {
    values: '--project --account --format --configuration --verbosity --impersonate-service-account --billing-project --flatten --filter --region --zone --location --trace-token --flags-file --access-token-file --limit --sort-by --page-size',
    flags: '-q --quiet --log-http --user-output-enabled= --no-user-output-enabled --version',
  },
  global: (parsed) => (parsed.has('--impersonate-service-account') ? { effects: [looksAtInfra('another account')], level: 'MODERATE' } : undefined),
  rules,
};

export const googleStorage: Family = { name: 'gsutil', globals: { flags: '-m -q -D -DD', values: '-o -h -i -u' }, rules: gsutil };
