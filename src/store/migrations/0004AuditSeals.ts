import type { Migration } from '../migration.ts';

/** A seal for each row of the audit, chained: whoever changes, removes or adds a row without the key breaks it. */
export const auditSeals: Migration = {
  id: 4,
  name: 'seals and titles of the audit',
  up(database) {
    database.exec(`
      ALTER TABLE audit_intents ADD COLUMN title TEXT NOT NULL DEFAULT '';
      CREATE TABLE audit_seals (
        seq INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome')), intent_id INTEGER NOT NULL REFERENCES audit_intents (id),
        key_id TEXT NOT NULL, mac TEXT NOT NULL, UNIQUE (kind, intent_id)
      ) STRICT;
      CREATE TRIGGER audit_seals_fixed BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_seals_kept BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    `);
  },
  down(database) {
    database.exec('DROP TABLE audit_seals; ALTER TABLE audit_intents DROP COLUMN title');
  },
};
