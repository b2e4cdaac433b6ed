import type { SQLOutputValue } from 'node:sqlite';
import { AppError } from '../core/errors.ts';
import type { Audit, AuditId, AuditIntent } from '../core/ports.ts';
import type { Effect, Level } from '../shared/effects.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { Owner } from './owners.ts';

/** One action as the audit knows it. */
export interface AuditEntry extends Omit<AuditIntent, 'decidedBy'> {
  id: AuditId;
  decision: 'allowed' | 'denied';
  decidedBy: 'rule' | 'person' | 'expiry' | 'abort';
  /** Absent while the action runs, for a denied one, and where the process died in the middle. */
  outcome?: { at: number; outcome: 'ok' | 'error' | 'cancelled' | 'refused'; detail: string };
}

export interface AuditLog extends Audit {
  /** Entries in order of their ids, of one session or of all. */
  entries(sessionId?: SessionId): AuditEntry[];
  /** Allowed actions without an outcome whose process is dead: they may have happened, wholly, in part or not at all. */
  interrupted(): AuditEntry[];
}

/** Levels whose intent must outlive a power cut too: what they do cannot be undone, or is seen outside. */
const DURABLE: ReadonlySet<Level> = new Set<Level>(['HIGH', 'DESTRUCTIVE']);

/** The append-only record of every side effect: intent before it starts, outcome after (invariant 4). */
export function createAudit(database: Connection, owner: Owner): AuditLog {
  const add = (record: Omit<AuditIntent, 'decidedBy'>, decision: AuditEntry['decision'], decidedBy: AuditEntry['decidedBy']): AuditId => {
    const insert = () => database.query(
      'INSERT INTO audit_intents (session_id, at, actor, action, digest, level, rule, effects, decision, decided_by, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      (statement) => statement.run(record.sessionId, Math.round(record.at), JSON.stringify(record.actor), record.action, record.digest, record.level, record.rule,
        JSON.stringify(record.effects), decision, decidedBy, owner.token),
    );
    return guard(() => {
      const { lastInsertRowid } = DURABLE.has(record.level) && decision === 'allowed' ? database.writeDurably(insert) : insert();
      return Number(lastInsertRowid) as AuditId;
    });
  };

  return {
    intent: (record) => add(record, 'allowed', record.decidedBy),
    outcome(id, at, outcome, detail) {
      guard(() => database.query('INSERT INTO audit_outcomes (intent_id, at, outcome, detail) VALUES (?, ?, ?, ?)',
        (statement) => statement.run(id, Math.round(at), outcome, detail)));
    },
    denied(record, by) {
      add(record, 'denied', by);
    },
    entries(sessionId) {
      const rows = sessionId === undefined ? database.query(`${SELECT} ORDER BY id`, (statement) => statement.all())
        : database.query(`${SELECT} WHERE session_id = ? ORDER BY id`, (statement) => statement.all(sessionId));
      return rows.map(entryOf);
    },
    interrupted() {
      const rows = database.query(`${SELECT} WHERE decision = 'allowed' AND outcome IS NULL ORDER BY id`, (statement) => statement.all());
      return rows.filter((row) => !owner.isAlive(String(row['owner']))).map(entryOf);
    },
  };
}

const SELECT = `SELECT id, session_id, audit_intents.at, actor, action, digest, level, rule, effects, decision, decided_by, owner,
  outcome, detail, audit_outcomes.at AS ended_at FROM audit_intents LEFT JOIN audit_outcomes ON intent_id = id`;

function entryOf(row: Record<string, SQLOutputValue>): AuditEntry {
  const entry: AuditEntry = {
    id: Number(row['id']) as AuditId,
    sessionId: String(row['session_id']) as SessionId,
    at: Number(row['at']),
    actor: JSON.parse(String(row['actor'])) as AuditIntent['actor'],
    action: String(row['action']),
    digest: String(row['digest']),
    level: String(row['level']) as Level,
    rule: String(row['rule']),
    effects: JSON.parse(String(row['effects'])) as Effect[],
    decision: String(row['decision']) as AuditEntry['decision'],
    decidedBy: String(row['decided_by']) as AuditEntry['decidedBy'],
  };
  if (row['outcome'] === null) return entry;
  return { ...entry, outcome: { at: Number(row['ended_at']), outcome: String(row['outcome']) as NonNullable<AuditEntry['outcome']>['outcome'], detail: String(row['detail']) } };
}

function guard<Result>(write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const why = error instanceof AppError ? error.message : String(error);
    throw new AppError('audit-unwritable', `The audit record could not be written, so the action was not started or its end is not recorded.\n${why}`, { cause: error, actions: ['show-log'] });
  }
}
