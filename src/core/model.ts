import type { Usage } from '../shared/events.ts';
import type { JsonValue } from '../shared/json.ts';

/** The one streaming interface behind which every wire dialect lives (DESIGN 6). */

export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema of the input; byte-stable, so that the provider's cache holds. */
  inputSchema: JsonValue;
}

export type ModelMessage =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; calls: { id: string; name: string; input: JsonValue }[]; replay?: Replay }
  | { role: 'tool'; results: { callId: string; name: string; text: string; failed: boolean }[] };

/** Provider blocks that must go back byte-identical (thinking, reasoning items); dropped when model or provider changed. */
export interface Replay {
  provider: string;
  model: string;
  blocks: JsonValue;
}

export interface ModelRequest {
  system: string;
  tools: ToolSpec[];
  messages: ModelMessage[];
  maxOutputTokens: number;
  /** Stable per session, for prompt caching. */
  cacheKey: string;
}

export type StopReason = 'end' | 'tool-calls' | 'max-tokens' | 'refusal' | 'pause';

/**
 * What a model streams. A tool call is reported when it is complete; `cut-off` marks one that must never run
 * (truncated or unparsable arguments). `retry.attempt` is the number of the coming try, the first being 1. `usage` comes
 * at most once, before the calls and the end or before the error, and holds the failed tries too.
 */
export type ModelDelta =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'call-progress'; id: string; name: string; bytes: number }
  | { type: 'call'; id: string; name: string; input: JsonValue }
  | { type: 'cut-off'; id: string; name: string; bytes: number }
  | { type: 'retry'; attempt: number; delayMs: number; reason: string }
  | { type: 'usage'; usage: Usage }
  | { type: 'end'; reason: StopReason; replay?: Replay };

export interface Model {
  provider: string;
  id: string;
  /**
   * Streams one answer. Ends with exactly one `end`, or throws. Retries by itself before the first output, never after.
   * @throws AppError with a `model-…` code; an abort error within 100 ms of the signal.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelDelta>;
}

export type Dialect = 'anthropic' | 'responses' | 'chat';

export interface ModelConfig {
  dialect: Dialect;
  /** Shown name of the provider: `anthropic`, `openai`, `openrouter`, `ollama`, … */
  provider: string;
  model: string;
  /** With or without `/v1` where it has no other path; absent means the provider's own. */
  baseUrl?: string;
  /** Absent for local servers that want none. */
  apiKey?: string;
}
