import { sealedRecord, type RowKind } from './auditRows.ts';
import { FIRST_LINK, isSeal, keyIdOf, sealOf, type AuditHead } from './auditSeal.ts';
import type { Connection } from './connection.ts';

export interface AuditProblem {
  kind: 'changed' | 'removed' | 'unsealed' | 'other-key' | 'reordered' | 'truncated' | 'rewritten';
  /** One sentence for a person. */
  text: string;
}

export interface AuditVerification {
  /** Rows of the audit: intents and outcomes. */
  records: number;
  /** Seals that hold. */
  sealed: number;
  /** Whether the checkpoint, kept apart from the audit, agrees; `none` where there is no checkpoint. */
  checkpoint: 'matches' | 'none' | 'differs';
  /** Empty where nothing was changed, removed or added since it was written. At most {@link MAX_PROBLEMS} are told one by one. */
  problems: AuditProblem[];
}

const MAX_PROBLEMS = 100;

/**
 * Walks the chain from its beginning. Reading only.
 * @param key undefined where there is none: then only gaps and the checkpoint can be checked, and every seal is a problem
 */
export function verifyAudit(database: Connection, key: Uint8Array | undefined, checkpoint: AuditHead | undefined): AuditVerification {
  const problems: AuditProblem[] = [];
  const problem = (kind: AuditProblem['kind'], text: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push({ kind, text });
  };
  const ownKey = key === undefined ? undefined : keyIdOf(key);
  let [previous, expectedSeq, sealed, atCheckpoint] = [FIRST_LINK, 1, 0, FIRST_LINK];
  for (const row of database.query('SELECT seq, kind, intent_id, key_id, mac FROM audit_seals ORDER BY seq', (statement) => statement.all())) {
    const [seq, kind, id, mac] = [Number(row['seq']), String(row['kind']) as RowKind, Number(row['intent_id']), String(row['mac'])];
    if (seq !== expectedSeq) problem('reordered', `Seal ${expectedSeq} is missing: the chain goes on with ${seq}.`);
    const record = sealedRecord(database, kind, id);
    const name = `${kind === 'intent' ? 'record' : 'outcome of record'} ${id}`;
    if (record === undefined) problem('removed', `The ${name} is gone.`);
    else if (key === undefined || row['key_id'] !== ownKey) problem('other-key', `The ${name} was sealed with a key that is not here, so it cannot be checked.`);
    else if (!isSeal(sealOf(key, previous, record), mac)) problem('changed', `The ${name} is not what was written, or what stood before it was changed.`);
    else sealed++;
    previous = mac;
    expectedSeq = seq + 1;
    if (seq === checkpoint?.count) atCheckpoint = mac;
  }
  for (const [kind, ids] of unsealed(database)) for (const id of ids) problem('unsealed', `The ${kind === 'intent' ? 'record' : 'outcome of record'} ${id} has no seal: it was written without a key, or added by somebody else.`);
  const agrees = checkpoint === undefined ? 'none' : checkWith(checkpoint, expectedSeq - 1, atCheckpoint, problem);
  const records = Number(database.query('SELECT (SELECT count(*) FROM audit_intents) + (SELECT count(*) FROM audit_outcomes) AS records', (statement) => statement.get())?.['records'] ?? 0);
  return { records, sealed, checkpoint: agrees, problems };
}

function checkWith(checkpoint: AuditHead, last: number, mac: string, problem: (kind: AuditProblem['kind'], text: string) => void): AuditVerification['checkpoint'] {
  if (last < checkpoint.count) {
    problem('truncated', `The chain ends at seal ${last}, but ${checkpoint.count} had been written: the newest were cut off.`);
    return 'differs';
  }
  if (checkpoint.count > 0 && !isSeal(checkpoint.mac, mac)) {
    problem('rewritten', `Seal ${checkpoint.count} is not the one that the checkpoint remembers: the chain was written anew.`);
    return 'differs';
  }
  return 'matches';
}

function unsealed(database: Connection): [RowKind, number[]][] {
  const ids = (sql: string): number[] => database.query(sql, (statement) => statement.all()).map((row) => Number(row['id']));
  return [
    ['intent', ids("SELECT id FROM audit_intents WHERE id NOT IN (SELECT intent_id FROM audit_seals WHERE kind = 'intent') ORDER BY id")],
    ['outcome', ids("SELECT intent_id AS id FROM audit_outcomes WHERE intent_id NOT IN (SELECT intent_id FROM audit_seals WHERE kind = 'outcome') ORDER BY intent_id")],
  ];
}
