import type { Migration } from '../migration.ts';

export const blobs: Migration = {
  id: 2,
  name: 'contents of files before and after a change',
  up(database) {
    database.exec('CREATE TABLE blobs (id TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  },
  down(database) {
    database.exec('DROP TABLE blobs');
  },
};
