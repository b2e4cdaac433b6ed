import type { SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../shared/json.ts';
import type { Connection } from './connection.ts';

/** The audit's rows as they are stored, which is what a seal covers: every column, to the letter. */

export type Row = Record<string, SQLOutputValue>;
export type RowKind = 'intent' | 'outcome';

const TABLES: Record<RowKind, string> = {
  intent: 'SELECT id, session_id, at, actor, action, digest, level, rule, effects, decision, decided_by, owner, title FROM audit_intents WHERE id = ?',
  outcome: 'SELECT intent_id, at, outcome, detail FROM audit_outcomes WHERE intent_id = ?',
};

/** The record that a seal covers; undefined where the row is gone. */
export function sealedRecord(database: Connection, kind: RowKind, id: number): JsonObject | undefined {
  const row = database.query(TABLES[kind], (statement) => statement.get(id));
  if (row === undefined) return undefined;
  return { kind, ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : typeof value === 'bigint' ? String(value) : value])) };
}
