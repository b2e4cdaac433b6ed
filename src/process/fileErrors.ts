import { AppError } from '../core/errors.ts';

/** True for an error of the system with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Turns an error of the system into one that says what to do. Errors of the catalogue stay as they are. */
export function fileError(action: 'read' | 'write' | 'remove', path: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const options = { cause: error };
  const refused = action === 'read' ? 'file-unreadable' : 'file-unwritable';
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return new AppError('file-missing', `${path} does not exist.\nList its folder to see what is there.`, options);
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return new AppError('disk-full', `The disk is full, so ${path} was not written; it is as it was before.\nFree some space and try again.`, options);
  if (hasCode(error, 'EROFS')) return new AppError(refused, `${path} lies on a read-only disk.`, options);
  if (hasCode(error, 'EISDIR')) return new AppError('file-is-directory', `${path} is a folder, not a file.`, options);
  if (hasCode(error, 'EACCES', 'EPERM')) return new AppError(refused, `No permission to ${action} ${path}.\nCheck its owner and mode.`, options);
  if (hasCode(error, 'ELOOP')) return new AppError(refused, `${path} is a link that leads in a circle.`, options);
  return new AppError(refused, `Could not ${action} ${path}: ${error instanceof Error ? error.message : String(error)}`, options);
}
