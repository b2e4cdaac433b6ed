import type { StepOp } from '../shared/infra.ts';

/**
 * Pulumi's engine events as they come over the wire (pulumi/pulumi sdk/go/common/apitype/events.go), including those
 * that the SDK's types leave out. The parser is tolerant: what it does not know becomes `other`, never an exception.
 */

export type Values = Readonly<Record<string, unknown>>;

/** A resource's state inside a step, secrets already masked by the engine. */
export interface StepState {
  custom: boolean;
  id?: string;
  parent?: string;
  protect: boolean;
  retainOnDelete: boolean;
  external: boolean;
  inputs: Values;
  outputs: Values;
}

export type DiffKind = 'add' | 'add-replace' | 'delete' | 'delete-replace' | 'update' | 'update-replace';

export interface StepMetadata {
  op: StepOp;
  urn: string;
  type: string;
  old?: StepState;
  new?: StepState;
  /** Properties that force a replacement. */
  keys: string[];
  /** Changed top-level properties, where the provider gives no detailed diff. */
  diffs: string[];
  detailedDiff?: Readonly<Record<string, { kind: DiffKind; inputDiff: boolean }>>;
  /** Part of the program's own plan, not a half of a replacement. */
  logical: boolean;
}

export type Severity = 'info' | 'warning' | 'error';

export type EngineEvent =
  | { kind: 'prelude' }
  | { kind: 'step-start'; step: StepMetadata; planning: boolean }
  | { kind: 'step-end'; step: StepMetadata; planning: boolean }
  | { kind: 'step-failed'; step: StepMetadata }
  | { kind: 'diagnostic'; urn?: string; message: string; severity: Severity; ephemeral: boolean }
  | { kind: 'policy'; urn?: string; message: string; policy: string; mandatory: boolean }
  | { kind: 'summary'; isPreview: boolean; result: 'succeeded' | 'failed' | 'canceled' | undefined; maybeCorrupt: boolean; durationSeconds: number; resourceChanges: Record<string, number> }
  | { kind: 'stream-end' }
  | { kind: 'other' };

const operations: ReadonlySet<string> = new Set<StepOp>([
  'same', 'create', 'update', 'delete', 'replace', 'create-replacement', 'delete-replaced', 'read', 'read-replacement', 'refresh',
  'discard', 'discard-replaced', 'remove-pending-replace', 'import', 'import-replacement',
]);
const diffKinds: ReadonlySet<string> = new Set<DiffKind>(['add', 'add-replace', 'delete', 'delete-replace', 'update', 'update-replace']);

/** Parses one event; also what is no event at all gives `other`. */
export function parseEngineEvent(value: unknown): EngineEvent {
  const event = valuesOf(value);
  if (event === undefined) return other;
  if (event.resourcePreEvent !== undefined) return stepEvent('step-start', event.resourcePreEvent);
  if (event.resOutputsEvent !== undefined) return stepEvent('step-end', event.resOutputsEvent);
  if (event.resOpFailedEvent !== undefined) {
    const step = parseStep(valuesOf(event.resOpFailedEvent)?.metadata);
    return step === undefined ? other : { kind: 'step-failed', step };
  }
  if (event.diagnosticEvent !== undefined) return diagnostic(valuesOf(event.diagnosticEvent) ?? {});
  if (event.policyEvent !== undefined) return policy(valuesOf(event.policyEvent) ?? {});
  if (event.errorEvent !== undefined) return { kind: 'diagnostic', message: plainText(text(valuesOf(event.errorEvent)?.error) ?? ''), severity: 'error', ephemeral: false };
  if (event.summaryEvent !== undefined) return summary(valuesOf(event.summaryEvent) ?? {});
  if (event.cancelEvent !== undefined) return { kind: 'stream-end' };
  if (event.preludeEvent !== undefined) return { kind: 'prelude' };
  return other;
}

/** Removes the engine's colour markers (`<{%fg 1%}>`) and terminal escapes. */
export function plainText(message: string): string {
  // eslint-disable-next-line no-control-regex -- terminal escapes are control characters
  return message.replace(/<\{%[^%]*%\}>/g, '').replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

const other: EngineEvent = { kind: 'other' };

function stepEvent(kind: 'step-start' | 'step-end', value: unknown): EngineEvent {
  const body = valuesOf(value);
  const step = parseStep(body?.metadata);
  return step === undefined ? other : { kind, step, planning: body?.planning === true };
}

function parseStep(value: unknown): StepMetadata | undefined {
  const metadata = valuesOf(value);
  const urn = text(metadata?.urn);
  const op = text(metadata?.op);
  if (metadata === undefined || urn === undefined || op === undefined || !operations.has(op)) return undefined;
  return {
    op: op as StepOp,
    urn,
    type: text(metadata.type) ?? '',
    old: parseState(metadata.old),
    new: parseState(metadata.new),
    keys: texts(metadata.keys),
    diffs: texts(metadata.diffs),
    detailedDiff: parseDetailedDiff(metadata.detailedDiff),
    logical: metadata.logical === true,
  };
}

function parseState(value: unknown): StepState | undefined {
  const state = valuesOf(value);
  if (state === undefined) return undefined;
  return {
    custom: state.custom === true,
    id: text(state.id),
    parent: text(state.parent),
    protect: state.protect === true,
    retainOnDelete: state.retainOnDelete === true,
    external: state.external === true,
    inputs: valuesOf(state.inputs) ?? {},
    outputs: valuesOf(state.outputs) ?? {},
  };
}

function parseDetailedDiff(value: unknown): StepMetadata['detailedDiff'] {
  const diff = valuesOf(value);
  if (diff === undefined) return undefined;
  const entries = Object.entries(diff).flatMap(([path, entry]) => {
    const kind = text(valuesOf(entry)?.diffKind);
    return kind !== undefined && diffKinds.has(kind) ? [[path, { kind: kind as DiffKind, inputDiff: valuesOf(entry)?.inputDiff === true }] as const] : [];
  });
  return Object.fromEntries(entries);
}

function diagnostic(body: Values): EngineEvent {
  const severity = text(body.severity) ?? 'info';
  if (severity === 'debug') return other;
  return {
    kind: 'diagnostic',
    urn: text(body.urn),
    message: plainText(text(body.message) ?? '').trim(),
    severity: severity === 'error' || severity === 'warning' ? severity : 'info',
    ephemeral: body.ephemeral === true,
  };
}

function policy(body: Values): EngineEvent {
  return {
    kind: 'policy',
    urn: text(body.resourceUrn),
    message: plainText(text(body.message) ?? '').trim(),
    policy: text(body.policyName) ?? '',
    mandatory: body.enforcementLevel === 'mandatory',
  };
}

function summary(body: Values): EngineEvent {
  const changes = Object.entries(valuesOf(body.resourceChanges) ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0);
  const result = body.result;
  return {
    kind: 'summary',
    isPreview: body.isPreview === true,
    result: result === 'succeeded' || result === 'failed' || result === 'canceled' ? result : undefined,
    maybeCorrupt: body.maybeCorrupt === true,
    durationSeconds: typeof body.durationSeconds === 'number' ? body.durationSeconds : 0,
    resourceChanges: Object.fromEntries(changes),
  };
}

/** The value as a record, undefined where it is none. */
export function valuesOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

/** The value as a text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
