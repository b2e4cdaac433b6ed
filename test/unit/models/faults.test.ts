import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import { html, type Script } from '../../fixtures/modelServer/script.ts';
import { collect, dialects, modelFor, request, TestClock, transcript, usages } from './support.ts';

const answer = { text: 'All is well.' };
const done = ['text: All is well.', 'end: end'];

interface FaultCase { name: string; script: Script; expected: string[] }

/** Faults of the first request that a good client survives without anybody noticing. */
const survived: FaultCase[] = [
  { name: 'status 529, twice', script: [{ status: 529, times: 2 }], expected: ['retry 2: overloaded', 'retry 3: overloaded'] },
  { name: 'status 503, twice', script: [{ status: 503, times: 2 }], expected: ['retry 2: overloaded', 'retry 3: overloaded'] },
  { name: 'status 500', script: [{ status: 500 }], expected: ['retry 2: failure at the provider (500)'] },
  { name: 'status 502 with a page of a proxy', script: [html('502 Bad Gateway', 502)], expected: ['retry 2: failure at the provider (502)'] },
  { name: 'status 504', script: [{ status: 504 }], expected: ['retry 2: failure at the provider (504)'] },
  { name: 'status 408', script: [{ status: 408 }], expected: ['retry 2: timeout at the provider'] },
  { name: 'status 409', script: [{ status: 409 }], expected: ['retry 2: timeout at the provider'] },
  { name: 'status 429 with retry-after', script: [{ status: 429, retryAfter: 2 }], expected: ['retry 2: rate limit'] },
  { name: 'an error event before any text', script: [{ ...answer, fault: 'error', faultAfter: 0 }], expected: ['retry 2: *'] },
  { name: 'a reset before the headers', script: [{ connection: 'reset' }], expected: ['retry 2: connection broke'] },
  { name: 'a reset before any text', script: [{ ...answer, fault: 'reset', faultAfter: 0 }], expected: ['retry 2: connection broke'] },
  { name: 'a cut body before any text', script: [{ ...answer, fault: 'cut', faultAfter: 0 }], expected: ['retry 2: connection broke'] },
  { name: 'a clean end before any text', script: [{ ...answer, fault: 'eof', faultAfter: 0 }], expected: ['retry 2: connection broke'] },
  { name: 'an empty body', script: [{ status: 200, body: '', contentType: 'text/event-stream' }], expected: ['retry 2: connection broke'] },
  { name: 'an HTML page with status 200', script: [html('Gateway restarting')], expected: ['retry 2: a web page instead of an answer'] },
  { name: 'a malformed event', script: [{ events: ['data: {"type": "message_sta\n\n'] }], expected: ['retry 2: connection broke'] },
  { name: 'an empty answer', script: [{}], expected: ['retry 2: empty answer'] },
];

const broken: FaultCase[] = (['error', 'reset', 'cut', 'eof'] as const).map((fault) => (
  { name: fault, script: [{ text: 'The first half. The second half.', chunk: 16, fault, faultAfter: 1 }], expected: ['text: The first half. ', 'error: model-stream-broken'] }
));

