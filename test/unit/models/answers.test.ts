import assert from 'node:assert/strict';
import type { ModelConfig, ModelMessage } from '../../../src/core/model.ts';
import type { JsonObject, JsonValue } from '../../../src/shared/json.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import type { Answer, Wire } from '../../fixtures/modelServer/script.ts';
import { collect, dialects, modelFor, request, transcript, usages, type Streamed } from './support.ts';

const rich: Answer = {
  thinking: 'Ich prüfe 🚢 das.', text: 'Grüße — 你好, “quoted” \\ and\nlines.',
  calls: [{ name: 'read_file', input: { path: 'süß/🚢.ts', lines: [1, 2] } }, { name: 'read_file', input: {} }],
};
const richLines = [
  'thinking: Ich prüfe 🚢 das.', 'text: Grüße — 你好, “quoted” \\ and\nlines.', 'call: read_file {"path":"süß/🚢.ts","lines":[1,2]}', 'call: read_file {}', 'end: tool-calls',
];
const wires: Record<string, Wire> = {
  'as providers send it': {}, 'byte by byte': { bytes: 1 }, 'in odd pieces': { bytes: 7 }, 'with CRLF, byte by byte': { newline: '\r\n', bytes: 1 },
  'with CR': { newline: '\r', bytes: 3 }, 'without event names': { eventNames: false }, 'without blanks after the colons': { space: false },
  'with a byte order mark': { byteOrderMark: true }, 'with comments': { comments: true },
};

/** The conversation after an answer, as the loop builds it. */
function answered(before: ModelMessage[], { deltas }: Streamed): ModelMessage[] {
  const calls = deltas.flatMap((delta) => (delta.type === 'call' ? [{ id: delta.id, name: delta.name, input: delta.input }] : []));
  const end = deltas.at(-1);
  return [
    ...before,
    { role: 'assistant', text: deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join(''), calls, replay: end?.type === 'end' ? end.replay : undefined },
    ...(calls.length === 0 ? [] : [{ role: 'tool' as const, results: calls.map(({ id, name }) => ({ callId: id, name, text: 'file text', failed: false })) }]),
  ];
}

/** Messages as sent, without what may move: the cache marks. */
const sent = (body: JsonObject | undefined): JsonValue[] => {
  const list = (body?.messages ?? body?.input ?? []) as JsonValue[];
  return JSON.parse(JSON.stringify(list, (key, value: unknown) => (key === 'cache_control' ? undefined : value))) as JsonValue[];
};

