import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { Connection } from './connection.ts';
import { createMigrations, type Migrations } from './migrations.ts';
import { isDamage } from './sqliteErrors.ts';

export interface OpenDatabase {
  connection: Connection;
  migrations: Migrations;
  /** What a person must hear about: a damaged file that was moved aside. */
  notices: string[];
}

/**
 * Opens the database with its newest schema. A damaged file is moved aside, never deleted, and a fresh one is made,
 * unless another window still has it open.
 * @throws AppError `store-…`
 */
export function openDatabase(path: string, hasOthers: () => boolean): OpenDatabase {
  try {
    return { ...open(path), notices: [] };
  } catch (error) {
    if (!isDamage(error) || hasOthers()) throw error;
    const aside = moveAside(path);
    const notice = `The saved sessions in ${path} were damaged and could not be opened. The file was kept as ${aside}, and a fresh one was started.`;
    return { ...open(path), notices: [notice] };
  }
}

function open(path: string): Pick<OpenDatabase, 'connection' | 'migrations'> {
  if (path !== ':memory:') makePrivate(path);
  const connection = new Connection(path);
  try {
    const migrations = createMigrations(connection);
    migrations.up();
    return { connection, migrations };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Conversations and file contents are for this user alone; SQLite gives its side files the mode of the database. */
function makePrivate(path: string): void {
  try {
    const folder = dirname(path);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    // an existing file is not opened here: closing it would drop the locks that SQLite holds on it in this process
    if (existsSync(path)) chmodSync(path, 0o600);
    else closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw new AppError('store-unavailable', `${path} cannot be made or written.\nCheck the permissions and the free space of its folder.`, { cause: error, actions: ['show-log'] });
  }
}

function moveAside(path: string): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const aside = join(dirname(path), `damaged-${stamp}.db`);
  try {
    renameSync(path, aside);
    for (const side of ['-wal', '-shm']) if (existsSync(path + side)) renameSync(path + side, aside + side);
    return aside;
  } catch (error) {
    throw new AppError('store-damaged', `${path} is damaged and could not be moved aside.\nClose all windows, move the file away by hand and open a window again.`, { cause: error, actions: ['show-log'] });
  }
}
