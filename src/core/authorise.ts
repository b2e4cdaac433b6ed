import type { Actor, Effect, Level } from '../shared/effects.ts';
import type { ApprovalOutcome, ApprovalRequest, ToolOutcome } from '../shared/events.ts';
import type { SessionId } from '../shared/ids.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Call, ExecutorPorts } from './call.ts';
import { confirmationFacts } from './confirmation.ts';
import { AppError, errorText } from './errors.ts';
import type { Permit, Verdict } from './gate.ts';
import type { AuditId } from './ports.ts';
import { redactEffects } from './redactEvents.ts';
import { isRemembered, memoryKey, noteUse, offerOf, remember } from './remembering.ts';
import { taintSentence } from './taint.ts';
import type { Proposal, Step } from './tool.ts';

/** From a step to its permit: gate, a person's answer, audit intent, digest (DESIGN 2). */

/** Milliseconds until an unanswered request expires. */
export const APPROVAL_LIFETIME_MS = 10 * 60_000;

export interface Authorised {
  /** As the gate gave it: the permit is made from this very object. */
  verdict: Verdict;
  /** The tool's facts, then the gate's. */
  reasons: string[];
  digest: string;
  approvedDigest?: string;
}

/** A call that may not run, with the text that tells the model why and what would be allowed. */
export class DeniedError extends Error {
  readonly outcome: ToolOutcome;
  constructor(outcome: ToolOutcome, message: string) {
    super(message);
    this.outcome = outcome;
  }
}

