import { join } from 'node:path';
import type { Blobs, SessionStore } from '../core/ports.ts';
import { createAudit, type AuditLog, type AuditOptions } from './audit.ts';
import { createBlobs } from './blobs.ts';
import { openDatabase } from './database.ts';
import type { Migrations } from './migrations.ts';
import { soleOwner, takeOwnership } from './owners.ts';
import { createRememberedApprovals, type RememberedApprovalStore } from './rememberedApprovals.ts';
import { createSessionStore, releaseAll } from './sessions.ts';

/** Everything that outlives a window, in one SQLite file. No secrets: those are in the `Secrets` port. */
export interface Store {
  sessions: SessionStore;
  blobs: Blobs;
  audit: AuditLog;
  remembered: RememberedApprovalStore;
  migrations: Migrations;
  /** What a person must hear about, e.g. that a damaged file was moved aside. */
  notices: readonly string[];
  /** Gives back the sessions held and closes the file. May be called again. */
  close(): void;
}

/**
 * Opens the store in a folder, or in memory with `:memory:` (for tests).
 * @param folder made if missing, readable by this user only.
 * @param audit how the audit is sealed
 * @throws AppError `store-unavailable`, `store-read-only`, `store-full`, `store-locked`, `store-damaged`, `store-newer`
 */
export function openStore(folder: string, audit: AuditOptions = {}): Store {
  const inMemory = folder === ':memory:';
  const path = inMemory ? folder : join(folder, 'pilothouse.db');
  const owner = inMemory ? soleOwner() : takeOwnership(join(folder, 'owners'));
  let opened;
  try {
    opened = openDatabase(path, () => owner.hasOthers());
  } catch (error) {
    owner.close();
    throw error;
  }
  const { connection, migrations, notices } = opened;
  let closed = false;
  return {
    sessions: createSessionStore(connection, owner),
    blobs: createBlobs(connection),
    audit: createAudit(connection, owner, audit),
    remembered: createRememberedApprovals(connection),
    migrations,
    notices,
    close() {
      if (closed) return;
      closed = true;
      try {
        releaseAll(connection, owner);
      } finally {
        connection.close();
        owner.close();
      }
    },
  };
}
