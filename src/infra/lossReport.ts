import type { LossItem, LossReport } from '../shared/effects.ts';
import type { StepMetadata } from './engineEvents.ts';
import { hasUnknown, propertyChanges } from './propertyChanges.ts';
import { dependentsFinder, type StackState, type StateResource } from './stackState.ts';
import { isStateful } from './stateful.ts';
import { displayType, isEngineResource, nameOf } from './urn.ts';

export interface LossContext {
  verb: 'deploy' | 'destroy';
  project: string;
  stack: string;
  /** The engine's own counts of the preview. */
  counts: Record<string, number>;
  state: StackState;
  stateful?: readonly RegExp[];
}

const maxDependents = 20;

/**
 * What would be gone, computed from a preview's steps and the state (facts of the engine: a component has nothing of
 * its own in a cloud, `retainOnDelete` only forgets, `external` was never ours, `deletedWith` goes with its container).
 */
export function lossReport(steps: readonly StepMetadata[], context: LossContext): LossReport {
  const byUrn = Map.groupBy(steps, ({ urn }) => urn);
  const items: LossItem[] = [];
  const warnings: string[] = [];
  const known = new Map(context.state.resources.filter(({ pendingDelete }) => !pendingDelete).map((resource) => [resource.urn, resource]));
  const dependentsOf = dependentsFinder(context.state.resources);
  for (const [urn, own] of byUrn) {
    const type = own[0]?.type ?? '';
    if (isEngineResource(type)) continue;
    const item = lossOf(urn, own, known.get(urn), dependentsOf, context);
    if (item !== undefined) items.push(item);
    warnings.push(...warningsOf(urn, own, item));
  }
  items.push(...unseenLosses(steps, context));
  items.sort((left, right) => Number(right.stateful) - Number(left.stateful));
  const atLeast = steps.some((step) => step.old !== undefined && step.new !== undefined && hasUnknown(step.new.inputs));
  return { headline: headline(items, context, atLeast), counts: context.counts, items, atLeast, warnings };
}

/** Where the engine counts more losses than it announced, an event was lost: say so instead of saying less. */
function unseenLosses(steps: readonly StepMetadata[], { counts, project, stack }: LossContext): LossItem[] {
  const announced = (op: string): number => new Set(steps.filter((step) => step.op === op).map(({ urn }) => urn)).size;
  return (['delete', 'replace'] as const).flatMap((operation): LossItem[] => {
    const missing = (counts[operation] ?? 0) - announced(operation);
    if (missing <= 0) return [];
    return [{ kind: 'resource', name: `${missing} more of ${project}/${stack}`, detail: 'unknown', operation, because: ['the engine counts it and did not say which'], stateful: true }];
  });
}

const replaceOps: ReadonlySet<string> = new Set(['replace', 'create-replacement', 'import-replacement', 'read-replacement']);
const deleteOps: ReadonlySet<string> = new Set(['delete', 'delete-replaced']);
const forgetOps: ReadonlySet<string> = new Set(['discard', 'discard-replaced', 'remove-pending-replace']);

function lossOf(urn: string, own: readonly StepMetadata[], resource: StateResource | undefined, dependentsOf: (urn: string) => StateResource[], context: LossContext): LossItem | undefined {
  const replacing = own.filter(({ op }) => replaceOps.has(op));
  const deleting = own.find(({ op }) => deleteOps.has(op));
  const forgetting = own.find(({ op }) => forgetOps.has(op));
  const step = replacing[0] ?? deleting ?? forgetting;
  if (step === undefined) return undefined;
  const old = step.old ?? deleting?.old;
  const custom = old?.custom ?? resource?.custom ?? true;
  const external = old?.external === true || resource?.external === true;
  if (!custom || (external && forgetting === undefined)) return undefined;
  const retained = old?.retainOnDelete === true || resource?.retainOnDelete === true;
  const because = replacing.length > 0 ? replaceReasons(own) : deleteReasons(own, context, forgetting !== undefined);
  if (resource?.deletedWith !== undefined) because.push(`not deleted by itself: goes together with ${nameOf(resource.deletedWith)}`);
  if (retained) because.push('retainOnDelete: the old resource stays in the cloud, is no longer tracked, and keeps costing');
  const operation = replacing.length > 0 ? 'replace' : retained || forgetting !== undefined ? 'untrack' : 'delete';
  const dependents = dependentsOf(urn).filter(({ type }) => !isEngineResource(type)).map((dependent) => nameOf(dependent.urn)).sort();
  return {
    kind: 'resource',
    name: nameOf(urn),
    detail: displayType(step.type),
    operation,
    because,
    stateful: isStateful(step.type, context.stateful),
    ...(dropsProtection(own) ? { protectDropped: true } : {}),
    ...(dependents.length > 0 ? { dependents: dependents.slice(0, maxDependents) } : {}),
    ...(old?.id === undefined || old.id === '' ? {} : { id: old.id }),
  };
}

