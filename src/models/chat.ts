import type { Model, ModelConfig } from '../core/model.ts';
import { runAttempt, type Wire } from './attempt.ts';
import { ChatAccumulator } from './chatAccumulator.ts';
import { chatBody, chatOptional } from './chatRequest.ts';
import { openaiClient } from './openaiClient.ts';
import { resolveOptions, type ModelOptions } from './options.ts';
import { sendLearning } from './quirks.ts';

/**
 * Chat Completions, of whatever server speaks it. `stream` is one attempt; `createModel` wraps the retries around it.
 * @throws AppError `model-address`, `model-unauthorized`
 */
export function createChatModel(config: ModelConfig, options?: ModelOptions): Model {
  const resolved = resolveOptions(options);
  const { client, baseUrl } = openaiClient(config, resolved);
  const wire: Wire = {
    config, baseUrl,
    open: (request, signal) => sendLearning(resolved.learned, `${baseUrl} ${config.model}`, chatOptional,
      (without) => chatBody(config, baseUrl, request, without), (body) => client.chat.completions.create(body, { signal }).asResponse()),
    accumulate: (request) => new ChatAccumulator(request),
  };
  return { provider: config.provider, id: config.model, stream: (request, signal) => runAttempt(wire, request, resolved, signal) };
}
