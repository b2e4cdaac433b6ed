import type Anthropic from '@anthropic-ai/sdk';
import type { ModelConfig, ModelRequest } from '../core/model.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { replayFor, turnsOf, wireId, type Turn } from './history.ts';
import { asList, asObject, asText, isObject } from './json.ts';

/** Parameters that a server of this dialect may refuse and that an answer does not depend on. */
export const anthropicOptional = ['thinking', 'cache_control'] as const;

/** A breakpoint is found again up to 20 blocks later: one more so many blocks before the end covers turns with many calls. */
const breakpointDistance = 15;

/**
 * The body of a request. Tools and system come first and never change within a session; three or four cache breakpoints
 * (of four allowed): last tool, system, last block, and one before it.
 */
export function anthropicBody(config: ModelConfig, request: ModelRequest, without: ReadonlySet<string>): Anthropic.MessageCreateParamsStreaming {
  const cache = without.has('cache_control') ? {} : { cache_control: { type: 'ephemeral' as const } };
  const messages = messagesOf(config, request, !without.has('replay'));
  if (!without.has('cache_control')) addBreakpoints(messages);
  return {
    model: config.model,
    max_tokens: request.maxOutputTokens,
    ...(request.tools.length === 0 ? {} : {
      tools: request.tools.map((tool, index) => ({
        name: tool.name, description: tool.description, input_schema: tool.inputSchema as unknown as Anthropic.Tool.InputSchema,
        ...(index === request.tools.length - 1 ? cache : {}),
      })),
    }),
    ...(request.system === '' ? {} : { system: [{ type: 'text' as const, text: request.system, ...cache }] }),
    messages: messages as unknown as Anthropic.MessageParam[],
    ...(thinksAdaptively(config.model) && !without.has('thinking') ? { thinking: { type: 'adaptive' as const, display: 'summarized' as const } } : {}),
    stream: true,
  };
}

/**
 * Models that take `thinking: adaptive`: Claude from 4.6 on, and all of 5. The display is asked for, because their text
 * between tool calls comes inside thinking blocks that are empty otherwise.
 */
export function thinksAdaptively(model: string): boolean {
  const match = /(?:^|\/)claude-(?:fable|mythos|opus|sonnet|haiku)-(\d{1,2})(?:[.-](\d{1,2}))?(?!\d)/.exec(model);
  const major = Number(match?.[1] ?? 0);
  return major >= 5 || (major === 4 && Number(match?.[2] ?? 0) >= 6);
}

interface WireMessage { role: 'user' | 'assistant'; content: JsonObject[] }

function messagesOf(config: ModelConfig, request: ModelRequest, replays: boolean): WireMessage[] {
  const messages: WireMessage[] = [];
  const add = (role: WireMessage['role'], content: JsonObject[]): void => {
    if (content.length === 0) return;
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
  };
  for (const turn of turnsOf(request.messages)) {
    if (turn.role === 'user') {
      add('user', textBlocks(turn.text));
      continue;
    }
    const { content, callIds } = assistantContent(config, turn, replays);
    add('assistant', content);
    add('user', callIds.map((callId): JsonObject => {
      const { text, failed } = turn.result(callId);
      return { type: 'tool_result', tool_use_id: wireId(callId), content: text, ...(failed ? { is_error: true } : {}) };
    }));
  }
  return messages;
}

/** Blocks of an assistant message: the provider's own, untouched, or made from text and calls. */
function assistantContent(config: ModelConfig, { message }: Extract<Turn, { role: 'assistant' }>, replays: boolean): { content: JsonObject[]; callIds: string[] } {
  const replay = replays ? replayFor(config, message.replay) : undefined;
  if (replay !== undefined) {
    const content = asList(replay).map(asObject).map((block) => (block.type === 'tool_use' ? { ...block, id: wireId(asText(block.id)) } : block));
    return { content, callIds: content.filter(({ type }) => type === 'tool_use').map(({ id }) => asText(id)) };
  }
  const calls = message.calls.map((call): JsonObject => ({ type: 'tool_use', id: wireId(call.id), name: call.name, input: asInput(call.input) }));
  return { content: [...textBlocks(message.text), ...calls], callIds: message.calls.map(({ id }) => id) };
}

/** The API refuses empty text. */
const textBlocks = (text: string): JsonObject[] => (text.trim() === '' ? [] : [{ type: 'text', text }]);
const asInput = (input: JsonValue): JsonObject => (isObject(input) ? input : {});

function addBreakpoints(messages: WireMessage[]): void {
  const blocks = messages.flatMap(({ content }) => content.map((_, index) => ({ content, index })));
  for (const end of [blocks.length - 1, blocks.length - 1 - breakpointDistance]) {
    for (let place = end; place >= 0; place -= 1) {
      const { content, index } = blocks[place] ?? { content: [], index: 0 };
      const block = content[index];
      if (block === undefined || !/^(text|tool_use|tool_result)$/.test(asText(block.type))) continue;
      content[index] = { ...block, cache_control: { type: 'ephemeral' } };
      break;
    }
  }
}
