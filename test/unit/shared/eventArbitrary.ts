import fc from 'fast-check';
import type { EventBody, EventType, SessionEvent } from '../../../src/shared/events.ts';
import type { LossReport } from '../../../src/shared/effects.ts';
import type { InfraSummary, InfraUpdate } from '../../../src/shared/infra.ts';

/** Random events of every kind, with all optional fields there or not. */

const text = fc.string({ unit: 'binary', maxLength: 20 });
const id = fc.uuid() as unknown as fc.Arbitrary<never>;
const count = fc.nat();
const flag = fc.boolean();
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<never>;
const actor = fc.record({ kind: fc.constantFrom('human', 'model', 'sub-agent', 'delegated-cli', 'bridge', 'mcp', 'host'), name: text });
const level = fc.constantFrom('SAFE', 'MODERATE', 'HIGH', 'DESTRUCTIVE');

/** A record whose named fields are always there and whose others may be absent. */
function some<T extends object>(fields: { [K in keyof T]-?: fc.Arbitrary<unknown> }, required: (keyof T)[]): fc.Arbitrary<T> {
  return fc.record(fields as { [K in keyof T]: fc.Arbitrary<T[K]> }, { requiredKeys: required as never }) as fc.Arbitrary<T>;
}

const usage = some({ inputTokens: count, outputTokens: count, cacheReadTokens: count, cacheWriteTokens: count, costUsd: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), estimated: flag }, ['inputTokens', 'outputTokens']);
const counts = fc.dictionary(fc.constantFrom('create', 'same', 'delete'), count);

const loss = some<LossReport>({
  headline: text, counts, atLeast: flag, warnings: fc.array(text),
  items: fc.array(some<LossReport['items'][number]>({
    kind: fc.constantFrom('resource', 'file', 'commit', 'data'), name: text, detail: text, operation: fc.constantFrom('delete', 'replace', 'untrack', 'overwrite'),
    because: fc.array(text), stateful: flag, protectDropped: flag, dependents: fc.array(text), id: text,
  }, ['kind', 'name', 'detail', 'operation', 'because', 'stateful']), { maxLength: 2 }),
}, ['headline', 'counts', 'items', 'atLeast', 'warnings']);

const verb = fc.constantFrom('status', 'preview', 'deploy', 'outputs', 'destroy');
const update = some<InfraUpdate>({
  verb, project: text, stack: text, phase: fc.constantFrom('preparing', 'preview', 'update', 'finished'),
  rows: fc.array(some<InfraUpdate['rows'][number]>({
    urn: text, type: text, name: text, parent: text, op: fc.constantFrom('same', 'create', 'delete-replaced', 'import-replacement'),
    state: fc.constantFrom('planned', 'running', 'done', 'failed', 'interrupted'), startedAt: count, endedAt: count, message: text, protect: flag, stateful: flag,
    changes: fc.array(some({ path: text, kind: fc.constantFrom('add', 'delete', 'update'), forcesReplace: flag, before: text, after: text }, ['path', 'kind', 'forcesReplace']), { maxLength: 2 }),
  }, ['urn', 'type', 'name', 'op', 'state', 'changes']), { maxLength: 2 }),
  diagnostics: fc.array(some({ severity: fc.constantFrom('info', 'warning', 'error'), message: text, urn: text }, ['severity', 'message']), { maxLength: 2 }),
}, ['verb', 'project', 'stack', 'phase', 'rows', 'diagnostics']);

const status = some<NonNullable<InfraSummary['status']>>({
  project: text, stack: text, backend: text, resourceCount: count, lastUpdate: text, lastResult: text, lockedBy: text,
  pendingOperations: fc.array(fc.record({ urn: text, type: text }), { maxLength: 2 }),
  resources: fc.array(some({ urn: text, type: text, name: text, id: text, protect: flag, parent: text }, ['urn', 'type', 'name', 'protect']), { maxLength: 2 }),
}, ['project', 'stack', 'backend', 'resourceCount', 'pendingOperations', 'resources']);

const summary = some<InfraSummary>({
  verb, project: text, stack: text, result: fc.constantFrom('succeeded', 'failed', 'cancelled', 'refused'), counts, durationMs: count, loss, error: text, status,
  outputChanges: fc.array(fc.string()), outputs: fc.array(some({ name: text, value: text, secret: flag }, ['name', 'secret']), { maxLength: 2 }),
}, ['verb', 'project', 'stack', 'result', 'counts', 'durationMs']);

const view = fc.oneof(
  fc.record({ kind: fc.constant('text'), text }),
  fc.record({
    kind: fc.constant('command'), command: text, cwd: text, output: text, exitCode: fc.option(count), signal: text, timedOut: flag, truncatedBytes: count, outputFile: text, confinement: fc.constantFrom('read-only' as const, 'workspace' as const),
  }, { requiredKeys: ['kind', 'command', 'cwd', 'output', 'exitCode'] }),
  fc.record({ kind: fc.constant('edit'), path: text, added: count, removed: count, created: flag, diff: text }),
  fc.record({ kind: fc.constant('infra'), summary }),
);

