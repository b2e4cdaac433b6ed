import { AppError } from '../core/errors.ts';
import type { Connection } from './connection.ts';
import type { Migration } from './migration.ts';
import { sessions } from './migrations/0001Sessions.ts';
import { blobs } from './migrations/0002Blobs.ts';
import { audit } from './migrations/0003Audit.ts';
import { auditSeals } from './migrations/0004AuditSeals.ts';
import { rememberedApprovals } from './migrations/0005RememberedApprovals.ts';

/** All steps in order. */
export const MIGRATIONS: readonly Migration[] = [sessions, blobs, audit, auditSeals, rememberedApprovals];

export interface MigrationStatus {
  id: number;
  name: string;
  /** Milliseconds since the epoch; absent where the step is not applied. */
  appliedAt?: number;
}

export interface Migrations {
  /** Every known step, and steps of a later version that are applied. */
  status(): MigrationStatus[];
  /** Applies what is missing, each step whole or not at all. @throws AppError `store-newer`, `store-…` */
  up(): void;
  /** Undoes the steps above `id`, newest first; 0 undoes all. The data in what they made is gone. @throws AppError `store-newer` */
  down(id: number): void;
}

/** @param steps in order of their ids. */
export function createMigrations(database: Connection, steps: readonly Migration[] = MIGRATIONS): Migrations {
  const applied = () => new Map(database.query('SELECT id, name, applied_at FROM migrations ORDER BY id', (statement) => statement.all())
    .map((row): [number, MigrationStatus] => [Number(row['id']), { id: Number(row['id']), name: String(row['name']), appliedAt: Number(row['applied_at']) }]));

  const refuseNewer = (done: ReadonlyMap<number, MigrationStatus>) => {
    const newest = steps.at(-1)?.id ?? 0;
    if ([...done.keys()].some((id) => id > newest)) {
      throw new AppError('store-newer', `${database.path} was written by a later version of Pilothouse.\nUpdate the extension to open it; nothing was changed.`);
    }
  };

  return {
    status() {
      const done = applied();
      const known = steps.map((step): MigrationStatus => done.get(step.id) ?? { id: step.id, name: step.name });
      return [...known, ...[...done.values()].filter(({ id }) => !steps.some((step) => step.id === id))];
    },
    up() {
      // usually nothing is missing: then no window waits for another's write
      if (hasTable(database) && steps.every(({ id }) => applied().has(id))) return refuseNewer(applied());
      database.write(() => {
        database.exec('CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT');
        refuseNewer(applied());
      });
      for (const step of steps) {
        database.write(() => {
          // another window may have been faster
          if (applied().has(step.id)) return;
          step.up(database);
          database.query('INSERT INTO migrations (id, name, applied_at) VALUES (?, ?, ?)', (statement) => statement.run(step.id, step.name, Date.now()));
        });
      }
    },
    down(id) {
      for (const step of steps.toReversed()) {
        if (step.id <= id) return;
        database.write(() => {
          const done = applied();
          refuseNewer(done);
          if (!done.has(step.id)) return;
          step.down(database);
          database.query('DELETE FROM migrations WHERE id = ?', (statement) => statement.run(step.id));
        });
      }
    },
  };
}

function hasTable(database: Connection): boolean {
  return database.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'", (statement) => statement.get()) !== undefined;
}