for (const dialect of dialects) {
  describe(`a model that speaks ${dialect}, in front of a failing provider,`, () => {
    for (const { name, script, expected } of survived) {
      it(`survives ${name}, with nothing doubled`, async () => {
        await using server = await startModelServer([...script, answer]);
        const streamed = await collect(await modelFor(dialect, server));
        const lines = transcript(streamed).map((line, index) => (expected[index]?.endsWith('*') === true && line.startsWith(expected[index].slice(0, -1)) ? expected[index] : line));
        assert.deepEqual(lines, [...expected, ...done]);
        assert.equal(server.requests.length, expected.length + 1);
        assert.equal(usages(streamed).length, 1);
      });
    }

    for (const { name, script, expected } of broken) {
      it(`keeps what was shown and says that the answer broke off, after ${name} in mid-text`, async () => {
        await using server = await startModelServer([...script, answer]);
        const streamed = await collect(await modelFor(dialect, server));
        assert.deepEqual(transcript(streamed), expected);
        assert.equal(server.requests.length, 1, 'no second request after output');
        assert.ok(streamed.error instanceof AppError && streamed.error.cause instanceof AppError);
        assert.equal(usages(streamed).length, 1, 'the tokens of the broken answer count');
      });
    }

    it('never gives out a call whose arguments were cut by the output limit', async () => {
      const call = { name: 'read_file', input: { path: 'src/main.ts', content: 'x'.repeat(5000) }, cutAt: 3000 };
      await using server = await startModelServer([{ text: 'Writing.', calls: [{ name: 'read_file', input: { path: 'a' } }, call], stop: 'max-tokens' }]);
      assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['text: Writing.', 'call: read_file {"path":"a"}', 'cut-off: read_file', 'end: max-tokens']);
    });

    it('takes a cut call for cut even where its text happens to be whole, or is not there at all', async () => {
      await using server = await startModelServer([
        { calls: [{ name: 'read_file', input: {}, cutAt: 0 }], stop: 'max-tokens' }, { calls: [{ name: 'read_file', input: { path: 'a' } }], stop: 'max-tokens' },
      ]);
      const model = await modelFor(dialect, server);
      assert.deepEqual(transcript(await collect(model)), ['cut-off: read_file', 'end: max-tokens']);
      assert.deepEqual(transcript(await collect(model)), ['cut-off: read_file', 'end: max-tokens']);
    });

    it('takes unparsable arguments for cut off whatever the stop reason says', async () => {
      await using server = await startModelServer([{ calls: [{ name: 'read_file', input: {}, rawArguments: '{"path": "a' }, { name: 'read_file', input: { path: 'b' } }] }]);
      assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['cut-off: read_file', 'call: read_file {"path":"b"}', 'end: tool-calls']);
    });

    it('nudges after an empty answer, counts its tokens, and gives up after the third', async () => {
      await using server = await startModelServer([{ usage: { input: 10, output: 1 }, times: 3 }]);
      const streamed = await collect(await modelFor(dialect, server));
      assert.deepEqual(transcript(streamed), ['retry 2: empty answer', 'retry 3: empty answer', 'error: model-empty']);
      assert.doesNotMatch(server.requests[0]?.text ?? '', /last answer was empty/);
      assert.match(server.requests[1]?.text ?? '', /last answer was empty/);
      assert.deepEqual(usages(streamed), [{ inputTokens: 30, outputTokens: 3 }]);
    });

    it('gives up after six tries, with growing and random waits', async () => {
      await using server = await startModelServer([{ status: 529, times: 9 }]);
      const clock = new TestClock();
      const streamed = await collect(await modelFor(dialect, server, { clock }));
      assert.equal(server.requests.length, 6);
      assert.deepEqual(clock.slept, [500, 1000, 2000, 4000, 8000]);
      assert.equal((streamed.error as AppError).code, 'model-overloaded');
      assert.equal(usages(streamed).length, 0);
    });

    for (const [name, headers, waits] of [
      ['seconds', { 'retry-after': '7' }, 7000], ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
      ['a date', { 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }, 30_000],
    ] as const) {
      it(`waits as long as the provider asks in ${name}`, async () => {
        await using server = await startModelServer([{ status: 429, headers }, answer]);
        const clock = new TestClock();
        const streamed = await collect(await modelFor(dialect, server, { clock }));
        assert.deepEqual(clock.slept, [waits]);
        assert.deepEqual(streamed.deltas[0], { type: 'retry', attempt: 2, delayMs: waits, reason: 'rate limit' });
        assert.deepEqual(transcript(streamed).slice(1), done);
      });
    }

    it('does not wait for more than a minute, and says how long the provider asks for', async () => {
      await using server = await startModelServer([{ status: 429, retryAfter: 3600 }, answer]);
      const { error } = await collect(await modelFor(dialect, server));
      assert.equal(server.requests.length, 1);
      assert.ok(error instanceof AppError);
      assert.equal(error.code, 'model-rate-limited');
      assert.match(error.message, /asks to wait 60 minutes/);
      assert.deepEqual(error.actions, ['retry', 'choose-model']);
    });

    it('counts the tokens of failed attempts', async () => {
      const usage = { input: 70, output: 5 };
      await using server = await startModelServer([{ usage }, { status: 529 }, { ...answer, usage }]);
      assert.deepEqual(usages(await collect(await modelFor(dialect, server))), [{ inputTokens: 140, outputTokens: 10 }]);
    });

    it('does not try again where the provider forbids it', async () => {
      await using server = await startModelServer([{ status: 500, headers: { 'x-should-retry': 'false' } }, answer]);
      assert.deepEqual(transcript(await collect(await modelFor(dialect, server))), ['error: model-overloaded']);
    });

    for (const [name, script] of Object.entries<Script>({
      'before the headers': [{ text: 'late', headersAfterMs: 60_000 }],
      'before any text': [{ text: 'late', fault: 'hang', faultAfter: 0 }],
      'in mid-text': [{ text: 'The first half. The second half.', fault: 'hang', faultAfter: 1 }],
      'in the middle of a call': [{ calls: [{ name: 'read_file', input: { path: 'a/long/path/that/takes/several/deltas' } }], fault: 'hang', faultAfter: 1 }],
    })) {
      it(`ends at once when it is stopped ${name}`, async () => {
        await using server = await startModelServer([...script]);
        const controller = new AbortController();
        const model = await modelFor(dialect, server);
        const seen: string[] = [];
        const running = (async () => {
          for await (const delta of model.stream(request(), controller.signal)) {
            seen.push(delta.type);
            if (delta.type === 'text' || delta.type === 'call-progress') controller.abort();
          }
        })();
        const asked = (await server.waitForRequests(1))[0];
        if (!name.includes('mid')) controller.abort();
        await assert.rejects(running, { name: 'AbortError' });
        assert.equal(await asked?.ended, 'aborted');
        assert.ok(!seen.includes('end'));
      });
    }

    it('ends at once when it is stopped while it waits for the next try', async () => {
      await using server = await startModelServer([{ status: 529, times: 9 }]);
      const clock = new TestClock();
      clock.holdsSleepers = true;
      const controller = new AbortController();
      const model = await modelFor(dialect, server, { clock });
      const streaming = collect(model, request(), controller.signal);
      await clock.sleeper();
      controller.abort();
      assert.deepEqual(transcript(await streaming), ['retry 2: overloaded', 'error: AbortError']);
      assert.equal(server.requests.length, 1);
    });

    it('sends nothing when it is stopped before it begins', async () => {
      await using server = await startModelServer([answer]);
      assert.deepEqual(transcript(await collect(await modelFor(dialect, server), request(), AbortSignal.abort())), ['error: AbortError']);
      assert.equal(server.requests.length, 0);
    });

    it('asks once more when the first byte does not come in time', async () => {
      await using server = await startModelServer([{ text: 'never', headersAfterMs: 3_600_000 }, answer]);
      const clock = new TestClock();
      const streaming = collect(await modelFor(dialect, server, { clock }));
      const [hanging] = await server.waitForRequests(1);
      assert.deepEqual(clock.alarms.map(({ ms }) => ms), [600_000], 'ten minutes for a local server');
      clock.alarms[0]?.ring();
      assert.deepEqual(transcript(await streaming), ['retry 2: no answer', ...done]);
      assert.equal(await hanging?.ended, 'aborted');
    });

    it('says that the answer broke off when nothing comes for a long time in mid-text', async () => {
      await using server = await startModelServer([{ text: 'The first half. The second half.', fault: 'hang', faultAfter: 1 }]);
      const clock = new TestClock();
      const model = await modelFor(dialect, server, { clock });
      const lines: string[] = [];
      await assert.rejects(async () => {
        for await (const delta of model.stream(request(), new AbortController().signal)) {
          lines.push(delta.type);
          setImmediate(() => clock.alarms.find(({ ms }) => ms === 90_000)?.ring());
        }
      }, { code: 'model-stream-broken' });
      assert.equal(lines[0], 'text');
    });
  });
}
