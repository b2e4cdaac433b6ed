import * as z from 'zod/mini';
import type { AnyEvent, ContextItem } from './events.ts';
import type { SessionId } from './ids.ts';
import type { Item, SessionState } from './sessionState.ts';

/**
 * Messages between host and webview (facts/webui 5). The webview is never trusted: what it sends is parsed here.
 * Order: webview `ready` → host `snapshot`; after that `events` with gapless sequence numbers. On a gap the webview
 * sends `resync` and gets a new snapshot. `epoch` changes whenever the shown session changes.
 */

export type ActionId =
  | 'set-api-key' | 'choose-model' | 'open-settings' | 'show-log' | 'set-up-pulumi' | 'open-practice-project'
  | 'new-session' | 'show-sessions' | 'attach-selection';

/** What the frame around the conversation shows; sent whole whenever it changes, it is small. */
export interface HostState {
  /** Absent while no model is configured. */
  model?: { provider: string; id: string };
  hasKey: boolean;
  chips: ContextItem[];
  pulumi: { state: 'ready' | 'missing' | 'installing' | 'failed'; detail: string; percent?: number };
  /** Pulumi project of the workspace and the stack in use. */
  stack?: { project: string; name: string; production: boolean };
  trusted: boolean;
}

export type HostMessage =
  /** `sessionId` is the key under which the webview keeps the draft. */
  | { type: 'snapshot'; epoch: number; sessionId?: SessionId; state: SessionState; host: HostState; focusComposer?: boolean }
  | { type: 'events'; epoch: number; events: AnyEvent[] }
  | { type: 'earlier'; epoch: number; items: Item[]; earlier: number }
  | { type: 'host-state'; host: HostState }
  | { type: 'focus'; target: 'composer' }
  | { type: 'draft'; text: string }
  | { type: 'ping'; id: number };

const id = z.string().check(z.maxLength(200));
const webviewMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('resync'), epoch: z.number() }),
  z.strictObject({ type: z.literal('send'), text: z.string().check(z.maxLength(200_000)), chipIds: z.array(id).check(z.maxLength(100)) }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('retry') }),
  z.strictObject({ type: z.literal('cancel-call'), callId: id }),
  z.strictObject({
    type: z.literal('answer-approval'),
    approvalId: id,
    outcome: z.enum(['allow-once', 'allow-session', 'allow-always', 'reject-once']),
    /** What was typed, for DESTRUCTIVE; the host compares it. */
    typed: z.optional(z.string().check(z.maxLength(1_000))),
    reason: z.optional(z.string().check(z.maxLength(2_000))),
  }),
  z.strictObject({ type: z.literal('remove-chip'), id }),
  z.strictObject({ type: z.literal('open-diff'), callId: id, path: z.string().check(z.maxLength(4_096)) }),
  z.strictObject({ type: z.literal('open-file'), path: z.string().check(z.maxLength(4_096)), line: z.optional(z.number()) }),
  z.strictObject({ type: z.literal('open-link'), url: z.string().check(z.maxLength(4_096)) }),
  z.strictObject({ type: z.literal('open-output'), callId: id }),
  z.strictObject({ type: z.literal('copy'), text: z.string().check(z.maxLength(1_000_000)) }),
  z.strictObject({ type: z.literal('undo'), callId: id }),
  z.strictObject({
    type: z.literal('load-earlier'),
    count: z.number().check(z.minimum(1), z.maximum(100)),
    /** The state's `earlier` as the webview has it, which may have let old items go; absent: what the host sent so far. */
    earlier: z.optional(z.int().check(z.minimum(0))),
  }),
  z.strictObject({
    type: z.literal('action'),
    action: z.enum(['set-api-key', 'choose-model', 'open-settings', 'show-log', 'set-up-pulumi', 'open-practice-project', 'new-session', 'show-sessions', 'attach-selection']),
  }),
  z.strictObject({ type: z.literal('pong'), id: z.number() }),
]);

export type WebviewMessage = z.infer<typeof webviewMessage>;

/** Parses what a webview sent. Returns `undefined` for anything that is not exactly a known message. */
export function parseWebviewMessage(value: unknown): WebviewMessage | undefined {
  const parsed = webviewMessage.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
