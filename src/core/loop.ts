import type { Actor, Channel } from '../shared/effects.ts';
import type { Usage } from '../shared/events.ts';
import type { CallId, MessageId, RunId } from '../shared/ids.ts';
import { AppError, isAbort } from './errors.ts';
import type { EventLog } from './eventLog.ts';
import type { Call, ExecutorPorts } from './call.ts';
import { abandonCall, announceCall, executeCall } from './executor.ts';
import type { Model, ModelDelta, ToolSpec } from './model.ts';
import { MAX_OUTPUT_TOKENS, SYSTEM_PROMPT } from './prompt.ts';
import { RepeatGuard } from './repeatGuard.ts';
import { itemsOrLeft } from './settle.ts';
import { buildTranscript } from './transcript.ts';

/** Steps (model answers) after which a run stops and asks how to go on. */
const MAX_STEPS = 100;
/** How often a run may go on by itself after a cut: a broken stream, an answer that hit the output limit. */
const MAX_CONTINUATIONS = 2;
const MAX_CUT_OFF_CALLS = 2;

export interface LoopPorts {
  model: Model;
  toolSpecs: ToolSpec[];
  log: EventLog;
  executor: ExecutorPorts;
  /** How the message came in that the run serves. */
  channel: Channel;
  newMessageId(): MessageId;
  newCallId(): CallId;
  /** Resolves at once, or when a pause ends. */
  whenUnpaused(signal: AbortSignal): Promise<void>;
  /** A signal for one call, so that it can be cancelled alone. */
  callSignal(callId: CallId, run: AbortSignal): AbortSignal;
}

interface Answer {
  messageId: MessageId;
  calls: Call[];
  cutOff: { call: Call; bytes: number }[];
  reason: 'end' | 'tool-calls' | 'max-tokens' | 'refusal' | 'interrupted';
}

/** Runs the agent loop until the model is done. @throws AppError for what ends a run as failed; abort errors */
export async function runLoop(ports: LoopPorts, runId: RunId, signal: AbortSignal): Promise<void> {
  const guard = new RepeatGuard();
  let continuations = 0;
  let cutOffCalls = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    await ports.whenUnpaused(signal);
    signal.throwIfAborted();
    const answer = await streamAnswer(ports, runId, signal);
    cutOffCalls += answer.cutOff.length;
    for (const { call, bytes } of answer.cutOff) {
      abandonCall(ports.executor, call, 'cut-off', `The call was cut off after ${bytes} bytes of arguments and was not run. Do it in smaller parts.`);
    }
    if (cutOffCalls > MAX_CUT_OFF_CALLS) throw new AppError('calls-cut-off', 'The model keeps sending tool calls that are cut off\nNone of them was run. Ask for smaller steps, or choose a model with a larger output limit.', { actions: ['choose-model', 'retry'] });
    await runCalls(ports, answer.calls, guard, signal);
    if (answer.calls.length > 0 || answer.cutOff.length > 0) continue;
    if (answer.reason === 'max-tokens' || answer.reason === 'interrupted') {
      if (++continuations > MAX_CONTINUATIONS) {
        throw new AppError('answer-cut-off', 'The answer was cut off again and again\nWhat arrived is above. Send a message to go on, or choose another model.', { actions: ['retry', 'choose-model'] });
      }
      continue;
    }
    if (answer.reason === 'refusal') throw new AppError('model-refused', 'The model declined to answer this\nRephrase the request or choose another model.', { actions: ['choose-model'] });
    return;
  }
  throw new AppError('too-many-steps', `The run was stopped after ${MAX_STEPS} steps\nSend a message to let it go on.`);
}

