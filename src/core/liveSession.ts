import type { Actor } from '../shared/effects.ts';
import type { AnyEvent, EventBody, FileChange, RunOutcome } from '../shared/events.ts';
import type { ApprovalId, CallId, MessageId, RunId, SessionId } from '../shared/ids.ts';
import type { JsonValue } from '../shared/json.ts';
import type { SessionState, ToolItem } from '../shared/sessionState.ts';
import { Approvals } from './approvals.ts';
import { AppError, isAbort, toErrorCard } from './errors.ts';
import { EventLog } from './eventLog.ts';
import type { Call, ExecutorPorts } from './call.ts';
import { abandonCall, announceCall, executeCall } from './executor.ts';
import { helpText, parseIntent, type Intent } from './intents.ts';
import { runLoop } from './loop.ts';
import type { Model, ToolSpec } from './model.ts';
import type { SessionStore } from './ports.ts';
import { repairEvents } from './recovery.ts';
import { orLeft } from './settle.ts';
import type { AnswerResult, ApprovalAnswer, Session, UserInput } from './session.ts';

/** Everything a session needs of the world; built once in a composition root. */
export interface SessionPorts extends Omit<ExecutorPorts, 'approvals' | 'emit' | 'sessionId' | 'allowedForSession' | 'newApprovalId' | 'taintedBy'> {
  store: Pick<SessionStore, 'append' | 'setTitle' | 'release'>;
  /** The tools a model may call; commands and undo use more. */
  toolSpecs: ToolSpec[];
  /** Made at each turn, so that settings apply at once. @throws AppError where no model can be had */
  model(): Promise<Model>;
  newId<Id extends string>(prefix: string): Id;
}

/** Several changes of one file become one, from the oldest content to the newest. */
function foldChanges(changes: FileChange[]): { path: string; before?: string; after: string }[] {
  const folded = new Map<string, { path: string; before?: string; after: string }>();
  for (const { path, before, after } of changes) {
    const known = folded.get(path);
    if (known !== undefined) known.after = after;
    else folded.set(path, { path, after, ...(before === undefined ? {} : { before }) });
  }
  return [...folded.values()];
}

const HOST: Actor = { kind: 'host', name: 'pilothouse' };
const TITLE_LENGTH = 60;

interface OpenRun {
  id: RunId;
  controller: AbortController;
  calls: Map<CallId, AbortController>;
  /** Why it was stopped, where no person did it. */
  failure?: { error: unknown };
  finished: Promise<RunOutcome>;
}

/**
 * Opens a session over its stored events and repairs what a crash left open.
 * @param lastSeq number of the newest stored event, where that one could not be read
 */
export function openSession(id: SessionId, events: AnyEvent[], ports: SessionPorts, lastSeq = 0): Session {
  return new LiveSession(id, events, ports, lastSeq);
}

class LiveSession implements Session {
  readonly id: SessionId;
  readonly #ports: SessionPorts;
  readonly #log: EventLog;
  readonly #executor: ExecutorPorts;
  readonly #approvals = new Approvals();
  #run: OpenRun | undefined;
  /** The window closes: what runs is interrupted, nobody stopped it. */
  #disposed = false;
  /** The end of a run that could not be stored when it ended. */
  #owedEnd: Extract<EventBody, { type: 'run-end' }> | undefined;
  #pause: { promise: Promise<void>; end(): void } | undefined;

