/**
 * What an action would do, how grave that is, and what would be lost: plain data that the gate computes,
 * the approval card shows and the audit keeps (DESIGN 4).
 */

/** From harmless to loss without undo; see the table in DESIGN 4. */
export type Level = 'SAFE' | 'MODERATE' | 'HIGH' | 'DESTRUCTIVE';

/** Levels by gravity, lowest first. */
export const LEVELS: readonly Level[] = ['SAFE', 'MODERATE', 'HIGH', 'DESTRUCTIVE'];

export type Recoverable = 'git' | 'checkpoint' | 'trash' | 'backup' | 'none' | 'unknown';

export type EffectKind =
  | 'read' | 'write' | 'overwrite' | 'delete' | 'exec' | 'network' | 'privilege' | 'infra' | 'git' | 'process'
  | 'power-config' | 'secret-read' | 'unknown';

export interface Effect {
  kind: EffectKind;
  /** Path, host, program, stack …: what the effect acts on, as a person would name it. */
  target: string;
  inWorkspace?: boolean;
  /** It reaches all that lies below the target, not only the target itself. */
  below?: true;
  /** Known to git (`git ls-files`). */
  tracked?: boolean;
  recoverable?: Recoverable;
  /** For `network`, `infra` and `git`: whether it only looks. Absent is judged as `write`. */
  access?: 'read' | 'write';
  /** False where the content proves that the change touches nothing that runs code or grants rights, whatever the file's name says. */
  grantsPower?: false;
  /** One clause for a person: "runs the project's own code". */
  detail?: string;
}

/** Who asks for an action. Only `human` may approve, and nobody approves his own request over a channel. */
export interface Actor {
  kind: 'human' | 'model' | 'sub-agent' | 'delegated-cli' | 'bridge' | 'mcp' | 'host';
  /** Shown in the approval card: a model id, a bridge client's name, … */
  name: string;
}

/** The way an action was asked for. */
export type Channel = 'chat' | 'plain-words' | 'slash-command' | 'code-action' | 'button' | 'command-line' | 'bridge' | 'mcp' | 'editor-tool' | 'delegated-cli';

/** An effect with the gate's words for it, e.g. "Deletes for good". */
export interface JudgedEffect extends Effect {
  words?: string;
}

/** One thing that would be gone, or gone and made anew. `ref`: a branch, a tag, a stash or reflog entry. */
export interface LossItem {
  kind: 'resource' | 'file' | 'commit' | 'ref' | 'data';
  name: string;
  /** Resource type token, file size, commit subject … */
  detail: string;
  operation: 'delete' | 'replace' | 'untrack' | 'overwrite';
  /** Properties or facts that force the loss, e.g. `engine: pg15 → pg16`. */
  because: string[];
  /** Holds data that is gone with it. */
  stateful: boolean;
  /** Was protected, and the same change drops the protection. */
  protectDropped?: boolean;
  /** Things that depend on it and are hit too. */
  dependents?: string[];
  /** Physical id in the cloud, where known. */
  id?: string;
}

/** Computed by code from a plan or a listing, never by a model (DESIGN 5). */
export interface LossReport {
  /** One sentence: "Deletes 4 resources of shop/dev; 2 of them hold data." */
  headline: string;
  /** Engine operation → number, unchanged ones included, e.g. `{ create: 1, replace: 2, same: 12 }`. */
  counts: Record<string, number>;
  items: LossItem[];
  /** True where there may be further losses: unknown values, a listing that was cut off. Say "at least". */
  atLeast: boolean;
  warnings: string[];
}
