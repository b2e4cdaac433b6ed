import { AppError } from '../core/errors.ts';
import type { SessionSummary } from '../core/ports.ts';
import type { Session } from '../core/session.ts';
import type { SessionId } from '../shared/ids.ts';
import type { HostHandle } from './hostHandle.ts';

/** The session that the window shows, and the ones that still run behind it. */
export interface Sessions {
  /** The one that is shown, where one was opened already. */
  readonly shown: Session | undefined;
  /** The shown one; at first the folder's newest, or a new one. @throws what loading the host throws */
  current(): Promise<Session>;
  startNew(): Promise<Session>;
  open(id: SessionId): Promise<Session>;
  /** Sessions of this folder, newest first. */
  list(): Promise<SessionSummary[]>;
  /** Called after another session is shown. */
  onShown(listener: (session: Session) => void): () => void;
}

/** @param log for a session that could not be opened or closed. */
export function createSessions(handle: HostHandle, log: (what: string, error: unknown) => void): Sessions {
  let shown: Session | undefined;
  let opening: Promise<Session> | undefined;
  const open = new Map<SessionId, Session>();
  const listeners = new Set<(session: Session) => void>();

  const show = (session: Session): Session => {
    const before = shown;
    open.set(session.id, session);
    shown = session;
    if (before !== undefined && before.id !== session.id) releaseWhenIdle(before);
    for (const listener of listeners) listener(session);
    return session;
  };
  /** A session that is left in mid-run goes on; its writer's lock is given back when the run is over. */
  const releaseWhenIdle = (session: Session): void => {
    let unsubscribe: (() => void) | undefined;
    const check = (): void => {
      if (session.state.run !== undefined && shown?.id !== session.id) return;
      unsubscribe?.();
      if (shown?.id === session.id || !open.delete(session.id)) return;
      session.dispose().catch((error: unknown) => log('Closing a session', error));
    };
    if (session.state.run === undefined) check();
    else unsubscribe = session.subscribe(check);
  };
  const openNewest = async (): Promise<Session> => {
    const host = await handle.get();
    const [newest] = host.sessions();
    if (newest === undefined) return host.openSession();
    try {
      return host.openSession(newest.id);
    } catch (error) {
      // held by another window, or not readable: that must not keep anybody from working
      if (!(error instanceof AppError)) throw error;
      log('Opening the newest session', error);
      return host.openSession();
    }
  };
  return {
    get shown() {
      return shown;
    },
    async current() {
      if (shown !== undefined) return shown;
      opening ??= openNewest().then((session) => show(session)).finally(() => {
        opening = undefined;
      });
      return opening;
    },
    async startNew() {
      const host = await handle.get();
      // an empty conversation is as good as a new one
      if (shown !== undefined && shown.state.items.length === 0) return show(shown);
      return show(host.openSession());
    },
    async open(id) {
      const host = await handle.get();
      return show(open.get(id) ?? host.openSession(id));
    },
    list: async () => (await handle.get()).sessions(),
    onShown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
