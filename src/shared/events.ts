import type { Actor, Channel, JudgedEffect, Level, LossReport } from './effects.ts';
import type { ApprovalId, BlobId, CallId, MessageId, RunId, SessionId } from './ids.ts';
import type { InfraSummary, InfraUpdate } from './infra.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** What every event carries. `seq` starts at 1 in each session and has no gaps. */
export interface EventBase {
  sessionId: SessionId;
  seq: number;
  /** Milliseconds since the epoch. */
  at: number;
  actor: Actor;
}

/** A piece of editor context that goes with a user message; shown as a removable chip. */
export interface ContextItem {
  id: string;
  kind: 'selection' | 'file' | 'diagnostic' | 'git' | 'open-editors' | 'rules' | 'terminal';
  /** Chip text, e.g. `cart.ts:12-20`. */
  label: string;
  /** Workspace-relative path with `/`, where the item comes from a file. */
  path?: string;
  /** One-based, inclusive. */
  startLine?: number;
  endLine?: number;
  text: string;
}

/**
 * Tokens as the provider reported them; `estimated` where it did not. `inputTokens` is without those read from or written
 * to the provider's cache, in every dialect.
 */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  /** US dollars; absent means "price unknown", never zero. */
  costUsd?: number;
  estimated?: boolean;
}

export type ErrorAction =
  | 'set-api-key' | 'choose-model' | 'retry' | 'open-settings' | 'show-log' | 'set-up-pulumi' | 'open-practice-project';

/** What an error card shows: what happened and what to do next. */
export interface ErrorCard {
  /** Stable code of the error catalogue, e.g. `model-unauthorized`. */
  code: string;
  title: string;
  detail: string;
  actions: ErrorAction[];
}

/** The user's half of a tool result. Text is bounded (64 KiB); what is larger lies in `outputFile`. */
export type ToolView =
  | { kind: 'text'; text: string }
  | { kind: 'command'; command: string; cwd: string; output: string; exitCode: number | null; signal?: string; timedOut?: boolean; truncatedBytes?: number; outputFile?: string; confinement?: 'read-only' | 'workspace' }
  | { kind: 'edit'; path: string; added: number; removed: number; created: boolean; diff: string }
  | { kind: 'infra'; summary: InfraSummary };

export interface FileChange {
  /** Absolute path. */
  path: string;
  /** Absent where the file did not exist. */
  before?: BlobId;
  after: BlobId;
}

export type ToolOutcome = 'ok' | 'error' | 'denied' | 'cancelled' | 'interrupted' | 'cut-off';

/** A command whole and as it is; `decoded` says what encoded pieces of it mean. */
export interface CommandText {
  text: string;
  cwd: string;
  decoded?: { encoded: string; text: string }[];
}

export interface ApprovalPart {
  text: string;
  effects: JudgedEffect[];
}

/** What the host computed for one confirmation. Nothing in it comes from a model but `command.text` and `diff`, shown whole. */
export interface ApprovalRequest {
  approvalId: ApprovalId;
  callId: CallId;
  /** SHA-256 (hex) over the exact action; re-computed before it starts. */
  digest: string;
  level: Level;
  title: string;
  effects: JudgedEffect[];
  /** Facts that no effect says. */
  reasons: string[];
  /** Each command of a line with its own effects, where there are several. */
  parts?: ApprovalPart[];
  command?: CommandText;
  /** Unified diff of a file change. */
  diff?: { path: string; text: string };
  loss?: LossReport;
  /** Whether and how it can be brought back, in sentences. */
  recoverability?: string;
  /** What a trial without effects said. */
  dryRun?: string;
  /** A safer way to the same end, one sentence. */
  alternative?: string;
  /** What untrusted text the session has read. */
  taint?: string;
  /** DESTRUCTIVE: exactly this must be typed. */
  typedTarget?: string;
  /** MODERATE only: may be allowed for the rest of the session. */
  rememberable: boolean;
  /** MODERATE only: may be allowed for good, and what that will and will not match. */
  always?: AlwaysOffer;
  askedBy: Actor;
  channel?: Channel;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** What "always" means for one action, computed by the host and shown before it is saved. */
export interface AlwaysOffer {
  /** One sentence: what exactly is matched, where, and as long as what stays as it is. */
  matches: string;
  /** What is not matched although one might think so. */
  not: string[];
  days: number;
}

export type ApprovalOutcome = 'allow-once' | 'allow-session' | 'allow-always' | 'reject-once' | 'cancelled' | 'expired';

export type RunOutcome = 'done' | 'stopped' | 'failed' | 'interrupted';

/** The body of each event kind. Starts have exactly one end, also after abort or crash. */
export type EventBody =
  | { type: 'session-created'; title: string; cwd: string }
  | { type: 'title-changed'; title: string }
  | { type: 'user-message'; messageId: MessageId; text: string; context: ContextItem[] }
  | { type: 'run-start'; runId: RunId; provider?: string; model?: string; intent?: string }
  | { type: 'assistant-start'; runId: RunId; messageId: MessageId }
  | { type: 'text-delta'; messageId: MessageId; text: string }
  | { type: 'thinking-delta'; messageId: MessageId; text: string }
  | { type: 'assistant-end'; messageId: MessageId; reason: 'end' | 'tool-calls' | 'max-tokens' | 'refusal' | 'interrupted'; usage?: Usage; replay?: { provider: string; model: string; blocks: JsonValue } }
  | { type: 'retry-scheduled'; runId: RunId; attempt: number; delayMs: number; reason: string }
  | { type: 'tool-call'; runId: RunId; callId: CallId; messageId?: MessageId; name: string; title: string; input: JsonValue; providerCallId?: string }
  | { type: 'tool-checking'; callId: CallId; text: string }
  | { type: 'tool-start'; callId: CallId; level: Level; rule: string; reasons: string[] }
  | { type: 'tool-output'; callId: CallId; text: string }
  | { type: 'infra-update'; callId: CallId; update: InfraUpdate }
  | { type: 'file-changed'; callId: CallId; change: FileChange }
  | { type: 'change-undone'; callId: CallId; paths: string[] }
  | { type: 'tool-end'; callId: CallId; outcome: ToolOutcome; forModel: string; view?: ToolView; durationMs: number }
  | { type: 'approval-requested'; request: ApprovalRequest }
  | { type: 'approval-resolved'; approvalId: ApprovalId; callId: CallId; outcome: ApprovalOutcome; reason?: string }
  | { type: 'run-end'; runId: RunId; outcome: RunOutcome; error?: ErrorCard; usage?: Usage }
  | { type: 'run-paused'; runId: RunId }
  | { type: 'run-resumed'; runId: RunId }
  /** The session has read text that somebody else may have written: from then on more asks. */
  | { type: 'session-tainted'; source: string }
  | { type: 'notice'; level: 'info' | 'warning'; text: string };

export type SessionEvent = EventBase & EventBody;
export type EventType = EventBody['type'];

/** An event of a later version: kept byte for byte, shown as nothing. */
export interface UnknownEvent extends EventBase {
  type: 'unknown';
  original: JsonObject;
}
export type AnyEvent = SessionEvent | UnknownEvent;
