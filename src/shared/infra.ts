import type { LossReport } from './effects.ts';

export type InfraVerb = 'status' | 'preview' | 'deploy' | 'outputs' | 'destroy';

/** Pulumi's step operations (apitype `OpType`). */
export type StepOp =
  | 'same' | 'create' | 'update' | 'delete' | 'replace' | 'create-replacement' | 'delete-replaced' | 'read'
  | 'read-replacement' | 'refresh' | 'discard' | 'discard-replaced' | 'remove-pending-replace' | 'import'
  | 'import-replacement';

export type ResourceState = 'planned' | 'running' | 'done' | 'failed' | 'interrupted';

/** One changed property; values are masked text, `undefined` where there is none on that side. */
export interface PropertyChange {
  path: string;
  kind: 'add' | 'delete' | 'update';
  /** The provider says that this property forces the replacement. */
  forcesReplace: boolean;
  before?: string;
  after?: string;
}

/** A row of the live resource tree; rows are keyed by `urn`, a later row replaces an earlier one. */
export interface ResourceRow {
  urn: string;
  /** Display type without the repeated module, e.g. `sim:Database`. */
  type: string;
  name: string;
  parent?: string;
  op: StepOp;
  state: ResourceState;
  /** Milliseconds since the epoch, by the host's clock. */
  startedAt?: number;
  endedAt?: number;
  changes: PropertyChange[];
  /** Last diagnostic of the resource, one line. */
  message?: string;
  protect?: boolean;
  /** Holds data (kinds list of infra/stateful.ts). */
  stateful?: boolean;
}

/** `preview` also names the phase inside `up` that checks the plan before anything changes. */
export type InfraPhase = 'preparing' | 'preview' | 'update' | 'finished';

/** What changed in the tree since the last update of the same call. */
export interface InfraUpdate {
  verb: InfraVerb;
  project: string;
  stack: string;
  phase: InfraPhase;
  rows: ResourceRow[];
  /** Stack-wide diagnostics, newest last; only new ones. */
  diagnostics: { severity: 'info' | 'warning' | 'error'; message: string; urn?: string }[];
}

export interface StackOutput {
  name: string;
  /** JSON text of the value; absent for secrets, which never leave the engine (DESIGN 1.7). */
  value?: string;
  secret: boolean;
}

export interface StackStatus {
  project: string;
  stack: string;
  backend: string;
  resourceCount: number;
  /** ISO 8601 time of the last update, absent where there was none. */
  lastUpdate?: string;
  lastResult?: string;
  /** Operations that a cut-off update left open. */
  pendingOperations: { urn: string; type: string }[];
  /** Set while another process holds the stack's lock. */
  lockedBy?: string;
  resources: { urn: string; type: string; name: string; id?: string; protect: boolean; parent?: string }[];
}

/** The user's half of an infrastructure verb's result. */
export interface InfraSummary {
  verb: InfraVerb;
  project: string;
  stack: string;
  result: 'succeeded' | 'failed' | 'cancelled' | 'refused';
  counts: Record<string, number>;
  durationMs: number;
  loss?: LossReport;
  /** Names of stack outputs that a preview sees come, go or change; secret values cannot be compared. */
  outputChanges?: string[];
  outputs?: StackOutput[];
  status?: StackStatus;
  /** Why it failed and what to do, for a person. */
  error?: string;
}
