import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/shared/json.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import type { RawEvents } from '../../fixtures/modelServer/script.ts';
import { collect, modelFor, request, transcript, usages } from './support.ts';

const chunk = (delta: JsonObject | null, finish: string | null = null, more: JsonObject = {}): JsonObject => ({
  id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish, ...more }],
});
const part = (fields: JsonObject): JsonObject => ({ tool_calls: [fields] });
const fn = (name?: string, args?: JsonObject | string): JsonObject => ({ ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) });
const end = chunk({}, 'tool_calls');

interface Quirk { name: string; events: RawEvents['events']; done?: boolean; expected: string[] }

/** What servers of this dialect do differently (facts of the field, each seen somewhere). */
const quirks: Quirk[] = [
  {
    name: 'two whole calls at the same index with new ids', expected: ['call: a {"x":1}', 'call: b {"x":2}', 'end: tool-calls'],
    events: [chunk(part({ index: 0, id: 'i1', function: fn('a', '{"x":1}') })), chunk(part({ index: 0, id: 'i2', function: fn('b', '{"x":2}') })), end],
  },
  {
    name: 'calls at the same index with new ids, the first without arguments', expected: ['call: a {}', 'call: b {"x":2}', 'end: tool-calls'],
    events: [chunk(part({ index: 0, id: 'i1', function: fn('a', '') })), chunk(part({ index: 0, id: 'i2', function: fn('b', '{"x":2}') })), end],
  },
  {
    name: 'two whole calls at the same index without ids', expected: ['call: a {"x":1}', 'call: a {"x":2}', 'end: tool-calls'],
    events: [chunk(part({ index: 0, function: fn('a', '{"x":1}') })), chunk(part({ index: 0, function: fn('a', '{"x":2}') })), end],
  },
  {
    name: 'two whole calls without index and with one id', expected: ['call: a {"x":1}', 'call: a {"x":2}', 'end: tool-calls'],
    events: [chunk(part({ id: 'i', function: fn('a', '{"x":1}') })), chunk(part({ id: 'i', function: fn('a', '{"x":2}') })), end],
  },
  {
    name: 'calls without an index, in pieces', expected: ['call: a {"x":1}', 'call: b {"y":2}', 'end: tool-calls'],
    events: [chunk(part({ id: 'i1', function: fn('a', '{"x"') })), chunk(part({ function: fn(undefined, ':1}') })), chunk(part({ id: 'i2', function: fn('b', '{"y":2}') })), end],
  },
  {
    name: 'two calls in one delta', expected: ['call: a {"x":1}', 'call: b {"y":2}', 'end: tool-calls'],
    events: [chunk({ tool_calls: [{ index: 0, id: 'i1', function: fn('a', '{"x":1}') }, { index: 1, id: 'i2', function: fn('b', '{"y":2}') }] }), end],
  },
  {
    name: 'pieces of two calls in turn', expected: ['call: a {"x":1}', 'call: b {"y":2}', 'end: tool-calls'],
    events: [
      chunk(part({ index: 0, id: 'i1', function: fn('a', '{"x"') })), chunk(part({ index: 1, id: 'i2', function: fn('b', '{"y"') })),
      chunk(part({ index: 0, function: fn(undefined, ':1}') })), chunk(part({ index: 1, function: fn(undefined, ':2}') })), end,
    ],
  },
  {
    name: 'id and name repeated in every piece', expected: ['call: a {"x":1}', 'end: tool-calls'],
    events: [
      chunk(part({ index: 0, id: 'i', function: fn('a', '') })), chunk(part({ index: 0, id: 'i', function: fn('a', '{"x"') })),
      chunk(part({ index: 0, id: 'i', function: fn('a', ':1}') })), chunk(part({ index: 0, id: 'i', function: fn('a', '') })), end,
    ],
  },
  { name: 'arguments as an object', expected: ['call: a {"x":1}', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn('a', { x: 1 }) })), end] },
  { name: 'arguments as JSON in JSON', expected: ['call: a {"x":1}', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn('a', '"{\\"x\\":1}"') })), end] },
  { name: 'no arguments at all', expected: ['call: a {}', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn('a') })), end] },
  { name: 'arguments that are null', expected: ['call: a {}', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn('a', 'null') })), end] },
  { name: 'calls that finish with stop', expected: ['call: a {"x":1}', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn('a', '{"x":1}') })), chunk({}, 'stop')] },
  { name: 'a call without a name', expected: ['cut-off: ', 'end: tool-calls'], events: [chunk(part({ index: 0, id: 'i', function: fn(undefined, '{}') })), end] },
  { name: 'a first chunk without choices', expected: ['text: hi', 'end: end'], events: [{ choices: [], prompt_filter_results: [] }, chunk({ content: 'hi' }, 'stop')] },
  { name: 'a null delta and a missing role', expected: ['text: hi', 'end: end'], events: [chunk(null), chunk({ content: 'hi' }), chunk(null, 'stop')] },
  { name: 'an end without [DONE]', done: false, expected: ['text: hi', 'end: end'], events: [chunk({ content: 'hi' }), chunk({}, 'stop')] },
  { name: '[DONE] without a finish reason', expected: ['text: hi', 'end: end'], events: [chunk({ content: 'hi' })] },
  { name: 'comments between the events', expected: ['text: hi', 'end: end'], events: [': OPENROUTER PROCESSING\n\n', chunk({ content: 'hi' }), ': ping\n\n', chunk({}, 'stop')] },
  { name: 'content as a list of parts', expected: ['text: hi', 'end: end'], events: [chunk({ content: [{ type: 'text', text: 'hi' }] }), chunk({}, 'stop')] },
  { name: 'a whole message instead of a delta', expected: ['text: hi', 'end: end'], events: [{ choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }] }] },
  { name: 'reasoning_content', expected: ['thinking: hm', 'text: hi', 'end: end'], events: [chunk({ reasoning_content: 'hm' }), chunk({ content: 'hi' }, 'stop')] },
  { name: 'reasoning in two fields at once', expected: ['thinking: hm', 'text: hi', 'end: end'], events: [chunk({ reasoning_content: 'hm', reasoning: 'hm' }), chunk({ content: 'hi' }, 'stop')] },
  { name: 'reasoning_text', expected: ['thinking: hm', 'text: hi', 'end: end'], events: [chunk({ reasoning_text: 'hm', content: null }), chunk({ content: 'hi' }, 'stop')] },
  { name: 'an error in a chunk before any text', expected: ['retry 2: failure at the provider (502)', 'text: fine', 'end: end'], events: [{ error: { code: 502, message: 'Upstream' }, choices: [] }] },
  { name: 'the finish reason error', expected: ['retry 2: failure at the provider (500)', 'text: fine', 'end: end'], events: [chunk({ content: '' }, 'error')] },
  { name: 'an error in a chunk that is final', expected: ['error: model-quota'], events: [{ error: { code: 402, message: 'Insufficient credits' } }] },
];

