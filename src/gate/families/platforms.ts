import { changesInfra, looks, printsSecrets, runsCode, sends } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing } from './infraRules.ts';

/** Hosting platforms and services whose command lines are groups and verbs. */

const hosts = 'doctl|fly|flyctl|vercel|netlify|railway|supabase|firebase|wrangler|hcloud|linode-cli|scw|oci|ibmcloud|ionosctl|vultr-cli|civo|neonctl|pscale|confluent|cf|render|koyeb|northflank|cloudflare|deployctl|upsun|platform|eb|lightsailctl|exo|openstack|nova|stripe|twilio|sentry-cli|okta|auth0|circleci|buildkite-agent|buildkite|bk|snyk|doppler|infisical|temporal|tctl|hasura|ngrok-api|datadog-ci|newrelic|pagerduty|launchdarkly|ldcli|sfdx|sf|expo|eas|appcenter';

const secrets: Rule[] = [
  revealing('vercel env pull', ['vercel env pull .env'], ['vercel env ls']),
  revealing('netlify ** env:get|env:list', ['netlify env:list', 'netlify env:get A'], ['netlify sites:list']),
  revealing('heroku config|config:get|auth:token|pg:credentials*|config:edit', ['heroku config -a a', 'heroku config:get A', 'heroku auth:token'], ['heroku apps']),
  revealing('fly|flyctl|railway|neonctl auth|tokens|variables|variable|connection-string token|create|list|*', ['fly auth token', 'fly tokens create deploy'], ['fly apps list', 'railway status']),
  revealing('railway variables', ['railway variables'], ['railway status']),
  revealing('doctl auth|databases|registry token|connection|user|docker-config', ['doctl databases connection a'], ['doctl databases list']),
  revealing('supabase ** status', ['supabase status -o env'], ['supabase projects list']),
  revealing('doppler secrets|configs|run get|download|tokens|substitute', ['doppler secrets get A', 'doppler secrets download'], ['doppler projects list']),
  { command: 'doppler ** secrets', level: 'HIGH', operands: 'text', anyOption: true, does: dopplerDoes, matches: ['doppler secrets', 'doppler secrets list', 'doppler secrets set A=b'], not: ['doppler secrets --only-names', 'doppler secrets delete A -y'] },
  { command: 'doppler|infisical run', level: 'HIGH', operands: 'text', stopsAtOperand: true, values: '-p --project -c --config --command --env --path', flags: '--', does: (parsed, call) => ({ effects: [printsSecrets(nameOf(call), 'hands secrets to a program')], runs: parsed.operands.length === 0 ? [] : [{ kind: 'words', words: parsed.operands }], forgettable: true }), matches: ['doppler run -- ls', 'doppler run -p a -- ls'], not: ['doppler me'] },
  revealing('auth0 test|apps|users token|show-secrets', ['auth0 test token'], ['auth0 apps show a']),
  { command: 'auth0 apps|clients show|list|ls', level: 'SAFE', operands: 'text', anyOption: true, does: (parsed, call) => ({ effects: [parsed.has('-r', '--reveal-secrets') ? printsSecrets(nameOf(call)) : { kind: 'infra', target: nameOf(call), access: 'read' }] }), matches: ['auth0 apps list', 'auth0 apps show a'], not: ['auth0 apps show a --reveal-secrets'] },
];

function dopplerDoes(parsed: Parsed, call: Call): Deed {
  if (parsed.texts[0] === 'delete') return destruction('deletes secrets', parsed.texts.slice(1));
  return { effects: [parsed.has('--only-names') ? looks(nameOf(call)) : printsSecrets(nameOf(call))] };
}

/** A request of one's own to the service. */
function requestDoes(parsed: Parsed, call: Call): Deed {
  const [first = '', second = ''] = parsed.texts;
  const method = /^(get|post|put|patch|delete)$/i.test(first) ? first.toUpperCase() : /^(get|post|put|patch|delete)$/i.test(second) ? second.toUpperCase() : parsed.value('-X', '--method')?.text.toUpperCase() ?? (parsed.has('-d', '--data') ? 'POST' : 'GET');
  if (method === 'DELETE') return destruction('deletes by a request of its own', parsed.texts);
  return { effects: [method === 'GET' && !parsed.has('-d', '--data') ? { kind: 'infra', target: nameOf(call), access: 'read' } : sends(nameOf(call), `${method} request`)] };
}

