import type {
  AnyEvent, ApprovalOutcome, ApprovalRequest, ContextItem, ErrorCard, FileChange, RunOutcome, ToolOutcome, ToolView, Usage,
} from './events.ts';
import type { Level } from './effects.ts';
import type { CallId, MessageId, RunId } from './ids.ts';
import type { InfraPhase, InfraUpdate, InfraVerb, ResourceRow } from './infra.ts';
import type { JsonValue } from './json.ts';

/** Everything a person sees of a session, computed from its events alone; host and webview share this reducer. */

export interface UserItem {
  kind: 'user';
  id: MessageId;
  at: number;
  text: string;
  context: ContextItem[];
}

export interface AssistantItem {
  kind: 'assistant';
  id: MessageId;
  runId: RunId;
  at: number;
  text: string;
  thinking: string;
  status: 'streaming' | 'done' | 'interrupted';
  reason?: 'end' | 'tool-calls' | 'max-tokens' | 'refusal' | 'interrupted';
}

/** The live tree of an infrastructure verb; `rows` keep the order in which they were first seen. */
export interface InfraProgress {
  verb: InfraVerb;
  project: string;
  stack: string;
  phase: InfraPhase;
  rows: ResourceRow[];
  diagnostics: InfraUpdate['diagnostics'];
}

export interface ApprovalState extends ApprovalRequest {
  outcome?: ApprovalOutcome;
  reason?: string;
}

export interface ToolItem {
  kind: 'tool';
  id: CallId;
  runId: RunId;
  at: number;
  name: string;
  title: string;
  input: JsonValue;
  state: 'pending' | 'awaiting-approval' | 'running' | 'ended';
  level?: Level;
  reasons: string[];
  /** Newest part of the live output, at most `OUTPUT_TAIL` characters. */
  output: string;
  approval?: ApprovalState;
  infra?: InfraProgress;
  changes: FileChange[];
  undone: boolean;
  outcome?: ToolOutcome;
  forModel?: string;
  view?: ToolView;
  durationMs?: number;
}

/** The end of a run that did not simply succeed, or a remark of the host. */
export interface NoticeItem {
  kind: 'notice';
  id: string;
  at: number;
  level: 'info' | 'warning' | 'error';
  text: string;
  error?: ErrorCard;
}

export type Item = UserItem | AssistantItem | ToolItem | NoticeItem;

export type SessionStatus = 'idle' | 'running' | 'awaiting-approval' | 'paused' | 'stopped' | 'failed';

export interface SessionState {
  /** Sequence number of the newest event applied; 0 in an empty state. */
  seq: number;
  title: string;
  cwd: string;
  status: SessionStatus;
  items: Item[];
  /** The open run, if any. */
  run?: { id: RunId; startedAt: number; provider?: string; model?: string; retry?: { attempt: number; until: number; reason: string } };
  usage: Usage;
  /** What text from outside the session has read, at most `MAX_SOURCES` of it; absent while it has read none. */
  taintedBy?: string[];
  /** Items before the first one held here; the webview loads them page by page. */
  earlier: number;
}

/** Characters of live tool output that are kept in the state. */
export const OUTPUT_TAIL = 16_384;

/** Sources of outside text that are kept by name. */
export const MAX_SOURCES = 5;

export function emptySession(): SessionState {
  return { seq: 0, title: '', cwd: '', status: 'idle', items: [], usage: { inputTokens: 0, outputTokens: 0 }, earlier: 0 };
}

/**
 * Applies one event and returns the new state; the old one stays as it was, items that did not change are shared.
 * Events that name an item that is not held (an earlier page) change nothing but `seq`.
 */
export function reduceSession(state: SessionState, event: AnyEvent): SessionState {
  const next = reduceBody(state, event);
  return { ...next, seq: event.seq };
}

function reduceBody(state: SessionState, event: AnyEvent): SessionState {
  switch (event.type) {
    case 'session-created':
      return { ...state, title: event.title, cwd: event.cwd };
    case 'title-changed':
      return { ...state, title: event.title };
    case 'user-message':
      return append(state, { kind: 'user', id: event.messageId, at: event.at, text: event.text, context: event.context });
    case 'run-start':
      return { ...state, status: 'running', run: { id: event.runId, startedAt: event.at, provider: event.provider, model: event.model } };
    case 'run-end':
      return endRun(state, event.at, event.runId, event.outcome, event.error, event.usage);
    case 'run-paused':
      return { ...state, status: 'paused' };
    case 'run-resumed':
      return { ...state, status: 'running' };
    case 'retry-scheduled':
      return state.run === undefined ? state
        : { ...state, run: { ...state.run, retry: { attempt: event.attempt, until: event.at + event.delayMs, reason: event.reason } } };
    case 'assistant-start':
      return append(clearRetry(state), { kind: 'assistant', id: event.messageId, runId: event.runId, at: event.at, text: '', thinking: '', status: 'streaming' });
    case 'text-delta':
      return changeItem(state, 'assistant', event.messageId, (item) => ({ ...item, text: item.text + event.text }));
    case 'thinking-delta':
      return changeItem(state, 'assistant', event.messageId, (item) => ({ ...item, thinking: item.thinking + event.text }));
    case 'assistant-end':
      return changeItem(addUsage(state, event.usage), 'assistant', event.messageId, (item) => ({
        ...item, reason: event.reason, status: event.reason === 'interrupted' ? 'interrupted' : 'done',
      }));
    case 'tool-call':
      return append(state, {
        kind: 'tool', id: event.callId, runId: event.runId, at: event.at, name: event.name, title: event.title, input: event.input,
        state: 'pending', reasons: [], output: '', changes: [], undone: false,
      });
    case 'tool-start':
      return changeTool(state, event.callId, (item) => ({ ...item, state: 'running', level: event.level, reasons: event.reasons }));
    case 'tool-output':
      return changeTool(state, event.callId, (item) => ({ ...item, output: (item.output + event.text).slice(-OUTPUT_TAIL) }));
    case 'infra-update':
      return changeTool(state, event.callId, (item) => ({ ...item, infra: mergeInfra(item.infra, event.update) }));
    case 'file-changed':
      return changeTool(state, event.callId, (item) => ({ ...item, changes: [...item.changes, event.change] }));
    case 'change-undone':
      return changeTool(state, event.callId, (item) => ({ ...item, undone: true }));
    case 'tool-end':
      return changeTool(state, event.callId, (item) => ({
        ...item, state: 'ended', outcome: event.outcome, forModel: event.forModel, view: event.view, durationMs: event.durationMs,
      }));
    case 'approval-requested':
      return withApprovalStatus(changeTool(state, event.request.callId, (item) => ({
        ...item, state: 'awaiting-approval', level: event.request.level, approval: event.request,
      })));
    case 'approval-resolved':
      return withApprovalStatus(changeTool(state, event.callId, (item) =>
        item.approval?.approvalId !== event.approvalId ? item
          : { ...item, state: 'pending', approval: { ...item.approval, outcome: event.outcome, reason: event.reason } }));
    case 'notice':
      return append(state, { kind: 'notice', id: `notice-${event.seq}`, at: event.at, level: event.level, text: event.text });
    case 'session-tainted':
      return { ...state, taintedBy: [...new Set([...(state.taintedBy ?? []), event.source])].slice(0, MAX_SOURCES) };
    case 'unknown':
      return state;
  }
}

