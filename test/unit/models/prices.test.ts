import assert from 'node:assert/strict';
import type { ModelConfig } from '../../../src/core/model.ts';
import { costUsd, prices } from '../../../src/models/prices.ts';
import { addUsage, usageOf, type TokenCounts } from '../../../src/models/usage.ts';

const counts = (more: Partial<TokenCounts> = {}): TokenCounts => ({ input: 1_000, output: 1_000, cacheRead: 0, cacheWrite: 0, cacheWriteLong: 0, ...more });
const november = Date.parse('2026-11-21T00:00:00Z');
const cost = (model: string, more: Partial<TokenCounts> = {}, at = november): number | undefined => {
  const dollars = costUsd(model, counts(more), at);
  return dollars === undefined ? undefined : Number(dollars.toFixed(9));
};

describe('the price table', () => {
  it('adds input, output, cache reads and both kinds of cache writes', () => {
    assert.equal(cost('claude-opus-5-5'), 0.024);
    assert.equal(cost('claude-opus-5-5', { cacheRead: 10_000, cacheWrite: 3_000, cacheWriteLong: 1_000 }), 0.044);
  });

  it('prices the whole request by the length of its prompt', () => {
    assert.equal(cost('claude-haiku-5-5', { input: 100_000, output: 0 }), 0.01);
    assert.equal(cost('claude-haiku-5-5', { input: 100_001, output: 0 }), 0.0500005);
    assert.equal(cost('claude-haiku-5-5', { input: 1, cacheRead: 100_000, output: 0 }), 0.0050005, 'cached tokens count for the length');
    assert.equal(cost('gpt-6.1-terra', { input: 272_001, output: 1_000 }), Number((272_001 * 2e-6 + 1_000 * 7.5e-6).toFixed(9)));
    assert.equal(cost('gemini-3.1-pro', { input: 200_001, output: 0 }), 0.800004);
  });

  it('knows from which day a price holds', () => {
    assert.equal(cost('claude-sonnet-5-5', { input: 0, output: 0, cacheRead: 1_000_000 }, Date.parse('2026-10-06T23:59:00Z')), 0.2);
    assert.equal(cost('claude-sonnet-5-5', { input: 0, output: 0, cacheRead: 1_000_000 }, Date.parse('2026-10-07T00:00:00Z')), 0.1);
  });

  it('finds a model by the names that gateways give it, and no others', () => {
    for (const name of ['anthropic/claude-opus-5.5', 'claude-opus-5-5-20260901', 'claude-opus-5-5@20260901', 'Claude-Opus-5-5']) assert.equal(cost(name), 0.024, name);
    for (const name of ['claude-opus-5-5:free', 'claude-fable-5-2', 'claude-opus-5-5-fast', 'my-claude-opus-5-5', '']) assert.equal(cost(name), undefined, name);
  });

  it('gives way to the user\'s rows', () => {
    const own = [{ model: 'claude-opus-5-5', input: 1, output: 1 }, { model: 'house-model', input: 3, output: 3 }];
    assert.equal(costUsd('claude-opus-5-5', counts(), november, own), 0.002);
    assert.equal(costUsd('house-model', counts({ cacheRead: 1_000 }), november, own), 0.009);
  });

  it('has no row that costs nothing', () => {
    for (const row of prices) assert.ok(row.input > 0 && row.output > row.input && (row.cacheRead ?? 1) > 0, row.model);
  });

  it('is asked for a remote model only, and only where the provider tells no cost itself', () => {
    const config: ModelConfig = { dialect: 'anthropic', provider: 'anthropic', model: 'claude-opus-5-5' };
    const pricing = { config, at: november, local: false, overrides: [] };
    assert.equal(usageOf(counts(), pricing, false).costUsd, 0.024);
    assert.equal(usageOf(counts({ reportedCost: 0.5 }), pricing, false).costUsd, 0.5);
    assert.equal(usageOf(counts(), { ...pricing, local: true }, false).costUsd, undefined);
    assert.equal(usageOf(counts(), { ...pricing, config: { ...config, model: 'unheard-of' } }, false).costUsd, undefined);
  });

  it('leaves the sum without a cost where one part has none', () => {
    const priced = { inputTokens: 1, outputTokens: 2, costUsd: 0.5, cacheReadTokens: 3 };
    assert.deepEqual(addUsage(priced, { ...priced, estimated: true }), { inputTokens: 2, outputTokens: 4, costUsd: 1, cacheReadTokens: 6, estimated: true });
    assert.deepEqual(addUsage(priced, { inputTokens: 1, outputTokens: 1 }), { inputTokens: 2, outputTokens: 3, cacheReadTokens: 3 });
  });
});
