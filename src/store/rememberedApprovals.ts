import type { SQLOutputValue } from 'node:sqlite';
import type { RememberedApproval, RememberedApprovals } from '../core/ports.ts';
import type { Connection } from './connection.ts';

/** What a person allowed for good; kept outside every workspace, because a workspace must not allow itself anything. */
export interface RememberedApprovalStore extends RememberedApprovals {
  /** Those that have not expired, the newest first; of one workspace or of all. */
  list(now: number, workspace?: string): RememberedApproval[];
  /** @returns whether there was one. */
  revoke(key: string): boolean;
  /** Revokes those of a workspace, or all. @returns how many there were. */
  revokeAll(workspace?: string): number;
}

export function createRememberedApprovals(database: Connection): RememberedApprovalStore {
  return {
    holds: (key, now) => database.query('SELECT 1 FROM remembered_approvals WHERE key = ? AND granted_at <= ? AND expires_at > ?', (statement) => statement.get(key, now, now)) !== undefined,
    used(key, now) {
      database.query('UPDATE remembered_approvals SET last_used_at = ? WHERE key = ?', (statement) => statement.run(Math.round(now), key));
    },
    save({ key, workspace, what, matches, grantedAt, expiresAt }) {
      database.query('DELETE FROM remembered_approvals WHERE expires_at <= ?', (statement) => statement.run(Math.round(grantedAt)));
      database.query(
        'INSERT OR REPLACE INTO remembered_approvals (key, workspace, what, matches, granted_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
        (statement) => statement.run(key, workspace, what, matches, Math.round(grantedAt), Math.round(expiresAt)),
      );
    },
    list(now, workspace) {
      const rows = workspace === undefined ? database.query(`${SELECT} ORDER BY granted_at DESC, key`, (statement) => statement.all(now))
        : database.query(`${SELECT} AND workspace = ? ORDER BY granted_at DESC, key`, (statement) => statement.all(now, workspace));
      return rows.map(approvalOf);
    },
    revoke: (key) => Number(database.query('DELETE FROM remembered_approvals WHERE key = ?', (statement) => statement.run(key)).changes) > 0,
    revokeAll: (workspace) => Number((workspace === undefined ? database.query('DELETE FROM remembered_approvals', (statement) => statement.run())
      : database.query('DELETE FROM remembered_approvals WHERE workspace = ?', (statement) => statement.run(workspace))).changes),
  };
}

const SELECT = 'SELECT key, workspace, what, matches, granted_at, expires_at, last_used_at FROM remembered_approvals WHERE expires_at > ?';

function approvalOf(row: Record<string, SQLOutputValue>): RememberedApproval {
  return {
    key: String(row['key']), workspace: String(row['workspace']), what: String(row['what']), matches: String(row['matches']),
    grantedAt: Number(row['granted_at']), expiresAt: Number(row['expires_at']),
    ...(row['last_used_at'] === null ? {} : { lastUsedAt: Number(row['last_used_at']) }),
  };
}
