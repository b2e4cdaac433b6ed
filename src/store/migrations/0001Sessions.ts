import type { Migration } from '../migration.ts';

export const sessions: Migration = {
  id: 1,
  name: 'sessions and their events',
  up(database) {
    database.exec(`
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY, cwd TEXT NOT NULL, title TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, last_seq INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_by_update ON sessions (updated_at DESC);
      CREATE TABLE events (
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, seq INTEGER NOT NULL CHECK (seq > 0), event TEXT NOT NULL,
        PRIMARY KEY (session_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE session_locks (
        session_id TEXT PRIMARY KEY, owner TEXT NOT NULL, pid INTEGER NOT NULL, acquired_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
  down(database) {
    database.exec('DROP TABLE session_locks; DROP TABLE events; DROP TABLE sessions');
  },
};