for (const dialect of dialects) {
  describe(`a model that speaks ${dialect}`, () => {
    for (const [name, wire] of Object.entries(wires)) {
      it(`reads a stream ${name}`, async () => {
        await using server = await startModelServer([{ ...rich, wire }]);
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), richLines);
      });
    }

    it('reads every size of delta alike', async () => {
      const sizes = [1, 2, 3, 5, 1000];
      await using server = await startModelServer(sizes.map((chunk) => ({ ...rich, chunk })));
      const model = await modelFor(dialect, server);
      for (const _ of sizes) assert.deepEqual(transcript(await collect(model)), richLines);
    });

    it('ends exactly once, after one usage and the calls', async () => {
      await using server = await startModelServer([{ ...rich, usage: { input: 100, output: 20, cacheRead: 50, cacheWrite: 8 } }]);
      const streamed = await collect(await modelFor(dialect, server));
      assert.deepEqual(streamed.deltas.slice(-4).map(({ type }) => type), ['usage', 'call', 'call', 'end']);
      const usage = { inputTokens: 100, outputTokens: 20, cacheReadTokens: 50, cacheWriteTokens: 8 };
      assert.deepEqual(usages(streamed), [usage]);
    });

    it('estimates tokens and marks them where the provider tells none', async () => {
      await using server = await startModelServer([{ text: 'x'.repeat(400), usage: 'none' }]);
      const [usage] = usages(await collect(await modelFor(dialect, server)));
      assert.equal(usage?.estimated, true);
      assert.equal(usage?.outputTokens, 100);
      assert.ok((usage?.inputTokens ?? 0) > 10);
    });

    it('tells that a large call is on its way', async () => {
      await using server = await startModelServer([{ calls: [{ name: 'read_file', input: { path: 'x'.repeat(5000) } }] }]);
      const { deltas } = await collect(await modelFor(dialect, server));
      const sizes = deltas.flatMap((delta) => (delta.type === 'call-progress' ? [delta.bytes] : []));
      assert.equal(sizes[0], 0);
      assert.ok(sizes.length >= 4 && sizes.length <= 7, String(sizes));
    });

    for (const [stop, expected] of [['max-tokens', 'end: max-tokens'], ['filtered', 'end: refusal']] as const) {
      it(`says ${expected.slice(5)} after such a stop`, async () => {
        await using server = await startModelServer([{ text: 'Half of', stop }]);
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['text: Half of', expected]);
      });
    }

    it('keeps text that the output limit cut for the next request', async () => {
      await using server = await startModelServer([{ thinking: 'hm', text: 'The first half of', stop: 'max-tokens' }, { text: 'ok' }]);
      const model = await modelFor(dialect, server);
      const messages = answered(request().messages, await collect(model));
      await collect(model, request({ messages: [...messages, { role: 'user', text: 'Go on.' }] }));
      assert.match(server.requests[1]?.text ?? '', /The first half of/);
    });

    it('gives out no call of a refused answer', async () => {
      await using server = await startModelServer([{ text: 'I will', calls: [{ name: 'read_file', input: { path: 'a' } }], stop: 'filtered' }]);
      assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['text: I will', 'cut-off: read_file', 'end: refusal']);
    });

    it('makes doubled and missing ids unique, also over the whole conversation', async () => {
      const turn: Answer = { calls: [{ name: 'read_file', input: { path: 'a' }, id: 'same' }, { name: 'read_file', input: { path: 'b' }, id: 'same' }, { name: 'read_file', input: { path: 'c' }, id: '' }] };
      await using server = await startModelServer([turn, turn, { text: 'ok' }]);
      const model = await modelFor(dialect, server);
      let messages = request().messages;
      for (let round = 0; round < 2; round += 1) messages = answered(messages, await collect(model, request({ messages })));
      await collect(model, request({ messages }));
      const ids = messages.flatMap((message) => (message.role === 'assistant' ? message.calls.map(({ id }) => id) : []));
      assert.equal(ids.length, 6);
      assert.equal(new Set(ids).size, 6);
      assert.ok(!ids.includes(''));
      const results = JSON.stringify(sent(server.requests[2]?.body)).match(/"(tool_use_id|call_id|tool_call_id)":"[^"]+"/g) ?? [];
      for (const id of ids) assert.ok(results.some((text) => text.endsWith(`:"${id}"`)), id);
    });

    it('sends the same prefix again in the next request, byte for byte', async () => {
      await using server = await startModelServer([rich, rich, { text: 'done' }]);
      const model = await modelFor(dialect, server);
      let messages = request().messages;
      for (let round = 0; round < 3; round += 1) messages = answered(messages, await collect(model, request({ messages })));
      const bodies = server.requests.map(({ body }) => body);
      for (let round = 1; round < 3; round += 1) {
        for (const part of ['tools', 'system', 'instructions', 'model', 'thinking', 'reasoning', 'prompt_cache_key']) {
          assert.equal(JSON.stringify(bodies[round]?.[part]), JSON.stringify(bodies[round - 1]?.[part]), part);
        }
        const before = sent(bodies[round - 1]);
        assert.deepEqual(sent(bodies[round]).slice(0, before.length), before);
      }
    });

    it('gives every call a result and leaves out results without a call', async () => {
      await using server = await startModelServer([{ text: 'ok' }]);
      await collect(await modelFor(dialect, server), request({ messages: [
        { role: 'user', text: 'go' },
        { role: 'assistant', text: '', calls: [{ id: 'one', name: 'read_file', input: { path: 'a' } }, { id: 'two', name: 'read_file', input: { path: 'b' } }] },
        { role: 'tool', results: [{ callId: 'two', name: 'read_file', text: '', failed: false }, { callId: 'stray', name: 'read_file', text: 'x', failed: false }] },
        { role: 'user', text: 'go on' },
      ] }));
      const text = JSON.stringify(server.requests[0]?.body);
      assert.match(text, /result was lost/);
      assert.match(text, /\(no output\)/);
      assert.doesNotMatch(text, /stray/);
    });

    it('makes ids of other providers fit, the same way on both sides', async () => {
      await using server = await startModelServer([{ text: 'ok' }]);
      const id = `functions.read:0/${'x'.repeat(80)}`;
      await collect(await modelFor(dialect, server), request({ messages: [
        { role: 'user', text: 'go' }, { role: 'assistant', text: '', calls: [{ id, name: 'read_file', input: {} }] },
        { role: 'tool', results: [{ callId: id, name: 'read_file', text: 'found', failed: true }] },
      ] }));
      const text = JSON.stringify(server.requests[0]?.body);
      const ids = [...text.matchAll(/functions_read_0_[\w-]+/g)].map(([match]) => match);
      assert.equal(ids.length, 2);
      assert.equal(ids[0], ids[1]);
      assert.ok((ids[0] ?? '').length <= 64);
      assert.match(text, /found/);
    });

    it('sends the key it was given, and nothing that the environment says', async () => {
      await using server = await startModelServer([{ text: 'ok' }]);
      const poison = {
        ANTHROPIC_API_KEY: 'poison', ANTHROPIC_AUTH_TOKEN: 'poison', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9', ANTHROPIC_CUSTOM_HEADERS: 'x-poison: poison\nAuthorization: poison',
        OPENAI_API_KEY: 'poison', OPENAI_BASE_URL: 'http://127.0.0.1:9', OPENAI_ORG_ID: 'poison', OPENAI_PROJECT_ID: 'poison', OPENAI_CUSTOM_HEADERS: 'x-poison: poison',
      };
      const before = Object.keys(poison).map((name) => [name, process.env[name]] as const);
      Object.assign(process.env, poison);
      try {
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['text: ok', 'end: end']);
      } finally {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
      }
      const headers = server.requests[0]?.headers ?? {};
      assert.doesNotMatch(JSON.stringify(headers), /poison/);
      assert.equal(headers.authorization, 'Bearer test-key-1234567890');
      if (dialect === 'anthropic') assert.equal(headers['x-api-key'], 'test-key-1234567890');
    });

    it('sends no credentials to a server that wants none', async () => {
      await using server = await startModelServer([{ text: 'ok' }]);
      await collect(await modelFor(dialect, server, {}, { apiKey: undefined }));
      assert.equal(server.requests[0]?.headers.authorization, undefined);
      assert.equal(server.requests[0]?.headers['x-api-key'], undefined);
    });

    it('finds the server with and without /v1 in the base URL', async () => {
      await using server = await startModelServer([{ text: 'ok', times: 3 }]);
      for (const end of ['', '/v1', '/v1/']) {
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server, {}, { baseUrl: server.baseUrl + end }))), ['text: ok', 'end: end']);
      }
    });

    it('leaves the connection whole for the next step, also where the body ends a little after its last event', async () => {
      await using server = await startModelServer([{ text: 'ok', times: 3, endAfterMs: 30 }]);
      const model = await modelFor(dialect, server);
      for (let round = 0; round < 3; round += 1) {
        await collect(model);
        assert.equal(await server.requests[round]?.ended, 'complete');
      }
    });

    it('leaves out a parameter that the server refused, and remembers that', async () => {
      const field = { anthropic: 'thinking', responses: 'include', chat: 'stream_options' }[dialect];
      const config = { model: dialect === 'anthropic' ? 'claude-opus-5-5' : 'some-model' };
      await using server = await startModelServer([{ status: 400, body: { error: { message: `${field}: Extra inputs are not permitted`, type: 'invalid_request_error' } } }, { text: 'ok', times: 2 }]);
      const learned = new Map<string, Set<string>>();
      for (let round = 0; round < 2; round += 1) {
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server, { learned }, config))), ['text: ok', 'end: end']);
      }
      assert.deepEqual(server.requests.map(({ body }) => field in body), [true, false, false]);
    });

    if (dialect !== 'chat') {
      it('goes on without the provider\'s own blocks where they are not taken any more, for that request only', async () => {
        const message = dialect === 'anthropic' ? 'messages.1.content.0: Invalid `signature` in `thinking` block' : 'The encrypted content could not be verified.';
        await using server = await startModelServer([rich, { status: 400, body: { error: { message, type: 'invalid_request_error' } } }, { text: 'ok', times: 2 }]);
        const model = await modelFor(dialect, server);
        const messages = answered(request().messages, await collect(model));
        for (let round = 0; round < 2; round += 1) assert.deepEqual(transcript(await collect(model, request({ messages }))), ['text: ok', 'end: end']);
        const sealed = server.requests.slice(1).map(({ text }) => /c2VhbGVk|c2lnbmVk/.test(text));
        assert.deepEqual(sealed, [true, false, true]);
        assert.match(server.requests[2]?.text ?? '', /Grüße/);
      });
    }

    it('drops the provider\'s own blocks when the model changed', async () => {
      await using server = await startModelServer([rich, { text: 'ok' }]);
      const messages = answered(request().messages, await collect(await modelFor(dialect, server), request()));
      await collect(await modelFor(dialect, server, {}, { model: 'another-model' }), request({ messages }));
      const text = server.requests[1]?.text ?? '';
      assert.doesNotMatch(text, /signature|encrypted_content":"|reasoning_content/);
      assert.match(text, /Grüße/);
      assert.match(text, /file text/);
    });
  });
}

