import { titleOf } from './attempt.ts';
import { WireFault, type FaultKind } from './faults.ts';
import { asList, asObject, asText } from './json.ts';

/** What is known about a failure, from whatever was thrown: an SDK's error, a fault of the stream, a failed connection. */
export interface ErrorReport {
  /** HTTP status, or what the provider's error type stands for. */
  status?: number;
  /** The provider's `type` and `code`, joined: never shown. */
  kind: string;
  /** The provider's words, one line. */
  message: string;
  /** A web page came instead of an answer. */
  page?: { title: string; text: string };
  fault?: FaultKind;
  /** System or TLS error code of a failed connection. */
  connection?: string;
  header(name: string): string | undefined;
}

/** Statuses of the error types and codes that arrive inside a stream. */
const statuses: Record<string, number> = {
  invalid_request_error: 400, invalid_prompt: 400, authentication_error: 401, invalid_api_key: 401, billing_error: 402, insufficient_quota: 402,
  permission_error: 403, not_found_error: 404, model_not_found: 404, timeout_error: 504, context_length_exceeded: 413, request_too_large: 413,
  rate_limit_error: 429, rate_limit_exceeded: 429, api_error: 500, server_error: 500, overloaded_error: 529,
};

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof WireFault) return reportOfFault(error);
  const failure = asObject(error);
  const headers: unknown = failure.headers;
  const header = (name: string): string | undefined => (headers instanceof Headers ? headers.get(name) ?? undefined : undefined);
  if (typeof failure.status !== 'number') return { kind: '', message: error instanceof Error ? error.message : '', connection: connectionCode(error), header };
  const body = asObject(failure.error);
  const inner = typeof body.error === 'object' ? asObject(body.error) : body;
  const raw = error instanceof Error ? error.message.replace(/^\d{3} /, '') : '';
  const page = /^\s*<|<html/i.test(raw) || /text\/html/i.test(header('content-type') ?? '') ? { title: titleOf(raw), text: raw.slice(0, 4096) } : undefined;
  const said = asText(inner.message) || asText(body.error) || asText(body.detail);
  return {
    status: failure.status, kind: kindOf(inner), page, header,
    message: oneLine(said || (page === undefined ? raw.replace(/^status code \(no body\)$/, '') : page.title)),
  };
}

function reportOfFault(fault: WireFault): ErrorReport {
  const header = (): undefined => undefined;
  const { kind, report } = fault;
  const page = kind === 'page' ? { title: asText(report.title), text: asText(report.page) } : undefined;
  if (kind !== 'error-event') return { kind: '', message: fault.message, fault: kind, page, header };
  const code = Number(report.code);
  const status = Number.isInteger(code) && code >= 400 ? code : statuses[asText(report.code)] ?? statuses[asText(report.type)] ?? 500;
  return { status, kind: kindOf(report), message: oneLine(asText(report.message) || fault.message), fault: kind, header };
}

const kindOf = (body: { [key: string]: unknown }): string => [asText(body.type), asText(body.code), asText(asObject(asObject(body).details).error_code)].join(' ').trim();
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 600);

/** The first system code in the chain of causes; `unknown` where there is none. */
export function connectionCode(error: unknown): string {
  const open: unknown[] = [error];
  for (let index = 0; index < open.length && index < 12; index += 1) {
    const each = asObject(open[index]);
    if (/^[A-Z][A-Z0-9_]+$/.test(asText(each.code))) return asText(each.code);
    open.push(each.cause, ...asList(each.errors));
  }
  return 'unknown';
}
