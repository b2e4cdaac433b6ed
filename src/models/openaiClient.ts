import OpenAI from 'openai';
import type { ModelConfig } from '../core/model.ts';
import { baseUrlOf } from './address.ts';
import type { ResolvedOptions } from './options.ts';
import { keyOf, transportOf } from './transport.ts';

/**
 * The SDK as a sender: every value is given, so that no environment variable is read for it; retries and clocks are ours.
 * @throws AppError `model-address`, `model-unauthorized`
 */
export function openaiClient(config: ModelConfig, options: ResolvedOptions): { client: OpenAI; baseUrl: string } {
  const baseUrl = baseUrlOf(config);
  const key = keyOf(config);
  const auth: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const client = new OpenAI({
    apiKey: key ?? 'none', baseURL: baseUrl, organization: null, project: null, adminAPIKey: null, webhookSecret: null,
    fetch: transportOf(baseUrl, auth), maxRetries: 0, logLevel: 'off',
    timeout: Math.max(options.limits.firstByteMs, options.limits.localFirstByteMs) * 2,
  });
  return { client, baseUrl };
}
