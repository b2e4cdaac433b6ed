import type { ModelDelta, ModelRequest, StopReason } from '../core/model.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { errorReport, eventData, type Accumulator } from './attempt.ts';
import { CallList, type OpenCall } from './calls.ts';
import { WireFault } from './faults.ts';
import { callIdsOf } from './history.ts';
import { asCount, asList, asObject, asText } from './json.ts';
import type { ServerSentEvent } from './sse.ts';
import type { TokenCounts } from './usage.ts';

interface Item { call?: OpenCall; /** Text that was given out, so that a late whole item adds nothing twice. */ text: string; summaries: number; done?: JsonObject }

/** Answers of the Responses API. Unknown events and items are tolerated; items go back in the next request as they came. */
export class ResponsesAccumulator implements Accumulator {
  closed = false;
  counts: TokenCounts | undefined;
  private readonly items = new Map<number, Item>();
  private readonly calls: CallList;
  private final: JsonObject | undefined;
  private refused = false;

  constructor(request: ModelRequest) {
    this.calls = new CallList(callIdsOf(request.messages));
  }

  get complete(): boolean { return this.final !== undefined; }

  accept(event: ServerSentEvent): ModelDelta[] {
    if (event.data === '[DONE]') return [];
    const data = eventData(event);
    const index = asCount(data.output_index) ?? Math.max(0, this.items.size - 1);
    switch (asText(data.type) || event.name) {
      case 'response.output_item.added': return this.start(index, asObject(data.item));
      case 'response.output_item.done': return this.end(index, asObject(data.item));
      case 'response.output_text.delta': return this.text(this.item(index), asText(data.delta));
      case 'response.refusal.delta':
        this.refused = true;
        return this.text(this.item(index), asText(data.delta));
      case 'response.reasoning_summary_part.added': {
        const item = this.item(index);
        item.summaries += 1;
        return item.summaries > 1 ? [{ type: 'thinking', text: '\n\n' }] : [];
      }
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta': {
        const text = asText(data.delta);
        return text === '' ? [] : [{ type: 'thinking', text }];
      }
      case 'response.function_call_arguments.delta': {
        const { call } = this.item(index);
        if (call === undefined) throw new WireFault('malformed', 'Arguments came without their call.');
        this.calls.append(call, asText(data.delta));
        return this.calls.progress(call);
      }
      case 'response.completed':
      case 'response.incomplete':
        return this.close(asObject(data.response));
      case 'response.failed':
        this.count(asObject(asObject(data.response).usage));
        throw new WireFault('error-event', 'The provider reported an error.', errorReport(asObject(data.response).error));
      case 'error':
        throw new WireFault('error-event', 'The provider reported an error.', errorReport(data.error ?? data));
      default:
        return [];
    }
  }

  finish(): { calls: ModelDelta[]; reason: StopReason; replay?: JsonValue } {
    const reason = this.reason();
    const sorted = [...this.items].sort(([first], [second]) => first - second).map(([, item]) => item);
    for (const { call, done } of sorted) {
      if (call !== undefined) call.broken ||= reason === 'refusal' || asText(done?.status) === 'incomplete' || done === undefined;
    }
    const { deltas, inputs } = this.calls.finish(reason === 'max-tokens' && sorted.at(-1)?.call !== undefined);
    if (reason === 'refusal') return { calls: deltas, reason };
    const replay = sorted.flatMap(({ call, done, text }): JsonObject[] => {
      if (call !== undefined) return [{ ...done, type: 'function_call', call_id: call.id, name: call.name, arguments: JSON.stringify(inputs.get(call.id) ?? {}), status: 'completed' }];
      if (done !== undefined) return done.type === 'reasoning' && done.status === 'incomplete' ? [] : [done];
      return text === '' ? [] : [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text, annotations: [] }] }];
    });
    return { calls: deltas, reason, replay };
  }

  private reason(): StopReason {
    const details = asText(asObject(this.final?.incomplete_details).reason);
    if (this.refused || details === 'content_filter') return 'refusal';
    if (this.final?.status === 'incomplete') return 'max-tokens';
    return this.calls.calls.length > 0 ? 'tool-calls' : 'end';
  }

  private item(index: number): Item {
    let item = this.items.get(index);
    if (item === undefined) this.items.set(index, item = { text: '', summaries: 0 });
    return item;
  }

  private start(index: number, added: JsonObject): ModelDelta[] {
    if (added.type !== 'function_call') return [];
    const item = this.item(index);
    item.call ??= this.calls.open(asText(added.call_id) || asText(added.id), asText(added.name));
    return this.calls.progress(item.call);
  }

  /** The whole item is the truth: it also brings what no delta brought. */
  private end(index: number, done: JsonObject): ModelDelta[] {
    const deltas = this.start(index, done);
    const item = this.item(index);
    item.done = done;
    if (item.call !== undefined && asText(done.arguments) !== '') {
      item.call.text = asText(done.arguments);
      item.call.bytes = Buffer.byteLength(item.call.text);
    }
    if (done.type !== 'message') return deltas;
    const parts = asList(done.content).map(asObject);
    this.refused ||= parts.some(({ type }) => type === 'refusal');
    return item.text === '' ? this.text(item, parts.map((part) => asText(part.text) || asText(part.refusal)).join('')) : deltas;
  }

  private text(item: Item, text: string): ModelDelta[] {
    item.text += text;
    return text === '' ? [] : [{ type: 'text', text }];
  }

  private close(response: JsonObject): ModelDelta[] {
    this.final = response;
    this.closed = true;
    this.count(asObject(response.usage));
    const output = asList(response.output).map(asObject);
    return [...this.items.values()].some(({ done }) => done !== undefined) ? [] : output.flatMap((item, index) => this.end(index, item));
  }

  private count(usage: JsonObject): void {
    const input = asCount(usage.input_tokens);
    if (input === undefined) return;
    const details = asObject(usage.input_tokens_details);
    const cacheRead = asCount(details.cached_tokens) ?? 0;
    const cacheWrite = asCount(details.cache_write_tokens) ?? 0;
    this.counts = {
      input: Math.max(0, input - cacheRead - cacheWrite), output: asCount(usage.output_tokens) ?? 0, cacheRead, cacheWrite,
      cacheWriteLong: asCount(asObject(details.cache_write_tokens_details).ttl_12h_tokens) ?? 0, reportedCost: asCount(usage.cost),
    };
  }
}
