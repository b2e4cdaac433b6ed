import type { ModelConfig, ModelRequest } from '../core/model.ts';
import type { Usage } from '../shared/events.ts';
import { costUsd, type PriceRow } from './prices.ts';

/** Tokens of one request. `input` is without those read from or written to a cache. */
export interface TokenCounts {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** Part of `cacheWrite` that is kept long (1 h, 12 h) and costs more. */
  cacheWriteLong: number;
  /** The provider's own figure, in US dollars. */
  reportedCost?: number;
}

export interface Pricing { config: ModelConfig; at: number; local: boolean; overrides: readonly PriceRow[] }

export function usageOf(counts: TokenCounts, pricing: Pricing, estimated: boolean): Usage {
  const cost = counts.reportedCost ?? (pricing.local ? undefined : costUsd(pricing.config.model, counts, pricing.at, pricing.overrides));
  return {
    inputTokens: counts.input, outputTokens: counts.output,
    ...(counts.cacheRead > 0 ? { cacheReadTokens: counts.cacheRead } : {}),
    ...(counts.cacheWrite > 0 ? { cacheWriteTokens: counts.cacheWrite } : {}),
    ...(cost === undefined ? {} : { costUsd: cost }),
    ...(estimated ? { estimated: true } : {}),
  };
}

/** Rough counts where the provider sent none: four characters a token. */
export function estimate(request: ModelRequest, outputCharacters: number): TokenCounts {
  const characters = request.system.length + JSON.stringify(request.messages).length + JSON.stringify(request.tools).length;
  return { input: Math.ceil(characters / 4), output: Math.ceil(outputCharacters / 4), cacheRead: 0, cacheWrite: 0, cacheWriteLong: 0 };
}

/** A sum has a known cost only if both parts have. */
export function addUsage(first: Usage | undefined, second: Usage): Usage {
  if (first === undefined) return second;
  const sum = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0));
  const cacheReadTokens = sum(first.cacheReadTokens, second.cacheReadTokens);
  const cacheWriteTokens = sum(first.cacheWriteTokens, second.cacheWriteTokens);
  return {
    inputTokens: first.inputTokens + second.inputTokens, outputTokens: first.outputTokens + second.outputTokens,
    ...(cacheReadTokens === undefined ? {} : { cacheReadTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(first.costUsd === undefined || second.costUsd === undefined ? {} : { costUsd: first.costUsd + second.costUsd }),
    ...(first.estimated === true || second.estimated === true ? { estimated: true } : {}),
  };
}
