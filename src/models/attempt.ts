import type { ModelConfig, ModelDelta, ModelRequest, StopReason } from '../core/model.ts';
import type { JsonValue } from '../shared/json.ts';
import { isLocal } from './address.ts';
import { Exchange, throwIfAborted } from './exchange.ts';
import { WireFault } from './faults.ts';
import { asObject, asText, parseJson } from './json.ts';
import type { ResolvedOptions } from './options.ts';
import { EventParser, type ServerSentEvent } from './sse.ts';
import { estimate, usageOf, type TokenCounts } from './usage.ts';

/** Puts one answer of one dialect together, event by event. */
export interface Accumulator {
  /** @throws WireFault */
  accept(event: ServerSentEvent): ModelDelta[];
  /** The terminal event was there: nothing more comes. */
  readonly closed: boolean;
  /** The model said how its turn ended; what may follow is only book-keeping. */
  readonly complete: boolean;
  /** As far as the provider told; undefined where it did not. */
  readonly counts: TokenCounts | undefined;
  /** Calls and blocks of the finished answer. @throws WireFault `error-event` for an answer that is a failure as a whole */
  finish(): { calls: ModelDelta[]; reason: StopReason; replay?: JsonValue };
}

/** What a dialect brings: how a request is sent, and how its answer is put together. */
export interface Wire {
  config: ModelConfig;
  baseUrl: string;
  /** Sends and resolves with the response, its body unread. Rejects with the SDK's error for a bad status. */
  open(request: ModelRequest, signal: AbortSignal): Promise<Response>;
  accumulate(request: ModelRequest): Accumulator;
}

/**
 * One request and its answer, without any retry. Yields `usage` once, also before a failure that cost tokens.
 * @throws WireFault, an SDK error, or an abort error
 */
export async function* runAttempt(wire: Wire, request: ModelRequest, options: ResolvedOptions, signal: AbortSignal): AsyncGenerator<ModelDelta> {
  const { clock, limits } = options;
  const at = clock.now();
  const local = isLocal(wire.baseUrl);
  const accumulator = wire.accumulate(request);
  const exchange = new Exchange(clock, signal);
  let outputCharacters = 0;
  const usage = (): ModelDelta => {
    const counts = accumulator.counts;
    const pricing = { config: wire.config, at, local, overrides: options.prices };
    return { type: 'usage', usage: usageOf(counts ?? estimate(request, outputCharacters), pricing, counts === undefined) };
  };
  let started = false;
  try {
    const firstByteMs = local ? limits.localFirstByteMs : limits.firstByteMs;
    const response = await exchange.within(firstByteMs, 'first-byte', wire.open(request, exchange.signal));
    started = true;
    for await (const event of eventsOf(response, exchange, firstByteMs, limits.idleMs)) {
      for (const delta of accumulator.accept(event)) {
        if (delta.type === 'text' || delta.type === 'thinking') outputCharacters += delta.text.length;
        yield delta;
      }
      if (accumulator.closed) break;
    }
    if (!accumulator.complete) throw new WireFault('ended-early', 'The answer ended before it was complete.');
  } catch (error) {
    exchange.close();
    throwIfAborted(signal);
    if (!accumulator.complete || (error instanceof WireFault && error.kind === 'error-event')) {
      if (started && (accumulator.counts !== undefined || outputCharacters > 0)) yield usage();
      throw error;
    }
  } finally {
    if (accumulator.complete) exchange.release();
    else exchange.close();
  }
  yield usage();
  const { calls, reason, replay } = accumulator.finish();
  yield* calls;
  yield { type: 'end', reason, ...(replay === undefined ? {} : { replay: { provider: wire.config.provider, model: wire.config.model, blocks: replay } }) };
}

async function* eventsOf(response: Response, exchange: Exchange, firstByteMs: number, idleMs: number): AsyncGenerator<ServerSentEvent> {
  if (response.body === null) return;
  exchange.reads(response.body);
  const type = response.headers.get('content-type') ?? '';
  const decoder = new TextDecoder();
  if (/text\/html|application\/json/i.test(type)) throw bodyFault(type, await readAll(exchange, decoder, firstByteMs));
  const parser = new EventParser();
  let chunk = await exchange.read(firstByteMs, 'first-byte');
  while (chunk !== undefined) {
    yield* parser.push(decoder.decode(chunk, { stream: true }));
    chunk = await exchange.read(idleMs, 'idle');
  }
  yield* parser.push(decoder.decode());
  yield* parser.end();
}

/** Bytes of a body that is no stream and is looked at all the same. */
const maxBodyLength = 64 * 1024;

async function readAll(exchange: Exchange, decoder: InstanceType<typeof TextDecoder>, ms: number): Promise<string> {
  let text = '';
  for (let chunk = await exchange.read(ms, 'first-byte'); chunk !== undefined && text.length < maxBodyLength; chunk = await exchange.read(ms, 'idle')) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function bodyFault(type: string, text: string): WireFault {
  if (/html/i.test(type)) return new WireFault('page', 'A web page came instead of an answer.', { title: titleOf(text), page: text.slice(0, 4096) });
  const body = asObject(parseJson(text));
  if (body.error !== undefined) return new WireFault('error-event', 'The provider reported an error.', errorReport(body.error));
  return new WireFault('not-a-stream', 'The server answered, but not as a stream.');
}

/** The provider's error as an object, whatever it was. */
export function errorReport(error: unknown): { [key: string]: JsonValue } {
  return typeof error === 'string' ? { message: error } : asObject(error);
}

/** The title of a page as one plain line. */
export function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(page)?.[1] ?? /<h1[^>]*>([^<]*)<\/h1>/i.exec(page)?.[1] ?? '';
  return asText(title).replace(/\s+/g, ' ').trim().slice(0, 120);
}

/** The JSON of an event. @throws WireFault `malformed` */
export function eventData(event: ServerSentEvent): { [key: string]: JsonValue } {
  const data = parseJson(event.data);
  if (data === undefined) throw new WireFault('malformed', 'An event of the stream is not JSON.');
  return asObject(data);
}
