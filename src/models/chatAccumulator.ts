import type { ModelDelta, ModelRequest, StopReason } from '../core/model.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { errorReport, eventData, type Accumulator } from './attempt.ts';
import { CallList, isWhole, type OpenCall } from './calls.ts';
import { WireFault } from './faults.ts';
import { callIdsOf } from './history.ts';
import { asCount, asList, asObject, asText, isObject } from './json.ts';
import { addDetails } from './reasoningDetails.ts';
import type { ServerSentEvent } from './sse.ts';
import type { TokenCounts } from './usage.ts';

/** Where servers of this dialect put their reasoning; the first that holds text counts. */
const reasoningFields = ['reasoning_content', 'reasoning', 'reasoning_text'] as const;

/** Answers of Chat Completions, with what its many servers do differently. */
export class ChatAccumulator implements Accumulator {
  closed = false;
  counts: TokenCounts | undefined;
  private readonly calls: CallList;
  /** The newest call at each index. */
  private readonly places = new Map<number, OpenCall>();
  private finishReason: string | undefined;
  private refused = false;
  private reasoningContent = '';
  private readonly reasoningDetails: JsonObject[] = [];

  constructor(request: ModelRequest) {
    this.calls = new CallList(callIdsOf(request.messages));
  }

  get complete(): boolean { return this.closed || this.finishReason !== undefined; }

  accept(event: ServerSentEvent): ModelDelta[] {
    if (event.data.trim() === '[DONE]') {
      this.closed = true;
      return [];
    }
    const data = eventData(event);
    if (data.error !== undefined && data.error !== null) throw new WireFault('error-event', 'The provider reported an error.', errorReport(data.error));
    const choice = asObject(asList(data.choices)[0]);
    this.count(isObject(data.usage) ? data.usage : asObject(choice.usage));
    const deltas = this.delta(asObject(choice.delta ?? choice.message));
    if (asText(choice.finish_reason) !== '') this.finishReason = asText(choice.finish_reason);
    if (this.finishReason === 'error') throw new WireFault('error-event', 'The provider reported an error.');
    return deltas;
  }

  finish(): { calls: ModelDelta[]; reason: StopReason; replay?: JsonValue } {
    const reason = this.reason();
    if (reason === 'refusal') for (const call of this.calls.calls) call.broken = true;
    const { deltas } = this.calls.finish(reason === 'max-tokens');
    const replay: JsonObject = {
      ...(this.reasoningContent === '' ? {} : { reasoning_content: this.reasoningContent }),
      ...(this.reasoningDetails.length === 0 ? {} : { reasoning_details: this.reasoningDetails }),
    };
    return { calls: deltas, reason, replay: Object.keys(replay).length === 0 ? undefined : replay };
  }

  private reason(): StopReason {
    if (this.refused || this.finishReason === 'content_filter') return 'refusal';
    if (this.finishReason === 'length' || this.finishReason === 'max_tokens') return 'max-tokens';
    // Some servers say `stop` although there are calls: the calls count.
    return this.calls.calls.length > 0 ? 'tool-calls' : 'end';
  }

  private delta(delta: JsonObject): ModelDelta[] {
    const deltas: ModelDelta[] = [];
    const field = reasoningFields.find((name) => asText(delta[name]) !== '');
    if (field !== undefined) {
      deltas.push({ type: 'thinking', text: asText(delta[field]) });
      if (field === 'reasoning_content') this.reasoningContent += asText(delta[field]);
    }
    addDetails(this.reasoningDetails, asList(delta.reasoning_details).map(asObject));
    const text = contentOf(delta.content);
    if (text !== '') deltas.push({ type: 'text', text });
    const refusal = asText(delta.refusal);
    if (refusal !== '') {
      this.refused = true;
      deltas.push({ type: 'text', text: refusal });
    }
    for (const part of asList(delta.tool_calls).map(asObject)) deltas.push(...this.callPart(part));
    return deltas;
  }

  private callPart(part: JsonObject): ModelDelta[] {
    const body = asObject(part.function);
    const name = asText(body.name);
    const call = this.callFor(asCount(part.index), asText(part.id), name, body.arguments !== undefined && asText(body.arguments) !== '');
    if (call.name === '') call.name = name;
    if (isObject(body.arguments)) {
      call.input = body.arguments;
      call.bytes = Buffer.byteLength(JSON.stringify(body.arguments));
    } else this.calls.append(call, asText(body.arguments));
    return this.calls.progress(call);
  }

  /**
   * Which call a part belongs to. Indexes may be missing or always 0, ids missing, doubled or repeated in every part,
   * names repeated: a new id starts a new call, and so does a name where the arguments so far are already whole.
   */
  private callFor(index: number | undefined, id: string, name: string, hasArguments: boolean): OpenCall {
    const known = index === undefined ? this.calls.calls.at(-1) : this.places.get(index);
    const isNew = known === undefined
      || (id !== '' && known.providerId !== '' && id !== known.providerId)
      || (name !== '' && hasArguments && (known.input !== undefined || isWhole(known.text)))
      || (index === undefined && name !== '' && id === '' && known.name !== name);
    const call = isNew ? this.calls.open(id, name) : known;
    this.places.set(index ?? this.places.size, call);
    return call;
  }

  private count(usage: JsonObject): void {
    const prompt = asCount(usage.prompt_tokens);
    if (prompt === undefined) return;
    const details = asObject(usage.prompt_tokens_details);
    const cacheRead = asCount(details.cached_tokens) ?? asCount(usage.prompt_cache_hit_tokens) ?? 0;
    const cacheWrite = asCount(details.cache_write_tokens) ?? 0;
    this.counts = {
      input: Math.max(0, prompt - cacheRead - cacheWrite), output: asCount(usage.completion_tokens) ?? 0, cacheRead, cacheWrite,
      cacheWriteLong: 0, reportedCost: asCount(usage.cost),
    };
  }
}

/** Content is a string, or with some servers a list of parts. */
function contentOf(content: JsonValue | undefined): string {
  return typeof content === 'string' ? content : asList(content).map((part) => asText(asObject(part).text)).join('');
}
