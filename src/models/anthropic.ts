import Anthropic from '@anthropic-ai/sdk';
import type { Model, ModelConfig } from '../core/model.ts';
import { baseUrlOf } from './address.ts';
import { AnthropicAccumulator } from './anthropicAccumulator.ts';
import { anthropicBody, anthropicOptional } from './anthropicRequest.ts';
import { runAttempt, type Wire } from './attempt.ts';
import { resolveOptions, type ModelOptions } from './options.ts';
import { sendLearning } from './quirks.ts';
import { keyOf, transportOf } from './transport.ts';

/**
 * The Messages API (dist/anthropic.js). The SDK only builds and sends the request: events, clocks and retries are ours.
 * `stream` is one attempt; `createModel` wraps the retries around it.
 * @throws AppError `model-address`, `model-unauthorized`
 */
export function createAnthropicModel(config: ModelConfig, options?: ModelOptions): Model {
  const resolved = resolveOptions(options);
  const baseUrl = baseUrlOf(config);
  const key = keyOf(config);
  // Some gateways read only one of the two headers.
  const auth: Record<string, string> = key === undefined ? {} : { 'authorization': `Bearer ${key}`, 'x-api-key': key };
  const client = new Anthropic({
    apiKey: key ?? 'none', baseURL: baseUrl, fetch: transportOf(baseUrl, auth), maxRetries: 0, logLevel: 'off', openTelemetry: false,
    timeout: Math.max(resolved.limits.firstByteMs, resolved.limits.localFirstByteMs) * 2,
  });
  const wire: Wire = {
    config, baseUrl,
    open: (request, signal) => sendLearning(resolved.learned, `${baseUrl} ${config.model}`, anthropicOptional,
      (without) => anthropicBody(config, request, without), (body) => client.messages.create(body, { signal }).asResponse()),
    accumulate: (request) => new AnthropicAccumulator(request),
  };
  return { provider: config.provider, id: config.model, stream: (request, signal) => runAttempt(wire, request, resolved, signal) };
}