function append(state: SessionState, item: Item): SessionState {
  return { ...state, items: [...state.items, item] };
}

function changeItem<K extends Item['kind']>(
  state: SessionState, kind: K, id: string, change: (item: Extract<Item, { kind: K }>) => Item,
): SessionState {
  const index = state.items.findLastIndex((item) => item.kind === kind && item.id === id);
  const item = state.items[index];
  if (item === undefined) return state;
  const items = state.items.slice();
  items[index] = change(item as Extract<Item, { kind: K }>);
  return { ...state, items };
}

function changeTool(state: SessionState, id: CallId, change: (item: ToolItem) => ToolItem): SessionState {
  return changeItem(state, 'tool', id, change);
}

/** Merges rows by URN: known ones in place, new ones at the end. */
export function mergeInfra(old: InfraProgress | undefined, update: InfraUpdate): InfraProgress {
  const rows = old === undefined ? [] : old.rows.slice();
  const places = new Map(rows.map((row, index) => [row.urn, index]));
  for (const row of update.rows) {
    const place = places.get(row.urn);
    if (place === undefined) {
      places.set(row.urn, rows.length);
      rows.push(row);
    } else rows[place] = row;
  }
  return {
    verb: update.verb, project: update.project, stack: update.stack, phase: update.phase, rows,
    diagnostics: [...(old?.diagnostics ?? []), ...update.diagnostics],
  };
}

function withApprovalStatus(state: SessionState): SessionState {
  if (state.run === undefined || state.status === 'paused') return state;
  const waiting = state.items.some((item) => item.kind === 'tool' && item.state === 'awaiting-approval');
  return { ...state, status: waiting ? 'awaiting-approval' : 'running' };
}

function clearRetry(state: SessionState): SessionState {
  return state.run?.retry === undefined ? state : { ...state, run: { ...state.run, retry: undefined } };
}

function addUsage(state: SessionState, usage: Usage | undefined): SessionState {
  if (usage === undefined) return state;
  const sum = (a: number | undefined, b: number | undefined) => (a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0));
  return {
    ...state,
    usage: {
      inputTokens: state.usage.inputTokens + usage.inputTokens,
      outputTokens: state.usage.outputTokens + usage.outputTokens,
      cacheReadTokens: sum(state.usage.cacheReadTokens, usage.cacheReadTokens),
      cacheWriteTokens: sum(state.usage.cacheWriteTokens, usage.cacheWriteTokens),
      costUsd: sum(state.usage.costUsd, usage.costUsd),
      estimated: state.usage.estimated === true || usage.estimated === true ? true : undefined,
    },
  };
}

function endRun(state: SessionState, at: number, runId: RunId, outcome: RunOutcome, error: ErrorCard | undefined, usage: Usage | undefined): SessionState {
  const items = state.items.map((item): Item => {
    if (item.kind === 'assistant' && item.runId === runId && item.status === 'streaming') return { ...item, status: 'interrupted', reason: 'interrupted' };
    if (item.kind === 'tool' && item.runId === runId && item.state !== 'ended') return { ...item, state: 'ended', outcome: 'interrupted' };
    return item;
  });
  const status: SessionStatus = outcome === 'failed' ? 'failed' : outcome === 'stopped' ? 'stopped' : 'idle';
  const ended = { ...addUsage(state, usage), items, run: undefined, status };
  const text = endText(outcome);
  if (error === undefined && text === undefined) return ended;
  return append(ended, { kind: 'notice', id: `end-${runId}`, at, level: error === undefined ? 'info' : 'error', text: text ?? error?.title ?? '', error });
}

function endText(outcome: RunOutcome): string | undefined {
  switch (outcome) {
    case 'stopped': return 'Stopped by you.';
    case 'interrupted': return 'Interrupted: the editor closed before the answer was complete. Send a message to go on.';
    case 'failed':
    case 'done':
      return undefined;
  }
}
