import type { Migration } from '../migration.ts';

/** Rows are only ever added: triggers refuse to change or remove one, so that a mistake in code cannot. */
export const audit: Migration = {
  id: 3,
  name: 'audit of side effects',
  up(database) {
    database.exec(`
      CREATE TABLE audit_intents (
        id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, digest TEXT NOT NULL,
        level TEXT NOT NULL, rule TEXT NOT NULL, effects TEXT NOT NULL, decision TEXT NOT NULL CHECK (decision IN ('allowed', 'denied')), decided_by TEXT NOT NULL,
        owner TEXT NOT NULL
      ) STRICT;
      CREATE TABLE audit_outcomes (
        intent_id INTEGER PRIMARY KEY REFERENCES audit_intents (id), at INTEGER NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER audit_intents_fixed BEFORE UPDATE ON audit_intents BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_intents_kept BEFORE DELETE ON audit_intents BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_outcomes_fixed BEFORE UPDATE ON audit_outcomes BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_outcomes_kept BEFORE DELETE ON audit_outcomes BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    `);
  },
  down(database) {
    database.exec('DROP TABLE audit_outcomes; DROP TABLE audit_intents');
  },
};
