import type OpenAI from 'openai';
import type { ModelConfig, ModelRequest } from '../core/model.ts';
import type { JsonObject } from '../shared/json.ts';
import { replayFor, turnsOf, wireId, type Turn } from './history.ts';
import { asList, asObject, asText } from './json.ts';

/** Parameters that a server of this dialect may refuse and that an answer does not depend on. */
export const responsesOptional = ['reasoning', 'include', 'prompt_cache_key', 'store'] as const;

/** The API's smallest allowed output limit. */
const leastOutputTokens = 16;

/** The body of a request. Nothing is stored at the provider: every output item, sealed reasoning included, goes back in order. */
export function responsesBody(config: ModelConfig, request: ModelRequest, without: ReadonlySet<string>): OpenAI.Responses.ResponseCreateParamsStreaming {
  const optional: JsonObject = {
    store: false,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: wireId(request.cacheKey),
    ...(reasons(config.model) ? { reasoning: { summary: 'auto' } } : {}),
  };
  for (const name of without) delete optional[name];
  return {
    model: config.model,
    ...(request.system === '' ? {} : { instructions: request.system }),
    ...(request.tools.length === 0 ? {} : {
      tools: request.tools.map((tool) => ({
        type: 'function' as const, name: tool.name, description: tool.description, parameters: tool.inputSchema as unknown as Record<string, unknown>, strict: false,
      })),
    }),
    input: turnsOf(request.messages).flatMap((turn) => itemsOf(config, turn, !without.has('replay'))) as unknown as OpenAI.Responses.ResponseInput,
    max_output_tokens: Math.max(leastOutputTokens, request.maxOutputTokens),
    ...optional,
    stream: true,
  };
}

/** Models that give summaries of their reasoning when asked. */
const reasons = (model: string): boolean => /(?:^|\/)(?:o\d|gpt-(?:[5-9]|\d\d)(?!\d))/.test(model);

function itemsOf(config: ModelConfig, turn: Turn, replays: boolean): JsonObject[] {
  if (turn.role === 'user') return [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: turn.text }] }];
  const { message, result } = turn;
  const replay = replays ? replayFor(config, message.replay) : undefined;
  const items = replay === undefined ? ownItems(message) : asList(replay).map(asObject).map(withWireId);
  const results = items.filter(({ type }) => type === 'function_call').map((call): JsonObject => {
    const original = message.calls.find(({ id }) => wireId(id) === call.call_id)?.id ?? asText(call.call_id);
    return { type: 'function_call_output', call_id: call.call_id ?? '', output: result(original).text };
  });
  return [...items, ...results];
}

function ownItems(message: Extract<Turn, { role: 'assistant' }>['message']): JsonObject[] {
  return [
    ...(message.text === '' ? [] : [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: message.text, annotations: [] }] }]),
    ...message.calls.map((call): JsonObject => ({ type: 'function_call', call_id: wireId(call.id), name: call.name, arguments: JSON.stringify(call.input) })),
  ];
}

const withWireId = (item: JsonObject): JsonObject => (item.type === 'function_call' ? { ...item, call_id: wireId(asText(item.call_id)) } : item);
