import { AppError, isAbort } from '../core/errors.ts';
import type { Model, ModelConfig, ModelDelta, ModelMessage, ModelRequest } from '../core/model.ts';
import type { Usage } from '../shared/events.ts';
import { classify, type Failure } from './errors.ts';
import { abortError, throwIfAborted } from './exchange.ts';
import type { ResolvedOptions } from './options.ts';
import { addUsage } from './usage.ts';

/** Answers without text and without a call: asked again so often, then it is an error. */
const maxEmptyAnswers = 2;
const nudge: ModelMessage = { role: 'user', text: 'Your last answer was empty. Answer in text, or call a tool.' };

/**
 * A model that tries again by itself, as long as nothing was given out: before the first text, thinking or call. After
 * that a break is `model-stream-broken`, and going on is the loop's business. Each answer has at most one `usage`, with
 * the tokens of its failed attempts, right before the calls and the `end`, or before the error.
 * @param raw one attempt per `stream`
 */
export function withRetries(raw: Model, config: ModelConfig, options: ResolvedOptions): Model {
  return { provider: raw.provider, id: raw.id, stream: (request, signal) => stream(raw, config, options, request, signal) };
}

async function* stream(raw: Model, config: ModelConfig, options: ResolvedOptions, original: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta> {
  const { clock, limits } = options;
  let request = original;
  let spent: Usage | undefined;
  let emptyAnswers = 0;
  for (let attempt = 1; ; attempt += 1) {
    const outcome: Outcome = { shown: false, answered: false };
    try {
      throwIfAborted(signal);
      for await (const delta of raw.stream(request, signal)) {
        throwIfAborted(signal);
        if (delta.type === 'usage') {
          spent = addUsage(spent, delta.usage);
          outcome.usage = spent;
          continue;
        }
        note(outcome, delta);
        if (delta.type === 'end' && !outcome.answered && delta.reason === 'end') break;
        if (outcome.usage !== undefined && isAfterUsage(delta)) {
          yield { type: 'usage', usage: outcome.usage };
          outcome.usage = undefined;
        }
        yield delta;
        if (delta.type === 'end') return;
      }
    } catch (error) {
      if (signal.aborted) throw abortError(signal);
      if (isAbort(error)) throw error;
      const failure = classify(error, config, clock.now());
      const wait = outcome.shown ? undefined : waitFor(failure, attempt, options);
      if (wait === undefined) {
        if (spent !== undefined) yield { type: 'usage', usage: spent };
        throw outcome.shown ? broken(config, failure) : tooLongWait(config, failure, limits.maxWaitMs);
      }
      yield { type: 'retry', attempt: attempt + 1, delayMs: wait, reason: failure.reason };
      await sleep(options, wait, signal);
      continue;
    }
    emptyAnswers += 1;
    if (emptyAnswers > maxEmptyAnswers) {
      if (spent !== undefined) yield { type: 'usage', usage: spent };
      throw new AppError('model-empty', `${config.model} answered with nothing, ${emptyAnswers} times.\nTry again, say it in other words, or choose another model.`, { actions: ['retry', 'choose-model'] });
    }
    yield { type: 'retry', attempt: attempt + 1, delayMs: 0, reason: 'empty answer' };
    request = { ...original, messages: [...original.messages, nudge] };
  }
}

interface Outcome {
  /** Something reached the person or the loop. */
  shown: boolean;
  /** Text or a call, whole or cut off. */
  answered: boolean;
  usage?: Usage;
}

function note(outcome: Outcome, delta: ModelDelta): void {
  switch (delta.type) {
    case 'text':
    case 'call':
    case 'cut-off':
      outcome.answered ||= delta.type !== 'text' || delta.text.trim() !== '';
      outcome.shown = true;
      break;
    case 'thinking':
    case 'call-progress':
      outcome.shown = true;
      break;
    case 'retry':
    case 'usage':
    case 'end':
      break;
  }
}

const isAfterUsage = (delta: ModelDelta): boolean => delta.type === 'call' || delta.type === 'cut-off' || delta.type === 'end';

/** Milliseconds until the next request, or undefined for none. */
function waitFor(failure: Failure, attempt: number, { clock, limits }: ResolvedOptions): number | undefined {
  if (failure.retry === 'final' || attempt >= Math.min(limits.maxTries, failure.maxTries ?? limits.maxTries)) return undefined;
  if (failure.retryAfterMs !== undefined && failure.retryAfterMs > 0) return failure.retryAfterMs > limits.maxWaitMs ? undefined : failure.retryAfterMs;
  const base = failure.retry === 'quick' ? 250 : 1_000;
  return Math.round(clock.random() * base * 2 ** (attempt - 1));
}

async function sleep({ clock }: ResolvedOptions, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal.aborted ? abortError(signal) : error;
  }
}

function broken(config: ModelConfig, failure: Failure): AppError {
  return new AppError('model-stream-broken', `The answer of ${config.model} broke off.\nReason: ${failure.reason}. What came so far is kept.`, { cause: failure.error, actions: ['retry'] });
}

/** The failure itself, or the same one that says how long the provider wants to be left alone. */
function tooLongWait(config: ModelConfig, { error, retry, retryAfterMs }: Failure, maxWaitMs: number): AppError {
  if (retry === 'final' || retryAfterMs === undefined || retryAfterMs <= maxWaitMs) return error;
  const minutes = Math.ceil(retryAfterMs / 60_000);
  const detail = error.message.split('\n').slice(1).join('\n');
  return new AppError(error.code, `${config.provider} asks to wait ${minutes} minutes.\nTry again then, or choose another model.\n${detail}`.trim(), { cause: error, actions: ['retry', 'choose-model'] });
}
