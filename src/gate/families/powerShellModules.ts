import type { Call, Deed } from '../analyse/call.ts';
import { changesInfra, changesSystem, destroys, destroysInfra, looksAtInfra, printsSecrets, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';

/** Cmdlets of modules: thousands, named by a verb from a short list and a noun. Reading verbs are believed for clouds only. */

const cloudNoun = /^(az|azure|mg|msol|azuread|exo|ec2|s3|rds|iam|lm|ecs|eks|cfn|cw|gce|gcs|gcsql|spo|pnp|power(bi|app))/;
const secretNoun = /secret|key|credential|token|password|connectionstring|publishingprofile|sas|certificate|runcommand/;
/** Reading cmdlets that put what they read into a file or a variable of this machine. */
const keepsNoun = /(content|remotedesktopfile|diagnosticsdata)$/;
const keepsBy = /^-(localp|dest|outf|outp|save|launch|force|outv|ov$|pipelinev|pv$)/i;
const rightsNoun = /role|policy|permission|account$|accesspolicy|user|group$|lock/;
const reads = /^(get|test|find|search|measure|compare|show|resolve)$/;
const loses = /^(remove|clear|reset|uninstall|unpublish|revoke|purge|delete|unregister|dismount|format|initialize|disable|deny)$/;

function moduleDeed({ program, words }: Call): Deed {
  const dash = program.indexOf('-');
  const verb = program.slice(0, dash);
  const noun = program.slice(dash + 1);
  const isCloud = cloudNoun.test(noun);
  const name = words.find(({ text }) => !text.startsWith('-'))?.text ?? program;
  if (loses.test(verb)) return { effects: [isCloud ? destroysInfra(name, 'deletes in the cloud') : destroys(name, 'removes it')], target: name, ...(isCloud ? { losses: [{ kind: 'resource', what: noun, names: [name] }] } : {}) };
  if (reads.test(verb) && isCloud && !secretNoun.test(noun) && (keepsNoun.test(noun) || words.some(({ text }) => keepsBy.test(text)))) return { effects: [changesSystem(program, 'downloads to this machine')] };
  if (reads.test(verb)) return { effects: [secretNoun.test(noun) ? printsSecrets(program) : isCloud && words.every(({ exact }) => exact) ? looksAtInfra(program) : unknownHere(program, 'a cmdlet that no table knows')] };
  if (rightsNoun.test(noun)) return { effects: [takesRights(program)] };
  return { effects: [isCloud ? changesInfra(name) : changesSystem(program, 'a cmdlet that no table knows')] };
}

export const powerShellModules: Family = {
  name: 'PowerShell: modules', style: 'powershell', rules: [],
  knows: ({ program, dialect }) => dialect === 'powershell' && /^[a-z]+-[a-z]\w*$/.test(program) && !/^(apt|docker|aws|git|npm|cargo|node|python|pip|kube|systemd|update|ssh|x)-/.test(program),
  otherwise: moduleDeed,
};