describe('a model that speaks chat', () => {
  for (const { name, events, done, expected } of quirks) {
    it(`takes ${name}`, async () => {
      await using server = await startModelServer([{ events, done: done ?? true }, { text: 'fine' }]);
      assert.deepEqual(transcript(await collect(await modelFor('chat', server))), expected);
    });
  }

  for (const [name, events] of Object.entries<RawEvents['events']>({
    'in a last chunk without choices': [chunk({ content: 'hi' }, 'stop'), { choices: [], usage: { prompt_tokens: 30, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 10 }, cost: 0.25 } }],
    'inside the choice': [chunk({ content: 'hi' }, 'stop', { usage: { prompt_tokens: 30, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 10 }, cost: 0.25 } })],
    'in DeepSeek\'s words': [chunk({ content: 'hi' }, 'stop'), { choices: [], usage: { prompt_tokens: 30, completion_tokens: 5, prompt_cache_hit_tokens: 10, cost: 0.25 } }],
  })) {
    it(`reads usage and the provider's own cost ${name}`, async () => {
      await using server = await startModelServer([{ events, done: true }]);
      assert.deepEqual(usages(await collect(await modelFor('chat', server))), [{ inputTokens: 20, outputTokens: 5, cacheReadTokens: 10, costUsd: 0.25 }]);
    });
  }

  it('sends reasoning back to servers that need it, joined as it was', async () => {
    const details = (fields: JsonObject): JsonObject => chunk({ reasoning: 'x', reasoning_details: [{ type: 'reasoning.text', index: 0, id: null, ...fields }] });
    await using server = await startModelServer([
      { events: [details({ text: 'first ' }), details({ text: 'second', signature: 'sealed' }), chunk({ reasoning_content: 'plain' }), chunk(part({ index: 0, id: 'i', function: fn('read_file', '{}') }), 'tool_calls')], done: true },
      { text: 'ok' },
    ]);
    const model = await modelFor('chat', server);
    const { deltas } = await collect(model);
    const last = deltas.at(-1);
    await collect(model, request({ messages: [
      { role: 'user', text: 'go' }, { role: 'assistant', text: '', calls: [{ id: 'i', name: 'read_file', input: {} }], replay: last?.type === 'end' ? last.replay : undefined },
      { role: 'tool', results: [{ callId: 'i', name: 'read_file', text: 'found', failed: false }] },
    ] }));
    const assistant = (server.requests[1]?.body.messages as JsonObject[])[2];
    assert.deepEqual(assistant?.reasoning_details, [{ type: 'reasoning.text', index: 0, id: null, text: 'first second', signature: 'sealed' }]);
    assert.equal(assistant?.reasoning_content, 'plain');
    assert.equal(assistant?.content, null);
  });

  it('learns in turn which name of the output limit a server takes', async () => {
    const refuse = { status: 400, body: { error: { message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", param: 'max_tokens', code: 'unsupported_parameter' } } };
    await using server = await startModelServer([refuse, { text: 'ok' }]);
    assert.deepEqual(transcript(await collect(await modelFor('chat', server))), ['text: ok', 'end: end']);
    assert.deepEqual(server.requests.map(({ body }) => [body.max_tokens, body.max_completion_tokens]), [[1000, undefined], [undefined, 1000]]);
  });

  it('takes a JSON error with status 200 for that error', async () => {
    await using server = await startModelServer([{ status: 200, body: { error: { message: 'Insufficient credits', code: 402 } } }, { status: 200, body: { choices: [] } }]);
    const model = await modelFor('chat', server);
    assert.deepEqual(transcript(await collect(model)), ['error: model-quota']);
    assert.deepEqual(transcript(await collect(model)), ['error: model-bad-response']);
  });
});
