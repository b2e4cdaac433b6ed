import { looksAtInfra, destroysInfra, runsCode, runsProject, printsSecrets } from '../analyse/effects.ts';
import { mergeDeeds } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';

/** Options of preview, up, destroy, refresh and import, which share almost all of them. */
export const commonFlags = '--attach-debugger= --config-path --continue-on-error -d --debug --diff= --exclude-dependents --exclude-protected --expect-no-changes --ignore-protect= -j --json --neo --neo-task-on-failure --preview-only= -r= --refresh= --remote --remote-inherit-settings --remote-skip-install-dependencies --remove --run-program= --show-config --show-full-output= --show-policy-remediations --show-reads --show-replacement-steps --show-sames --skip-config-validation --skip-plugin-pre-install --skip-pending-creates --clear-pending-creates -f --skip-preview= --strict --suppress-outputs --suppress-permalink= --suppress-progress --suppress-stream-logs --target-dependents --urns -y --yes=';
export const commonValues = '-c --config -x --exclude -m --message --override-env -p --parallel --policy-pack --policy-pack-config --replace --secrets-provider -s --stack -t --target --target-replace --import-pending-creates --remote-agent-pool-id --remote-env --remote-env-secret --remote-executor-image --remote-executor-image-password --remote-executor-image-username --remote-git-auth-access-token --remote-git-auth-password --remote-git-auth-ssh-private-key --remote-git-auth-ssh-private-key-path --remote-git-auth-username --remote-git-branch --remote-git-commit --remote-git-repo-dir --remote-pre-run-command';

/** The stack of a call as far as its words tell: `-s org/app/prod`, `-s=prod`, `--stack prod`. */
export function stackOf({ words }: Call): string {
  for (const [at, { text }] of words.entries()) {
    if (text === '--') break;
    const attached = /^(?:--stack=|-s=?)(.+)$/s.exec(text)?.[1];
    if (attached !== undefined && !text.startsWith('--s', 0)) return attached;
    if (text.startsWith('--stack=')) return text.slice('--stack='.length);
    if (text === '-s' || text === '--stack') return words[at + 1]?.text ?? 'the selected stack';
  }
  return 'the selected stack';
}

/** The stack that is given as an operand. */
export const stackNamed = (parsed: Parsed): string | undefined => parsed.texts[0] ?? parsed.value('-s', '--stack')?.text;

/** A loss for good; the stack is what a person types. */
export function destroysStack(call: Call, detail: string, { names = [], stack, alternative }: { names?: readonly string[]; stack?: string; alternative?: string } = {}): Deed {
  const target = stack ?? stackOf(call);
  return { effects: [destroysInfra(target, detail)], target, losses: [{ kind: 'resource', what: detail, names: names.length > 0 ? names : [target] }], ...(alternative === undefined ? {} : { alternative }) };
}

/** What the options add to an operation of the engine: programs from elsewhere, policies, secrets, protection. */
export function operates(parsed: Parsed, call: Call, ...deeds: Deed[]): Deed {
  const source = parsed.operands.filter(({ exact, text }) => !exact || /[:/]/.test(text) || parsed.has('--remote'));
  const more: Deed = {
    effects: [
      ...(source.length > 0 && !call.words.some(({ text }) => text === 'import') ? [runsCode(source.map(({ text }) => text).join(' '), 'a program from elsewhere')] : []),
      ...(parsed.has('--remote', '--remote-pre-run-command') ? [runsCode('Pulumi Deployments', 'runs in the cloud of Pulumi')] : []),
      ...(parsed.has('--policy-pack') ? [runsProject('policy pack', 'runs the policies that it names')] : []),
      ...(parsed.options.some(({ name, value }) => name === '--show-secrets' && value?.text !== 'false') ? [printsSecrets(stackOf(call))] : []),
      ...(parsed.has('--neo', '--neo-task-on-failure') ? [runsCode('Pulumi Neo', 'hands the update to an agent')] : []),
    ],
    reasons: [
      ...(parsed.has('-y', '--yes') ? ['Pulumi itself will not ask.'] : []),
      ...(parsed.has('-f', '--skip-preview') ? ['There is no preview.'] : []),
      ...(parsed.has('--target-dependents') ? ['It takes along whatever depends on the targets.'] : []),
      ...(parsed.has('--remove') ? ['It also removes the stack and its configuration.'] : []),
      ...(parsed.has('--ignore-protect') ? ['It ignores the protection of resources.'] : []),
      ...(parsed.has('--continue-on-error') ? ['It goes on after errors.'] : []),
    ],
  };
  return mergeDeeds([...deeds, more]);
}

/** With `--preview-only` the program runs and nothing changes. */
export function unlessPreview(deed: (parsed: Parsed, call: Call) => Deed): (parsed: Parsed, call: Call) => Deed {
  return (parsed, call) => {
    const last = parsed.options.findLast(({ name }) => name === '--preview-only');
    const previews = last !== undefined && (last.value === undefined || /^(true|1|t)$/i.test(last.value.text));
    return previews ? operates(parsed, call, { effects: [runsProject(stackOf(call), 'runs the program and its providers'), looksAtInfra(stackOf(call))] }) : deed(parsed, call);
  };
}
