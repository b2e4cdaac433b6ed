import type { Actor } from '../shared/effects.ts';
import type { EventBody, ToolOutcome } from '../shared/events.ts';
import type { ApprovalId, CallId, MessageId, RunId, SessionId } from '../shared/ids.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { Approvals } from './approvals.ts';
import type { Gate } from './gate.ts';
import type { GateRules } from './policy.ts';
import type { Audit, RememberedApprovals } from './ports.ts';
import type { Tool } from './tool.ts';

/** What the way from a call to its effect needs; see executor.ts. */
export interface ExecutorPorts {
  tools: ReadonlyMap<string, Tool>;
  gate: Gate;
  /** SHA-256 (hex) of canonical JSON. */
  digest(value: JsonObject): string;
  audit: Audit;
  approvals: Approvals;
  emit: (actor: Actor, ...bodies: EventBody[]) => void;
  /** Takes secrets out of text on its way to model, store and view. */
  redact: (text: string) => string;
  sessionId: SessionId;
  cwd: string;
  humanPresent: boolean;
  workspaceTrusted(): boolean;
  allowedForSession: Set<string>;
  /** Read anew for each decision, so that a changed setting or policy file counts at once. */
  rules(): Promise<GateRules>;
  remembered: RememberedApprovals;
  /** Days that an approval for good lasts. */
  rememberDays(): number;
  /** Text from outside that the session has read. */
  taintedBy(): readonly string[];
  now(): number;
  /** For the output channel; never shown as a message. */
  logLine: (line: string) => void;
  newApprovalId(): ApprovalId;
}

export interface Call {
  runId: RunId;
  callId: CallId;
  messageId?: MessageId;
  name: string;
  input: JsonValue;
  providerCallId?: string;
  actor: Actor;
  /** A person asked for exactly this. */
  direct: boolean;
}

export interface CallResult {
  outcome: ToolOutcome;
  forModel: string;
}
