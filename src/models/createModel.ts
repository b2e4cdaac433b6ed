import type { Model, ModelConfig } from '../core/model.ts';
import { resolveOptions, type ModelOptions } from './options.ts';
import { withRetries } from './retry.ts';

/**
 * The model of a configuration, with our clocks and retries. The SDK of its dialect is loaded on first use.
 * @throws AppError `model-address`, `model-unauthorized` for a configuration that cannot work
 */
export async function createModel(config: ModelConfig, options?: ModelOptions): Promise<Model> {
  const resolved = resolveOptions(options);
  return withRetries(await rawModel(config, resolved), config, resolved);
}

async function rawModel(config: ModelConfig, options: ModelOptions): Promise<Model> {
  switch (config.dialect) {
    case 'anthropic': return (await import('./anthropic.ts')).createAnthropicModel(config, options);
    case 'responses': return (await import('./openai.ts')).createResponsesModel(config, options);
    case 'chat': return (await import('./openai.ts')).createChatModel(config, options);
  }
}