/** `engine: pg15 → pg16` for each property that forces the replacement. */
function replaceReasons(own: readonly StepMetadata[]): string[] {
  const changes = own.filter(({ op }) => op !== 'delete-replaced').flatMap(propertyChanges).filter(({ forcesReplace }) => forcesReplace);
  const reasons = changes.map(({ path, before, after }) => `${path}: ${before ?? '(not set)'} → ${after ?? '(not set)'}`);
  if (reasons.length > 0) return [...new Set(reasons)];
  const keys = own.flatMap((step) => step.keys);
  return keys.length > 0 ? [...new Set(keys)].map((key) => `${key} changes`) : ['a resource that it depends on is replaced, or its replacement was asked for'];
}

function deleteReasons(own: readonly StepMetadata[], context: LossContext, forgotten: boolean): string[] {
  if (forgotten) return ['it is no longer tracked by the stack'];
  if (own.every(({ op }) => op === 'delete-replaced')) return ['left over from a replacement that was cut off'];
  return [context.verb === 'destroy' ? 'the whole stack is destroyed' : 'it is no longer in the program'];
}

const dropsProtection = (own: readonly StepMetadata[]): boolean => own.some((step) => step.old?.protect === true && step.new?.protect === false);

/** Inputs that guard data, and the value with which they no longer do. */
const guards: Readonly<Record<string, boolean>> = {
  forceDestroy: true, forceDelete: true, skipFinalSnapshot: true, deleteAutomatedBackups: true, purge: true,
  deletionProtection: false, deletionProtectionEnabled: false, enableDeletionProtection: false, preventDestroy: false,
};

function warningsOf(urn: string, own: readonly StepMetadata[], item: LossItem | undefined): string[] {
  const name = nameOf(urn);
  const warnings: string[] = [];
  if (dropsProtection(own)) {
    warnings.push(item === undefined ? `${name} loses its protection: from then on it can be deleted.` : `${name} was protected; the same change drops the protection and ${item.operation === 'replace' ? 'replaces' : 'deletes'} it.`);
  }
  const order = own.map(({ op }) => op);
  const [deleted, made] = [order.indexOf('delete-replaced'), order.findIndex((op) => op === 'create-replacement')];
  if (deleted !== -1 && made !== -1 && deleted < made) warnings.push(`${name} is deleted before its replacement is made: it is not available in between.`);
  for (const step of own) {
    for (const [input, unsafe] of Object.entries(guards)) {
      if (step.old !== undefined && step.new?.inputs[input] === unsafe && step.old.inputs[input] !== unsafe) warnings.push(`${name}: ${input} becomes ${unsafe}, which removes a guard of its data.`);
    }
  }
  return [...new Set(warnings)];
}

function headline(items: readonly LossItem[], { counts, project, stack, verb }: LossContext, atLeast: boolean): string {
  const place = `${project}/${stack}`;
  const number = (operation: LossItem['operation']): number => items.filter((item) => item.operation === operation).length;
  const parts = [['delete', 'deletes'], ['replace', 'replaces'], ['untrack', 'stops tracking']] as const;
  const losses = parts.flatMap(([operation, word]) => (number(operation) === 0 ? [] : [`${word} ${atLeast ? 'at least ' : ''}${resources(number(operation))}`]));
  if (losses.length === 0) {
    if (verb === 'destroy') return `The stack ${place} holds no resources.`;
    const gains = ([['create', 'created'], ['update', 'updated'], ['import', 'imported']] as const).flatMap(([op, word]) => ((counts[op] ?? 0) > 0 ? [`${counts[op] ?? 0} ${word}`] : []));
    return gains.length === 0 ? `No resource changes in ${place}.` : `Nothing is lost in ${place}: ${gains.join(', ')}.`;
  }
  const sentence = `${losses.join(' and ')} of ${place}`;
  const holding = items.filter(({ stateful }) => stateful).length;
  const data = holding === 0 ? '' : holding === 1 ? '; 1 of them holds data' : `; ${holding} of them hold data`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${items.length === 1 && holding === 1 ? ', which holds data' : data}.`;
}

const resources = (count: number): string => `${count} resource${count === 1 ? '' : 's'}`;
