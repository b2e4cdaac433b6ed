import type { Migration } from '../migration.ts';

export const rememberedApprovals: Migration = {
  id: 5,
  name: 'remembered approvals',
  up(database) {
    database.exec(`
      CREATE TABLE remembered_approvals (
        key TEXT PRIMARY KEY, workspace TEXT NOT NULL, what TEXT NOT NULL, matches TEXT NOT NULL, granted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, last_used_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX remembered_approvals_by_workspace ON remembered_approvals (workspace, granted_at);
    `);
  },
  down(database) {
    database.exec('DROP TABLE remembered_approvals');
  },
};
