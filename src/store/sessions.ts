import { AppError } from '../core/errors.ts';
import type { SessionStore, SessionSummary } from '../core/ports.ts';
import { parseEvent, serializeEvent } from '../shared/eventSchema.ts';
import type { AnyEvent, SessionEvent } from '../shared/events.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { Owner } from './owners.ts';
import { isDamage } from './sqliteErrors.ts';

/** Sessions as append-only rows of events; one writer each. */
export function createSessionStore(database: Connection, owner: Owner): SessionStore {
  const holder = (id: SessionId): string | undefined => {
    const row = database.query('SELECT owner FROM session_locks WHERE session_id = ?', (statement) => statement.get(id));
    return row === undefined ? undefined : String(row['owner']);
  };

  return {
    create(id, cwd, title, at) {
      const { changes } = database.query('INSERT INTO sessions (id, cwd, title, created_at, updated_at, last_seq) VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
        (statement) => statement.run(id, cwd, title, at, at));
      if (changes === 0) throw new AppError('session-exists', `The session ${id} exists already.`, { audience: 'log' });
    },

    append(events) {
      if (events.length === 0) return;
      const rows = events.map((event) => ({ event, text: eventText(event) }));
      database.write(() => {
        for (const [id, own] of Map.groupBy(rows, ({ event }) => event.sessionId)) {
          const held = holder(id);
          if (held !== undefined && held !== owner.token) throw new AppError('store-locked', 'Another window has taken this session over.\nOpen it again there, or take it back here.');
          let last = lastSeq(database, id);
          for (const { event, text } of own) {
            if (event.seq !== last + 1) throw new AppError('seq-conflict', `Event ${event.seq} does not follow event ${last} of the session; another window has written to it.\nOpen the session again.`);
            database.query('INSERT INTO events (session_id, seq, event) VALUES (?, ?, ?)', (statement) => statement.run(id, event.seq, text));
            last = event.seq;
          }
          database.query('UPDATE sessions SET last_seq = ?, updated_at = max(updated_at, ?) WHERE id = ?',
            (statement) => statement.run(last, Math.round(own.at(-1)?.event.at ?? 0), id));
        }
      });
    },

    events(id, onDamaged = () => undefined) {
      const events: AnyEvent[] = [];
      let expected = 1;
      for (const { seq, text } of eventRows(database, id)) {
        for (; expected < seq; expected++) onDamaged(expected, new Error('the row is missing'));
        expected = seq + 1;
        const event = text instanceof Error ? text : eventOf(text, id, seq);
        if (event instanceof Error) onDamaged(seq, event);
        else events.push(event);
      }
      return events;
    },

    list(cwd) {
      const columns = 'SELECT id, title, cwd, created_at, updated_at FROM sessions';
      const rows = cwd === undefined ? database.query(`${columns} ORDER BY updated_at DESC`, (statement) => statement.all())
        : database.query(`${columns} WHERE cwd = ? ORDER BY updated_at DESC`, (statement) => statement.all(cwd));
      return rows.map((row): SessionSummary => ({
        id: String(row['id']) as SessionId, title: String(row['title']), cwd: String(row['cwd']), createdAt: Number(row['created_at']), updatedAt: Number(row['updated_at']),
      }));
    },

    setTitle(id, title) {
      const { changes } = database.query('UPDATE sessions SET title = ? WHERE id = ?', (statement) => statement.run(title, id));
      if (changes === 0) throw sessionUnknown(id);
    },

    acquire(id) {
      return database.write(() => {
        const held = holder(id);
        if (held !== undefined && held !== owner.token && owner.isAlive(held)) return false;
        database.query('INSERT OR REPLACE INTO session_locks (session_id, owner, pid, acquired_at) VALUES (?, ?, ?, ?)',
          (statement) => statement.run(id, owner.token, process.pid, Date.now()));
        return true;
      });
    },

    release(id) {
      database.query('DELETE FROM session_locks WHERE session_id = ? AND owner = ?', (statement) => statement.run(id, owner.token));
    },
  };
}

/** Gives back every session this store holds. */
export function releaseAll(database: Connection, owner: Owner): void {
  database.query('DELETE FROM session_locks WHERE owner = ?', (statement) => statement.run(owner.token));
}

/** What could not be read back is refused here, while the code that made it is still on the stack. */
function eventText(event: SessionEvent): string {
  const parsed = parseEvent(event);
  if (!parsed.ok) throw new AppError('event-invalid', `An event cannot be saved: ${parsed.error.message}`, { cause: parsed.error, audience: 'log' });
  return JSON.stringify(serializeEvent(parsed.event));
}

function eventOf(text: string, id: SessionId, seq: number): AnyEvent | Error {
  try {
    const parsed = parseEvent(JSON.parse(text));
    if (!parsed.ok) return parsed.error;
    return parsed.event.seq === seq && parsed.event.sessionId === id ? parsed.event : new Error('the row holds an event of another place');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Rows in order up to the last that was written. Where a page is broken, each row is tried by itself, and what fails is an error. */
function* eventRows(database: Connection, id: SessionId): Iterable<{ seq: number; text: string | Error }> {
  const last = lastSeq(database, id);
  let rows: { seq: number; text: string | Error }[];
  try {
    rows = database.query('SELECT seq, event FROM events WHERE session_id = ? ORDER BY seq', (statement) => statement.all(id))
      .map((row) => ({ seq: Number(row['seq']), text: String(row['event']) }));
  } catch (error) {
    if (!isDamage(error)) throw error;
    rows = Array.from({ length: last }, (_, index) => ({ seq: index + 1, text: oneRow(database, id, index + 1) }));
  }
  yield* rows;
  const read = rows.at(-1)?.seq ?? 0;
  for (let seq = read + 1; seq <= last; seq++) yield { seq, text: new Error('the row is missing') };
}

function oneRow(database: Connection, id: SessionId, seq: number): string | Error {
  try {
    const row = database.query('SELECT event FROM events WHERE session_id = ? AND seq = ?', (statement) => statement.get(id, seq));
    return row === undefined ? new Error('the row is missing') : String(row['event']);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

function lastSeq(database: Connection, id: SessionId): number {
  const row = database.query('SELECT last_seq FROM sessions WHERE id = ?', (statement) => statement.get(id));
  if (row === undefined) throw sessionUnknown(id);
  return Number(row['last_seq']);
}

function sessionUnknown(id: SessionId): AppError {
  return new AppError('session-unknown', `There is no session ${id}.\nIt may belong to another user or have been moved aside with a damaged file.`);
}
