import { createHash } from 'node:crypto';
import type { ModelConfig, ModelMessage, Replay } from '../core/model.ts';
import type { JsonValue } from '../shared/json.ts';

type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;
export interface ToolResult { text: string; failed: boolean }

/** A piece of the conversation that is well formed for every dialect: results stand right behind their calls. */
export type Turn =
  | { role: 'user'; text: string }
  | { role: 'assistant'; message: AssistantMessage; result: (callId: string) => ToolResult };

/** Groups messages so that every call has one result; results without a call are left out. */
export function turnsOf(messages: ModelMessage[]): Turn[] {
  const turns: Turn[] = [];
  let results = new Map<string, ToolResult>();
  for (const message of messages) {
    switch (message.role) {
      case 'user':
        turns.push({ role: 'user', text: message.text });
        break;
      case 'assistant': {
        const own = new Map<string, ToolResult>();
        results = own;
        turns.push({ role: 'assistant', message, result: (callId) => own.get(callId) ?? missingResult });
        break;
      }
      case 'tool':
        for (const { callId, text, failed } of message.results) results.set(callId, { text: text === '' ? '(no output)' : text, failed });
    }
  }
  return turns;
}

const missingResult: ToolResult = { text: 'This call was not run, or its result was lost.', failed: true };

/** The provider's own blocks, if they may go back to this model. */
export function replayFor(config: ModelConfig, replay: Replay | undefined): JsonValue | undefined {
  return replay !== undefined && replay.provider === config.provider && replay.model === config.model ? replay.blocks : undefined;
}

/** A call id that every provider takes: letters, digits, `_` and `-`, at most 64. The same id always gives the same. */
export function wireId(id: string): string {
  if (/^[\w-]{1,64}$/.test(id)) return id;
  return `${id.replace(/[^\w-]/g, '_').slice(0, 40)}_${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}

/** Every call id of a conversation. */
export function callIdsOf(messages: ModelMessage[]): Set<string> {
  return new Set(messages.flatMap((message) => (message.role === 'assistant' ? message.calls.map(({ id }) => id) : [])));
}
