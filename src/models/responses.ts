import type { Model, ModelConfig } from '../core/model.ts';
import { runAttempt, type Wire } from './attempt.ts';
import { openaiClient } from './openaiClient.ts';
import { resolveOptions, type ModelOptions } from './options.ts';
import { sendLearning } from './quirks.ts';
import { ResponsesAccumulator } from './responsesAccumulator.ts';
import { responsesBody, responsesOptional } from './responsesRequest.ts';

/**
 * The Responses API. `stream` is one attempt; `createModel` wraps the retries around it.
 * @throws AppError `model-address`, `model-unauthorized`
 */
export function createResponsesModel(config: ModelConfig, options?: ModelOptions): Model {
  const resolved = resolveOptions(options);
  const { client, baseUrl } = openaiClient(config, resolved);
  const wire: Wire = {
    config, baseUrl,
    open: (request, signal) => sendLearning(resolved.learned, `${baseUrl} ${config.model}`, responsesOptional,
      (without) => responsesBody(config, request, without), (body) => client.responses.create(body, { signal }).asResponse()),
    accumulate: (request) => new ResponsesAccumulator(request),
  };
  return { provider: config.provider, id: config.model, stream: (request, signal) => runAttempt(wire, request, resolved, signal) };
}
