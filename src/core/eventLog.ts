import type { Actor } from '../shared/effects.ts';
import type { AnyEvent, EventBody, SessionEvent } from '../shared/events.ts';
import type { MessageId, SessionId } from '../shared/ids.ts';
import { emptySession, reduceSession, type SessionState } from '../shared/sessionState.ts';
import type { SessionStore } from './ports.ts';

/** Text deltas are gathered for this long, so that a fast model costs few rows and few messages. */
const COALESCE_MS = 16;

type DeltaType = 'text-delta' | 'thinking-delta';

/**
 * The append-only event list of one session: stamps, stores, reduces, then tells. Nobody hears of an event that is
 * not stored (invariant 6).
 */
export class EventLog {
  readonly #store: Pick<SessionStore, 'append'>;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  readonly #sessionId: SessionId;
  readonly #events: AnyEvent[];
  readonly #listeners = new Set<(events: AnyEvent[]) => void>();
  #state: SessionState;
  #pending: { type: DeltaType; messageId: MessageId; text: string; actor: Actor }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failure: ((error: unknown) => void) | undefined;

  constructor(options: {
    sessionId: SessionId; store: Pick<SessionStore, 'append'>; events: AnyEvent[]; lastSeq: number; now: () => number; log: (line: string) => void;
  }) {
    this.#sessionId = options.sessionId;
    this.#store = options.store;
    this.#now = options.now;
    this.#log = options.log;
    this.#events = options.events;
    const state = options.events.reduce(reduceSession, emptySession());
    this.#state = { ...state, seq: Math.max(state.seq, options.lastSeq) };
  }

  get state(): SessionState {
    return this.#state;
  }

  get events(): readonly AnyEvent[] {
    return this.#events;
  }

  subscribe(listener: (events: AnyEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called when gathered deltas cannot be stored; there is no caller to throw to. */
  onFailure(listener: (error: unknown) => void): void {
    this.#failure = listener;
  }

  /** Stores the events, then tells the listeners. @throws what the store throws; then nothing was told. */
  emit(actor: Actor, ...bodies: EventBody[]): void {
    const gathered = this.#takePending();
    this.#commit([...gathered, ...bodies.map((body) => ({ actor, body }))]);
  }

  /** Gathers a delta; it is stored within `COALESCE_MS` or before the next other event. */
  emitDelta(actor: Actor, type: DeltaType, messageId: MessageId, text: string): void {
    const last = this.#pending.at(-1);
    if (last !== undefined && last.type === type && last.messageId === messageId) last.text += text;
    else this.#pending.push({ type, messageId, text, actor });
    this.#timer ??= setTimeout(() => this.#flushPending(), COALESCE_MS);
  }

  flush(): void {
    const gathered = this.#takePending();
    if (gathered.length > 0) this.#commit(gathered);
  }

  #flushPending(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure?.(error);
    }
  }

  #takePending(): { actor: Actor; body: EventBody }[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const gathered = this.#pending.map(({ type, messageId, text, actor }) => ({ actor, body: { type, messageId, text } }));
    this.#pending = [];
    return gathered;
  }

  #commit(entries: { actor: Actor; body: EventBody }[]): void {
    const at = this.#now();
    const events = entries.map(({ actor, body }, index): SessionEvent => ({
      ...body, sessionId: this.#sessionId, seq: this.#state.seq + index + 1, at, actor,
    }));
    this.#store.append(events);
    this.#events.push(...events);
    this.#state = events.reduce(reduceSession, this.#state);
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#log(`A session listener failed: ${String(error)}`);
      }
    }
  }
}
