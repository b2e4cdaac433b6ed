import type { Actor, Effect, Level, LossReport } from '../shared/effects.ts';
import type { AnyEvent, SessionEvent } from '../shared/events.ts';
import type { BlobId, SessionId } from '../shared/ids.ts';
import type { InfraSummary, InfraUpdate, InfraVerb } from '../shared/infra.ts';
import type { JsonObject } from '../shared/json.ts';
import type { HostState } from '../shared/messages.ts';
import type { Permit } from './gate.ts';

/** What the core and the tools need of the world. Each port has one real implementation, wired in a composition root. */

// --- processes (process/runner.ts) ------------------------------------------------------------------------------

export interface ProcessSpec {
  /** Program and arguments; started without a shell. */
  file: string;
  args: string[];
  cwd: string;
  /** The child's whole environment: built, never inherited by accident. */
  env: Record<string, string>;
  /** Milliseconds until the child and its tree are ended; 0 means no limit. */
  deadlineMs: number;
  /** Milliseconds without output until the child is ended; 0 means no limit. */
  idleMs: number;
  /** Bytes of output kept, half from the head and half from the tail. */
  maxOutputBytes: number;
  /** Written to the child's standard input, which is then closed; absent means no standard input. */
  input?: string;
  /**
   * For a child that ends its own work in order when told to: on abort or deadline it alone gets this signal, its
   * result is given when it is gone, and what it started is left to it. After `graceMs` the signal is sent once more, then
   * the whole tree is killed. Absent: the tree gets `SIGTERM`. Windows knows only the hard end.
   */
  politeSignal?: 'SIGINT' | 'SIGTERM';
  /** Milliseconds; the runner's own default if absent. */
  graceMs?: number;
}

/** A failed child is a result with the same fields as a successful one, never an exception. */
export interface ProcessResult {
  exitCode: number | null;
  signal?: string;
  timedOut: boolean;
  cancelled: boolean;
  /** The program could not be started, e.g. `ENOENT`. */
  spawnError?: string;
  /** Standard output and error in arrival order, bounded. */
  output: string;
  stdout: string;
  stderr: string;
  /** Bytes left out of the middle. */
  truncatedBytes: number;
  durationMs: number;
}

export interface ProcessRunner {
  run(spec: ProcessSpec, permit: Permit, signal: AbortSignal, onOutput?: (text: string) => void): Promise<ProcessResult>;
  /** Ends every child and its tree; resolves when all are gone. */
  dispose(): Promise<void>;
}

// --- sandbox (process/sandbox.ts) -----------------------------------------------------------------------------------

/** What a confined command can still do besides reading: nothing, or write in the workspace. The network is closed to both. */
export type Confinement = 'read-only' | 'workspace';

export interface SandboxState {
  /** `on` only where a confined command really ran here. */
  mode: 'off' | 'checking' | 'on' | 'unavailable';
  /** One sentence for a person. */
  detail: string;
}

/**
 * A second layer behind the gate's decision, never instead of it: what runs without a person's answer can do no more than
 * was proven about it.
 */
export interface Sandbox {
  readonly state: SandboxState;
  onChange(listener: () => void): () => void;
  /** The spec that runs the same confined; undefined where the sandbox is off or not available. Call `done` when it has ended. */
  confine(spec: ProcessSpec, confinement: Confinement, signal: AbortSignal): Promise<{ spec: ProcessSpec; done(): void } | undefined>;
  dispose(): Promise<void>;
}

// --- files (process/files.ts) -----------------------------------------------------------------------------------

export interface FileStat {
  kind: 'file' | 'directory' | 'other';
  size: number;
  mtimeMs: number;
  /** Names that the file has in its file system. */
  links?: number;
}

export interface Files {
  /** @throws AppError `file-missing`, `file-unreadable`, `file-too-large` */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  stat(path: string): Promise<FileStat | undefined>;
  list(path: string): Promise<{ name: string; kind: FileStat['kind'] }[]>;
  /** Resolves links of the deepest existing parent, so that a new file's real place is known. */
  realpath(path: string): Promise<string>;
  /** Atomic: a temporary file beside the target, then a rename; mode and owner are kept. */
  write(path: string, bytes: Uint8Array, permit: Permit): Promise<void>;
  remove(path: string, permit: Permit): Promise<void>;
}

// --- store (store/) ---------------------------------------------------------------------------------------------

export interface SessionSummary {
  id: SessionId;
  title: string;
  cwd: string;
  createdAt: number;
  updatedAt: number;
}

export interface SessionStore {
  create(id: SessionId, cwd: string, title: string, at: number): void;
  /** Durable against kill -9 when it returns. @throws AppError `store-full`, `store-locked`, `seq-conflict` */
  append(events: SessionEvent[]): void;
  /** Events in order; damaged rows are skipped and reported by `onDamaged`. */
  events(id: SessionId, onDamaged?: (seq: number, error: Error) => void): AnyEvent[];
  list(cwd?: string): SessionSummary[];
  setTitle(id: SessionId, title: string): void;
  /** One writer per session: false where another living process holds it. */
  acquire(id: SessionId): boolean;
  release(id: SessionId): void;
}

