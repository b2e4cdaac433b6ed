import { AppError } from '../core/errors.ts';
import type { ModelConfig } from '../core/model.ts';
import type { ErrorAction } from '../shared/events.ts';
import { baseUrlOf, isLocal } from './address.ts';
import { isContextTooLong } from './contextTooLong.ts';
import { reportOf, type ErrorReport } from './errorReport.ts';

/**
 * What to do about a failed attempt:
 * - `final`: no further request, the error goes to the person
 * - `patient`: again after 1, 2, 4, 8 … s
 * - `quick`: again after a moment; the connection failed, not the provider
 */
export interface Failure {
  error: AppError;
  retry: 'final' | 'patient' | 'quick';
  /** Requests in all for this failure, where fewer than usual. */
  maxTries?: number;
  /** The provider's own wish. */
  retryAfterMs?: number;
  /** A few words for the `retry` delta. */
  reason: string;
}

type Rule = Omit<Failure, 'error'> & { code: string; title: string; detail?: string; actions?: ErrorAction[] };

/** Turns whatever an attempt threw into an error of the catalogue and a decision. Never throws. */
export function classify(error: unknown, config: ModelConfig, now: number): Failure {
  if (error instanceof AppError) return { error, retry: 'final', reason: error.code };
  const report = reportOf(error);
  const rule = ruleFor(report, config);
  const said = report.message;
  const status = report.status === undefined || report.fault !== undefined ? '' : ` (status ${report.status})`;
  const quote = said === '' ? '' : `${config.provider} says${status}: ${said}`;
  const detail = [rule.detail ?? '', report.fault !== undefined && report.fault !== 'error-event' ? said : quote].filter((line) => line !== '').join('\n');
  const { retry, maxTries, reason } = rule;
  return {
    error: new AppError(rule.code, redact(`${rule.title}\n${detail}`.trim(), config), { cause: safeCause(error, config), actions: rule.actions ?? ['retry', 'show-log'] }),
    retry: report.header('x-should-retry') === 'false' ? 'final' : retry, maxTries, reason, retryAfterMs: retryAfter(report, now),
  };
}

function ruleFor(report: ErrorReport, config: ModelConfig): Rule {
  if (report.connection !== undefined) return connectionRule(report.connection, config);
  if (report.status === undefined) return faultRule(report, config);
  const text = `${report.kind} ${report.message}`;
  if (isQuota(report.status, text)) return quotaRule(config);
  if (report.page !== undefined && report.status < 500 && ![408, 413, 429].includes(report.status)) return pageRule(report, config);
  if (report.status === 413 || (report.status !== 429 && isContextTooLong(text))) return tooLongRule(config);
  if (isLocal(baseUrlOf(config)) && /\bjinja\b|chat template/i.test(text)) return templateRule(config);
  if (/content_filter|content_policy|moderation|flagged/i.test(text) && report.status < 500) {
    return { code: 'model-refused', retry: 'final', reason: 'refused', title: `${config.provider} refused the request because of its content.`, detail: 'Change the message, or choose another model.', actions: ['choose-model'] };
  }
  return statusRule(report.status, text, config);
}

