import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import { tryLock } from '../../util/lockFile.ts';

export type Operation = 'check' | 'create' | 'update' | 'delete';

export interface WorldResource {
  type: string;
  urn: string;
  /** As a person reads and edits them; secret ones only as a salted hash. */
  properties: JsonObject;
}

export interface Control {
  /** Milliseconds that each create, update and delete takes. */
  delayMs?: number;
  /** Resource name, or `*`, whose next such operation fails; consumed by that failure. */
  failNext?: Partial<Record<Operation, string>>;
}

export interface World {
  version: 1;
  control: Control;
  /** By physical id. */
  resources: Record<string, WorldResource>;
}

/** A lock is held for one read, one write and a rename, all without a pause; at this age it is a leftover in any case. */
const LEFTOVER_AFTER_MS = 30_000;
const PATIENCE_MS = 60_000;

/**
 * The practice cloud: one JSON file that people may edit. Each write is a temporary file, fsync and rename under a
 * lock, so a kill at any moment leaves the old or the new world. What is not understood is never overwritten.
 */
export class WorldFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** An absent file is an empty world. @throws AppError `practice-world-damaged` */
  read(): World {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { version: 1, control: {}, resources: {} };
      throw new AppError('practice-world-unreadable', `The practice cloud's file ${this.path} cannot be read.\nCheck its permissions.`, { cause: error });
    }
    return parseWorld(text, this.path);
  }

  /**
   * Reads, changes and writes in one piece; nothing is written where `change` throws.
   * @throws AppError `practice-world-damaged`, `practice-locked`
   */
  async change<T>(signal: AbortSignal, change: (world: World) => T): Promise<T> {
    mkdirSync(dirname(this.path), { recursive: true });
    const unlock = await this.#lock(signal);
    try {
      signal.throwIfAborted();
      const world = this.read();
      const result = change(world);
      this.#write(world);
      return result;
    } finally {
      unlock();
    }
  }

  async #lock(signal: AbortSignal): Promise<() => void> {
    const path = `${this.path}.lock`;
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const unlock = tryLock(path, LEFTOVER_AFTER_MS);
      if (unlock !== undefined) return unlock;
      if (Date.now() > giveUpAt) {
        throw new AppError('practice-locked', `The practice cloud is locked by another process.\nIf no deployment is running, remove ${path}.`);
      }
      await wait(5 + Math.random() * 20, undefined, { signal });
    }
  }

  #write(world: World): void {
    // one name is enough: only the holder of the lock writes it, and what a killed one left is overwritten
    const temporary = `${this.path}.tmp`;
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, `${JSON.stringify(world, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, this.path);
    syncFolder(dirname(this.path));
  }
}

/** Makes the rename itself durable; Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function parseWorld(text: string, path: string): World {
  const damaged = (what: string, cause?: unknown) => new AppError('practice-world-damaged',
    `The practice cloud's file ${path} ${what}; nothing was changed.\nUndo the last edit, or remove the file to start with an empty cloud.`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // the parser's own message quotes the file, which may hold what a person typed as a password
    throw damaged('is not valid JSON');
  }
  if (!isRecord(value)) throw damaged('does not hold a JSON object');
  if (value['version'] !== 1) throw damaged('has a version that is not known here');
  const { control = {}, resources } = value;
  if (!isRecord(resources)) throw damaged('has no "resources" object');
  for (const [id, resource] of Object.entries(resources)) {
    if (!isRecord(resource) || typeof resource['type'] !== 'string' || typeof resource['urn'] !== 'string' || !isRecord(resource['properties'])) {
      throw damaged(`has a resource "${id}" without type, urn or properties`);
    }
  }
  if (!isRecord(control)) throw damaged('has a "control" that is not an object');
  if (control['delayMs'] !== undefined && !(typeof control['delayMs'] === 'number' && control['delayMs'] >= 0)) throw damaged('has a control.delayMs that is not a number of milliseconds');
  if (control['failNext'] !== undefined && !isRecord(control['failNext'])) throw damaged('has a control.failNext that is not an object such as {"update": "web"}');
  return { ...value, version: 1, control: control, resources: resources as unknown as Record<string, WorldResource> };
}

const isRecord = (value: unknown): value is Record<string, JsonValue> => typeof value === 'object' && value !== null && !Array.isArray(value);
