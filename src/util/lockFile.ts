import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from './isAlive.ts';

interface Holder {
  pid: number;
  host: string;
}

/** The guard is held for microseconds; a killed process's guard is removed at this age. */
const GUARD_LEFTOVER_AFTER_MS = 30_000;

/**
 * Takes an exclusive lock file, or returns `undefined` where somebody holds it. What a killed process left is
 * removed: at once where its pid is gone on this host, else at the given age; then the next try takes it.
 * @param leftoverAfterMs age in milliseconds that no honest holder reaches
 * @returns gives the lock back
 */
export function tryLock(path: string, leftoverAfterMs: number): (() => void) | undefined {
  if (create(path)) return () => rmSync(path, { force: true });
  removeLeftover(path, leftoverAfterMs);
  return undefined;
}

/** Whether somebody holds the lock now; a killed process's leftover does not count. */
export function isHeld(path: string, leftoverAfterMs: number): boolean {
  return ageOf(path) !== undefined && !isLeftover(path, leftoverAfterMs);
}

function create(path: string): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = codeOf(error);
    // Windows reports a file that is just being removed as EPERM or EACCES
    if (code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))) return false;
    throw error;
  }
  try {
    writeSync(handle, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  } finally {
    closeSync(handle);
  }
  return true;
}

/**
 * Two waiters may see the same leftover; a guard file lets only one of them look again and remove it, so that a
 * lock taken meanwhile is never removed.
 */
function removeLeftover(path: string, leftoverAfterMs: number): void {
  if (!isLeftover(path, leftoverAfterMs)) return;
  const guard = `${path}.guard`;
  if ((ageOf(guard) ?? 0) > GUARD_LEFTOVER_AFTER_MS) rmSync(guard, { force: true });
  if (!create(guard)) return;
  try {
    if (isLeftover(path, leftoverAfterMs)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function isLeftover(path: string, leftoverAfterMs: number): boolean {
  const age = ageOf(path);
  if (age === undefined) return false;
  if (age > leftoverAfterMs) return true;
  const holder = readHolder(path);
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

/** Undefined while the holder has not written its name yet, or is just leaving. */
function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? { pid: holder.pid, host: holder.host } : undefined;
  } catch {
    return undefined;
  }
}

function ageOf(path: string): number | undefined {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