function statusRule(status: number, text: string, config: ModelConfig): Rule {
  const { provider, model } = config;
  switch (status) {
    case 401:
      return { code: 'model-unauthorized', retry: 'final', reason: 'not authorized', title: config.apiKey === undefined ? `${provider} wants an API key.` : `${provider} did not accept the API key.`, detail: 'Set a valid key.', actions: ['set-api-key', 'choose-model'] };
    case 403:
      return { code: 'model-unauthorized', retry: 'final', reason: 'not allowed', title: `${provider} does not let this key use ${model}.`, detail: 'Set a key that may, or choose another model.', actions: ['set-api-key', 'choose-model'] };
    case 404:
      return { code: 'model-unknown', retry: 'final', reason: 'unknown model', title: `${provider} does not know the model ${model}.`, detail: `Choose another model, or check the base URL ${baseUrlOf(config)}.`, actions: ['choose-model', 'open-settings'] };
    case 429:
      return { code: 'model-rate-limited', retry: 'patient', reason: 'rate limit', title: `${provider} limits how much may be asked just now.`, detail: 'Wait a little, or choose another model.', actions: ['retry', 'choose-model'] };
    case 408:
    case 409:
    case 425:
      return overloaded(provider, 'timeout at the provider');
    case 501:
      break;
    default:
      if (status >= 300 && status < 400) {
        return { code: 'model-bad-response', retry: 'final', reason: 'redirect', title: `${provider} sends requests to another address.`, detail: `The base URL ${baseUrlOf(config)} is moved or needs a login. Set the right one.`, actions: ['open-settings'] };
      }
      if (status >= 500) return overloaded(provider, /overloaded/i.test(text) || status === 529 || status === 503 ? 'overloaded' : `failure at the provider (${status})`);
  }
  return { code: 'model-bad-request', retry: 'final', reason: 'refused request', title: `${provider} refused the request for ${model}.`, detail: 'Another model may take it.', actions: ['choose-model', 'show-log'] };
}

const overloaded = (provider: string, reason: string): Rule => ({
  code: 'model-overloaded', retry: 'patient', reason, title: `${provider} is overloaded or fails just now.`, detail: 'Try again in a minute, or choose another model.', actions: ['retry', 'choose-model'],
});

function faultRule(report: ErrorReport, config: ModelConfig): Rule {
  const { provider } = config;
  switch (report.fault) {
    case 'page': return pageRule(report, config);
    case 'first-byte':
    case 'idle':
      return { code: 'model-overloaded', retry: 'quick', maxTries: 2, reason: 'no answer', title: `${provider} does not answer.`, detail: 'Try again, or choose another model.', actions: ['retry', 'choose-model'] };
    case 'not-a-stream':
      return { code: 'model-bad-response', retry: 'final', reason: 'not a stream', title: `${provider} answered in a way that is not understood.`, detail: `Check that ${baseUrlOf(config)} speaks the ${config.dialect} API and can stream.`, actions: ['open-settings', 'choose-model'] };
    case 'ended-early':
    case 'malformed':
    case 'error-event':
    case undefined:
      return { code: 'model-bad-response', retry: 'quick', reason: 'connection broke', title: `The answer of ${provider} broke off before it began.`, detail: 'Try again; if it stays so, look at the network or choose another model.', actions: ['retry', 'choose-model'] };
  }
}

function pageRule(report: ErrorReport, config: ModelConfig): Rule {
  const title = report.page?.title ?? '';
  const isLogin = report.status === 401 || report.status === 403 || report.status === 407 || /log.?in|sign.?in|authenticat|password|captive|single sign/i.test(`${title} ${report.page?.text ?? ''}`);
  return {
    code: 'model-bad-response', retry: isLogin || report.status !== undefined ? 'final' : 'quick', maxTries: 3, reason: 'a web page instead of an answer',
    title: `A web page${title === '' ? '' : ` (“${title}”)`} came instead of an answer of ${config.provider}.`,
    detail: `A proxy, a login page or a wrong base URL stands in the way. The address is ${baseUrlOf(config)}.`, actions: ['open-settings', 'retry'],
  };
}

const offlineCodes = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/;
const certificateCodes = /CERT|SIGNATURE|ISSUER|^ERR_(TLS|SSL)|^EPROTO$/;

