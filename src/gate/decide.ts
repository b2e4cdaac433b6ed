import type { DecisionInput, Verdict } from '../core/gate.ts';
import { taintSentence } from '../core/taint.ts';
import { levelOf } from './level.ts';
import { policyFinding } from './policy/evaluate.ts';
import { silentByProfile, STRICTEST } from './profiles.ts';
import { raiseForProduction } from './raise.ts';
import { refusal } from './roles.ts';
import { couldServeOthers } from './taint.ts';

/**
 * Effects → level → verdict. Pure; order in every mode: deny, then ask, then allow (DESIGN 1.1). Whatever allows comes
 * after whatever asks, so that no profile, policy, memory or name can let through what must be asked.
 */
export function decide(input: DecisionInput): Verdict {
  const { effects, actor, subject, taintedBy = [], rules = STRICTEST } = input;
  const { level: own, reasons, judged } = levelOf(effects, input.minimumLevel);
  const { level, reason: raised, typedTarget } = raiseForProduction(effects, own, rules.production);
  const byPerson = input.direct && actor.kind === 'human';
  const policy = policyFinding(rules.policy, { effects, level, subject, workspace: rules.workspace });
  const outside = !byPerson && taintedBy.length > 0;
  const suspect = outside && couldServeOthers(effects);
  const context = [...(outside && (suspect || level !== 'SAFE') ? [taintSentence(taintedBy) ?? ''] : []), ...(level === 'SAFE' ? [] : rules.exposure)];
  const verdict = (decision: Verdict['decision'], rule: string, ...first: string[]): Verdict => ({
    decision, level, rule, reasons: [...first, ...(raised === undefined ? [] : [raised]), ...reasons, ...context], judged, ...(typedTarget === undefined ? {} : { typedTarget }),
  });
  const byPolicy = (decision: Verdict['decision']): Verdict | undefined => (policy?.decision !== decision ? undefined : { ...verdict(decision, policy.rule, policy.reason), policyDigest: policy.digest });

  if (level !== 'SAFE' && !input.workspaceTrusted) {
    return verdict('deny', 'workspace-untrusted', 'This workspace is not trusted, so only reading is allowed. Trust it to do more.');
  }
  const denied = byPolicy('deny');
  if (denied !== undefined) return denied;
  const refused = refusal({ effects, level, actor, names: subject?.names ?? [] }, rules);
  if (refused !== undefined) return verdict('deny', refused.rule, refused.reason);

  const ask = (asked: Verdict, rememberable: Verdict['rememberable']): Verdict => (input.humanPresent ? { ...asked, rememberable }
    : { ...asked, decision: 'deny', rule: 'nobody-to-ask', reasons: ['This needs the approval of a person, and nobody is here to ask.', ...asked.reasons] });
  const asked = byPolicy('ask');
  if (asked !== undefined) return ask(asked, 'no');
  if (level === 'HIGH' || level === 'DESTRUCTIVE') return ask(verdict('ask', `${level.toLowerCase()}-asks`), 'no');
  if (suspect) return ask(verdict('ask', 'tainted-asks'), 'no');

  if (level === 'SAFE') return verdict('allow', 'read-in-workspace');
  if (byPerson) return verdict('allow', 'asked-by-name');
  if (input.allowedForSession.has(input.digest)) return verdict('allow', 'allowed-for-session');
  const allowed = byPolicy('allow');
  if (allowed !== undefined) return allowed;
  if (input.remembered === true) return verdict('allow', 'remembered');
  const silent = silentByProfile(input, rules);
  if (silent !== undefined) return verdict('allow', silent);
  return ask(verdict('ask', 'moderate-asks'), outside ? 'session' : 'always');
}
