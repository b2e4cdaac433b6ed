import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Files, InfraTarget } from '../core/ports.ts';
import { isAlive } from '../util/isAlive.ts';
import { fileBackendFolder } from './backend.ts';
import { text, valuesOf } from './engineEvents.ts';

/** What holds a stack's lock, as the CLI wrote it. */
export interface StackLock {
  pid: number;
  user: string;
  host: string;
  /** ISO 8601. */
  since: string;
  /** False where the process is on this machine and gone: the lock was left behind. */
  alive: boolean;
}

const maxLockBytes = 65_536;

/** Locks of a stack on a `file://` backend; other backends say only on use that they are locked. */
export async function stackLocks(files: Files, target: InfraTarget, backendUrl: string): Promise<StackLock[]> {
  const folder = fileBackendFolder(backendUrl);
  if (folder === undefined) return [];
  const locks = join(folder, '.pulumi', 'locks', 'organization', target.project, target.stack);
  if ((await files.stat(locks))?.kind !== 'directory') return [];
  const found: StackLock[] = [];
  for (const { name } of await files.list(locks)) {
    if (!name.endsWith('.json')) continue;
    const lock = await readLock(files, join(locks, name));
    if (lock !== undefined) found.push(lock);
  }
  return found;
}

/** One clause for a person: `kim@build-7, process 4711, since 2026-11-21T04:00:00Z`. */
export function describeLock({ user, host, pid, since, alive }: StackLock): string {
  return `${user}@${host}, process ${pid}, since ${since}${alive ? '' : ' (that process is gone, so the lock was left behind)'}`;
}

async function readLock(files: Files, path: string): Promise<StackLock | undefined> {
  try {
    const lock = valuesOf(JSON.parse(new TextDecoder().decode(await files.read(path, maxLockBytes))));
    const pid = typeof lock?.pid === 'number' ? lock.pid : 0;
    const host = text(lock?.hostname) ?? 'unknown host';
    return { pid, user: text(lock?.username) ?? 'unknown user', host, since: text(lock?.timestamp) ?? 'an unknown time', alive: host !== hostname() || isAlive(pid) };
  } catch {
    // released between listing and reading, or half written: not a lock to report
    return undefined;
  }
}
