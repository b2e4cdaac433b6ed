import type { TokenCounts } from './usage.ts';

/** US dollars for a million tokens. */
export interface PriceRow {
  /** Model id without vendor prefix and date. */
  model: string;
  input: number;
  output: number;
  /** Absent: as `input`. */
  cacheRead?: number;
  cacheWrite?: number;
  /** Writes that are kept for 1 h or 12 h; absent: as `cacheWrite`. */
  cacheWriteLong?: number;
  /** The row holds for prompts longer than this, for the whole request. */
  abovePromptTokens?: number;
  /** First day on which the row holds (UTC, `YYYY-MM-DD`). */
  from?: string;
}

/** OpenAI doubles input and takes half as much again for output beyond this prompt length. */
const openaiLongPrompt = 272_000;

/** As the providers' price pages said in November 2026. */
const short: PriceRow[] = [
  { model: 'claude-fable-5-1', input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5, cacheWriteLong: 20 },
  { model: 'claude-opus-5-5', input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, cacheWriteLong: 8 },
  { model: 'claude-opus-5', input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25, cacheWriteLong: 10 },
  { model: 'claude-sonnet-5-5', input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, cacheWriteLong: 4 },
  { model: 'claude-sonnet-5-5', input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, cacheWriteLong: 4, from: '2026-10-07' },
  { model: 'claude-haiku-5-5', input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125, cacheWriteLong: 0.2 },
  { model: 'claude-haiku-5-5', input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625, cacheWriteLong: 1, abovePromptTokens: 100_000 },
  { model: 'claude-haiku-4-5', input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25, cacheWriteLong: 2 },
  { model: 'gpt-6-astra', input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  { model: 'gpt-6-1-sol', input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  { model: 'gpt-6-sol', input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  { model: 'gpt-6-1-terra', input: 1, output: 5, cacheRead: 0.05, cacheWrite: 1.25, cacheWriteLong: 2.5 },
  { model: 'gpt-6-luna', input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
  { model: 'gemini-3-1-pro', input: 2, output: 12, cacheRead: 0.2 },
  { model: 'gemini-3-1-pro', input: 4, output: 18, cacheRead: 0.4, abovePromptTokens: 200_000 },
  { model: 'gemini-3-5-flash', input: 1.5, output: 9, cacheRead: 0.15 },
  { model: 'gemini-3-8-flash', input: 0.75, output: 3.75, cacheRead: 0.075 },
  { model: 'kimi-k3', input: 3, output: 15, cacheRead: 0.3 },
  { model: 'glm-5-2', input: 1.4, output: 4.4, cacheRead: 0.26 },
  { model: 'qwen3-8-max', input: 2, output: 6, cacheRead: 0.25 },
  { model: 'grok-4-6', input: 2, output: 6, cacheRead: 0.5 },
];

const times = (value: number | undefined, factor: number): number | undefined => (value === undefined ? undefined : value * factor);

export const prices: readonly PriceRow[] = [
  ...short,
  ...short.filter(({ model }) => model.startsWith('gpt-6')).map((row): PriceRow => ({
    ...row, input: row.input * 2, output: row.output * 1.5, cacheRead: times(row.cacheRead, 2), cacheWrite: times(row.cacheWrite, 2),
    cacheWriteLong: times(row.cacheWriteLong, 2), abovePromptTokens: openaiLongPrompt,
  })),
];

/**
 * What a request costs, by the most special row that holds; undefined means "price unknown".
 * @param overrides the user's rows; if one has the model, the table's rows for it do not count
 */
export function costUsd(model: string, counts: TokenCounts, at: number, overrides: readonly PriceRow[] = []): number | undefined {
  const id = plainId(model);
  const today = new Date(at).toISOString().slice(0, 10);
  const prompt = counts.input + counts.cacheRead + counts.cacheWrite;
  const holds = (row: PriceRow): boolean => plainId(row.model) === id && (row.from ?? '') <= today && prompt > (row.abovePromptTokens ?? -1);
  const own = overrides.filter(({ model: name }) => plainId(name) === id);
  const row = (own.length > 0 ? own : prices).filter(holds).reduce<PriceRow | undefined>(moreSpecial, undefined);
  if (row === undefined) return undefined;
  const write = row.cacheWrite ?? row.input;
  const dollars = counts.input * row.input + counts.output * row.output + counts.cacheRead * (row.cacheRead ?? row.input)
    + (counts.cacheWrite - counts.cacheWriteLong) * write + counts.cacheWriteLong * (row.cacheWriteLong ?? write);
  return dollars / 1_000_000;
}

function moreSpecial(best: PriceRow | undefined, row: PriceRow): PriceRow {
  if (best === undefined) return row;
  const byTier = (row.abovePromptTokens ?? -1) - (best.abovePromptTokens ?? -1);
  if (byTier !== 0) return byTier > 0 ? row : best;
  return (row.from ?? '') >= (best.from ?? '') ? row : best;
}

/** `anthropic/claude-opus-5.5-20260901` → `claude-opus-5-5`. Variants (`:free`) stay, so that they are unknown. */
function plainId(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1).toLowerCase().replaceAll('.', '-').replace(/[-@](\d{8}|\d{4}-\d{2}-\d{2})$/, '');
}
