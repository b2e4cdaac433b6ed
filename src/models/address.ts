import { AppError } from '../core/errors.ts';
import type { Dialect, ModelConfig } from '../core/model.ts';

const defaults: Record<Dialect, string> = {
  anthropic: 'https://api.anthropic.com', responses: 'https://api.openai.com/v1', chat: 'https://api.openai.com/v1',
};

/**
 * The base URL as the SDK of the dialect wants it: the Messages API without `/v1`, the others with it. An address
 * without a path (`http://localhost:11434`) serves every dialect.
 * @throws AppError `model-address`
 */
export function baseUrlOf(config: ModelConfig): string {
  const text = config.baseUrl ?? defaults[config.dialect];
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw addressError(config, 'is not a web address');
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw addressError(config, 'holds a name or a password');
  url.search = '';
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '');
  if (config.dialect === 'anthropic') url.pathname = path.replace(/\/v1$/, '');
  else url.pathname = path === '' ? '/v1' : path;
  return url.href.replace(/\/+$/, '');
}

/** Does not show the address: people paste keys into the wrong field. */
const addressError = (config: ModelConfig, problem: string): AppError => new AppError(
  'model-address', `The base URL of ${config.provider} ${problem}.\nIt must look like https://host/v1; keys go into “Set API Key”.`, { actions: ['open-settings', 'set-api-key'] },
);

/** True for this machine and its own network, where servers load models for minutes and ask no price. */
export function isLocal(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local') || host === '::1' || host === '0.0.0.0'
    || /^(127|10)\.\d+\.\d+\.\d+$/.test(host) || /^192\.168\.\d+\.\d+$/.test(host) || /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host)
    || /^f[cd][0-9a-f]{2}:/.test(host) || !/[.:]/.test(host);
}
