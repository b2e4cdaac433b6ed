import type { Effect, JudgedEffect } from '../shared/effects.ts';
import type { ApprovalRequest } from '../shared/events.ts';
import { visibleText } from '../shared/visible.ts';
import type { Verdict } from './gate.ts';
import { recoverabilityOf } from './recoverability.ts';
import { redactEffects } from './redactEvents.ts';
import { redactLoss } from './redactInfra.ts';
import type { Proposal, Step } from './tool.ts';

/** What is typed for a DESTRUCTIVE action that has no name of its own. */
const DEFAULT_TYPED_TARGET = 'destroy';
const MAX_TYPED_TARGET = 200;

/** Where a name is empty, a bare Enter would be its confirmation; where nobody can type it, nothing would be. */
const canBeTyped = (target: string | undefined): boolean => target !== undefined && target !== '' && target === target.trim() && !/[\n\t]/.test(target) && target.length <= MAX_TYPED_TARGET && visibleText(target) === target;

/** What a person is told about a step, whoever asks and wherever it is shown. */
export type ConfirmationFacts = Omit<ApprovalRequest, 'approvalId' | 'callId' | 'digest' | 'rememberable' | 'askedBy' | 'channel' | 'expiresAt' | 'taint'>;

/**
 * Secrets are left out of all of it but the command, which is shown whole and as it will run: what is confirmed must be what is seen.
 * @param reasons the step's, then the gate's; what an effect says already is left out
 */
export function confirmationFacts(step: Step & Partial<Proposal>, verdict: Verdict, reasons: readonly string[], redact: (text: string) => string): ConfirmationFacts {
  const { command, loss, dryRun, alternative } = step;
  const diff = step.diff === undefined ? undefined : { ...step.diff, text: redact(step.diff.text) };
  const hides = diff !== undefined && diff.text !== step.diff?.text;
  const listed = new Set(verdict.judged?.map(({ reason }) => reason));
  const parts = step.parts !== undefined && step.parts.length > 1 ? step.parts : undefined;
  const recoverability = recoverabilityOf(step.effects);
  const judged = (effects: readonly Effect[]): JudgedEffect[] => redactEffects(judgedEffects(effects, step.effects, verdict), redact);
  return {
    level: verdict.level, title: redact(step.title), effects: judged(step.effects),
    reasons: [...new Set([...(hides ? ['Parts of the change look like secrets and are not shown below.'] : []), ...reasons.filter((reason) => !listed.has(reason)).map(redact)])],
    ...(parts === undefined ? {} : { parts: parts.map(({ text, effects }) => ({ text: redact(text), effects: judged(effects) })) }),
    ...(command === undefined ? {} : { command }),
    ...(diff === undefined ? {} : { diff }),
    ...(loss === undefined ? {} : { loss: redactLoss(loss, redact) }),
    ...(recoverability === undefined ? {} : { recoverability }),
    ...(dryRun === undefined ? {} : { dryRun: redact(dryRun) }),
    ...(alternative === undefined ? {} : { alternative: redact(alternative) }),
    ...(verdict.level === 'DESTRUCTIVE' ? { typedTarget: [step.typedTarget, verdict.typedTarget].find(canBeTyped) ?? DEFAULT_TYPED_TARGET } : {}),
  };
}

/** Effects with the words that the gate found for the same ones. */
function judgedEffects(effects: readonly Effect[], all: readonly Effect[], verdict: Verdict): JudgedEffect[] {
  return effects.map((effect) => {
    const words = verdict.judged?.[all.findIndex(({ kind, target }) => kind === effect.kind && target === effect.target)]?.words;
    return words === undefined ? effect : { ...effect, words };
  });
}
