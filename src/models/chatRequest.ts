import type OpenAI from 'openai';
import type { ModelConfig, ModelRequest } from '../core/model.ts';
import type { JsonObject } from '../shared/json.ts';
import { replayFor, turnsOf, wireId, type Turn } from './history.ts';
import { asObject } from './json.ts';

/** Parameters that a server of this dialect may refuse and that an answer does not depend on. */
export const chatOptional = ['stream_options', 'max_completion_tokens', 'max_tokens', 'prompt_cache_key', 'usage', 'reasoning_content', 'reasoning_details'] as const;

/** The body of a request, in the words that most servers know; what one refuses is left out from then on. */
export function chatBody(config: ModelConfig, baseUrl: string, request: ModelRequest, without: ReadonlySet<string>): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const host = new URL(baseUrl).hostname;
  const isOpenAI = host === 'api.openai.com' || host.endsWith('.openai.azure.com');
  const [usual, other] = isOpenAI ? ['max_completion_tokens', 'max_tokens'] as const : ['max_tokens', 'max_completion_tokens'] as const;
  const optional: JsonObject = {
    [without.has(usual) ? other : usual]: request.maxOutputTokens,
    stream_options: { include_usage: true },
    ...(isOpenAI ? { prompt_cache_key: wireId(request.cacheKey) } : {}),
    ...(host === 'openrouter.ai' ? { usage: { include: true } } : {}),
  };
  for (const name of without) delete optional[name];
  return {
    model: config.model,
    ...(request.tools.length === 0 ? {} : {
      tools: request.tools.map((tool) => ({
        type: 'function' as const, function: { name: tool.name, description: tool.description, parameters: tool.inputSchema as unknown as Record<string, unknown> },
      })),
    }),
    messages: [
      ...(request.system === '' ? [] : [{ role: 'system', content: request.system }]),
      ...turnsOf(request.messages).flatMap((turn) => messagesOf(config, turn, without)),
    ] as unknown as OpenAI.Chat.ChatCompletionMessageParam[],
    ...optional,
    stream: true,
  };
}

function messagesOf(config: ModelConfig, turn: Turn, without: ReadonlySet<string>): JsonObject[] {
  if (turn.role === 'user') return [{ role: 'user', content: turn.text }];
  const { message, result } = turn;
  if (message.text === '' && message.calls.length === 0) return [];
  const reasoning = { ...asObject(replayFor(config, message.replay)) };
  for (const name of without) delete reasoning[name];
  return [
    {
      role: 'assistant', content: message.text === '' ? null : message.text, ...reasoning,
      ...(message.calls.length === 0 ? {} : {
        tool_calls: message.calls.map((call) => ({ id: wireId(call.id), type: 'function', function: { name: call.name, arguments: JSON.stringify(call.input) } })),
      }),
    },
    ...message.calls.map((call): JsonObject => ({ role: 'tool', tool_call_id: wireId(call.id), content: result(call.id).text })),
  ];
}
