import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { ResourceType } from './resourceTypes.ts';
import { CONTROL_INPUTS, inputsOf, RESOURCE_TYPES, withComputed } from './resourceTypes.ts';
import { isSecretMark, markSecret, matchesMark } from './secretMark.ts';
import type { Properties, Property } from './wireValues.ts';
import { known } from './wireValues.ts';
import type { Operation, World, WorldFile } from './world.ts';

export interface CloudSettings {
  delayMs: number;
  /** Operation that always fails. */
  fail: string | undefined;
}

/** Stands in a refreshed state for a secret that somebody changed in the world: what it is now cannot be known. */
const CHANGED_SECRET = '(changed outside of Pulumi)';

/** Creates, reads, changes and deletes resources of the practice cloud. Values never appear in an error. */
export class PracticeCloud {
  readonly #world: WorldFile;
  readonly #settings: CloudSettings;

  constructor(world: WorldFile, settings: CloudSettings) {
    this.#world = world;
    this.#settings = settings;
  }

  async create(type: ResourceType, urn: string, inputs: Properties, signal: AbortSignal): Promise<{ id: string; outputs: Properties }> {
    await this.#begin('create', urn, inputs, signal);
    const id = newId(type, inputs);
    await this.#world.change(signal, (world) => {
      world.resources[id] = { type: type.token, urn, properties: toWorld(type, inputs) };
    });
    return { id, outputs: withComputed(type, inputs, id) };
  }

  async update(type: ResourceType, urn: string, id: string, inputs: Properties, signal: AbortSignal): Promise<Properties> {
    this.#existing(this.#world.read(), type, id);
    await this.#begin('update', urn, inputs, signal);
    await this.#world.change(signal, (world) => {
      this.#existing(world, type, id).properties = toWorld(type, inputs);
    });
    return withComputed(type, inputs, id);
  }

  /** Deleting what is gone already succeeds. */
  async delete(urn: string, id: string, inputs: Properties, signal: AbortSignal): Promise<void> {
    await this.#begin('delete', urn, inputs, signal);
    await this.#world.change(signal, (world) => {
      if (world.resources[id]?.properties['deletionProtection'] === true) {
        throw new AppError('practice-protected', `${nameOf(urn)} has deletionProtection.\nSet it to false and deploy, then delete.`);
      }
      delete world.resources[id];
    });
  }

  /** What the world holds now; `undefined` where the resource is gone. Without `state` it is an import. */
  read(type: ResourceType, id: string, state: Properties, oldInputs: Properties): { inputs: Properties; outputs: Properties } | undefined {
    const found = this.#world.read().resources[id];
    if (found === undefined) return undefined;
    if (found.type !== type.token) throw new AppError('practice-wrong-type', `${id} is a ${found.type}, not a ${type.token}.`);
    const before = Object.keys(oldInputs).length > 0 ? oldInputs : state;
    const inputs: Properties = {};
    for (const name of Object.keys(inputsOf(type))) {
      const property = name in CONTROL_INPUTS ? before[name] : fromWorld(type, name, found.properties, before[name]);
      if (property !== undefined) inputs[name] = property;
    }
    return { inputs, outputs: withComputed(type, inputs, id) };
  }

  #existing(world: World, type: ResourceType, id: string) {
    const resource = world.resources[id];
    if (resource?.type !== type.token) {
      throw new AppError('practice-gone', `${id} is no longer in the practice cloud.\nRun a refresh, then deploy again.`);
    }
    return resource;
  }

  /** Takes the time and makes the failure that were asked for; the world is unchanged when it throws. */
  async #begin(operation: Operation, urn: string, inputs: Properties, signal: AbortSignal): Promise<void> {
    const control = this.#world.read().control;
    const own = inputs['delayMs']?.value;
    const delayMs = typeof own === 'number' ? own : control.delayMs ?? this.#settings.delayMs;
    if (delayMs > 0) await wait(delayMs, undefined, { signal });
    signal.throwIfAborted();
    const failed = (why: string) => new AppError('practice-asked-to-fail', `The ${operation} of ${nameOf(urn)} failed, as ${why}.`);
    if (inputs['fail']?.value === operation) throw failed('its input "fail" asks for');
    if (this.#settings.fail === operation) throw failed("the provider's setting asks for");
    if (wantsFailure(control.failNext?.[operation], urn) && await this.#consumeFailure(operation, urn, signal)) {
      throw failed('control.failNext of the practice cloud asks for');
    }
  }

  /** Looks again under the lock: of several operations at once only one fails. */
  #consumeFailure(operation: Operation, urn: string, signal: AbortSignal): Promise<boolean> {
    return this.#world.change(signal, ({ control }) => {
      if (!wantsFailure(control.failNext?.[operation], urn)) return false;
      delete control.failNext?.[operation];
      return true;
    });
  }
}

/** @throws AppError `practice-unknown-type` */
export function typeOf(urn: string): ResourceType {
  const token = urn.split('::')[2]?.split('$').at(-1) ?? '';
  const type = RESOURCE_TYPES.get(token);
  if (type === undefined) throw new AppError('practice-unknown-type', `The practice cloud has no type ${token}; it has ${[...RESOURCE_TYPES.keys()].join(', ')}.`);
  return type;
}

export const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');

const wantsFailure = (name: string | undefined, urn: string): boolean => name !== undefined && (name === '*' || name === nameOf(urn));

/** A name that is secret stays out of the id. */
function newId(type: ResourceType, inputs: Properties): string {
  const name = inputs['name'];
  const stem = name?.secret === false && typeof name.value === 'string' ? name.value : type.token.split(':').at(-1)?.toLowerCase();
  return `${stem}-${randomBytes(4).toString('hex')}`;
}

function toWorld(type: ResourceType, inputs: Properties): JsonObject {
  const properties: JsonObject = {};
  for (const name of Object.keys(type.inputs)) {
    const property = inputs[name];
    if (property?.value === undefined) continue;
    properties[name] = property.secret ? markSecret(property.value) : property.value;
  }
  return properties;
}

function fromWorld(type: ResourceType, name: string, world: JsonObject, before: Property | undefined): Property | undefined {
  const value = world[name];
  if (value === undefined || value === null) return undefined;
  const secret = type.inputs[name]?.secret === true || before?.secret === true || isSecretMark(value);
  if (!isSecretMark(value)) return known(value, secret);
  return before?.value !== undefined && matchesMark(value, before.value) ? before : known(CHANGED_SECRET, true);
}