describe('a model that speaks anthropic, in particular,', () => {
  it('sends thinking blocks back exactly as they came', async () => {
    await using server = await startModelServer([rich, { text: 'ok' }]);
    const model = await modelFor('anthropic', server);
    const messages = answered(request().messages, await collect(model));
    await collect(model, request({ messages }));
    const assistant = sent(server.requests[1]?.body)[1] as { content: JsonObject[] };
    assert.deepEqual(assistant.content.map(({ type }) => type), ['thinking', 'text', 'tool_use', 'tool_use']);
    assert.deepEqual(assistant.content[0], { type: 'thinking', thinking: rich.thinking, signature: Buffer.from(`signed:${rich.thinking}`).toString('base64') });
  });

  it('marks tools, system, the last block and one before it for the cache, never more than four', async () => {
    await using server = await startModelServer([{ text: 'ok' }]);
    const messages: ModelMessage[] = Array.from({ length: 30 }, (_, index): ModelMessage[] => [
      { role: 'user', text: `question ${index}` }, { role: 'assistant', text: `answer ${index}`, calls: [] },
    ]).flat().concat([{ role: 'user', text: 'last' }]);
    await collect(await modelFor('anthropic', server), request({ messages }));
    const body = server.requests[0]?.body as unknown as { tools: JsonObject[]; system: JsonObject[]; messages: { content: JsonObject[] }[] };
    assert.ok(body.tools.at(-1)?.cache_control);
    assert.ok(body.system[0]?.cache_control);
    const marked = body.messages.flatMap(({ content }) => content).map((block, index) => (block.cache_control === undefined ? -1 : index)).filter((index) => index >= 0);
    assert.deepEqual(marked, [45, 60]);
  });

  it('asks for adaptive thinking only where the model has it', async () => {
    const { thinksAdaptively } = await import('../../../src/models/anthropicRequest.ts');
    const table = { 'claude-opus-5-5': true, 'claude-fable-5-1': true, 'claude-sonnet-5': true, 'claude-opus-4-6': true, 'anthropic/claude-opus-5.5': true, 'claude-haiku-4-5': false, 'claude-haiku-4-5-20251001': false, 'claude-opus-4-20250514': false, 'qwen3-coder': false, 'scripted-model': false };
    assert.deepEqual(Object.fromEntries(Object.keys(table).map((model) => [model, thinksAdaptively(model)])), table);
  });

  it('asks to see the text that comes inside thinking blocks', async () => {
    await using server = await startModelServer([{ text: 'ok' }, { text: 'ok' }]);
    await collect(await modelFor('anthropic', server, {}, { model: 'claude-opus-5-5' }));
    await collect(await modelFor('anthropic', server, {}, { model: 'local-model' }));
    assert.deepEqual(server.requests.map(({ body }) => body.thinking), [{ type: 'adaptive', display: 'summarized' }, undefined]);
  });

  it('takes a full context window for a conversation that is too long, where nothing came', async () => {
    await using server = await startModelServer([{ stop: 'context-full' }, { text: 'Some', stop: 'context-full' }]);
    const model = await modelFor('anthropic', server);
    assert.deepEqual(transcript(await collect(model)), ['error: model-context-too-long']);
    assert.deepEqual(transcript(await collect(model)), ['text: Some', 'end: max-tokens']);
  });

  it('tolerates what it does not know, and keeps unknown blocks for the next request', async () => {
    await using server = await startModelServer([{ events: [
      { type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 5, output_tokens: 1 } } },
      { type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 5, output_tokens: 1 } } },
      { type: 'brand_new_event', field: 1 },
      { type: 'content_block_start', index: 0, content_block: { type: 'brand_new_block', seal: 'abc' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'brand_new_delta', x: 1 } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'hello' } },
      { type: 'message_delta', delta: { stop_reason: 'brand_new_reason' }, usage: { output_tokens: 3 } },
      { type: 'message_stop' },
    ] }]);
    const streamed = await collect(await modelFor('anthropic', server));
    assert.deepEqual(transcript(streamed), ['text: hello', 'end: end']);
    const end = streamed.deltas.at(-1);
    assert.deepEqual(end?.type === 'end' && end.replay?.blocks, [{ type: 'brand_new_block', seal: 'abc' }, { type: 'text', text: 'hello' }]);
  });

  const start = { type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 5, output_tokens: 1 } } };
  const text = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'a' } };
  const contradictions: Record<string, JsonObject[]> = {
    'a second message inside the first': [start, text, start], 'two blocks at one index': [start, text, text],
    'arguments without their call': [start, text, { type: 'content_block_delta', index: 7, delta: { type: 'input_json_delta', partial_json: '{' } }],
  };
  for (const [name, events] of Object.entries(contradictions)) {
    it(`ends an answer with ${name} as broken`, async () => {
      await using server = await startModelServer([{ events }]);
      assert.deepEqual(transcript(await collect(await modelFor('anthropic', server))), ['text: a', 'error: model-stream-broken']);
    });
  }

  it('takes an answer for whole that ended after its stop reason, however the connection ended', async () => {
    const end = [start, text, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }];
    await using server = await startModelServer([{ events: end }, { events: [...end, 'data: {"half'] }]);
    const model = await modelFor('anthropic', server);
    for (let round = 0; round < 2; round += 1) assert.deepEqual(transcript(await collect(model)), ['text: a', 'end: end']);
  });

  it('sends a paused turn back as it is', async () => {
    await using server = await startModelServer([{ text: 'wait', stop: 'pause' }]);
    assert.deepEqual(transcript(await collect(await modelFor('anthropic', server))), ['text: wait', 'end: pause']);
  });
});