const effect = some({
  kind: fc.constantFrom('read', 'delete', 'power-config', 'secret-read', 'unknown'), target: text, inWorkspace: flag, tracked: flag,
  grantsPower: fc.constant(false), recoverable: fc.constantFrom('git', 'checkpoint', 'trash', 'backup', 'none', 'unknown'), detail: text,
}, ['kind', 'target']);

const request = fc.record({
  approvalId: id, callId: id, digest: text, level, title: text, effects: fc.array(effect, { maxLength: 2 }), reasons: fc.array(text), rememberable: flag, askedBy: actor, expiresAt: count,
  command: fc.record({ text, cwd: text }), diff: fc.record({ path: text, text }), loss, typedTarget: text, always: fc.record({ matches: text, not: fc.array(text), days: count }),
}, { requiredKeys: ['approvalId', 'callId', 'digest', 'level', 'title', 'effects', 'reasons', 'rememberable', 'askedBy', 'expiresAt'] });

const context = some({
  id: text, kind: fc.constantFrom('selection', 'file', 'diagnostic', 'git', 'open-editors', 'rules', 'terminal'), label: text, path: text, startLine: count, endLine: count, text,
}, ['id', 'kind', 'label', 'text']);
const card = fc.record({ code: text, title: text, detail: text, actions: fc.array(fc.constantFrom('set-api-key', 'retry', 'set-up-pulumi'), { maxLength: 2 }) });

type Fields<T extends EventType> = { [K in Exclude<keyof Extract<EventBody, { type: T }>, 'type'>]-?: fc.Arbitrary<unknown> };

/** Fields of each kind; a kind or field that is missing here does not compile. */
const bodies: { [T in EventType]: [fields: Fields<T>, optional?: (keyof Fields<T>)[]] } = {
  'session-created': [{ title: text, cwd: text }],
  'title-changed': [{ title: text }],
  'user-message': [{ messageId: id, text, context: fc.array(context, { maxLength: 2 }) }],
  'run-start': [{ runId: id, provider: text, model: text, intent: text }, ['provider', 'model', 'intent']],
  'assistant-start': [{ runId: id, messageId: id }],
  'text-delta': [{ messageId: id, text }],
  'thinking-delta': [{ messageId: id, text }],
  'assistant-end': [{
    messageId: id, reason: fc.constantFrom('end', 'tool-calls', 'max-tokens', 'refusal', 'interrupted'), usage, replay: fc.record({ provider: text, model: text, blocks: json }),
  }, ['usage', 'replay']],
  'retry-scheduled': [{ runId: id, attempt: count, delayMs: count, reason: text }],
  'tool-call': [{ runId: id, callId: id, messageId: id, name: text, title: text, input: json, providerCallId: text }, ['messageId', 'providerCallId']],
  'tool-start': [{ callId: id, level, rule: text, reasons: fc.array(text) }],
  'tool-output': [{ callId: id, text }],
  'infra-update': [{ callId: id, update }],
  'file-changed': [{ callId: id, change: some({ path: text, before: id, after: id }, ['path', 'after']) }],
  'change-undone': [{ callId: id, paths: fc.array(text) }],
  'tool-end': [{ callId: id, outcome: fc.constantFrom('ok', 'error', 'denied', 'cancelled', 'interrupted', 'cut-off'), forModel: text, view, durationMs: count }, ['view']],
  'approval-requested': [{ request }],
  'approval-resolved': [{ approvalId: id, callId: id, outcome: fc.constantFrom('allow-once', 'allow-session', 'allow-always', 'reject-once', 'cancelled', 'expired'), reason: text }, ['reason']],
  'run-end': [{ runId: id, outcome: fc.constantFrom('done', 'stopped', 'failed', 'interrupted'), error: card, usage }, ['error', 'usage']],
  'run-paused': [{ runId: id }],
  'run-resumed': [{ runId: id }],
  'session-tainted': [{ source: text }],
  notice: [{ level: fc.constantFrom('info', 'warning'), text }],
};

export const EVENT_TYPES = Object.keys(bodies) as EventType[];

/** Random events of one kind. */
export function eventOf(type: EventType): fc.Arbitrary<SessionEvent> {
  const [fields, optional = []] = bodies[type] as [Record<string, fc.Arbitrary<unknown>>, string[]?];
  const all = { sessionId: id, seq: fc.integer({ min: 1 }), at: count, actor, type: fc.constant(type), ...fields };
  return fc.record(all, { requiredKeys: Object.keys(all).filter((key) => !optional.includes(key)) as never }) as unknown as fc.Arbitrary<SessionEvent>;
}