const verbs: Rule[] = [
  { command: 'auth0|stripe api', level: 'SAFE', operands: 'text', anyOption: true, values: '-q --query -d --data', does: requestDoes, matches: ['auth0 api get tenants/settings', 'auth0 api users'], not: ['auth0 api post clients', 'auth0 api delete clients/1', "auth0 api clients -d '{}'"] },
  destroying(`${hosts} ** delete|destroy|remove|rm|purge|erase|terminate|drop|uninstall|reset|unpublish|release|remove-secret|disable|revoke|unset|prune|cleanup|*:delete|*:unset|*:remove|*:destroy|*:disable`, 'deletes it on the platform', ['fly apps destroy a', 'flyctl volumes destroy v', 'vercel rm a --yes', 'netlify sites:delete --force', 'doctl compute droplet delete 1', 'supabase projects delete a', 'firebase projects:delete', 'auth0 users delete a', 'circleci context delete a b', 'doppler secrets delete A -y', 'wrangler r2 bucket delete a', 'supabase db reset'], ['fly apps list', 'vercel ls']),
  destroying('heroku *:destroy|*:delete|*:remove|*:reset|*:kill|*:stop|*:unset|*:unlink|*:revoke|*:clear|*:detach|*:leave|*:disable|*:rollback|*:promote|*:copy|*:off|*:on', 'deletes or stops it on the platform', ['heroku apps:destroy -a a', 'heroku pg:reset', 'heroku addons:destroy a', 'heroku ps:kill web', 'heroku maintenance:on'], ['heroku apps']),
  reading('heroku apps|ps|logs|releases|addons|domains|status|regions|version|whoami|auth:whoami|apps:info|addons:info|addons:services|addons:plans|pg:info|pg:ps|pg:backups|pg:diagnose|pg:locks|ps:type|access|features|features:info|labs|labs:info|certs|certs:info|pipelines|pipelines:info|releases:info|releases:output|buildpacks|git:remote|stack|teams|members|orgs|keys|drains|webhooks|webhooks:info|notifications|reviewapps|builds|ci|ci:info|help|commands|info|list|plugins|clients|clients:info|sessions|authorizations|domains:info|addons:docs|redis:info|spaces|spaces:info|container', ['heroku apps', 'heroku logs --tail -a a', 'heroku pg:info', 'heroku ps -a a'], ['heroku run bash', 'heroku ps:restart']),
  changing('heroku', 'changes it on the platform', ['heroku ps:restart', 'heroku config:set A=b', 'heroku run bash', 'heroku pg:psql', 'heroku features:enable a'], ['heroku apps'], { does: (_, call) => ({ effects: [call.words.every(({ text }) => text === '--version') ? looks('heroku') : changesInfra(nameOf(call), 'changes it on the platform')] }) }),
  reading(`${hosts} ** list|ls|show|describe|get|info|status|inspect|logs|log|whoami|me|version|search|search-by-email|history|diff|validate|help|tail|read|view|check|events|metrics|who|regions|doctor|services|lint|config-show|test|*:list|*:info|*:status|*:show|*:get`, ['fly status -a a', 'fly apps list', 'vercel ls', 'vercel inspect a', 'netlify status', 'netlify sites:list', 'doctl compute droplet list', 'wrangler tail a', 'firebase projects:list', 'auth0 users show a', 'circleci config validate a.yml', 'doppler projects list', 'hcloud server list', 'railway status', 'auth0 actions diff a'], ['fly deploy', 'vercel env rm A', 'snyk test', 'wrangler deploy', 'hcloud server create list'], { does: readDoes }),
  changing(hosts, 'changes it on the platform', ['fly deploy', 'vercel --prod', 'vercel', 'netlify deploy --prod', 'wrangler deploy', 'firebase deploy', 'supabase db push', 'auth0 apps create', 'doctl compute droplet create a', 'snyk monitor', 'fly ssh console', 'railway up'], ['fly --version', 'fly status'], { does: (_, call) => ({ effects: [call.words.length > 0 && call.words.every(({ text }) => /^(-v|-V|--version|version)$/.test(text)) ? looks(call.program) : changesInfra(nameOf(call), 'changes it on the platform')] }) }),
];

