import type { InfraPhase, InfraUpdate, InfraVerb, ResourceRow, StepOp } from '../shared/infra.ts';
import type { EngineEvent, StepMetadata } from './engineEvents.ts';
import { propertyChanges } from './propertyChanges.ts';
import { isStateful } from './stateful.ts';
import { displayType, isDefaultProvider, nameOf } from './urn.ts';

export interface TreeOptions {
  verb: InfraVerb;
  project: string;
  stack: string;
  stateful?: readonly RegExp[];
}

/** An operation that was announced and has not ended. */
interface OpenStep {
  op: StepOp;
  logical: boolean;
  custom: boolean;
}

interface Entry {
  row: ResourceRow;
  open: OpenStep[];
  ended: Set<StepOp>;
  failed: boolean;
  /** A refresh of this resource was announced; its outcome comes under another operation. */
  refreshing: boolean;
  /** JSON text of the row as it was last told. */
  announced: string;
}

/** The last `summary` of a stream. */
export type StreamSummary = Extract<EngineEvent, { kind: 'summary' }>;

/**
 * Engine events → rows of the live tree. Deterministic and without I/O: the same events and times give the same rows.
 * An `up` is two streams, its own preview and the update; the second starts the tree anew.
 */
export class ResourceTree {
  readonly #options: TreeOptions;
  readonly #entries = new Map<string, Entry>();
  #phase: InfraPhase = 'preparing';
  #counts: Record<string, number> = {};
  #summary: StreamSummary | undefined;
  /** A stream ended; what comes next is another one. */
  #ended = false;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  get phase(): InfraPhase {
    return this.#phase;
  }

  /** Summary of the newest stream, absent while it runs or where it was cut off. */
  get summary(): StreamSummary | undefined {
    return this.#summary;
  }

  /** Finished operations of the newest stream as the engine counts them: a replacement once, reads not at all. */
  get counts(): Record<string, number> {
    return { ...this.#counts };
  }

  /** All rows but the engine's own default providers, which only show when they fail. */
  get rows(): ResourceRow[] {
    return [...this.#entries.values()].map(({ row }) => row).filter(isShown);
  }

  /** @param at milliseconds since the epoch. Returns what changed, undefined where nothing did. */
  apply(event: EngineEvent, at: number): InfraUpdate | undefined {
    switch (event.kind) {
      case 'prelude':
        this.#startStream();
        return undefined;
      case 'step-start':
        return this.#step(event.step, (entry) => this.#start(entry, event.step, event.planning, at));
      case 'step-end':
        return this.#step(event.step, (entry) => this.#end(entry, event.step, event.planning, at));
      case 'step-failed':
        return this.#step(event.step, (entry) => this.#fail(entry, event.step, at));
      case 'diagnostic':
        return event.ephemeral || event.message === '' ? undefined : this.#diagnose(event.severity, event.message, event.urn);
      case 'policy':
        return this.#diagnose(event.mandatory ? 'error' : 'warning', `${event.policy}: ${event.message}`, event.urn);
      case 'summary':
        this.#summary = event;
        return this.#close(event.isPreview, event.result === 'succeeded', at);
      case 'stream-end':
      case 'other':
        return undefined;
    }
  }

  /** Ends the tree after the last event: what is still open was cut off. */
  finish(at: number): InfraUpdate {
    const wasPlanning = this.#phase === 'preview' || this.#phase === 'preparing';
    const rows = this.#summary === undefined ? this.#close(wasPlanning, false, at).rows : [];
    this.#phase = 'finished';
    return this.#update(rows);
  }

  #startStream(): void {
    if (!this.#ended) return;
    this.#ended = false;
    this.#entries.clear();
    this.#counts = {};
    this.#summary = undefined;
  }

  /** One event of a resource; says nothing where nothing that is shown changed. */
  #step(step: StepMetadata, change: (entry: Entry) => ResourceRow): InfraUpdate | undefined {
    this.#startStream();
    const entry = this.#entry(step);
    const before = entry.announced;
    entry.row = change(entry);
    entry.announced = JSON.stringify(entry.row);
    return entry.announced === before || !isShown(entry.row) ? undefined : this.#update([entry.row]);
  }

  #start(entry: Entry, step: StepMetadata, planning: boolean, at: number): ResourceRow {
    this.#phase = planning ? 'preview' : 'update';
    entry.open.push({ op: step.op, logical: step.logical, custom: (step.new ?? step.old)?.custom ?? false });
    if (step.op === 'refresh') entry.refreshing = true;
    const startedAt = planning ? undefined : (entry.row.startedAt ?? at);
    return { ...this.#describe(entry, step), state: entry.failed ? 'failed' : planning ? 'planned' : 'running', startedAt, endedAt: undefined };
  }

  #end(entry: Entry, step: StepMetadata, planning: boolean, at: number): ResourceRow {
    this.#phase = planning ? 'preview' : 'update';
    const own = take(entry.open, step.op);
    if (own !== undefined) {
      if (own.logical) this.#count(step.urn, step.op);
    } else if (entry.refreshing) {
      take(entry.open, 'refresh');
      this.#count(step.urn, step.op);
    }
    entry.ended.add(step.op);
    const row = this.#describe(entry, step);
    const over = entry.open.length === 0 && (row.op !== 'replace' || isWholeReplacement(entry.ended));
    const state = entry.failed ? 'failed' : planning ? 'planned' : over ? 'done' : 'running';
    return { ...row, state, endedAt: planning || !over ? entry.row.endedAt : at };
  }

  #fail(entry: Entry, step: StepMetadata, at: number): ResourceRow {
    take(entry.open, step.op);
    entry.failed = true;
    return { ...this.#describe(entry, step), state: 'failed', endedAt: at };
  }

  #diagnose(severity: 'info' | 'warning' | 'error', message: string, urn: string | undefined): InfraUpdate {
    const entry = urn === undefined ? undefined : this.#entries.get(urn);
    const rows: ResourceRow[] = [];
    if (entry !== undefined && (severity !== 'info' || entry.row.message === undefined)) {
      entry.row = { ...entry.row, message: oneLine(message) };
      rows.push(entry.row);
    }
    return this.#update(rows.filter(isShown), [{ severity, message: message.slice(0, 4_000), urn }]);
  }

  /** Brings every row of the stream into a final state. */
  #close(planning: boolean, succeeded: boolean, at: number): InfraUpdate {
    this.#ended = true;
    const rows: ResourceRow[] = [];
    for (const entry of this.#entries.values()) {
      // a component has no outputs event of its own unless it registers outputs
      const complete = planning || succeeded || (entry.open.length > 0 && entry.open.every(({ custom }) => !custom));
      for (const { op, logical } of entry.open) if (complete && logical && op !== 'refresh') this.#count(entry.row.urn, op);
      const state = entry.failed ? 'failed' : planning ? 'planned' 
        : complete || (entry.open.length === 0 && entry.row.state === 'done') ? 'done' : 'interrupted';
      entry.open = [];
      if (entry.row.state === state) continue;
      entry.row = { ...entry.row, state, endedAt: planning ? undefined : (entry.row.endedAt ?? at) };
      rows.push(entry.row);
    }
    return this.#update(rows.filter(isShown));
  }

  #count(urn: string, op: StepOp): void {
    if (op !== 'read' && op !== 'refresh' && !isDefaultProvider(urn)) this.#counts[op] = (this.#counts[op] ?? 0) + 1;
  }

  #entry(step: StepMetadata): Entry {
    const known = this.#entries.get(step.urn);
    if (known !== undefined) return known;
    const type = step.type;
    const entry: Entry = {
      row: {
        urn: step.urn, type: displayType(type), name: nameOf(step.urn), parent: (step.new ?? step.old)?.parent, op: step.op, state: 'planned', changes: [],
        ...(isStateful(type, this.#options.stateful) ? { stateful: true } : {}),
      },
      open: [], ended: new Set(), failed: false, refreshing: false, announced: '',
    };
    this.#entries.set(step.urn, entry);
    return entry;
  }

  #describe(entry: Entry, step: StepMetadata): ResourceRow {
    const folded = fold(entry.row.op, step.op);
    // both halves of a replacement say the same about properties; the end of a delete says nothing
    const changes = folded === 'same' ? [] : propertyChanges(step);
    return {
      ...entry.row,
      op: folded,
      parent: (step.new ?? step.old)?.parent ?? entry.row.parent,
      changes: changes.length > 0 ? changes : entry.row.changes,
      ...((step.old?.protect ?? step.new?.protect) === true ? { protect: true } : {}),
    };
  }

  #update(rows: ResourceRow[], diagnostics: InfraUpdate['diagnostics'] = []): InfraUpdate {
    const { verb, project, stack } = this.#options;
    return { verb, project, stack, phase: this.#phase, rows, diagnostics };
  }
}

const isShown = (row: ResourceRow): boolean => !isDefaultProvider(row.urn) || row.state === 'failed';

/** One row for one resource: both halves of a replacement are `replace`, and a plan's operation outlives a refresh. */
function fold(before: StepOp, op: StepOp): StepOp {
  if (op === 'create-replacement' || op === 'delete-replaced' || op === 'replace') return 'replace';
  if (before === 'replace' && (op === 'same' || op === 'delete' || op === 'create')) return 'replace';
  if (op === 'refresh' && before !== 'same') return before;
  return op;
}

/** A replacement is over when the new resource is there and the old one is gone, in whichever order. */
function isWholeReplacement(ended: ReadonlySet<StepOp>): boolean {
  return ended.has('delete-replaced') && (ended.has('create-replacement') || ended.has('import-replacement') || ended.has('read-replacement'));
}

function take(open: OpenStep[], op: StepOp): OpenStep | undefined {
  const index = open.findLastIndex((step) => step.op === op);
  return index === -1 ? undefined : open.splice(index, 1)[0];
}

const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim().slice(0, 300);