function connectionRule(code: string, config: ModelConfig): Rule {
  const baseUrl = baseUrlOf(config);
  const { provider } = config;
  if (certificateCodes.test(code)) {
    return { code: 'model-offline', retry: 'final', reason: 'no secure connection', title: `No secure connection to ${provider}.`, detail: `The certificate of ${new URL(baseUrl).host} is not trusted (${code}). Behind a company proxy, let the editor use the system's certificates.`, actions: ['open-settings', 'retry'] };
  }
  if (offlineCodes.test(code) && isLocal(baseUrl)) {
    return { code: 'model-offline', retry: 'quick', maxTries: 2, reason: 'server not running', title: `The server of ${provider} is not running.`, detail: `Nothing answers at ${baseUrl} (${code}). Start the server, or choose another model.`, actions: ['retry', 'choose-model', 'open-settings'] };
  }
  if (offlineCodes.test(code)) {
    return { code: 'model-offline', retry: 'quick', maxTries: 4, reason: 'no connection', title: `${provider} cannot be reached.`, detail: `No connection to ${new URL(baseUrl).host} (${code}). Check the network, a proxy or VPN, and the base URL.`, actions: ['retry', 'open-settings'] };
  }
  return { code: 'model-offline', retry: 'quick', reason: 'connection broke', title: `The connection to ${provider} breaks.`, detail: `The address is ${new URL(baseUrl).host}${code === 'unknown' ? '' : ` (${code})`}. Check the network, a proxy or VPN.`, actions: ['retry', 'open-settings'] };
}

/** Money is gone: no waiting helps. Limits per minute speak of quota and billing too, but tell when to come back. */
function isQuota(status: number, text: string): boolean {
  if (status === 402) return true;
  if (status >= 500 || /retry in \d|per (minute|day|hour)/i.test(text)) return false;
  return /insufficient_quota|billing|credit balance|spend(ing)?[_ ]limit|out of credits|payment required|insufficient (balance|credits|funds)/i.test(text);
}

const billingPages: Record<string, string> = {
  'api.anthropic.com': 'https://platform.claude.com/settings/billing',
  'api.openai.com': 'https://platform.openai.com/settings/organization/billing',
  'openrouter.ai': 'https://openrouter.ai/settings/credits',
};

function quotaRule(config: ModelConfig): Rule {
  const page = billingPages[new URL(baseUrlOf(config)).hostname];
  return {
    code: 'model-quota', retry: 'final', reason: 'no credit', title: `The account at ${config.provider} has no credit left, or reached its spending limit.`,
    detail: `Add credit or raise the limit${page === undefined ? '' : ` at ${page}`}, or choose another model.`, actions: ['choose-model', 'set-api-key', 'retry'],
  };
}

const tooLongRule = (config: ModelConfig): Rule => ({
  code: 'model-context-too-long', retry: 'final', reason: 'conversation too long', title: `The conversation is longer than ${config.model} can read.`,
  detail: 'Start a new session, remove attached context, or choose a model with a larger context.', actions: ['choose-model'],
});

const templateRule = (config: ModelConfig): Rule => ({
  code: 'model-bad-request', retry: 'final', reason: 'template', title: `The server of ${config.provider} cannot give ${config.model} tools.`,
  detail: 'Its chat template does not know tools. Start the server with a tool-aware template (llama.cpp: --jinja), or choose another model.', actions: ['choose-model'],
});

/** Milliseconds that the provider asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date. */
function retryAfter(report: ErrorReport, now: number): number | undefined {
  const ms = Number(report.header('retry-after-ms') ?? NaN);
  if (ms >= 0) return ms;
  const text = report.header('retry-after');
  if (text === undefined) return undefined;
  const wait = /^\s*[\d.]+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** Takes the key, and whatever looks like one, out of a text. */
function redact(text: string, config: ModelConfig): string {
  const key = config.apiKey?.trim() ?? '';
  const without = key.length < 4 ? text : text.replaceAll(key, '[key]');
  return without.replace(/\b(sk|pk|key|gsk|xai|or)-[\w-]{16,}/g, '[key]').replace(/Bearer\s+[\w.~+/=-]{8,}/gi, 'Bearer [key]');
}

/** The cause stays, unless it would carry a key into a log. */
function safeCause(error: unknown, config: ModelConfig): unknown {
  if (!(error instanceof Error)) return undefined;
  const safe = redact(error.message, config);
  return safe === error.message ? error : Object.assign(new Error(safe), { name: error.name });
}
