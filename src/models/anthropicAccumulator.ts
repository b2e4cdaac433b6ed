import type { ModelDelta, ModelRequest, StopReason } from '../core/model.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { errorReport, eventData, type Accumulator } from './attempt.ts';
import { CallList, type OpenCall } from './calls.ts';
import { WireFault } from './faults.ts';
import { callIdsOf } from './history.ts';
import { asCount, asObject, asText, isObject } from './json.ts';
import type { ServerSentEvent } from './sse.ts';
import type { TokenCounts } from './usage.ts';

interface Block { start: JsonObject; text: string; signature: string; call?: OpenCall }

/** Answers of the Messages API. Unknown events, blocks, deltas and stop reasons are tolerated. */
export class AnthropicAccumulator implements Accumulator {
  closed = false;
  counts: TokenCounts | undefined;
  private blocks = new Map<number, Block>();
  private calls: CallList;
  private stop: string | undefined;
  private readonly taken: Set<string>;

  constructor(request: ModelRequest) {
    this.taken = callIdsOf(request.messages);
    this.calls = new CallList(this.taken);
  }

  get complete(): boolean { return this.stop !== undefined; }

  accept(event: ServerSentEvent): ModelDelta[] {
    if (event.name === 'ping') return [];
    const data = eventData(event);
    switch (asText(data.type) || event.name) {
      case 'message_start':
        return this.startMessage(asObject(data.message));
      case 'content_block_start':
        return this.startBlock(asCount(data.index) ?? this.blocks.size, asObject(data.content_block));
      case 'content_block_delta':
        return this.delta(asCount(data.index) ?? this.blocks.size - 1, asObject(data.delta));
      case 'message_delta':
        this.stop = asText(asObject(data.delta).stop_reason) || this.stop;
        this.count(asObject(data.usage));
        return [];
      case 'message_stop':
        this.stop ??= 'end_turn';
        this.closed = true;
        return [];
      case 'error':
        throw new WireFault('error-event', 'The provider reported an error.', errorReport(data.error));
      default:
        return [];
    }
  }

  finish(): { calls: ModelDelta[]; reason: StopReason; replay?: JsonValue } {
    if (this.stop === 'model_context_window_exceeded' && !this.hasOutput()) {
      throw new WireFault('error-event', 'The conversation fills the whole context window.', { type: 'context_length_exceeded' });
    }
    const refused = this.stop === 'refusal';
    for (const { call, start } of this.blocks.values()) {
      if (call === undefined) continue;
      call.broken ||= refused;
      if (isObject(start.input) && Object.keys(start.input).length > 0) call.input ??= start.input;
    }
    const { deltas, inputs } = this.calls.finish(this.ranOut());
    return { calls: deltas, reason: this.reason(), replay: refused ? undefined : this.replay(inputs) };
  }

  private reason(): StopReason {
    switch (this.stop) {
      case 'max_tokens':
      case 'model_context_window_exceeded':
        return 'max-tokens';
      case 'refusal': return 'refusal';
      case 'pause_turn': return 'pause';
      default: return this.calls.calls.length > 0 ? 'tool-calls' : 'end';
    }
  }

  /** True where the output limit fell into a call: the last block is one. */
  private ranOut(): boolean {
    return this.reason() === 'max-tokens' && [...this.blocks.values()].at(-1)?.call !== undefined;
  }

  private startMessage(message: JsonObject): ModelDelta[] {
    if (this.hasOutput()) {
      throw new WireFault('malformed', 'A second message started inside the first.');
    }
    this.blocks = new Map();
    this.calls = new CallList(this.taken);
    this.stop = undefined;
    this.count(asObject(message.usage));
    return [];
  }

  private hasOutput(): boolean {
    return [...this.blocks.values()].some(({ text, call }) => text !== '' || call !== undefined);
  }

  private startBlock(index: number, start: JsonObject): ModelDelta[] {
    if (this.blocks.has(index)) throw new WireFault('malformed', 'Two blocks have the same index.');
    const block: Block = { start, text: '', signature: asText(start.signature) };
    this.blocks.set(index, block);
    if (start.type === 'tool_use') {
      block.call = this.calls.open(asText(start.id), asText(start.name));
      return this.calls.progress(block.call);
    }
    if (start.type === 'text') return this.append(block, 'text', asText(start.text));
    if (start.type === 'thinking') return this.append(block, 'thinking', asText(start.thinking));
    return [];
  }

  private delta(index: number, delta: JsonObject): ModelDelta[] {
    switch (delta.type) {
      case 'text_delta': return this.append(this.block(index, 'text'), 'text', asText(delta.text));
      case 'thinking_delta': return this.append(this.block(index, 'thinking'), 'thinking', asText(delta.thinking));
      case 'signature_delta':
        this.block(index, 'thinking').signature += asText(delta.signature);
        return [];
      case 'input_json_delta': {
        const { call } = this.block(index, 'tool_use');
        if (call === undefined) return [];
        this.calls.append(call, asText(delta.partial_json));
        return this.calls.progress(call);
      }
      default:
        return [];
    }
  }

  /** The block at an index; text may come without its start, arguments may not. */
  private block(index: number, type: 'text' | 'thinking' | 'tool_use'): Block {
    const known = this.blocks.get(index);
    if (known !== undefined) return known;
    if (type === 'tool_use') throw new WireFault('malformed', 'Arguments came without their call.');
    const block: Block = { start: { type }, text: '', signature: '' };
    this.blocks.set(index, block);
    return block;
  }

  private append(block: Block, type: 'text' | 'thinking', text: string): ModelDelta[] {
    block.text += text;
    return text === '' ? [] : [{ type, text }];
  }

  private count(usage: JsonObject): void {
    const input = asCount(usage.input_tokens) ?? this.counts?.input;
    const output = asCount(usage.output_tokens) ?? this.counts?.output;
    if (input === undefined && output === undefined) return;
    this.counts = {
      input: input ?? 0, output: output ?? 0,
      cacheRead: asCount(usage.cache_read_input_tokens) ?? this.counts?.cacheRead ?? 0,
      cacheWrite: asCount(usage.cache_creation_input_tokens) ?? this.counts?.cacheWrite ?? 0,
      cacheWriteLong: asCount(asObject(usage.cache_creation).ephemeral_1h_input_tokens) ?? this.counts?.cacheWriteLong ?? 0,
      reportedCost: asCount(usage.cost) ?? this.counts?.reportedCost,
    };
  }

  /** All blocks in order, where there is one that must go back as it came. */
  private replay(inputs: Map<string, JsonValue>): JsonValue | undefined {
    const sorted = [...this.blocks].sort(([first], [second]) => first - second).map(([, block]) => block);
    if (sorted.every(({ start }) => start.type === 'text' || start.type === 'tool_use')) return undefined;
    return sorted.flatMap(({ start, text, signature, call }): JsonObject[] => {
      if (call !== undefined) return [{ type: 'tool_use', id: call.id, name: call.name, input: inputs.get(call.id) ?? {} }];
      if (start.type === 'text') return text.trim() === '' ? [] : [{ type: 'text', text }];
      if (start.type === 'thinking') return signature === '' ? [] : [{ ...start, thinking: text, signature }];
      return [start];
    });
  }
}
