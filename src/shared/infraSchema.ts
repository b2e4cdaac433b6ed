import * as z from 'zod/mini';
import type { LossReport } from './effects.ts';
import type { InfraSummary, InfraUpdate } from './infra.ts';
import type { Same } from './typeCheck.ts';

/** Schemas of what infrastructure verbs put into events. Loose: fields of later versions are kept. */

const counts = z.record(z.string(), z.number());

export const lossReport = z.looseObject({
  headline: z.string(),
  counts,
  items: z.array(z.looseObject({
    kind: z.enum(['resource', 'file', 'commit', 'ref', 'data']),
    name: z.string(),
    detail: z.string(),
    operation: z.enum(['delete', 'replace', 'untrack', 'overwrite']),
    because: z.array(z.string()),
    stateful: z.boolean(),
    protectDropped: z.optional(z.boolean()),
    dependents: z.optional(z.array(z.string())),
    id: z.optional(z.string()),
  })),
  atLeast: z.boolean(),
  warnings: z.array(z.string()),
});

const verb = z.enum(['status', 'preview', 'deploy', 'outputs', 'destroy']);
const stepOp = z.enum([
  'same', 'create', 'update', 'delete', 'replace', 'create-replacement', 'delete-replaced', 'read', 'read-replacement', 'refresh',
  'discard', 'discard-replaced', 'remove-pending-replace', 'import', 'import-replacement',
]);

const row = z.looseObject({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  parent: z.optional(z.string()),
  op: stepOp,
  state: z.enum(['planned', 'running', 'done', 'failed', 'interrupted']),
  startedAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
  changes: z.array(z.looseObject({
    path: z.string(),
    kind: z.enum(['add', 'delete', 'update']),
    forcesReplace: z.boolean(),
    before: z.optional(z.string()),
    after: z.optional(z.string()),
  })),
  message: z.optional(z.string()),
  protect: z.optional(z.boolean()),
  stateful: z.optional(z.boolean()),
});

export const infraUpdate = z.looseObject({
  verb,
  project: z.string(),
  stack: z.string(),
  phase: z.enum(['preparing', 'preview', 'update', 'finished']),
  rows: z.array(row),
  diagnostics: z.array(z.looseObject({ severity: z.enum(['info', 'warning', 'error']), message: z.string(), urn: z.optional(z.string()) })),
});

const stackStatus = z.looseObject({
  project: z.string(),
  stack: z.string(),
  backend: z.string(),
  resourceCount: z.number(),
  lastUpdate: z.optional(z.string()),
  lastResult: z.optional(z.string()),
  pendingOperations: z.array(z.looseObject({ urn: z.string(), type: z.string() })),
  lockedBy: z.optional(z.string()),
  resources: z.array(z.looseObject({
    urn: z.string(), type: z.string(), name: z.string(), id: z.optional(z.string()), protect: z.boolean(), parent: z.optional(z.string()),
  })),
});

export const infraSummary = z.looseObject({
  verb,
  project: z.string(),
  stack: z.string(),
  result: z.enum(['succeeded', 'failed', 'cancelled', 'refused']),
  counts,
  durationMs: z.number(),
  loss: z.optional(lossReport),
  outputChanges: z.optional(z.array(z.string())),
  outputs: z.optional(z.array(z.looseObject({ name: z.string(), value: z.optional(z.string()), secret: z.boolean() }))),
  status: z.optional(stackStatus),
  error: z.optional(z.string()),
});

true satisfies Same<z.infer<typeof lossReport>, LossReport>;
true satisfies Same<z.infer<typeof infraUpdate>, InfraUpdate>;
true satisfies Same<z.infer<typeof infraSummary>, InfraSummary>;
