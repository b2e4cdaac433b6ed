import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonValue } from '../../../src/shared/json.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import { collect, dialects, modelFor, transcript } from './support.ts';

describe('any answer, cut anywhere', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((each) => each.trim() !== '');
  const input = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
  const answer = fc.record({
    text, thinking: fc.option(text, { nil: undefined }), calls: fc.array(input, { maxLength: 3 }),
    chunk: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 1, max: 200 }), newline: fc.constantFrom('\n' as const, '\r\n' as const),
  });
  for (const dialect of dialects) {
    it(`is put together again by a model that speaks ${dialect}`, async () => {
      await using server = await startModelServer();
      const model = await modelFor(dialect, server);
      await fc.assert(fc.asyncProperty(answer, async ({ text, thinking, calls, chunk, bytes, newline }) => {
        server.push({ text, thinking, chunk, calls: calls.map((each) => ({ name: 'tool', input: each as JsonValue })), wire: { bytes, newline } });
        const expected = [
          ...(thinking === undefined ? [] : [`thinking: ${thinking}`]), `text: ${text}`,
          ...calls.map((each) => `call: tool ${JSON.stringify(JSON.parse(JSON.stringify(each)))}`), calls.length === 0 ? 'end: end' : 'end: tool-calls',
        ];
        assert.deepEqual(transcript(await collect(model)), expected);
      }), { numRuns: 40 });
    });
  }
});
