import type { Actor } from '../shared/effects.ts';
import type { AnyEvent, ContextItem, RunOutcome } from '../shared/events.ts';
import type { ApprovalId, CallId, SessionId } from '../shared/ids.ts';
import type { SessionState } from '../shared/sessionState.ts';

/** What a person or a program says to a session. */
export interface UserInput {
  text: string;
  context: ContextItem[];
}

export interface ApprovalAnswer {
  outcome: 'allow-once' | 'allow-session' | 'allow-always' | 'reject-once';
  /** What was typed, for DESTRUCTIVE. */
  typed?: string;
  reason?: string;
}

/** `wrong-target`: the typed name differs, the request stays open. `gone`: answered, expired or cancelled before. */
export type AnswerResult = 'accepted' | 'wrong-target' | 'not-allowed' | 'gone';

export interface Session {
  readonly id: SessionId;
  /** Everything a person sees, computed from the events so far. */
  readonly state: SessionState;
  /** Events reach listeners only after the store has them. A throwing listener is logged and does not stop the others. */
  subscribe(listener: (events: AnyEvent[]) => void): () => void;
  /** Resolves when the run is over. @throws AppError `session-busy` while a run is open, `session-closed`. */
  send(input: UserInput, actor: Actor): Promise<RunOutcome>;
  /** Sends the last user message again, after a failed or stopped run. */
  retry(actor: Actor): Promise<RunOutcome>;
  /** Ends the open run and its children; idle within 100 ms, but for what must say how far it came (`Proposal.settleMs`). */
  stop(): void;
  pause(): void;
  resume(): void;
  /** Ends one running tool call; the run goes on. */
  cancelCall(callId: CallId): void;
  answer(approvalId: ApprovalId, answer: ApprovalAnswer, actor: Actor): AnswerResult;
  /** Puts the files of a call back. @throws AppError `changed-since` where a file was changed after the call. */
  undo(callId: CallId, actor: Actor): Promise<void>;
  /** Stops the run, cancels what waits and gives the writer's lock back. */
  dispose(): Promise<void>;
}
