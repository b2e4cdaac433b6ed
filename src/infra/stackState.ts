import { AppError } from '../core/errors.ts';
import { sha256 } from '../gate/digest.ts';
import type { StackOutput } from '../shared/infra.ts';
import { text, texts, valuesOf, type Values } from './engineEvents.ts';
import { hasSecret } from './propertyChanges.ts';
import { typeOf } from './urn.ts';

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  custom: boolean;
  external: boolean;
  protect: boolean;
  retainOnDelete: boolean;
  /** Half of a replacement that was cut off: waits to be deleted. */
  pendingDelete: boolean;
  parent?: string;
  deletedWith?: string;
  dependencies: string[];
}

export interface StackState {
  /** SHA-256 of the export, which is byte-stable and changes with every update. */
  token: string;
  resources: StateResource[];
  pendingOperations: { urn: string; type: string }[];
  outputs: StackOutput[];
  /** ISO 8601 time of the last change of the state. */
  changedAt?: string;
}

/**
 * Reads what `pulumi stack export` printed; without `--show-secrets` secrets are in it as ciphertext only.
 * @throws AppError `state-unreadable`
 */
export function parseStackState(exported: string): StackState {
  let whole: unknown;
  try {
    whole = JSON.parse(exported);
  } catch (cause) {
    throw new AppError('state-unreadable', 'The stack\'s state could not be read\n"pulumi stack export" did not print JSON.', { cause });
  }
  const deployment = valuesOf(valuesOf(whole)?.deployment) ?? {};
  const raw = listOf(deployment.resources);
  const root = raw.find((resource) => resource.type === 'pulumi:pulumi:Stack');
  return {
    token: sha256(exported),
    resources: raw.flatMap(parseResource),
    pendingOperations: listOf(deployment.pending_operations).map((operation) => ({
      urn: text(valuesOf(operation.resource)?.urn) ?? '', type: text(operation.type) ?? 'unknown',
    })),
    outputs: Object.entries(valuesOf(root?.outputs) ?? {}).map(([name, value]) => (hasSecret(value) ? { name, secret: true } : { name, secret: false, value: JSON.stringify(value) })),
    changedAt: raw.length === 0 ? undefined : text(valuesOf(deployment.manifest)?.time),
  };
}

/** Finds all that depends on a resource, also over others; by parent, dependency or `deletedWith`. */
export function dependentsFinder(resources: readonly StateResource[]): (urn: string) => StateResource[] {
  const direct = new Map<string, StateResource[]>();
  for (const resource of resources) {
    for (const target of new Set([...resource.dependencies, resource.parent ?? '', resource.deletedWith ?? ''])) {
      direct.set(target, [...(direct.get(target) ?? []), resource]);
    }
  }
  return (urn) => {
    const found = new Map<string, StateResource>();
    const open = [urn];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const resource of direct.get(next) ?? []) {
        if (resource.urn === urn || found.has(resource.urn)) continue;
        found.set(resource.urn, resource);
        open.push(resource.urn);
      }
    }
    return [...found.values()];
  };
}

function parseResource(resource: Values): StateResource[] {
  const urn = text(resource.urn);
  if (urn === undefined) return [];
  return [{
    urn,
    type: text(resource.type) ?? typeOf(urn),
    id: text(resource.id),
    custom: resource.custom === true,
    external: resource.external === true,
    protect: resource.protect === true,
    retainOnDelete: resource.retainOnDelete === true,
    pendingDelete: resource.delete === true,
    parent: text(resource.parent),
    deletedWith: text(resource.deletedWith),
    dependencies: [...new Set([...texts(resource.dependencies), ...Object.values(valuesOf(resource.propertyDependencies) ?? {}).flatMap(texts)])],
  }];
}

function listOf(value: unknown): Values[] {
  return Array.isArray(value) ? value.flatMap((entry: unknown) => {
    const values = valuesOf(entry);
    return values === undefined ? [] : [values];
  }) : [];
}
