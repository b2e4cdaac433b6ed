import type * as z from 'zod';
import type { Actor, Effect, Level, LossReport } from '../shared/effects.ts';
import type { FileChange, ToolView } from '../shared/events.ts';
import type { InfraUpdate } from '../shared/infra.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Permit } from './gate.ts';
import type { CommandWords } from './policy.ts';

/**
 * A tool turns an input into a proposal; the gate decides about the proposal; only then does it run.
 * The host computes everything a person is shown (invariant 2).
 */
export interface Tool<Input = unknown> {
  name: string;
  /** For the model; byte-stable. */
  description: string;
  /** Unknown fields are refused. */
  input: z.ZodType<Input>;
  /** One line for the card, computed from the input: `Read src/cart.ts`. */
  title(input: Input): string;
  /** Looks, never touches. Throw an AppError for what cannot be done: the model is told. */
  propose(input: Input, context: ProposeContext): Promise<Proposal>;
}

export interface ProposeContext {
  /** Workspace folder the session works in, absolute. */
  cwd: string;
  actor: Actor;
  signal: AbortSignal;
  /** Gates a step that the proposal itself needs, such as the preview before a deployment. @throws AppError `denied` */
  authorize: (step: Step) => Promise<Permit>;
  /** Live tree of that step. */
  infra: (update: InfraUpdate) => void;
}

/** What the gate judges: effects and everything an approval is bound to. */
export interface Step {
  /** Stable action name for the audit: `edit`, `shell`, `infra.preview`. */
  action: string;
  title: string;
  effects: Effect[];
  minimumLevel?: Level;
  /** Facts for a person. */
  reasons?: string[];
  /** The commands of a shell text, for policy rules. */
  commandWords?: CommandWords;
  /** The exact action: bytes, cwd, environment delta, resolved target, plan and state digests (invariant 3). */
  binding: JsonObject;
}

export interface Proposal extends Step {
  command?: { text: string; cwd: string };
  diff?: { path: string; text: string };
  loss?: LossReport;
  /** What must be typed if this turns out DESTRUCTIVE, e.g. the stack's name. */
  typedTarget?: string;
  /** False where a session-wide approval makes no sense. */
  rememberable?: boolean;
  /** Where a person may allow exactly this for good. */
  memory?: Memory;
  /**
   * Milliseconds that the run may take to end in order after an abort; `SETTLE_MS` of core/settle.ts unless told. For what
   * must say how far it came: a file write, a deployment.
   */
  settleMs?: number;
  /** The binding computed anew, right before the start. */
  rebind(signal: AbortSignal): Promise<JsonObject>;
  run(context: RunContext): Promise<ToolResult>;
  /** Called once, whether it ran or not. */
  dispose?(): Promise<void>;
}

/** What an approval for good is bound to, and how that reads. */
export interface Memory {
  /** As `binding`, without what differs from call to call of the very same action. */
  binding: JsonObject;
  /** How the list of approvals names it: the command. */
  what: string;
  matches: string;
  not: string[];
}

export interface RunContext {
  signal: AbortSignal;
  permit: Permit;
  /** True where a person answered for exactly this; false where rules let it through. */
  asked: boolean;
  /** Live output for the card. */
  output: (text: string) => void;
  infra: (update: InfraUpdate) => void;
  changed: (change: FileChange) => void;
}

export interface ToolResult {
  /** Short text; large output goes to a file that the text names. */
  forModel: string;
  view?: ToolView;
  /** The tool ran and says that it failed, e.g. a command's exit code. */
  failed?: boolean;
}

/** Keeps the input's type for `propose` and `title`, and gives the erased tool for the list. */
export function defineTool<Input>(tool: Tool<Input>): Tool {
  return tool;
}
