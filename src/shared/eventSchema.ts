import * as z from 'zod/mini';
import type { AnyEvent, SessionEvent, UnknownEvent } from './events.ts';
import { infraSummary, infraUpdate, lossReport } from './infraSchema.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Same } from './typeCheck.ts';

/**
 * Checks events that come from a file or a socket. Loose: fields that a later version added are kept, and so are
 * events of kinds that this version does not know.
 */

/** Opaque text with the brand of its id type. */
const id = <Id extends string>() => z.string() as unknown as z.ZodMiniType<Id, Id>;
const json = z.custom<JsonValue>(isJson, 'Invalid JSON value');

const actor = z.looseObject({ kind: z.enum(['human', 'model', 'sub-agent', 'delegated-cli', 'bridge', 'mcp', 'host']), name: z.string() });
const level = z.enum(['SAFE', 'MODERATE', 'HIGH', 'DESTRUCTIVE']);
const base = {
  sessionId: id<SessionEvent['sessionId']>(),
  seq: z.int().check(z.minimum(1)),
  at: z.number(),
  actor,
};
const ids = {
  run: id<Extract<SessionEvent, { type: 'run-start' }>['runId']>(),
  message: id<Extract<SessionEvent, { type: 'text-delta' }>['messageId']>(),
  call: id<Extract<SessionEvent, { type: 'tool-output' }>['callId']>(),
  approval: id<Extract<SessionEvent, { type: 'approval-resolved' }>['approvalId']>(),
  blob: id<Extract<SessionEvent, { type: 'file-changed' }>['change']['after']>(),
};

const contextItem = z.looseObject({
  id: z.string(),
  kind: z.enum(['selection', 'file', 'diagnostic', 'git', 'open-editors', 'rules', 'terminal']),
  label: z.string(),
  path: z.optional(z.string()),
  startLine: z.optional(z.number()),
  endLine: z.optional(z.number()),
  text: z.string(),
});

const usage = z.looseObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.optional(z.number()),
  cacheWriteTokens: z.optional(z.number()),
  costUsd: z.optional(z.number()),
  estimated: z.optional(z.boolean()),
});

const errorCard = z.looseObject({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  actions: z.array(z.enum(['set-api-key', 'choose-model', 'retry', 'open-settings', 'show-log', 'set-up-pulumi', 'open-practice-project'])),
});

const toolView = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('text'), text: z.string() }),
  z.looseObject({
    kind: z.literal('command'), command: z.string(), cwd: z.string(), output: z.string(), exitCode: z.nullable(z.number()), signal: z.optional(z.string()),
    timedOut: z.optional(z.boolean()), truncatedBytes: z.optional(z.number()), outputFile: z.optional(z.string()),
    confinement: z.optional(z.enum(['read-only', 'workspace'])),
  }),
  z.looseObject({ kind: z.literal('edit'), path: z.string(), added: z.number(), removed: z.number(), created: z.boolean(), diff: z.string() }),
  z.looseObject({ kind: z.literal('infra'), summary: infraSummary }),
]);

const effect = z.looseObject({
  kind: z.enum(['read', 'write', 'overwrite', 'delete', 'exec', 'network', 'privilege', 'infra', 'git', 'process', 'power-config', 'secret-read', 'unknown']),
  target: z.string(),
  inWorkspace: z.optional(z.boolean()),
  below: z.optional(z.literal(true)),
  tracked: z.optional(z.boolean()),
  recoverable: z.optional(z.enum(['git', 'checkpoint', 'trash', 'backup', 'none', 'unknown'])),
  access: z.optional(z.enum(['read', 'write'])),
  grantsPower: z.optional(z.literal(false)),
  detail: z.optional(z.string()),
  words: z.optional(z.string()),
});

const approvalRequest = z.looseObject({
  approvalId: ids.approval,
  callId: ids.call,
  digest: z.string(),
  level,
  title: z.string(),
  effects: z.array(effect),
  reasons: z.array(z.string()),
  parts: z.optional(z.array(z.looseObject({ text: z.string(), effects: z.array(effect) }))),
  command: z.optional(z.looseObject({
    text: z.string(), cwd: z.string(), decoded: z.optional(z.array(z.looseObject({ encoded: z.string(), text: z.string() }))),
  })),
  diff: z.optional(z.looseObject({ path: z.string(), text: z.string() })),
  loss: z.optional(lossReport),
  recoverability: z.optional(z.string()),
  dryRun: z.optional(z.string()),
  alternative: z.optional(z.string()),
  taint: z.optional(z.string()),
  typedTarget: z.optional(z.string()),
  rememberable: z.boolean(),
  always: z.optional(z.looseObject({ matches: z.string(), not: z.array(z.string()), days: z.number() })),
  askedBy: actor,
  channel: z.optional(z.enum(['chat', 'plain-words', 'slash-command', 'code-action', 'button', 'command-line', 'bridge', 'mcp', 'editor-tool', 'delegated-cli'])),
  expiresAt: z.number(),
});

