import type { Actor } from '../shared/effects.ts';
import type { SessionId } from '../shared/ids.ts';
import type { JsonObject } from '../shared/json.ts';
import { auditRule } from './authorise.ts';
import { confirmationFacts, type ConfirmationFacts } from './confirmation.ts';
import { AppError, isAbort } from './errors.ts';
import type { Gate, Permit, Verdict } from './gate.ts';
import type { GateRules } from './policy.ts';
import type { Audit, AuditId } from './ports.ts';
import { redactEffects } from './redactEvents.ts';
import type { Step } from './tool.ts';

/** What a person is asked outside any session, by a native dialog or on the terminal. */
export type Confirmation = ConfirmationFacts;

export interface HostStepPorts {
  gate: Gate;
  digest(value: JsonObject): string;
  audit: Audit;
  /** Resolves false where nobody is there, the target was not typed, or the dialog went away. */
  confirm(confirmation: Confirmation, signal: AbortSignal): Promise<boolean>;
  redact: (text: string) => string;
  logLine: (line: string) => void;
  humanPresent: boolean;
  workspaceTrusted(): boolean;
  rules(): Promise<GateRules>;
  now(): number;
}

/** Side effects that a person starts outside a session, such as setting up Pulumi: same gate, same audit. */
export interface HostSteps {
  /** @throws AppError `denied`, `audit-unwritable` */
  authorize(step: Step, signal: AbortSignal): Promise<Permit>;
  /** Ends the permit and writes the outcome. @param failure what ended the step before it was done */
  revoke(permit: Permit, failure?: unknown): void;
}

/** Stands for "no session" in the audit. */
const NO_SESSION = 'host' as SessionId;
const PERSON: Actor = { kind: 'human', name: 'user' };

export function createHostSteps(ports: HostStepPorts): HostSteps {
  const open = new Map<Permit, AuditId>();
  return {
    async authorize(step, signal) {
      const digest = ports.digest({ action: step.action, binding: step.binding });
      const judge = async (): Promise<Verdict> => {
        const rules = await ports.rules();
        signal.throwIfAborted();
        return ports.gate.decide({
          effects: step.effects, minimumLevel: step.minimumLevel, actor: PERSON, direct: true, humanPresent: ports.humanPresent,
          workspaceTrusted: ports.workspaceTrusted(), digest, allowedForSession: new Set(), rules, subject: { names: [step.action] },
        });
      };
      const verdict = await judge();
      const reasons = [...(step.reasons ?? []), ...verdict.reasons];
      const record = { sessionId: NO_SESSION, at: ports.now(), actor: PERSON, action: step.action, title: ports.redact(step.title), digest, level: verdict.level, rule: auditRule(verdict), effects: redactEffects(step.effects, ports.redact) };
      const asked = verdict.decision === 'ask';
      const allowed = verdict.decision === 'allow' || (asked && await ports.confirm(confirmationFacts(step, verdict, reasons, ports.redact), signal));
      if (!allowed) {
        ports.audit.denied(record, asked ? 'person' : 'rule');
        throw new AppError('denied', `${record.title}: not done\n${asked ? 'It was not confirmed.' : ports.redact(reasons.join('; '))}`);
      }
      signal.throwIfAborted();
      // a policy, a role or the trust may have changed while the question was open, and a denial wins over any answer
      const now = asked ? await judge() : verdict;
      if (now.decision === 'deny') {
        ports.audit.denied({ ...record, rule: auditRule(now) }, 'rule');
        throw new AppError('denied', `${record.title}: not done\n${ports.redact(now.reasons.join('; '))}`);
      }
      const audit = verdict.level === 'SAFE' ? undefined : ports.audit.intent({ ...record, decidedBy: asked ? 'person' : 'rule' });
      const permit = ports.gate.permit(verdict, asked ? digest : undefined, digest);
      if (audit !== undefined) open.set(permit, audit);
      return permit;
    },
    revoke(permit, failure) {
      ports.gate.revoke(permit);
      const audit = open.get(permit);
      open.delete(permit);
      if (audit === undefined) return;
      const outcome = failure === undefined ? 'ok' : isAbort(failure) ? 'cancelled' : 'error';
      try {
        ports.audit.outcome(audit, ports.now(), outcome, failure instanceof Error ? ports.redact(failure.message) : '');
      } catch (error) {
        // the step is over: what it did must not be hidden by a record that cannot be written
        ports.logLine(`The end of audit record ${audit} (${outcome}) could not be written: ${String(error)}`);
      }
    },
  };
}
