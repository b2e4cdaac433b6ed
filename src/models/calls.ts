import type { ModelDelta } from '../core/model.ts';
import type { JsonValue } from '../shared/json.ts';
import { isObject, parseJson } from './json.ts';

/** A tool call while its arguments arrive. */
export interface OpenCall {
  /** Unique in the conversation. */
  readonly id: string;
  /** The id as the provider sent it, perhaps empty or doubled. */
  readonly providerId: string;
  name: string;
  /** Argument text so far. */
  text: string;
  bytes: number;
  reported: number;
  /** Arguments that came as an object, not as text. */
  input?: JsonValue;
  /** The provider itself says that the call is not whole. */
  broken: boolean;
}

/** Bytes between two `call-progress` deltas. */
const progressStep = 1024;

/** The tool calls of one answer, in order. A call is given out only when the answer is over and its arguments are whole. */
export class CallList {
  readonly calls: OpenCall[] = [];
  private readonly taken: Set<string>;

  /** @param taken ids that the conversation uses already */
  constructor(taken: Set<string>) {
    this.taken = new Set(taken);
  }

  /** Starts a call; an empty or doubled id is replaced by a new one. */
  open(providerId: string, name: string): OpenCall {
    const call: OpenCall = { id: this.uniqueId(providerId), providerId, name, text: '', bytes: 0, reported: -1, broken: false };
    this.calls.push(call);
    return call;
  }

  append(call: OpenCall, text: string): void {
    call.text += text;
    call.bytes += Buffer.byteLength(text);
  }

  /** At the start and after every KiB. */
  progress(call: OpenCall): ModelDelta[] {
    if (call.name === '' || (call.reported >= 0 && call.bytes < call.reported + progressStep)) return [];
    call.reported = call.bytes;
    return [{ type: 'call-progress', id: call.id, name: call.name, bytes: call.bytes }];
  }

  /** @param lastIsCut the model ran into its output limit: the last call is not whole, whatever its text looks like */
  finish(lastIsCut: boolean): { deltas: ModelDelta[]; inputs: Map<string, JsonValue> } {
    const inputs = new Map<string, JsonValue>();
    const deltas = this.calls.map((call, index): ModelDelta => {
      const input = call.broken || (lastIsCut && index === this.calls.length - 1) ? undefined : inputOf(call);
      if (input === undefined || call.name === '') return { type: 'cut-off', id: call.id, name: call.name, bytes: call.bytes };
      inputs.set(call.id, input);
      return { type: 'call', id: call.id, name: call.name, input };
    });
    return { deltas, inputs };
  }

  private uniqueId(wanted: string): string {
    let id = wanted === '' ? `call_${this.taken.size}` : wanted;
    for (let count = 2; this.taken.has(id); count += 1) id = `${wanted === '' ? 'call' : wanted}_${this.taken.size + count}`;
    this.taken.add(id);
    return id;
  }
}

/** True where the text is a whole JSON value. */
export const isWhole = (text: string): boolean => text !== '' && parseJson(text) !== undefined;

/** Undefined where the arguments are not whole. No text, `null` and JSON within a JSON string are what some servers send. */
function inputOf(call: OpenCall): JsonValue | undefined {
  if (call.text.trim() === '') return call.input ?? {};
  const parsed = parseJson(call.text);
  if (parsed === null) return {};
  if (typeof parsed !== 'string') return parsed;
  const inner = parseJson(parsed);
  return isObject(inner) ? inner : parsed;
}