const sessionEvent = z.discriminatedUnion('type', [
  z.looseObject({ ...base, type: z.literal('session-created'), title: z.string(), cwd: z.string() }),
  z.looseObject({ ...base, type: z.literal('title-changed'), title: z.string() }),
  z.looseObject({ ...base, type: z.literal('user-message'), messageId: ids.message, text: z.string(), context: z.array(contextItem) }),
  z.looseObject({ ...base, type: z.literal('run-start'), runId: ids.run, provider: z.optional(z.string()), model: z.optional(z.string()), intent: z.optional(z.string()) }),
  z.looseObject({ ...base, type: z.literal('assistant-start'), runId: ids.run, messageId: ids.message }),
  z.looseObject({ ...base, type: z.literal('text-delta'), messageId: ids.message, text: z.string() }),
  z.looseObject({ ...base, type: z.literal('thinking-delta'), messageId: ids.message, text: z.string() }),
  z.looseObject({
    ...base, type: z.literal('assistant-end'), messageId: ids.message, reason: z.enum(['end', 'tool-calls', 'max-tokens', 'refusal', 'interrupted']),
    usage: z.optional(usage), replay: z.optional(z.looseObject({ provider: z.string(), model: z.string(), blocks: json })),
  }),
  z.looseObject({ ...base, type: z.literal('retry-scheduled'), runId: ids.run, attempt: z.number(), delayMs: z.number(), reason: z.string() }),
  z.looseObject({
    ...base, type: z.literal('tool-call'), runId: ids.run, callId: ids.call, messageId: z.optional(ids.message), name: z.string(), title: z.string(), input: json,
    providerCallId: z.optional(z.string()),
  }),
  z.looseObject({ ...base, type: z.literal('tool-checking'), callId: ids.call, text: z.string() }),
  z.looseObject({ ...base, type: z.literal('tool-start'), callId: ids.call, level, rule: z.string(), reasons: z.array(z.string()) }),
  z.looseObject({ ...base, type: z.literal('tool-output'), callId: ids.call, text: z.string() }),
  z.looseObject({ ...base, type: z.literal('infra-update'), callId: ids.call, update: infraUpdate }),
  z.looseObject({ ...base, type: z.literal('file-changed'), callId: ids.call, change: z.looseObject({ path: z.string(), before: z.optional(ids.blob), after: ids.blob }) }),
  z.looseObject({ ...base, type: z.literal('change-undone'), callId: ids.call, paths: z.array(z.string()) }),
  z.looseObject({
    ...base, type: z.literal('tool-end'), callId: ids.call, outcome: z.enum(['ok', 'error', 'denied', 'cancelled', 'interrupted', 'cut-off']), forModel: z.string(),
    view: z.optional(toolView), durationMs: z.number(),
  }),
  z.looseObject({ ...base, type: z.literal('approval-requested'), request: approvalRequest }),
  z.looseObject({
    ...base, type: z.literal('approval-resolved'), approvalId: ids.approval, callId: ids.call,
    outcome: z.enum(['allow-once', 'allow-session', 'allow-always', 'reject-once', 'cancelled', 'expired']), reason: z.optional(z.string()),
  }),
  z.looseObject({
    ...base, type: z.literal('run-end'), runId: ids.run, outcome: z.enum(['done', 'stopped', 'failed', 'interrupted']), error: z.optional(errorCard), usage: z.optional(usage),
  }),
  z.looseObject({ ...base, type: z.literal('run-paused'), runId: ids.run }),
  z.looseObject({ ...base, type: z.literal('run-resumed'), runId: ids.run }),
  z.looseObject({ ...base, type: z.literal('session-tainted'), source: z.string() }),
  z.looseObject({ ...base, type: z.literal('notice'), level: z.enum(['info', 'warning']), text: z.string() }),
]);

true satisfies Same<z.infer<typeof sessionEvent>, SessionEvent>;

/** Of an unknown kind only what orders it must hold; its actor may be of a kind that is unknown too. */
const unknownEvent = z.looseObject({ sessionId: base.sessionId, seq: base.seq, at: base.at, type: z.string() });
const KINDS: ReadonlySet<string> = new Set(sessionEvent.def.options.flatMap((option) => option.def.shape.type.def.values));

export type ParsedEvent = { ok: true; event: AnyEvent } | { ok: false; error: Error };

/**
 * Checks a value that JSON text gave. A known kind comes back as the very value, unknown fields and all; an unknown
 * kind is wrapped and keeps its original for `serializeEvent`.
 */
export function parseEvent(value: unknown): ParsedEvent {
  const { type } = (value ?? {}) as { type?: unknown };
  if (typeof type === 'string' && KINDS.has(type)) {
    const parsed = sessionEvent.safeParse(value);
    return parsed.success ? { ok: true, event: value as SessionEvent } : { ok: false, error: new Error(`event "${type}" is malformed: ${issuesOf(parsed.error)}`) };
  }
  const parsed = unknownEvent.safeParse(value);
  if (!parsed.success) return { ok: false, error: new Error(`not an event: ${issuesOf(parsed.error)}`) };
  if (!isJson(value)) return { ok: false, error: new Error('not an event: it holds something that JSON cannot') };
  const known = actor.safeParse(parsed.data['actor']);
  const event: UnknownEvent = {
    type: 'unknown', sessionId: parsed.data.sessionId, seq: parsed.data.seq, at: parsed.data.at,
    actor: known.success ? known.data : { kind: 'host', name: 'unknown' }, original: value as JsonObject,
  };
  return { ok: true, event };
}

/** What to write or send: the event, or the original of one of an unknown kind. */
export function serializeEvent(event: AnyEvent): SessionEvent | JsonObject {
  return event.type === 'unknown' ? event.original : event;
}

function issuesOf(error: { issues: readonly z.core.$ZodIssue[] }): string {
  return error.issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.') || 'value'}: ${issue.message || issue.code}`).join('; ');
}

/** True for what survives a round trip through JSON text; fields that are `undefined` count as absent, as there. */
function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isJson);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every((field) => field === undefined || isJson(field));
}