export interface Blobs {
  put(bytes: Uint8Array): BlobId;
  get(id: BlobId): Uint8Array | undefined;
}

export type AuditId = number & { readonly __id: 'audit' };

export interface AuditIntent {
  sessionId: SessionId;
  at: number;
  actor: Actor;
  action: string;
  /** What a person was shown, without secrets: `Run npm test`. */
  title: string;
  digest: string;
  level: Level;
  rule: string;
  effects: Effect[];
  /** How it came to run: by a rule alone, or by a person's approval. */
  decidedBy: 'rule' | 'person';
}

export interface Audit {
  /** Written and durable before the action starts. @throws AppError `audit-unwritable`: the action must not run. */
  intent(record: AuditIntent): AuditId;
  outcome(id: AuditId, at: number, outcome: 'ok' | 'error' | 'cancelled' | 'refused', detail: string): void;
  /** An action that was denied, rejected or expired. */
  denied(record: Omit<AuditIntent, 'decidedBy'>, by: 'rule' | 'person' | 'expiry' | 'abort'): void;
}

/** An action that a person allowed for good: exactly it, in one workspace, until it expires. */
export interface RememberedApproval {
  /** SHA-256 (hex) of everything it is bound to. */
  key: string;
  workspace: string;
  /** The command, as the list of approvals shows it. */
  what: string;
  matches: string;
  /** Milliseconds since the epoch. */
  grantedAt: number;
  expiresAt: number;
  /** Absent until it first let something through. */
  lastUsedAt?: number;
}

export interface RememberedApprovals {
  /** True where the key was allowed and has not expired. Looks only. */
  holds(key: string, now: number): boolean;
  /** Notes that it let something through. */
  used(key: string, now: number): void;
  save(approval: RememberedApproval): void;
}

export interface Secrets {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

// --- infrastructure (infra/operations.ts) -------------------------------------------------------------------------

export interface InfraTarget {
  /** Folder of Pulumi.yaml, absolute. */
  projectDir: string;
  project: string;
  stack: string;
}

export interface InfraRun {
  permit: Permit;
  signal: AbortSignal;
  onUpdate: (update: InfraUpdate) => void;
}

/** A change that was previewed and can be carried out exactly so, or not at all (facts/pulumi 5.2). */
export interface PlannedChange {
  target: InfraTarget;
  verb: Extract<InfraVerb, 'deploy' | 'destroy'>;
  /** The preview's result; `result: 'failed'` cannot be carried out. */
  summary: InfraSummary;
  loss: LossReport;
  /** Plan, program, configuration, state and versions, as digests; part of the approval's digest. */
  binding: JsonObject;
  /** Computes the binding anew from program and state as they are now. */
  rebind(signal: AbortSignal): Promise<JsonObject>;
  /** Runs with the engine's own preview of the plan first. @throws AppError `plan-stale` where the engine refuses it. */
  apply(run: InfraRun): Promise<InfraSummary>;
  /** Removes the plan file. */
  dispose(): Promise<void>;
}

export interface Infrastructure {
  /**
   * Finds project and stack; `stack` undefined takes the selected one, or the only one.
   * @throws AppError `no-project`, `no-stack`, `stack-unknown`, `pulumi-missing`, `pulumi-installing`
   */
  target(cwd: string, stack: string | undefined, run: Pick<InfraRun, 'permit' | 'signal'>): Promise<InfraTarget>;
  status(target: InfraTarget, run: Pick<InfraRun, 'permit' | 'signal'>): Promise<InfraSummary>;
  outputs(target: InfraTarget, run: Pick<InfraRun, 'permit' | 'signal'>): Promise<InfraSummary>;
  preview(target: InfraTarget, run: InfraRun): Promise<InfraSummary>;
  planDeploy(target: InfraTarget, run: InfraRun): Promise<PlannedChange>;
  planDestroy(target: InfraTarget, run: InfraRun): Promise<PlannedChange>;
}

// --- the pulumi command (process/pulumiSetup.ts) ---------------------------------------------------------------------

/** Finding and installing the `pulumi` command; never blocks anything else. */
export interface PulumiSetup {
  readonly state: HostState['pulumi'];
  onChange(listener: (state: HostState['pulumi']) => void): () => void;
  /** Ways that are open on this machine, best first. */
  ways(): Promise<('installer' | 'go')[]>;
  /** Installs in the background, once at a time. @throws AppError `pulumi-setup-failed` with what to do */
  install(way: 'installer' | 'go', signal: AbortSignal): Promise<void>;
}
