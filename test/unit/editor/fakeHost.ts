import { AppError } from '../../../src/core/errors.ts';
import type { SessionSummary } from '../../../src/core/ports.ts';
import type { Session } from '../../../src/core/session.ts';
import type { Host } from '../../../src/host.ts';
import type { AnyEvent, EventBody, SessionEvent } from '../../../src/shared/events.ts';
import type { CallId, MessageId, RunId, SessionId } from '../../../src/shared/ids.ts';
import { emptySession, reduceSession, type SessionState } from '../../../src/shared/sessionState.ts';

/** A session that shows what it is told to show; nothing in it runs by itself. */
export class FakeSession implements Session {
  readonly id: SessionId;
  state: SessionState = emptySession();
  disposed = 0;
  #listeners = new Set<(events: AnyEvent[]) => void>();

  constructor(id: string) {
    this.id = id as SessionId;
  }

  /** Adds events as if they had happened. */
  tell(...bodies: EventBody[]): SessionEvent[] {
    const events = bodies.map((body, index): SessionEvent => ({ ...body, sessionId: this.id, seq: this.state.seq + index + 1, at: 0, actor: { kind: 'host', name: 'test' } }));
    for (const event of events) this.state = reduceSession(this.state, event);
    for (const listener of this.#listeners) listener(events);
    return events;
  }

  /** Adds finished answers, to have something to page through. */
  fill(count: number, text = 'text'): this {
    for (let index = 1; index <= count; index += 1) {
      const messageId = `m${index}` as MessageId;
      this.tell(
        { type: 'assistant-start', runId: 'r' as RunId, messageId },
        { type: 'text-delta', messageId, text: `${text} ${index}` },
        { type: 'assistant-end', messageId, reason: 'end' },
      );
    }
    return this;
  }

  subscribe(listener: (events: AnyEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(): Promise<'done'> {
    return Promise.resolve('done');
  }

  retry(): Promise<'done'> {
    return Promise.resolve('done');
  }

  answer(): 'gone' {
    return 'gone';
  }

  stop(): void {}
  pause(): void {}
  resume(): void {}
  cancelCall(): void {}
  undo(_callId: CallId): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.disposed += 1;
    return Promise.resolve();
  }
}

/** A host whose sessions live in memory. */
export class FakeHost implements Host {
  readonly opened: FakeSession[] = [];
  readonly summaries: SessionSummary[] = [];
  /** Sessions that cannot be opened: another window holds them. */
  readonly locked = new Set<string>();
  disposed = 0;
  readonly pulumi: Host['pulumi'] = {
    state: { state: 'ready', detail: 'pulumi 3' },
    onChange: () => () => undefined,
    ways: () => Promise.resolve([]),
    install: () => Promise.resolve(),
    look: () => Promise.resolve(undefined),
    dispose: () => undefined,
    location: undefined,
  };
  readonly approvals: Host['approvals'] = { list: () => [], revoke: () => false, revokeAll: () => 0 };
  readonly notices: readonly string[] = [];
  assess(command: string): ReturnType<Host['assess']> {
    return Promise.resolve({ level: 'SAFE', decision: 'allow', effects: [], reasons: [], explanation: `SAFE: ${command}` });
  }

  readonly sandbox: Host['sandbox'] = { state: { mode: 'off', detail: 'The sandbox is off.' }, onChange: () => () => undefined };
  readonly audit: Host['audit'] = { entries: () => [], verify: () => Promise.resolve({ records: 0, sealed: 0, checkpoint: 'none', problems: [] }) };

  remember(id: string, updatedAt: number): void {
    this.summaries.push({ id: id as SessionId, title: id, cwd: '/shop', createdAt: 0, updatedAt });
  }

  openSession(id?: SessionId): FakeSession {
    if (id !== undefined && this.locked.has(id)) throw new AppError('session-locked', 'Another window has this chat.');
    const session = new FakeSession(id ?? `new-${this.opened.length + 1}`);
    this.opened.push(session);
    return session;
  }

  sessions(): SessionSummary[] {
    return this.summaries.toSorted((a, b) => b.updatedAt - a.updatedAt);
  }

  events(): AnyEvent[] {
    return [];
  }

  blob(): Uint8Array | undefined {
    return undefined;
  }

  dispose(): Promise<void> {
    this.disposed += 1;
    return Promise.resolve();
  }
}
