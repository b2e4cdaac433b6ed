import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { AppError } from '../core/errors.ts';
import type { ModelConfig } from '../core/model.ts';
import { isLocal } from './address.ts';

/** What the SDKs may call instead of the global `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Headers that an SDK makes and we let through. Others come from environment variables (`*_CUSTOM_HEADERS`) and are dropped. */
const allowed = /^(accept|content-type|user-agent|anthropic-version|anthropic-beta|x-stainless-.*)$/;

/**
 * The only way out for a dialect: nothing but our own credentials and headers leaves, whatever the environment says,
 * and a redirect is an answer, not something to follow with a key in the hand.
 * @param auth credential headers, none for a server that wants none
 */
export function transportOf(baseUrl: string, auth: Record<string, string>): Fetch {
  const send: Fetch = isLocal(baseUrl) ? nodeFetch : fetch;
  return (input, init) => {
    const headers = new Headers();
    new Headers(init?.headers).forEach((value, name) => {
      if (allowed.test(name)) headers.set(name, value);
    });
    for (const [name, value] of Object.entries(auth)) headers.set(name, value);
    return send(input, { ...init, headers, redirect: 'manual' });
  };
}

/**
 * The key as it goes on the wire; undefined where there is none.
 * @throws AppError `model-unauthorized` for text that cannot be a key; the text is not in the message.
 */
export function keyOf(config: ModelConfig): string | undefined {
  const key = config.apiKey?.trim();
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new AppError('model-unauthorized', `The API key for ${config.provider} holds characters that no key has.\nSet it again; mind blanks, quotes and line ends from copying.`, { actions: ['set-api-key'] });
  }
  return key;
}

/** `fetch` on node:http for servers nearby: these think for minutes before the first byte, and undici's clocks end that after five. */
const nodeFetch: Fetch = (input, init) => new Promise((resolve, reject) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: init?.method, headers: Object.fromEntries(new Headers(init?.headers)), signal: init?.signal ?? undefined,
  });
  request.on('error', reject);
  request.once('response', (incoming) => {
    try {
      resolve(responseOf(incoming));
    } catch (error) {
      incoming.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
  request.end(typeof init?.body === 'string' ? init.body : undefined);
});

/** Statuses that `Response` takes without a body only. */
const withoutBody = [204, 205, 304];

/** @throws RangeError, TypeError for statuses and headers that no `Response` has */
function responseOf(incoming: http.IncomingMessage): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  const status = incoming.statusCode ?? 0;
  if (!withoutBody.includes(status)) return new Response(Readable.toWeb(incoming), { status, headers });
  incoming.resume();
  return new Response(null, { status, headers });
}
