import { AppError } from '../core/errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html) that mean something to a user. */
const BUSY = 5, LOCKED = 6, READONLY = 8, IOERR = 10, CORRUPT = 11, FULL = 13, CANTOPEN = 14, NOTADB = 26;

/** Primary result code of an error that SQLite reported, or `undefined` for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** True where the file is no database, or one with broken pages. */
export const isDamage = (error: unknown): boolean => error instanceof AppError && error.code === 'store-damaged';

/** Turns an error of SQLite into one that says what to do. Errors of the catalogue and foreign ones stay as they are. */
export function storeError(path: string, error: unknown): unknown {
  const known = describe(path, resultCode(error));
  return known === undefined ? error : new AppError(known[0], known[1], { cause: error, actions: ['show-log'] });
}

function describe(path: string, code: number | undefined): [code: string, message: string] | undefined {
  switch (code) {
    case FULL: return ['store-full', `The disk is full, so the session could not be saved in ${path}.\nFree some space; nothing saved before is lost.`];
    case BUSY:
    case LOCKED: return ['store-locked', `Another window is writing to ${path} and did not finish in time.\nTry again; if it stays so, close the other windows.`];
    case READONLY: return ['store-read-only', `${path} cannot be written.\nCheck the permissions of the file and its folder.`];
    case CANTOPEN: return ['store-unavailable', `${path} cannot be opened.\nCheck that its folder exists and may be written.`];
    case IOERR: return ['store-unavailable', `The disk reported an error while ${path} was used.\nCheck the disk; a network folder may have gone away.`];
    case CORRUPT:
    case NOTADB: return ['store-damaged', `${path} is damaged.\nClose all windows and open one again: the damaged file is then moved aside and a fresh one is made.`];
    default: return undefined;
  }
}