/** @throws DeniedError where rule, person, expiry or abort said no */
export async function authorise(ports: ExecutorPorts, call: Call, step: Step & Partial<Proposal>, signal: AbortSignal): Promise<Authorised> {
  const digest = actionDigest(ports, call, step.action, step.binding);
  const key = memoryKey(ports, call, step);
  const verdict = await judge(ports, call, step, digest, key, signal);
  const reasons = [...(step.reasons ?? []), ...verdict.reasons];
  if (verdict.decision === 'deny') throw deny(ports, call, step, verdict, digest);
  if (verdict.decision === 'allow') {
    if (verdict.rule === 'remembered' && key !== undefined) noteUse(ports, key);
    return { verdict, reasons, digest };
  }
  const { outcome, reason } = await askPerson(ports, call, step, { verdict, reasons, digest }, signal);
  if (outcome === 'allow-once' || outcome === 'allow-session' || outcome === 'allow-always') {
    // a policy, a role or the trust may have changed while the question was open, and a denial wins over any answer
    const now = await judge(ports, call, step, digest, key, signal);
    if (now.decision === 'deny') throw deny(ports, call, step, now, digest);
    if (outcome === 'allow-session') ports.allowedForSession.add(digest);
    // what was read while the question was open may have been written to get this answer
    if (outcome === 'allow-always' && now.rememberable === 'always' && key !== undefined && step.memory !== undefined) remember(ports, key, step.memory);
    return { verdict, reasons, digest, approvedDigest: digest };
  }
  ports.audit.denied(auditRecord(ports, call, step, verdict, digest), deniedBy(outcome));
  if (outcome === 'cancelled') throw new DeniedError('cancelled', 'The run was stopped while this waited for confirmation. Nothing was done.');
  if (outcome === 'expired') throw new DeniedError('denied', 'Nobody answered the confirmation in time. Nothing was done.');
  throw new DeniedError('denied', `The user rejected this. Nothing was done.${reason ? ` The user's reason: ${reason}` : ' Ask what to do instead, do not try the same again.'}`);
}

async function judge(ports: ExecutorPorts, call: Call, step: Step & Partial<Proposal>, digest: string, key: string | undefined, signal: AbortSignal): Promise<Verdict> {
  const rules = await ports.rules();
  signal.throwIfAborted();
  return ports.gate.decide({
    effects: step.effects, minimumLevel: step.minimumLevel, actor: call.actor, direct: call.direct, humanPresent: ports.humanPresent,
    workspaceTrusted: ports.workspaceTrusted(), digest, allowedForSession: ports.allowedForSession,
    rules, taintedBy: ports.taintedBy(), remembered: isRemembered(ports, key),
    subject: { names: [call.name, step.action], ...(step.commandWords === undefined ? {} : { command: step.commandWords }) },
  });
}

/** Writes the denial by rule and gives the error that says it. */
function deny(ports: ExecutorPorts, call: Call, step: Step, verdict: Verdict, digest: string): DeniedError {
  ports.audit.denied(auditRecord(ports, call, step, verdict, digest), 'rule');
  const reasons = [...(step.reasons ?? []), ...verdict.reasons].join('; ');
  const instead = verdict.level === 'SAFE' ? '' : ' Reading files inside the workspace needs no approval.';
  return new DeniedError('denied', `Not allowed (${verdict.level}): ${reasons}. Nothing was done.${instead}`);
}

async function askPerson(
  ports: ExecutorPorts, call: Call, step: Step & Partial<Proposal>, authorised: Authorised, signal: AbortSignal,
): Promise<{ outcome: ApprovalOutcome; reason?: string }> {
  const now = ports.now();
  const request = requestFor(ports, call, step, authorised, now);
  const { approvalId } = request;
  const shown = new AbortController();
  const answered = ports.approvals.ask(request, now, AbortSignal.any([signal, shown.signal]));
  try {
    ports.emit(call.actor, { type: 'approval-requested', request });
  } catch (error) {
    // nobody saw the question, so nobody may answer it
    shown.abort();
    throw error;
  }
  const resolution = await answered;
  ports.emit({ kind: 'human', name: 'user' }, { type: 'approval-resolved', approvalId, callId: call.callId, ...resolution });
  return resolution;
}

function requestFor(ports: ExecutorPorts, call: Call, step: Step & Partial<Proposal>, { verdict, reasons, digest }: Authorised, now: number): ApprovalRequest {
  // said in a place of its own, not once more as a reason
  const taint = taintSentence(ports.taintedBy());
  const isTainted = taint !== undefined && reasons.includes(taint);
  const mayBeKept = verdict.level === 'MODERATE' && (verdict.rememberable ?? 'no') !== 'no' && step.rememberable !== false;
  return {
    ...confirmationFacts(step, verdict, reasons.filter((reason) => reason !== taint), ports.redact), approvalId: ports.newApprovalId(), callId: call.callId, digest,
    rememberable: mayBeKept, askedBy: call.actor, expiresAt: now + APPROVAL_LIFETIME_MS,
    ...(mayBeKept && verdict.rememberable === 'always' && step.memory !== undefined ? { always: offerOf(ports, step.memory) } : {}),
    ...(call.channel === undefined ? {} : { channel: call.channel }),
    ...(isTainted ? { taint: ports.redact(taint) } : {}),
  };
}

/** Writes the intent, then says that the call runs. No intent record, no action (invariant 4). */
export function start(ports: ExecutorPorts, call: Call, step: Step, authorised: Authorised): AuditId {
  const audit = ports.audit.intent({
    ...auditRecord(ports, call, step, authorised.verdict, authorised.digest),
    decidedBy: authorised.approvedDigest === undefined ? 'rule' : 'person',
  });
  try {
    ports.emit(call.actor, { type: 'tool-start', callId: call.callId, level: authorised.verdict.level, rule: authorised.verdict.rule, reasons: authorised.reasons.map(ports.redact) });
  } catch (error) {
    recordOutcome(ports, audit, 'refused', errorText(error));
    throw error;
  }
  return audit;
}

/** Makes the permit, where the action still is what was decided. @throws AppError `approval-stale`, `not-approved` */
export function release(ports: ExecutorPorts, audit: AuditId, authorised: Authorised, currentDigest: string): Permit {
  try {
    if (currentDigest !== authorised.digest) {
      throw new AppError('approval-stale', 'What this would do changed after it was decided, so nothing was done. Look again and ask anew.');
    }
    return ports.gate.permit(authorised.verdict, authorised.approvedDigest, currentDigest);
  } catch (error) {
    recordOutcome(ports, audit, 'refused', errorText(error));
    throw error;
  }
}

/** What an approval is bound to. */
export function actionDigest(ports: ExecutorPorts, call: Call, action: string, binding: JsonObject): string {
  return ports.digest({ tool: call.name, action, cwd: ports.cwd, actor: { kind: call.actor.kind, name: call.actor.name }, binding });
}

function auditRecord(ports: ExecutorPorts, call: Call, step: Pick<Step, 'action' | 'title' | 'effects'>, verdict: Verdict, digest: string): {
  sessionId: SessionId; at: number; actor: Actor; action: string; title: string; digest: string; level: Level; rule: string; effects: Effect[];
} {
  return { sessionId: ports.sessionId, at: ports.now(), actor: call.actor, action: step.action, title: ports.redact(step.title), digest, level: verdict.level, rule: auditRule(verdict), effects: redactEffects(step.effects, ports.redact) };
}

/** The action is over: a record that cannot be written must not hide what it did. Without it the next intent fails, so nothing more runs. */
export function recordOutcome(ports: ExecutorPorts, audit: AuditId, outcome: 'ok' | 'error' | 'cancelled' | 'refused', detail: string): void {
  try {
    ports.audit.outcome(audit, ports.now(), outcome, ports.redact(detail));
  } catch (error) {
    ports.logLine(`The end of audit record ${audit} (${outcome}) could not be written: ${errorText(error)}`);
  }
}

/** A policy's rule is told with the digest of the file that held it: files change, the record stays. */
export function auditRule({ rule, policyDigest }: Verdict): string {
  return policyDigest === undefined ? rule : `${rule}@${policyDigest}`;
}

function deniedBy(outcome: ApprovalOutcome): 'person' | 'expiry' | 'abort' {
  return outcome === 'expired' ? 'expiry' : outcome === 'cancelled' ? 'abort' : 'person';
}