async function streamAnswer(ports: LoopPorts, runId: RunId, signal: AbortSignal): Promise<Answer> {
  const { model, log } = ports;
  const actor: Actor = { kind: 'model', name: model.id };
  const answer: Answer = { messageId: ports.newMessageId(), calls: [], cutOff: [], reason: 'end' };
  let started = false;
  let usage: Usage | undefined;
  const begin = (): void => {
    if (!started) log.emit(actor, { type: 'assistant-start', runId, messageId: answer.messageId });
    started = true;
  };
  const finish = (end?: Extract<ModelDelta, { type: 'end' }>): void => {
    if (started || usage !== undefined) {
      begin();
      log.emit(actor, { type: 'assistant-end', messageId: answer.messageId, reason: answer.reason, usage, replay: end?.replay });
    }
    for (const call of [...answer.calls, ...answer.cutOff.map((cut) => cut.call)]) announceCall(ports.executor, call);
  };
  const newCall = (delta: { id: string; name: string }, input: Call['input']): Call => ({
    runId, callId: ports.newCallId(), messageId: answer.messageId, name: delta.name, input, providerCallId: delta.id, actor, channel: ports.channel, direct: false,
  });
  try {
    const request = {
      system: SYSTEM_PROMPT, tools: ports.toolSpecs, messages: buildTranscript(log.events), maxOutputTokens: MAX_OUTPUT_TOKENS,
      cacheKey: ports.executor.sessionId,
    };
    for await (const delta of itemsOrLeft(model.stream(request, signal), signal)) {
      signal.throwIfAborted();
      switch (delta.type) {
        case 'text':
          begin();
          log.emitDelta(actor, 'text-delta', answer.messageId, delta.text);
          break;
        case 'thinking':
          begin();
          log.emitDelta(actor, 'thinking-delta', answer.messageId, delta.text);
          break;
        case 'call-progress':
          begin();
          break;
        case 'call':
          begin();
          answer.calls.push(newCall(delta, delta.input));
          break;
        case 'cut-off':
          begin();
          answer.cutOff.push({ call: newCall(delta, {}), bytes: delta.bytes });
          break;
        case 'retry':
          log.emit(actor, { type: 'retry-scheduled', runId, attempt: delta.attempt, delayMs: delta.delayMs, reason: delta.reason });
          break;
        case 'usage':
          usage = addUsage(usage, delta.usage);
          break;
        case 'end':
          answer.reason = delta.reason === 'pause' ? 'max-tokens' : delta.reason;
          finish(delta);
          return answer;
      }
    }
    throw new AppError('model-stream-broken', 'The answer ended without its end mark');
  } catch (error) {
    answer.reason = 'interrupted';
    const complete = answer.calls;
    answer.calls = [];
    answer.cutOff = [];
    finish();
    if (!started || isAbort(error) || signal.aborted || !(error instanceof AppError && error.code === 'model-stream-broken')) throw error;
    // Complete calls of a broken answer are dropped unrun: the model is asked anew and sees what text arrived.
    if (complete.length > 0) log.emit(actor, { type: 'notice', level: 'warning', text: 'The connection broke before the answer was complete; its tool calls were not run and are asked for again.' });
    return answer;
  }
}

async function runCalls(ports: LoopPorts, calls: Call[], guard: RepeatGuard, signal: AbortSignal): Promise<void> {
  for (const [index, call] of calls.entries()) {
    if (signal.aborted) {
      for (const left of calls.slice(index)) abandonCall(ports.executor, left, 'interrupted', 'The run was stopped before this call started. It was not run.');
      signal.throwIfAborted();
    }
    const repeats = guard.repeats(call.name, call.input);
    if (repeats >= RepeatGuard.limit) {
      abandonCall(ports.executor, call, 'error', `This is the same call for the ${repeats + 1}th time with the same result; it was not run again. Try something else or ask the user.`);
      continue;
    }
    const result = await executeCall(ports.executor, call, ports.callSignal(call.callId, signal));
    guard.record(call.name, call.input, result.forModel);
  }
  signal.throwIfAborted();
}

function addUsage(sum: Usage | undefined, more: Usage): Usage {
  if (sum === undefined) return more;
  const add = (a?: number, b?: number): number | undefined => (a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0));
  return {
    inputTokens: sum.inputTokens + more.inputTokens,
    outputTokens: sum.outputTokens + more.outputTokens,
    cacheReadTokens: add(sum.cacheReadTokens, more.cacheReadTokens),
    cacheWriteTokens: add(sum.cacheWriteTokens, more.cacheWriteTokens),
    costUsd: sum.costUsd === undefined || more.costUsd === undefined ? undefined : sum.costUsd + more.costUsd,
    estimated: sum.estimated === true || more.estimated === true ? true : undefined,
  };
}