  constructor(id: SessionId, events: AnyEvent[], ports: SessionPorts, lastSeq: number) {
    this.id = id;
    this.#ports = ports;
    this.#log = new EventLog({ sessionId: id, store: ports.store, events, lastSeq, now: ports.now, log: ports.logLine });
    this.#log.onFailure((error) => {
      ports.logLine(`The session could not be stored, the run is stopped: ${String(error)}`);
      if (this.#run !== undefined) this.#run.failure ??= { error };
      this.stop();
    });
    this.#executor = {
      ...ports,
      sessionId: id,
      approvals: this.#approvals,
      allowedForSession: new Set(),
      taintedBy: () => this.#log.state.taintedBy ?? [],
      emit: (actor, ...bodies) => this.#log.emit(actor, ...bodies),
      newApprovalId: () => ports.newId<ApprovalId>('approval'),
    };
    const repairs = repairEvents(this.#log.state);
    if (repairs.length > 0) this.#log.emit(HOST, ...repairs);
  }

  get state(): SessionState {
    return this.#log.state;
  }

  subscribe(listener: (events: AnyEvent[]) => void): () => void {
    return this.#log.subscribe(listener);
  }

  send(input: UserInput, actor: Actor): Promise<RunOutcome> {
    this.#assertIdle();
    const intent = parseIntent(input.text);
    const first = !this.#log.events.some((event) => event.type === 'user-message');
    return this.#start(intent?.kind === 'tool' ? intent.tool : undefined, (run) => this.#handle(run, intent, actor), () => {
      if (this.#log.events.length === 0) this.#log.emit(HOST, { type: 'session-created', title: '', cwd: this.#ports.cwd });
      if (actor.kind !== 'human') this.#log.emit(actor, { type: 'session-tainted', source: `a message of ${actor.kind} ${this.#ports.redact(actor.name)}` });
      this.#log.emit(actor, { type: 'user-message', messageId: this.#ports.newId<MessageId>('message'), text: input.text, context: input.context.map((item) => ({ ...item, text: this.#ports.redact(item.text) })) });
      if (first) this.#retitle(input.text);
    });
  }

  retry(actor: Actor): Promise<RunOutcome> {
    this.#assertIdle();
    const last = this.#log.events.findLast((event) => event.type === 'user-message');
    if (last?.type !== 'user-message') throw new AppError('nothing-to-retry', 'There is no message to send again.');
    const intent = parseIntent(last.text);
    return this.#start(intent?.kind === 'tool' ? intent.tool : undefined, (run) => this.#handle(run, intent, actor));
  }

  stop(): void {
    this.#run?.controller.abort();
    try {
      if (this.#run === undefined) this.#payOwed();
    } catch (error) {
      this.#ports.logLine(`The end of the last run can still not be stored: ${String(error)}`);
    }
  }

  pause(): void {
    if (this.#run === undefined || this.#pause !== undefined) return;
    let end = (): void => undefined;
    const promise = new Promise<void>((resolve) => (end = resolve));
    this.#pause = { promise, end };
    this.#log.emit(HOST, { type: 'run-paused', runId: this.#run.id });
  }

  resume(): void {
    if (this.#pause === undefined) return;
    this.#endPause();
    if (this.#run !== undefined) this.#log.emit(HOST, { type: 'run-resumed', runId: this.#run.id });
  }

  cancelCall(callId: CallId): void {
    this.#run?.calls.get(callId)?.abort();
  }

  answer(approvalId: ApprovalId, answer: ApprovalAnswer, actor: Actor): AnswerResult {
    return this.#approvals.answer(approvalId, answer, actor, this.#ports.now());
  }

  async undo(callId: CallId, actor: Actor): Promise<void> {
    this.#assertIdle();
    const item = this.#log.state.items.find((candidate): candidate is ToolItem => candidate.kind === 'tool' && candidate.id === callId);
    if (item === undefined || item.changes.length === 0) throw new AppError('nothing-to-undo', 'This call changed no file, there is nothing to undo.');
    if (item.undone) throw new AppError('already-undone', 'These changes were undone before.');
    const changes = foldChanges(item.changes);
    let failure: string | undefined;
    await this.#start('undo', async (run) => {
      const result = await this.#call(run, 'undo', { title: item.title, changes }, actor);
      if (result.outcome === 'ok') this.#log.emit(actor, { type: 'change-undone', callId, paths: changes.map((change) => change.path) });
      else failure = result.forModel;
    });
    if (failure !== undefined) throw new AppError('undo-failed', failure);
  }

  async dispose(): Promise<void> {
    const run = this.#run;
    this.#disposed = true;
    try {
      this.stop();
      await run?.finished.catch(() => undefined);
      this.#log.flush();
    } finally {
      this.#ports.store.release(this.id);
    }
  }

  #assertIdle(): void {
    if (this.#disposed) throw new AppError('session-closed', 'This chat was closed\nOpen it again to go on.');
    if (this.#run !== undefined) throw new AppError('session-busy', 'This session is still at work\nWait for it, or stop it first.');
  }

  /** Opens a run, carries it out and ends it; the run's end is an event in every case. */
  #start(intent: string | undefined, work: (run: OpenRun) => Promise<void>, before?: () => void): Promise<RunOutcome> {
    const run: OpenRun = { id: this.#ports.newId<RunId>('run'), controller: new AbortController(), calls: new Map(), finished: Promise.resolve('done') };
    this.#payOwed();
    this.#run = run;
    try {
      before?.();
      this.#log.emit(HOST, { type: 'run-start', runId: run.id, intent });
    } catch (error) {
      this.#run = undefined;
      throw error;
    }
    run.finished = this.#finish(run, work);
    return run.finished;
  }

  async #finish(run: OpenRun, work: (run: OpenRun) => Promise<void>): Promise<RunOutcome> {
    let end: Extract<EventBody, { type: 'run-end' }> = { type: 'run-end', runId: run.id, outcome: 'done' };
    try {
      await work(run);
      if (run.controller.signal.aborted) end = { ...end, outcome: this.#abortedOutcome() };
    } catch (error) {
      if (isAbort(error) || run.controller.signal.aborted) end = { ...end, outcome: this.#abortedOutcome() };
      else run.failure ??= { error };
    }
    if (run.failure !== undefined) {
      const { error } = run.failure;
      const card = toErrorCard(error);
      this.#ports.logLine(`A run failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      end = { ...end, outcome: 'failed', error: { ...card, title: this.#ports.redact(card.title), detail: this.#ports.redact(card.detail) } };
    }
    this.#endPause();
    this.#run = undefined;
    try {
      this.#log.emit(HOST, end);
    } catch (error) {
      this.#owedEnd = end;
      throw error;
    }
    return end.outcome;
  }

  #abortedOutcome(): RunOutcome {
    return this.#disposed ? 'interrupted' : 'stopped';
  }

  /** Ends what a run left open because nothing could be stored any more, such as on a full disk. @throws what the store throws */
  #payOwed(): void {
    const owed = this.#owedEnd;
    if (owed === undefined) return;
    const repairs = repairEvents(this.#log.state, 'The session could not be saved').filter((body) => body.type !== 'run-end');
    this.#log.emit(HOST, ...repairs, owed);
    this.#owedEnd = undefined;
  }

  #endPause(): void {
    this.#pause?.end();
    this.#pause = undefined;
  }

  async #handle(run: OpenRun, intent: Intent | undefined, actor: Actor): Promise<void> {
    if (intent?.kind === 'tool') {
      await this.#call(run, intent.tool, intent.input, actor);
      return;
    }
    if (intent !== undefined) {
      this.#say(run, helpText(intent.kind === 'unknown-command' ? intent.name : undefined));
      return;
    }
    const { signal } = run.controller;
    const model = await orLeft(this.#ports.model(), signal);
    await runLoop({
      model,
      toolSpecs: this.#ports.toolSpecs,
      log: this.#log,
      executor: this.#executor,
      newMessageId: () => this.#ports.newId<MessageId>('message'),
      newCallId: () => this.#ports.newId<CallId>('call'),
      whenUnpaused: (stop) => this.#whenUnpaused(stop),
      callSignal: (callId) => this.#callSignal(run, callId),
    }, run.id, signal);
  }

  #call(run: OpenRun, name: string, input: JsonValue, actor: Actor): ReturnType<typeof executeCall> {
    const call: Call = { runId: run.id, callId: this.#ports.newId<CallId>('call'), name, input, actor, direct: true };
    announceCall(this.#executor, call);
    if (run.controller.signal.aborted) return Promise.resolve(abandonCall(this.#executor, call, 'cancelled', 'Stopped before it started.'));
    return executeCall(this.#executor, call, this.#callSignal(run, call.callId));
  }

  #say(run: OpenRun, text: string): void {
    const messageId = this.#ports.newId<MessageId>('message');
    this.#log.emit(HOST,
      { type: 'assistant-start', runId: run.id, messageId },
      { type: 'text-delta', messageId, text },
      { type: 'assistant-end', messageId, reason: 'end' });
  }

  #callSignal(run: OpenRun, callId: CallId): AbortSignal {
    const controller = new AbortController();
    run.calls.set(callId, controller);
    return AbortSignal.any([run.controller.signal, controller.signal]);
  }

  async #whenUnpaused(signal: AbortSignal): Promise<void> {
    if (this.#pause === undefined || signal.aborted) return;
    await Promise.race([
      this.#pause.promise,
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    ]);
  }

  #retitle(text: string): void {
    const line = text.trim().split('\n', 1)[0] ?? '';
    const title = line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line;
    this.#log.emit(HOST, { type: 'title-changed', title });
    this.#ports.store.setTitle(this.id, title);
  }
}