const groups = /^(apps?|actions?|apis?|scopes|accounts?|agents?|addons?|auth|backups?|branch(es)?|builds?|buckets?|certs?|certificates?|clients?|clusters?|compute|configs?|connections?|contexts?|context|database|databases?|db|deployments?|deploy|dns|domains?|droplets?|droplet|email|environments?|env|events?|extensions|features?|firewalls?|functions?|groups?|hosting|image|images?|ips?|jobs?|keys?|kubernetes|kv|logs?|machine|machines?|members?|migrations?|monitoring|namespaces?|network|networks?|orbs?|orb|orgs?|organizations?|pages|pipelines?|policy|policies|postgres|pg|projects?|project|protection|prompts|providers?|provider|queues|r2|d1|records?|redis|regions?|registry|releases?|repos?|roles?|perms|routes?|rules?|runner|scale|schedules?|secrets?|server|servers?|services?|sites?|snapshots?|ssh-keys?|ssh-key|stacks?|sizes?|streams?|subdomains?|teams?|tenants?|tokens?|topics?|types?|ul|universal-login|users?|versions?|vms?|volumes?|volume|vpcs?|webhooks?|workers?|workflows?|zones?|bucket|namespace|object|object|workflow|operator|schedule|bfp|bpd|sit|breached-password-detection|brute-force-protection|suspicious-ip-throttling|server-type|location|floating-ip|load-balancer|iso|info|location|task-queue|cluster|activity)$/;

/** Before the reading verb stand only known groups: an unknown verb may have a name that reads like one. */
function readDoes(_: Parsed, call: Call): Deed {
  if (call.program === 'snyk') return { effects: [sends('snyk', "sends what the project depends on")] };
  const words = call.words.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  const at = words.findIndex((text) => /^(list|ls|show|describe|get|info|status|inspect|logs?|whoami|me|version|search|search-by-email|history|diff|validate|help|tail|read|view|check|events|metrics|who|regions|doctor|services|lint|config-show|test|\w+:(list|info|status|show|get))$/.test(text));
  const known = words.slice(0, at).every((text, index) => groups.test(text) || (index === 0 && at === 1));
  return { effects: [known ? { kind: 'infra', target: nameOf(call), access: 'read' } : changesInfra(nameOf(call), 'the verb is not known')] };
}

/** 1Password: most of what it prints is a secret. */
const onePassword: Rule[] = [
  reading('op vault|user|group|account|item|document|connect|events-api|plugin|service-account list|ls', ['op vault list', 'op item list --vault a'], ['op item get a', 'op vault delete a']),
  reading('op vault|user|group|account get', ['op user get a'], ['op item get a']),
  reading('op whoami|completion|update', ['op whoami'], ['op signin']),
  revealing('op item|document|connect|service-account get|token|create', ['op item get a', 'op document get a'], ['op item list']),
  revealing('op read|inject|signin', ['op read op://a/b/c', 'op inject -i a'], ['op whoami']),
  { command: 'op run', level: 'HIGH', operands: 'text', stopsAtOperand: true, values: '--env-file --environment --account', flags: '--no-masking', does: ({ operands }, call) => ({ effects: [runsCode(nameOf(call), 'hands secrets to a program')], runs: operands.length === 0 ? [] : [{ kind: 'words', words: operands }], forgettable: true }), matches: ['op run -- ls'], not: ['op whoami'] },
  destroying('op item|document|vault|user|group|connect|events-api ** delete|rm|remove|revoke|suspend', 'deletes it, or takes access away', ['op item delete a', 'op vault delete a', 'op document delete --archive a'], ['op item list']),
  changing('op', 'changes what it keeps', ['op item edit a b=c', 'op vault create a', 'op user provision'], ['op --version', 'op vault list'], { does: (_, call) => ({ effects: [call.words.every(({ text }) => /^--?(version|v)$/.test(text)) ? looks('op') : changesInfra(nameOf(call), 'changes what it keeps')] }) }),
];

export const platforms: Family = {
  name: 'platforms',
  help: '--help -h',
  globals: { values: '-a --app --account --tenant -t --token --org -o --output --scope --cwd --project -p --config --profile --context --access-token --format --vault --team --site --region', flags: '--json --no-color --no-input --debug --yes -y --verbose --force' },
  rules: [...secrets, ...verbs, ...onePassword],
};
