import type { GateRules, Permission, PolicyFile, PolicyRule } from '../../core/policy.ts';
import { covers, touches, type PolicyFacts } from './match.ts';

/** What the policy files say about one action. */
export interface PolicyFinding {
  decision: PolicyRule['decision'];
  /** `policy:<source>:<number of the rule>`, or `policy:<source>:refused`, `policy:<source>:unsure`. */
  rule: string;
  reason: string;
  digest: string;
}

/** The first denial of any file; else the first question; else the first permission. Undefined where no rule speaks. */
export function policyFinding(policy: readonly PolicyFile[], facts: PolicyFacts): PolicyFinding | undefined {
  const found = policy.flatMap((file) => findingsIn(file, facts));
  return found.find(({ decision }) => decision === 'deny') ?? found.find(({ decision }) => decision === 'ask') ?? found.find(({ decision }) => decision === 'allow');
}

function findingsIn(file: PolicyFile, facts: PolicyFacts): PolicyFinding[] {
  const finding = (decision: PolicyRule['decision'], name: string | number, reason: string): PolicyFinding => ({ decision, rule: `policy:${file.source}:${name}`, reason, digest: file.digest });
  if (file.refused) return [finding('ask', 'refused', `The policy file ${file.path} is not in order, so everything asks. ${file.problems[0] ?? ''}`.trim())];
  return file.rules.flatMap((rule, index) => {
    const said = `${rule.reason} (policy of the ${file.source}, rule ${index + 1})`;
    if (rule.decision === 'allow') return covers(rule.match, facts) ? [finding('allow', index + 1, said)] : [];
    const fit = touches(rule.match, facts);
    if (fit === 'unknown') return [finding('ask', 'unsure', `It cannot be told whether this is what rule ${index + 1} of the ${file.source}'s policy means: ${rule.reason}`)];
    return fit === 'yes' ? [finding(rule.decision, index + 1, said)] : [];
  });
}

/** The file that withholds a permission, if one does. */
export function withheldBy({ policy }: GateRules, permission: Permission): PolicyFile | undefined {
  return policy.find(({ withhold }) => withhold.includes(permission));
}