describe('a model that speaks responses, in particular,', () => {
  it('stores nothing at the provider and sends all items back, sealed reasoning included', async () => {
    await using server = await startModelServer([rich, { text: 'ok' }]);
    const model = await modelFor('responses', server);
    const messages = answered(request().messages, await collect(model));
    await collect(model, request({ messages }));
    const body = server.requests[1]?.body;
    assert.equal(body?.store, false);
    assert.deepEqual(body?.include, ['reasoning.encrypted_content']);
    const items = sent(body) as JsonObject[];
    assert.deepEqual(items.map(({ type }) => type), ['message', 'reasoning', 'message', 'function_call', 'function_call', 'function_call_output', 'function_call_output']);
    assert.equal(items[1]?.encrypted_content, Buffer.from(`sealed:${rich.thinking}`).toString('base64'));
    assert.deepEqual(items.slice(3, 5).map(({ call_id }) => call_id), items.slice(5).map(({ call_id }) => call_id));
  });

  it('gives out no call that the provider itself calls incomplete', async () => {
    const call = { type: 'function_call', id: 'f', call_id: 'c', name: 'read_file', arguments: '{"path":"a"}', status: 'incomplete' };
    await using server = await startModelServer([{ events: [
      { type: 'response.output_item.added', output_index: 0, item: { ...call, arguments: '' } }, { type: 'response.output_item.done', output_index: 0, item: call },
      { type: 'response.completed', response: { status: 'completed', output: [call] } },
    ] }]);
    assert.deepEqual(transcript(await collect(await modelFor('responses', server))), ['cut-off: read_file', 'end: tool-calls']);
  });

  it('takes items that come only with the completed response', async () => {
    await using server = await startModelServer([{ events: [
      { type: 'response.unheard_of', x: 1 },
      { type: 'response.completed', response: { status: 'completed', usage: null, output: [
        { type: 'message', id: 'm', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'whole', annotations: [] }] },
        { type: 'function_call', id: 'f', call_id: 'c', name: 'read_file', arguments: '{"path":"a"}', status: 'completed' },
      ] } },
    ] }]);
    assert.deepEqual(transcript(await collect(await modelFor('responses', server))), ['text: whole', 'call: read_file {"path":"a"}', 'end: tool-calls']);
  });

  it('takes text whose item was never closed, and sends it back', async () => {
    await using server = await startModelServer([
      { events: [{ type: 'response.output_text.delta', output_index: 0, delta: 'loose' }, { type: 'response.completed', response: { status: 'completed', output: [] } }] }, { text: 'ok' },
    ]);
    const model = await modelFor('responses', server);
    const messages = answered(request().messages, await collect(model));
    await collect(model, request({ messages: [...messages, { role: 'user', text: 'more' }] }));
    assert.match(server.requests[1]?.text ?? '', /loose/);
  });

  it('takes a failed response for a failure', async () => {
    await using server = await startModelServer([{ events: [{ type: 'response.failed', response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow down.' } } }] }, { text: 'ok' }]);
    assert.deepEqual(transcript(await collect(await modelFor('responses', server))), ['retry 2: rate limit', 'text: ok', 'end: end']);
  });
});

describe('a model of any dialect, before it is used', () => {
  const cases: Record<string, [Partial<ModelConfig>, string]> = {
    'a key with a line end inside': [{ apiKey: 'sk-abc\ndef' }, 'model-unauthorized'],
    'a key in curly quotes': [{ apiKey: '“sk-abcdefgh”' }, 'model-unauthorized'],
    'a base URL that is none': [{ baseUrl: 'localhost without scheme' }, 'model-address'],
    'a key in the place of the base URL': [{ baseUrl: 'sk-abcdefghijkl' }, 'model-address'],
    'a password in the base URL': [{ baseUrl: 'http://me:sk-abcdef@localhost' }, 'model-address'],
    'a base URL of another scheme': [{ baseUrl: 'file:///etc' }, 'model-address'],
  };
  for (const [name, [config, code]] of Object.entries(cases)) {
    it(`is refused for ${name}, without showing the key`, async () => {
      for (const dialect of dialects) {
        await assert.rejects(modelFor(dialect, { baseUrl: 'http://127.0.0.1:1' }, {}, config), (error: Error & { code: string }) => {
          assert.equal(error.code, code);
          assert.doesNotMatch(error.message, /sk-abc/);
          return true;
        });
      }
    });
  }
});

