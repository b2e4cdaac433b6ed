import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../core/errors.ts';

/** Milliseconds that a lock file must be old before a sweep may judge its owner dead: younger, he may still be taking the lock. */
const SETTLED_MS = 60_000;

/**
 * Who is alive, without heartbeats and without trusting process numbers, which are used again. Each open store holds the
 * system's lock on a small file of its own, named by a random token; the system drops the lock when the process ends, by
 * whatever death, on every platform. SQLite's own locking is used, because Node offers no other.
 */
export interface Owner {
  /** Names this open store in the database. */
  readonly token: string;
  /** True while the store that has this token is open in a living process. */
  isAlive(token: string): boolean;
  /** True where another open store exists. */
  hasOthers(): boolean;
  close(): void;
}

/** For a database in memory: nobody else can see it. */
export function soleOwner(): Owner {
  const token = randomUUID();
  return { token, isAlive: (other) => other === token, hasOthers: () => false, close: () => undefined };
}

/**
 * @param folder for the lock files; made if missing, readable by this user only.
 * @throws AppError `store-unavailable`
 */
export function takeOwnership(folder: string): Owner {
  const fileOf = (token: string) => join(folder, `${token}.lock`);
  const token = randomUUID();
  const lock = takeLock(folder, fileOf(token));
  const isAlive = (other: string) => other === token || isLocked(fileOf(other));
  const tokens = () => readdirSync(folder).filter((name) => name.endsWith('.lock')).map((name) => name.slice(0, -'.lock'.length));
  for (const other of tokens()) {
    if (Date.now() - (statSync(fileOf(other), { throwIfNoEntry: false })?.mtimeMs ?? 0) > SETTLED_MS && !isAlive(other)) rmSync(fileOf(other), { force: true });
  }
  let closed = false;
  return {
    token,
    isAlive,
    hasOthers: () => tokens().some((other) => other !== token && isAlive(other)),
    close() {
      if (closed) return;
      closed = true;
      lock.close();
      rmSync(fileOf(token), { force: true });
    },
  };
}

function takeLock(folder: string, file: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'wx', 0o600));
    const lock = new DatabaseSync(file);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    throw new AppError('store-unavailable', `${folder} cannot be made or written.\nCheck its permissions and the free space of its disk.`, { cause: error, actions: ['show-log'] });
  }
}

/** Asks with a shared lock, so that two who ask at once do not take each other for the owner. */
function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  let probe: DatabaseSync | undefined;
  try {
    probe = new DatabaseSync(file, { readOnly: true });
    probe.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    return false;
  } catch {
    // only a free lock proves death; whatever else goes wrong counts as life
    return existsSync(file);
  } finally {
    probe?.close();
  }
}
