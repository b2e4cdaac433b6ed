import type { Actor, Effect, Level } from '../shared/effects.ts';
import type { GateRules, PolicySubject } from './policy.ts';

/** The gate's contract (DESIGN 4). The rules live in `gate/`; everything that has a side effect goes through this. */

export type Decision = 'allow' | 'ask' | 'deny';

export interface DecisionInput {
  effects: Effect[];
  /** The least level the domain demands, e.g. DESTRUCTIVE for a plan that deletes; the gate may only raise it. */
  minimumLevel?: Level;
  actor: Actor;
  /** True where a person asked for exactly this action by name: a slash command, a button, an undo. */
  direct: boolean;
  /** True where a person can be asked: nobody there means deny (invariant 1). */
  humanPresent: boolean;
  workspaceTrusted: boolean;
  /** SHA-256 (hex) of the exact action. */
  digest: string;
  /** Digests that a person allowed for the rest of this session. */
  allowedForSession: ReadonlySet<string>;
  /** Absent: the strictest profile, the role of an admin, no policy. */
  rules?: GateRules;
  /** What policy rules look at; absent, a rule that needs it is taken to fit where it tightens and not to where it allows. */
  subject?: PolicySubject;
  /** Untrusted text from outside that this session has read, as a person would name it. */
  taintedBy?: readonly string[];
  /** A person allowed exactly this for good, here, and that has not expired. */
  remembered?: boolean;
}

export interface Verdict {
  decision: Decision;
  level: Level;
  /** Name of the rule that decided, for the audit: `read-in-workspace`, `unknown-asks`, `nobody-to-ask` … */
  rule: string;
  /** Facts for a person, most important first. */
  reasons: string[];
  /** For each effect, in order: the gate's words for it, and the reason above that they gave. */
  judged?: { words: string; reason: string }[];
  /** Where it asks: whether the answer may be kept, for the session or for good. */
  rememberable?: 'no' | 'session' | 'always';
  /** What is typed to confirm what is DESTRUCTIVE, where the action has no name of its own for that. */
  typedTarget?: string;
  /** SHA-256 (hex) of the policy file whose rule decided, for the audit. */
  policyDigest?: string;
}

declare const permitBrand: unique symbol;

/**
 * Proof that the gate let one exact action through. Only `gate/permit.ts` makes one; whatever starts a process or
 * writes a file takes one and refuses a forged, used or foreign one.
 */
export interface Permit {
  readonly [permitBrand]: true;
  readonly digest: string;
}

export interface Gate {
  /** Pure. Order in every mode: deny, then ask, then allow; unknown means ask. */
  decide(input: DecisionInput): Verdict;
  /**
   * Makes the permit of an action that may start now.
   * @param verdict what `decide` said.
   * @param approvedDigest digest of the person's approval; needed where the verdict is `ask`.
   * @param currentDigest digest recomputed right before the start.
   * @throws AppError `approval-stale` where the digests differ, `not-approved` where approval is missing or denied.
   */
  permit(verdict: Verdict, approvedDigest: string | undefined, currentDigest: string): Permit;
  /** Ends a permit: it is good for one action. Called by the executor when the action is over. */
  revoke(permit: Permit): void;
}
