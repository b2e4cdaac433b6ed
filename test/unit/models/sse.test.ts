import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventParser, type ServerSentEvent } from '../../../src/models/sse.ts';

const parse = (pieces: string[]): ServerSentEvent[] => {
  const parser = new EventParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
};

/** Cuts a text at the given places. */
function cut(text: string, places: number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((start, index) => text.slice(start, sorted[index] ?? text.length));
}

describe('the event parser', () => {
  it('reads the same events however the text is cut and lines end', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ' '));
    const event = fc.record({ name: fc.option(fc.stringMatching(/^[a-z_.]{1,12}$/), { nil: undefined }), data: fc.array(line, { minLength: 1, maxLength: 3 }) });
    fc.assert(fc.property(fc.array(event, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.array(fc.nat(), { maxLength: 30 }), (events, newline, comments, places) => {
      const text = events.map(({ name, data }) => [
        ...(comments ? [': comment', ''] : []), ...(name === undefined ? [] : [`event: ${name}`]), ...data.map((each) => `data: ${each}`), '', '',
      ].join(newline)).join('');
      const expected = events.map(({ name, data }) => ({ name, data: data.join('\n') }));
      assert.deepEqual(parse(cut(text, places)), expected);
    }));
  });

  const cases: [string, string, ServerSentEvent[]][] = [
    ['a field without the blank', 'event:x\ndata:{"a":1}\n\n', [{ name: 'x', data: '{"a":1}' }]],
    ['a last event without its empty line', 'data: a\n\ndata: b', [{ name: undefined, data: 'a' }, { name: undefined, data: 'b' }]],
    ['ids, retries and unknown fields', 'id: 7\nretry: 10\nnew: 1\ndata: a\n\n', [{ name: undefined, data: 'a' }]],
    ['an event without data', 'event: ping\n\ndata: a\n\n', [{ name: undefined, data: 'a' }]],
    ['a field without a colon', 'data\n\n', [{ name: undefined, data: '' }]],
    ['colons in the data', 'data: a: b\n\n', [{ name: undefined, data: 'a: b' }]],
  ];
  for (const [name, text, expected] of cases) it(`takes ${name}`, () => assert.deepEqual(parse([text]), expected));

  it('refuses an event without an end', () => {
    const parser = new EventParser();
    const piece = 'x'.repeat(4 * 2 ** 20);
    assert.throws(() => { for (let index = 0; index < 10; index += 1) parser.push(piece); }, { kind: 'malformed' });
  });
});
