import { AppError } from '../core/errors.ts';
import type { Audit, AuditId, AuditIntent } from '../core/ports.ts';
import type { Effect, Level } from '../shared/effects.ts';
import type { SessionId } from '../shared/ids.ts';
import { sealedRecord, type Row, type RowKind } from './auditRows.ts';
import { FIRST_LINK, keyIdOf, sealOf, type AuditHead } from './auditSeal.ts';
import { verifyAudit, type AuditVerification } from './auditVerify.ts';
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
  /** Brings everything that was written to the disk, so that it outlives a power cut. @throws AppError `store-…` */
  sync(): void;
  /** Walks the chain of seals. @param checkpoint what was kept elsewhere of the chain's head */
  verify(checkpoint: AuditHead | undefined): AuditVerification;
}

export interface AuditOptions {
  /** Seals every row; without it HIGH and DESTRUCTIVE actions are refused. */
  key?: Uint8Array;
  /** Told after each sealed row; `durable` where it must be kept at once. */
  onSealed?: (head: AuditHead, durable: boolean) => void;
}

/** Levels whose intent must outlive a power cut too: what they do cannot be undone, or is seen outside. */
const DURABLE: ReadonlySet<Level> = new Set<Level>(['HIGH', 'DESTRUCTIVE']);

/** The append-only record of every side effect: intent before it starts, outcome after (invariant 4). */
export function createAudit(database: Connection, owner: Owner, { key, onSealed }: AuditOptions = {}): AuditLog {
  const keyId = key === undefined ? '' : keyIdOf(key);
  /** Inside a transaction, so that no other window seals in between. */
  const seal = (kind: RowKind, id: number): AuditHead | undefined => {
    const record = key === undefined ? undefined : sealedRecord(database, kind, id);
    if (key === undefined || record === undefined) return undefined;
    const last = database.query('SELECT seq, mac FROM audit_seals ORDER BY seq DESC LIMIT 1', (statement) => statement.get());
    const head = { count: Number(last?.['seq'] ?? 0) + 1, mac: sealOf(key, String(last?.['mac'] ?? FIRST_LINK), record) };
    database.query('INSERT INTO audit_seals (seq, kind, intent_id, key_id, mac) VALUES (?, ?, ?, ?, ?)', (statement) => statement.run(head.count, kind, id, keyId, head.mac));
    return head;
  };
  const add = (record: Omit<AuditIntent, 'decidedBy'>, decision: AuditEntry['decision'], decidedBy: AuditEntry['decidedBy']): AuditId => {
    const durable = DURABLE.has(record.level) && decision === 'allowed';
    if (durable && key === undefined) {
      throw new AppError('audit-unwritable', 'The audit cannot be sealed, because its key could not be read, so nothing that cannot be undone is started.\nUnlock the system\'s keychain and reload the window.', { actions: ['show-log'] });
    }
    const insert = (): { id: number; head?: AuditHead } => {
      const { lastInsertRowid } = database.query(
        'INSERT INTO audit_intents (session_id, at, actor, action, digest, level, rule, effects, decision, decided_by, owner, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        (statement) => statement.run(record.sessionId, Math.round(record.at), JSON.stringify(record.actor), record.action, record.digest, record.level, record.rule,
          JSON.stringify(record.effects), decision, decidedBy, owner.token, record.title),
      );
      const id = Number(lastInsertRowid);
      return { id, head: seal('intent', id) };
    };
    return guard(() => {
      const { id, head } = durable ? database.writeDurably(insert) : database.write(insert);
      if (head !== undefined) onSealed?.(head, durable);
      return id as AuditId;
    });
  };

  return {
    intent: (record) => add(record, 'allowed', record.decidedBy),
    outcome(id, at, outcome, detail) {
      const head = guard(() => database.write(() => {
        database.query('INSERT INTO audit_outcomes (intent_id, at, outcome, detail) VALUES (?, ?, ?, ?)', (statement) => statement.run(id, Math.round(at), outcome, detail));
        return seal('outcome', id);
      }));
      if (head !== undefined) onSealed?.(head, false);
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
    sync: () => database.exec('PRAGMA wal_checkpoint(PASSIVE)'),
    verify: (checkpoint) => verifyAudit(database, key, checkpoint),
  };
}

const SELECT = `SELECT id, session_id, audit_intents.at, actor, action, digest, level, rule, effects, decision, decided_by, owner, title,
  outcome, detail, audit_outcomes.at AS ended_at FROM audit_intents LEFT JOIN audit_outcomes ON intent_id = id`;

function entryOf(row: Row): AuditEntry {
  const entry: AuditEntry = {
    id: Number(row['id']) as AuditId,
    sessionId: String(row['session_id']) as SessionId,
    at: Number(row['at']),
    actor: JSON.parse(String(row['actor'])) as AuditIntent['actor'],
    action: String(row['action']),
    title: String(row['title']),
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
