import { isIPv4 } from 'node:net';
import type { JsonValue } from '../../shared/json.ts';
import type { Properties, Property } from './wireValues.ts';
import { known, unknown } from './wireValues.ts';

/** The practice cloud's catalogue: everything else (schema, check, diff, outputs) is derived from it. */

export interface PropertyRule {
  type: 'string' | 'integer' | 'boolean' | 'string-list';
  description: string;
  required?: boolean;
  secret?: boolean;
  default?: JsonValue;
  /** A change makes a new resource. */
  replaces?: boolean;
  /** Inclusive, for integers. */
  minimum?: number;
  maximum?: number;
  /** Says what is wrong with a value of the right type, never the value itself. */
  problem?(value: string): string | undefined;
}

export interface ComputedProperty {
  description: string;
  /** Inputs it is made from; unknown while one of them is, secret when one of them is. */
  from: string[];
  /** Needs the physical id, which a preview of a creation does not have. */
  needsId: boolean;
  /** `values` are the inputs of `from` as text. */
  compute(values: Record<string, string | undefined>, id: string): string;
}

export interface ResourceType {
  token: string;
  description: string;
  inputs: Record<string, PropertyRule>;
  computed: Record<string, ComputedProperty>;
  /** The old one goes before the new one comes: downtime, and dependents go with it. */
  deleteBeforeReplace: boolean;
}

const NAME_PATTERN = /^[a-z][a-z0-9-]{0,62}$/;
const nameRule = (extra: Partial<PropertyRule> = {}): PropertyRule => ({
  type: 'string', description: 'Name in the practice cloud.', required: true, ...extra,
  problem: (value) => (NAME_PATTERN.test(value) ? undefined : 'must start with a lower-case letter and hold at most 63 lower-case letters, digits and hyphens'),
});

function cidrProblem(value: string): string | undefined {
  const [address = '', bits = '', ...rest] = value.split('/');
  const fits = rest.length === 0 && isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= 28;
  return fits ? undefined : 'must be an IPv4 range with 8 to 28 bits, such as 10.0.0.0/16';
}

/** Inputs of every resource that make it misbehave; they never reach the world file. */
export const CONTROL_INPUTS: Record<string, PropertyRule> = {
  delayMs: { type: 'integer', description: 'Milliseconds that each create, update and delete takes.', minimum: 0, maximum: 600_000 },
  fail: {
    type: 'string', description: 'Operation that fails: check, create, update or delete.',
    problem: (value) => (['check', 'create', 'update', 'delete'].includes(value) ? undefined : 'must be check, create, update or delete'),
  },
  replaceOn: { type: 'string-list', description: 'Further properties whose change replaces the resource.' },
};

const types: ResourceType[] = [
  {
    token: 'sim:index:Database',
    description: 'A database. Holds data: a replacement starts empty.',
    deleteBeforeReplace: true,
    inputs: {
      name: nameRule({ replaces: true }),
      engine: {
        type: 'string', description: 'Engine and major version, such as pg16.', required: true, replaces: true,
        problem: (value) => (/^(pg|mysql|maria)\d{1,2}$/.test(value) ? undefined : 'must be pg, mysql or maria with a major version, such as pg16'),
      },
      size: { type: 'integer', description: 'Size in GB.', default: 20, minimum: 1, maximum: 65_536 },
      password: {
        type: 'string', description: 'Password of the administrator.', required: true, secret: true,
        problem: (value) => (value.length >= 8 ? undefined : 'must have at least 8 characters'),
      },
      deletionProtection: { type: 'boolean', description: 'Refuses the deletion while true.', default: false },
    },
    computed: {
      endpoint: { description: 'Host and port.', from: [], needsId: true, compute: (_values, id) => `${id}.db.sim.invalid:5432` },
    },
  },
  {
    token: 'sim:index:Bucket',
    description: 'A bucket for objects. Holds data: a replacement starts empty.',
    deleteBeforeReplace: false,
    inputs: {
      name: nameRule({ replaces: true }),
      versioning: { type: 'boolean', description: 'Keeps old versions of objects.', default: false },
    },
    computed: {
      url: { description: 'Address of the bucket.', from: ['name'], needsId: false, compute: ({ name }) => `sim://${name}` },
    },
  },
  {
    token: 'sim:index:Service',
    description: 'A running container image; everything changes in place.',
    deleteBeforeReplace: false,
    inputs: {
      name: nameRule(),
      image: {
        type: 'string', description: 'Image and tag.', required: true,
        problem: (value) => (/^[a-z0-9][a-z0-9._/-]*(:[\w.-]+)?$/.test(value) ? undefined : 'must be an image with an optional tag, such as shop:1'),
      },
      replicas: { type: 'integer', description: 'Number of copies.', default: 1, minimum: 0, maximum: 100 },
      port: { type: 'integer', description: 'Port that is served.', default: 80, minimum: 1, maximum: 65_535 },
    },
    computed: {
      endpoint: {
        description: 'Address of the service.', from: ['name', 'port'], needsId: false,
        compute: ({ name, port }) => `http://${name}.sim.invalid:${port}`,
      },
    },
  },
  {
    token: 'sim:index:Queue',
    description: 'A message queue. Holds messages: a replacement starts empty.',
    deleteBeforeReplace: true,
    inputs: {
      name: nameRule({ replaces: true }),
      fifo: { type: 'boolean', description: 'Keeps the order of messages.', default: false, replaces: true },
      retentionHours: { type: 'integer', description: 'Hours that a message is kept.', default: 96, minimum: 1, maximum: 336 },
    },
    computed: {
      url: { description: 'Address of the queue.', from: [], needsId: true, compute: (_values, id) => `sim-queue://${id}` },
    },
  },
  {
    token: 'sim:index:Network',
    description: 'A private network.',
    deleteBeforeReplace: false,
    inputs: {
      name: nameRule(),
      cidr: { type: 'string', description: 'IPv4 range, such as 10.0.0.0/16.', required: true, replaces: true, problem: cidrProblem },
    },
    computed: {
      gateway: {
        description: 'First address of the range.', from: ['cidr'], needsId: false,
        compute: ({ cidr = '' }) => cidr.replace(/\d+\/\d+$/, '1'),
      },
    },
  },
];

export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(types.map((type) => [type.token, type]));

/** All inputs of a type, the controls included. */
export const inputsOf = (type: ResourceType): Record<string, PropertyRule> => ({ ...type.inputs, ...CONTROL_INPUTS });

/** Inputs plus computed properties, as far as they are known; without an id those that need one are unknown. */
export function withComputed(type: ResourceType, inputs: Properties, id: string | undefined): Properties {
  const outputs: Properties = { ...inputs };
  for (const [name, rule] of Object.entries(type.computed)) outputs[name] = computeOne(rule, inputs, id);
  return outputs;
}

function computeOne(rule: ComputedProperty, inputs: Properties, id: string | undefined): Property {
  const sources = rule.from.map((name) => inputs[name]);
  const secret = sources.some((source) => source?.secret === true);
  if ((rule.needsId && id === undefined) || sources.some((source) => source?.unknown === true)) return unknown(secret);
  return known(rule.compute(Object.fromEntries(rule.from.map((name) => [name, asText(inputs[name]?.value)])), id ?? ''), secret);
}

const asText = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
