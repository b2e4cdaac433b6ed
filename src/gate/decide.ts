import type { DecisionInput, Verdict } from '../core/gate.ts';
import { LEVELS } from '../shared/effects.ts';
import { levelOf } from './level.ts';

/** Effects → level → verdict. Pure; order in every mode: deny, then ask, then allow (DESIGN 1.1). */
export function decide(input: DecisionInput): Verdict {
  const { level, reasons } = levelOf(input.effects, input.minimumLevel);
  const verdict = (decision: Verdict['decision'], rule: string, ...first: string[]): Verdict => ({ decision, level, rule, reasons: [...first, ...reasons] });

  if (level !== 'SAFE' && !input.workspaceTrusted) {
    return verdict('deny', 'workspace-untrusted', 'This workspace is not trusted, so only reading is allowed. Trust it to do more.');
  }
  if (level === 'SAFE') return verdict('allow', 'read-in-workspace');
  const isModerate = LEVELS.indexOf(level) <= LEVELS.indexOf('MODERATE');
  if (isModerate && input.direct && input.actor.kind === 'human') return verdict('allow', 'asked-by-name');
  if (isModerate && input.allowedForSession.has(input.digest)) return verdict('allow', 'allowed-for-session');
  if (!input.humanPresent) return verdict('deny', 'nobody-to-ask', 'This needs the approval of a person, and nobody is here to ask.');
  return verdict('ask', `${level.toLowerCase()}-asks`);
}
