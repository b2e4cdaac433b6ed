import { AppError } from '../core/errors.ts';
import type { Dialect, ModelConfig } from '../core/model.ts';
import type { ProviderId, SettingTypes } from './contributions.ts';

/** The settings `pilothouse.model.*` as they are read at one moment. */
export interface ModelSettings {
  provider: SettingTypes['pilothouse.model.provider'];
  name: string;
  baseUrl: string;
  dialect: SettingTypes['pilothouse.model.dialect'];
  useEnvironmentKeys: boolean;
}

export interface Provider {
  label: string;
  dialect: Dialect;
  key: 'required' | 'optional';
  /** Used only where `pilothouse.model.useEnvironmentKeys` says so. */
  environmentKey?: string;
  /** Absent where the dialect's own address is meant; `custom` has none at all. */
  baseUrl?: string;
  defaultModel?: string;
  /** How a key of this provider usually begins: a hint against pasting the wrong one, never a refusal. */
  keyPrefix?: string;
}

export const PROVIDERS: Record<ProviderId, Provider> = {
  anthropic: { label: 'Anthropic', dialect: 'anthropic', key: 'required', environmentKey: 'ANTHROPIC_API_KEY', defaultModel: 'claude-sonnet-5-5', keyPrefix: 'sk-ant-' },
  openai: { label: 'OpenAI', dialect: 'responses', key: 'required', environmentKey: 'OPENAI_API_KEY', defaultModel: 'gpt-6.1-sol', keyPrefix: 'sk-' },
  openrouter: { label: 'OpenRouter', dialect: 'chat', key: 'required', environmentKey: 'OPENROUTER_API_KEY', baseUrl: 'https://openrouter.ai/api/v1', keyPrefix: 'sk-or-' },
  ollama: { label: 'Ollama', dialect: 'chat', key: 'optional', baseUrl: 'http://127.0.0.1:11434/v1' },
  lmstudio: { label: 'LM Studio', dialect: 'chat', key: 'optional', baseUrl: 'http://127.0.0.1:1234/v1' },
  llamacpp: { label: 'llama.cpp', dialect: 'chat', key: 'optional', baseUrl: 'http://127.0.0.1:8080/v1', defaultModel: 'default' },
  vllm: { label: 'vLLM', dialect: 'chat', key: 'optional', baseUrl: 'http://127.0.0.1:8000/v1' },
  custom: { label: 'Custom server', dialect: 'chat', key: 'optional' },
};

/** Name of a provider's key in the secret storage. */
export const keyName = (provider: ProviderId): string => `apiKey.${provider}`;

/** The key that would be used: the stored one, else the environment's where the user allowed that. */
export async function findKey(
  settings: ModelSettings, getSecret: (name: string) => Promise<string | undefined>, environment: Record<string, string | undefined>,
): Promise<string | undefined> {
  if (settings.provider === '') return undefined;
  const stored = await getSecret(keyName(settings.provider));
  if (stored !== undefined && stored !== '') return stored;
  const variable = PROVIDERS[settings.provider].environmentKey;
  if (!settings.useEnvironmentKeys || variable === undefined) return undefined;
  const value = environment[variable]?.trim();
  return value === '' ? undefined : value;
}

/** The model's name that the settings mean, if any. */
export function modelName(settings: ModelSettings): string | undefined {
  if (settings.provider === '') return undefined;
  const name = settings.name.trim();
  return name === '' ? PROVIDERS[settings.provider].defaultModel : name;
}

/**
 * Turns settings and secrets into what the model clients take.
 * @throws AppError `no-model`, `no-api-key`, `bad-base-url`, each with the action that mends it.
 */
export async function resolveModel(
  settings: ModelSettings, getSecret: (name: string) => Promise<string | undefined>, environment: Record<string, string | undefined>,
): Promise<ModelConfig> {
  if (settings.provider === '') {
    throw new AppError('no-model', 'No model is chosen yet.\nChoose a provider and a model; local servers such as Ollama need no key. Slash commands work without one.',
      { actions: ['choose-model', 'set-api-key'] });
  }
  const provider = PROVIDERS[settings.provider];
  const model = modelName(settings);
  if (model === undefined) {
    throw new AppError('no-model', `No model of ${provider.label} is chosen yet.\nChoose one, or set pilothouse.model.name.`, { actions: ['choose-model', 'open-settings'] });
  }
  const baseUrl = checkedBaseUrl(settings, provider);
  const apiKey = await findKey(settings, getSecret, environment);
  if (apiKey === undefined && provider.key === 'required') {
    throw new AppError('no-api-key', `There is no API key for ${provider.label}.\n${missingKeyAdvice(settings, provider)}`, { actions: ['set-api-key', 'choose-model'] });
  }
  return {
    dialect: settings.dialect === 'auto' ? provider.dialect : settings.dialect,
    provider: settings.provider,
    model,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

function checkedBaseUrl(settings: ModelSettings, provider: Provider): string | undefined {
  const written = settings.baseUrl.trim();
  if (written === '') {
    if (settings.provider === 'custom') {
      throw new AppError('no-model', 'The custom server has no address yet.\nSet pilothouse.model.baseUrl, for example http://127.0.0.1:8000/v1.', { actions: ['open-settings', 'choose-model'] });
    }
    return provider.baseUrl;
  }
  if (baseUrlProblem(written) !== undefined) {
    throw new AppError('bad-base-url', `The model's address is not usable.\n${baseUrlProblem(written)} Change pilothouse.model.baseUrl.`, { actions: ['open-settings'] });
  }
  return written.replace(/\/+$/, '');
}

/** Why an address cannot be a model's base URL; undefined where it can. */
export function baseUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'It must be a whole address such as http://127.0.0.1:8000/v1.';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'It must begin with https:// or http://.';
  if (url.username !== '' || url.password !== '') return 'It must not contain a user name or password: use “Pilothouse: Set API Key”.';
  if (url.search !== '' || url.hash !== '') return 'It must not contain ? or #.';
  return undefined;
}

function missingKeyAdvice(settings: ModelSettings, provider: Provider): string {
  const advice = 'Set one; it is kept in the editor’s secret storage.';
  if (settings.useEnvironmentKeys || provider.environmentKey === undefined) return advice;
  return `${advice} To take it from ${provider.environmentKey} instead, switch on pilothouse.model.useEnvironmentKeys.`;
}

/** Why a text cannot be an API key; undefined where it may be one. Never contains the text itself. */
export function keyProblem(text: string): string | undefined {
  const key = text.trim();
  if (key === '') return 'Paste the key here.';
  if (/\s/.test(key)) return 'A key has no spaces or line breaks.';
  if (/^(https?:|\{|")/.test(key)) return 'This does not look like a key.';
  if (!/^[\x21-\x7e]+$/.test(key)) return 'A key has only plain letters, digits and signs.';
  if (key.length < 8) return 'This is too short for a key.';
  return undefined;
}

/** A remark about a key that may be another provider's; undefined where nothing is odd. */
export function keyHint(provider: ProviderId, text: string): string | undefined {
  const { keyPrefix, label } = PROVIDERS[provider];
  if (keyPrefix === undefined || text.trim().startsWith(keyPrefix)) return undefined;
  return `Keys of ${label} usually begin with “${keyPrefix}”. Press Enter to store it all the same.`;
}
