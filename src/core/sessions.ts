import type { AnyEvent } from '../shared/events.ts';
import type { SessionId } from '../shared/ids.ts';
import { AppError } from './errors.ts';
import { openSession, type SessionPorts } from './liveSession.ts';
import type { SessionStore } from './ports.ts';
import type { Session } from './session.ts';

/** What differs from session to session; `tools` are made anew because each session has read other files. */
export type MakeSessionPorts = (store: SessionPorts['store']) => SessionPorts;

/** The sessions of one host: opened once, ended together. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #ports: MakeSessionPorts;
  readonly #cwd: string;
  readonly #log: (line: string) => void;
  readonly #newId: () => SessionId;
  readonly #open = new Map<SessionId, Session>();
  readonly #closing = new Set<SessionId>();

  constructor(options: { store: SessionStore; ports: MakeSessionPorts; cwd: string; log: (line: string) => void; newId: () => SessionId }) {
    this.#store = options.store;
    this.#ports = options.ports;
    this.#cwd = options.cwd;
    this.#log = options.log;
    this.#newId = options.newId;
  }

  /** @throws AppError `session-unknown`, `session-elsewhere`, `session-locked`, `store-…` */
  open(id?: SessionId): Session {
    // a second writer would number its events like the first
    if (id !== undefined && this.#closing.has(id)) throw new AppError('session-locked', 'This chat is just being closed\nTry again in a moment.');
    const known = id === undefined ? undefined : this.#open.get(id);
    if (known !== undefined) return known;
    const session = id === undefined ? this.#create() : this.#reopen(id);
    this.#open.set(session.id, session);
    return this.#forgetOnDispose(session);
  }

  /** Ends every run and gives every session back. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#open.values()].map((session) => session.dispose()));
  }

  /** A session that nobody wrote to leaves no trace: it is stored with its first event. */
  #create(): Session {
    const id = this.#newId();
    let stored = false;
    return openSession(id, [], this.#ports({
      append: (events) => {
        if (!stored) {
          this.#store.create(id, this.#cwd, '', events[0]?.at ?? 0);
          this.#store.acquire(id);
          stored = true;
        }
        this.#store.append(events);
      },
      setTitle: (sessionId, title) => this.#store.setTitle(sessionId, title),
      release: (sessionId) => {
        if (stored) this.#store.release(sessionId);
      },
    }));
  }

  #reopen(id: SessionId): Session {
    const summary = this.#store.list().find((candidate) => candidate.id === id);
    if (summary === undefined) throw new AppError('session-unknown', 'This chat does not exist any more.');
    // what was said in it means the files and stacks of its own folder
    if (summary.cwd !== this.#cwd) throw new AppError('session-elsewhere', `This chat belongs to another folder\nOpen it in ${summary.cwd}.`);
    if (!this.#store.acquire(id)) throw new AppError('session-locked', 'This chat is open in another window\nGo on there, or close it there first.');
    let lastSeq = 0;
    const events: AnyEvent[] = this.#store.events(id, (seq, error) => {
      lastSeq = Math.max(lastSeq, seq);
      this.#log(`Event ${seq} of ${id} is damaged and was skipped: ${error.message}`);
    });
    try {
      return openSession(id, events, this.#ports(this.#store), lastSeq);
    } catch (error) {
      this.#store.release(id);
      throw error;
    }
  }

  #forgetOnDispose(session: Session): Session {
    const dispose = session.dispose.bind(session);
    session.dispose = async () => {
      this.#closing.add(session.id);
      try {
        await dispose();
      } finally {
        this.#open.delete(session.id);
        this.#closing.delete(session.id);
      }
    };
    return session;
  }
}
