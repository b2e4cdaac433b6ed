import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { AppError, toErrorCard } from '../../../src/core/errors.ts';
import type { ErrorAction } from '../../../src/shared/events.ts';
import type { JsonValue } from '../../../src/shared/json.ts';
import { isLocal } from '../../../src/models/address.ts';
import { isContextTooLong } from '../../../src/models/contextTooLong.ts';
import { classify } from '../../../src/models/errors.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import { html, type Reply } from '../../fixtures/modelServer/script.ts';
import { collect, dialects, modelFor, request, TestClock, transcript } from './support.ts';

interface Final { name: string; reply: Reply; code: string; title: RegExp; actions: ErrorAction[] }

/** Answers after which no further request is made. */
const finals: Final[] = [
  { name: 'a wrong key', reply: { status: 401 }, code: 'model-unauthorized', title: /^scripted did not accept the API key\.$/, actions: ['set-api-key', 'choose-model'] },
  { name: 'a key without permission', reply: { status: 403 }, code: 'model-unauthorized', title: /does not let this key use scripted-model/, actions: ['set-api-key', 'choose-model'] },
  { name: 'an unknown model', reply: { status: 404 }, code: 'model-unknown', title: /does not know the model scripted-model/, actions: ['choose-model', 'open-settings'] },
  { name: 'no credit (402)', reply: { status: 402 }, code: 'model-quota', title: /no credit left/, actions: ['choose-model', 'set-api-key', 'retry'] },
  { name: 'no credit (429)', reply: { status: 429, body: { error: { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' } } }, code: 'model-quota', title: /no credit left/, actions: ['choose-model', 'set-api-key', 'retry'] },
  { name: 'no credit (400)', reply: { status: 400, body: { type: 'error', error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' } } }, code: 'model-quota', title: /no credit left/, actions: ['choose-model', 'set-api-key', 'retry'] },
  { name: 'a request that is too large', reply: { status: 413 }, code: 'model-context-too-long', title: /longer than scripted-model can read/, actions: ['choose-model'] },
  { name: 'a conversation that is too long', reply: { status: 400, body: { error: { message: "This model's maximum context length is 8192 tokens.", code: 'context_length_exceeded' } } }, code: 'model-context-too-long', title: /longer than/, actions: ['choose-model'] },
  { name: 'refused content', reply: { status: 400, body: { error: { message: 'The response was filtered.', code: 'content_filter' } } }, code: 'model-refused', title: /because of its content/, actions: ['choose-model'] },
  { name: 'a refused request', reply: { status: 400, body: { error: { message: 'Bad schema.' } } }, code: 'model-bad-request', title: /refused the request for scripted-model/, actions: ['choose-model', 'show-log'] },
  { name: 'a login page with status 200', reply: html('Sign in to Corp Proxy'), code: 'model-bad-response', title: /“Sign in to Corp Proxy”/, actions: ['open-settings', 'retry'] },
  { name: 'a login page with status 403', reply: html('Access denied', 403), code: 'model-bad-response', title: /“Access denied”/, actions: ['open-settings', 'retry'] },
  { name: 'a page with status 404', reply: html('Not Found', 404), code: 'model-bad-response', title: /“Not Found”/, actions: ['open-settings', 'retry'] },
  { name: 'a redirect', reply: { status: 302, headers: { location: 'http://127.0.0.1:1/login' } }, code: 'model-bad-response', title: /sends requests to another address/, actions: ['open-settings'] },
  { name: 'a template that does not know tools', reply: { status: 500, body: { error: { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' } } }, code: 'model-bad-request', title: /cannot give scripted-model tools/, actions: ['choose-model'] },
];

for (const dialect of dialects) {
  describe(`the errors of a model that speaks ${dialect}`, () => {
    for (const { name, reply, code, title, actions } of finals) {
      it(`end the answer at once for ${name}`, async () => {
        await using server = await startModelServer([reply, { text: 'never asked for' }]);
        const { deltas, error } = await collect(await modelFor(dialect, server));
        assert.ok(error instanceof AppError);
        const card = toErrorCard(error);
        assert.equal(card.code, code);
        assert.match(card.title, title);
        assert.notEqual(card.detail, '');
        assert.deepEqual(card.actions, actions);
        assert.ok(error.cause instanceof Error);
        assert.deepEqual(deltas, []);
        assert.equal(server.requests.length, 1);
      });
    }

    it('quote the provider, but never the key', async () => {
      const key = 'test-key-1234567890';
      await using server = await startModelServer([{ status: 401, body: { error: { message: `Incorrect API key provided: ${key}. Also sk-proj-abcdefghijklmnopqrstuvwx and Bearer abcdefghijk.` } } }]);
      const { error } = await collect(await modelFor(dialect, server));
      assert.ok(error instanceof AppError);
      assert.match(error.message, /Incorrect API key provided: \[key\]\. Also \[key\] and Bearer \[key\]/);
      assert.doesNotMatch(inspect(error, { depth: 6 }), new RegExp(`${key}|abcdefghijk`));
    });

    it('do not carry the key to another address', async () => {
      const seen: string[] = [];
      const other = createServer((incoming, response) => {
        seen.push(JSON.stringify(incoming.headers));
        response.end();
      });
      await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
      try {
        const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
        await using server = await startModelServer([{ status: 307, headers: { location } }]);
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['error: model-bad-response']);
        assert.deepEqual(seen, []);
      } finally {
        other.close();
      }
    });

    it('are told for answers that have no body, or are no HTTP at all', async () => {
      await using server = await startModelServer([{ status: 204, body: '', times: 6 }, { status: 304, body: '' }]);
      const model = await modelFor(dialect, server);
      assert.equal(transcript(await collect(model)).at(-1), 'error: model-bad-response');
      assert.equal(transcript(await collect(model)).at(-1), 'error: model-bad-response');
      const strange = createTcpServer((socket) => socket.end('HTTP/1.1 999 What\r\nx-odd: \u0001\r\n\r\nhello'));
      await new Promise<void>((resolve) => { strange.listen(0, '127.0.0.1', resolve); });
      try {
        const baseUrl = `http://127.0.0.1:${(strange.address() as AddressInfo).port}`;
        assert.equal(transcript(await collect(await modelFor(dialect, { baseUrl }))).at(-1), 'error: model-offline');
      } finally {
        strange.close();
      }
    });

    it('say that a local server is not running, after one more try', async () => {
      const server = await startModelServer();
      await server.close();
      const clock = new TestClock();
      const streamed = await collect(await modelFor(dialect, server, { clock }));
      assert.deepEqual(transcript(streamed), ['retry 2: server not running', 'error: model-offline']);
      const card = toErrorCard(streamed.error);
      assert.match(card.title, /server of scripted is not running/);
      assert.ok(card.detail.includes(server.baseUrl));
      assert.deepEqual(card.actions, ['retry', 'choose-model', 'open-settings']);
    });

    it('say that a host cannot be found', async () => {
      const { error } = await collect(await modelFor(dialect, { baseUrl: 'https://no-such-host.invalid' }));
      assert.ok(error instanceof AppError);
      assert.equal(error.code, 'model-offline');
      assert.match(error.message, /no-such-host\.invalid/);
    });

    it('are errors of the provider when they come inside the stream', async () => {
      const inStream = (type: string, message: string): JsonValue => (dialect === 'anthropic' ? { type: 'error', error: { type, message } }
        : dialect === 'responses' ? { type: 'error', code: type, message } : { error: { code: type, message } });
      for (const [type, expected] of [['authentication_error', 'error: model-unauthorized'], ['invalid_request_error', 'error: model-bad-request'], ['insufficient_quota', 'error: model-quota']] as const) {
        await using server = await startModelServer([{ events: [inStream(type, 'No.') as never] }]);
        assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), [expected]);
      }
    });
  });
}

describe('the recognition of conversations that are too long', () => {
  const shapes = [
    'prompt is too long: 213462 tokens > 200000 maximum', 'input is too long for requested model', "Your input exceeds the context window of this model",
    "This model's maximum context length is 8192 tokens. However, you requested 10000 tokens", 'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575)',
    "This model's maximum prompt length is 131072 but the request contains 537812 tokens", 'Please reduce the length of the messages or completion',
    'the request exceeds the available context size, try increasing it', 'tokens to keep from the initial prompt is greater than the context length',
    'invalid params, context window exceeds limit (2013)', 'Your request exceeded model token limit: 131072', 'Prompt contains 40000 tokens and is too large for model with 32768 maximum context length',
    'context_length_exceeded', 'exceed_context_size_error', 'Too many tokens in the prompt', 'The prompt has 9000 tokens, longer than the limit', 'request_too_large',
  ];
  for (const shape of shapes) it(`takes “${shape}”`, () => assert.ok(isContextTooLong(shape)));
  for (const other of ['Rate limit reached: too many tokens per minute', 'tokens exceed the limit of your quota', 'Too many requests', 'Internal error', 'temperature exceeds the maximum']) {
    it(`leaves “${other}” alone`, () => assert.ok(!isContextTooLong(other)));
  }
});

describe('the classification of failures', () => {
  const config = { dialect: 'chat' as const, provider: 'openai', model: 'gpt-6-sol', apiKey: 'k' };
  const failed = (code: string): Error => Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) });

  it('ends at once where the certificate is not trusted', () => {
    const failure = classify(failed('SELF_SIGNED_CERT_IN_CHAIN'), config, 0);
    assert.equal(failure.retry, 'final');
    assert.match(failure.error.message, /certificate of api\.openai\.com is not trusted/);
  });

  it('tries a lost network only quickly', () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH']) {
      const { retry, maxTries, error } = classify(failed(code), config, 0);
      assert.deepEqual([retry, maxTries, error.code], ['quick', 4, 'model-offline']);
    }
  });

  it('waits where a limit per minute speaks of billing', () => {
    const body = { message: 'You exceeded your current quota, please check your plan and billing details. Please retry in 20.4s.', code: 429 };
    const { retry, error } = classify({ status: 429, error: body }, config, 0);
    assert.deepEqual([retry, error.code], ['patient', 'model-rate-limited']);
  });

  it('asks for a key where there was none', () => {
    assert.match(classify({ status: 401, error: {} }, { ...config, apiKey: undefined }, 0).error.message, /^openai wants an API key\./);
  });

  it('names the page where credit is added', () => {
    assert.match(classify({ status: 402, error: { message: 'Pay.' } }, config, 0).error.message, /platform\.openai\.com\/settings/);
  });

  it('does not throw, whatever was thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}, { status: 'x' }, new Error(''), { status: 500, headers: 3, error: [] }]) assert.ok(classify(thrown, config, 0).error instanceof AppError);
  });

  it('tells local servers from remote ones', () => {
    for (const address of ['http://localhost:1', 'http://127.0.0.1', 'http://[::1]:8', 'http://192.168.1.4', 'http://10.0.0.1', 'http://172.20.1.1', 'http://ollama:11434', 'http://box.local']) assert.ok(isLocal(address), address);
    for (const address of ['https://api.openai.com', 'https://172.32.0.1', 'https://10.example.com', 'https://8.8.8.8', 'not an address']) assert.ok(!isLocal(address), address);
  });

  it('keeps a request that was stopped from being an error', async () => {
    await using server = await startModelServer([{ text: 'x', fault: 'hang', faultAfter: 0 }]);
    const controller = new AbortController();
    const model = await modelFor('chat', server);
    const running = collect(model, request(), controller.signal);
    await server.waitForRequests(1);
    controller.abort(new Error('a reason of our own'));
    assert.equal(((await running).error as Error).name, 'AbortError');
  });
});
