import { AppError } from '../../../src/core/errors.ts';
import { createModel } from '../../../src/models/createModel.ts';
import type { Clock } from '../../../src/models/clock.ts';
import type { ModelOptions } from '../../../src/models/options.ts';
import type { Dialect, Model, ModelConfig, ModelDelta, ModelRequest } from '../../../src/core/model.ts';
import type { ModelServer } from '../../fixtures/modelServer/modelServer.ts';

export const dialects: readonly Dialect[] = ['anthropic', 'responses', 'chat'];

export const configFor = (dialect: Dialect, server: Pick<ModelServer, 'baseUrl'>, more: Partial<ModelConfig> = {}): ModelConfig => ({
  dialect, provider: 'scripted', model: 'scripted-model', baseUrl: server.baseUrl, apiKey: 'test-key-1234567890', ...more,
});

export const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  system: 'You are careful.',
  tools: [{ name: 'read_file', description: 'Reads a file.', inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } }],
  messages: [{ role: 'user', text: 'Read the file.' }],
  maxOutputTokens: 1000,
  cacheKey: 'session-1',
  ...more,
});

/** Sleeps end at once and are written down; alarms ring only by hand. */
export class TestClock implements Clock {
  readonly slept: number[] = [];
  readonly alarms: { ms: number; ring: () => void }[] = [];
  private readonly waiting: (() => void)[] = [];
  /** What `random` gives. */
  chance = 0.5;
  /** Milliseconds since the epoch. */
  time = Date.parse('2026-11-21T12:00:00Z');
  /** True leaves sleepers asleep until their signal fires. */
  holdsSleepers = false;

  now(): number { return this.time; }
  random(): number { return this.chance; }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.slept.push(ms);
    for (const wake of this.waiting.splice(0)) wake();
    if (!this.holdsSleepers) return;
    await new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')), { once: true });
    });
  }

  /** Resolves when somebody sleeps. */
  async sleeper(): Promise<void> {
    if (this.slept.length === 0) await new Promise<void>((resolve) => { this.waiting.push(resolve); });
  }

  alarm(ms: number, callback: () => void): () => void {
    const alarm = { ms, ring: callback };
    this.alarms.push(alarm);
    return () => {
      const place = this.alarms.indexOf(alarm);
      if (place >= 0) this.alarms.splice(place, 1);
    };
  }
}

export async function modelFor(dialect: Dialect, server: Pick<ModelServer, 'baseUrl'>, options: ModelOptions = {}, config: Partial<ModelConfig> = {}): Promise<Model> {
  return createModel(configFor(dialect, server, config), { clock: new TestClock(), ...options });
}

export interface Streamed { deltas: ModelDelta[]; error?: unknown }

/** Everything that a model streams, and what it threw at the end. */
export async function collect(model: Model, body: ModelRequest = request(), signal: AbortSignal = new AbortController().signal): Promise<Streamed> {
  const deltas: ModelDelta[] = [];
  try {
    for await (const delta of model.stream(body, signal)) deltas.push(delta);
    return { deltas };
  } catch (error) {
    return { deltas, error };
  }
}

/** A transcript line by line, for comparing: neighbouring texts joined, usage and progress left out. */
export function transcript({ deltas, error }: Streamed): string[] {
  const lines: string[] = [];
  for (const delta of deltas) {
    switch (delta.type) {
      case 'text':
      case 'thinking': {
        const last = lines.at(-1);
        if (last?.startsWith(`${delta.type}: `) === true) lines[lines.length - 1] = last + delta.text;
        else lines.push(`${delta.type}: ${delta.text}`);
        break;
      }
      case 'call':
        lines.push(`call: ${delta.name} ${JSON.stringify(delta.input)}`);
        break;
      case 'cut-off':
        lines.push(`cut-off: ${delta.name}`);
        break;
      case 'retry':
        lines.push(`retry ${delta.attempt}: ${delta.reason}`);
        break;
      case 'end':
        lines.push(`end: ${delta.reason}`);
        break;
      case 'usage':
      case 'call-progress':
        break;
    }
  }
  if (error !== undefined) lines.push(`error: ${error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown'}`);
  return lines;
}

export const usages = ({ deltas }: Streamed) => deltas.flatMap((delta) => (delta.type === 'usage' ? [delta.usage] : []));
