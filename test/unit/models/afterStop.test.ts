import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/core/model.ts';
import { createModel } from '../../../src/models/createModel.ts';
import { startModelServer } from '../../fixtures/modelServer/modelServer.ts';
import { HUMAN, recordingTool, testSession } from '../../fixtures/session.ts';

const never = <Result>(): Promise<Result> => new Promise(() => undefined);
const idsIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '').sort();
/** How each dialect names the calls of an answer, and the results that must stand for each of them. */
const wire: Record<Dialect, { calls: RegExp; results: RegExp }> = {
  anthropic: { calls: /"type":"tool_use","id":"([^"]+)"/g, results: /"tool_use_id":"([^"]+)"/g },
  responses: { calls: /"type":"function_call",[^{}]*?"call_id":"([^"]+)"/g, results: /"type":"function_call_output","call_id":"([^"]+)"/g },
  chat: { calls: /"id":"([^"]+)","type":"function"/g, results: /"tool_call_id":"([^"]+)"/g },
};

describe('a message after a stop', () => {
  for (const dialect of ['anthropic', 'responses', 'chat'] as const) {
    it(`goes out in the ${dialect} dialect with a result for every call and all words that arrived`, async () => {
      await using server = await startModelServer([
        { text: 'I will do both.', calls: [{ name: 'work', input: { value: 'a' } }, { name: 'work', input: { value: 'b' } }] },
        { text: 'Half of an answer that never ends', fault: 'hang', faultAfter: 1 },
        { text: 'Here again.' },
      ]);
      const model = await createModel({ dialect, provider: 'custom', model: 'scripted-model', baseUrl: server.baseUrl, apiKey: 'k' }, { learned: new Map() });
      const { session, next } = testSession(model, [recordingTool('work', [], { run: () => never() })]);
      const first = session.send({ text: 'first', context: [] }, HUMAN);
      await next('tool-start');
      await new Promise((resolve) => setImmediate(resolve));
      session.stop();
      assert.equal(await first, 'stopped');

      const arrived = new Promise<void>((resolve) => session.subscribe((events) => { if (events.some((event) => event.type === 'text-delta')) resolve(); }));
      const second = session.send({ text: 'second', context: [] }, HUMAN);
      await arrived;
      session.stop();
      assert.equal(await second, 'stopped');

      assert.equal(await session.send({ text: 'third', context: [] }, HUMAN), 'done');
      const sent = server.requests.at(-1)?.text ?? '';
      const [calls, results] = [idsIn(sent, wire[dialect].calls), idsIn(sent, wire[dialect].results)];
      assert.equal(calls.length, 2, sent);
      assert.deepEqual(results, calls);
      assert.match(sent, /first[\s\S]*I will do both[\s\S]*second[\s\S]*Half of[\s\S]*third/);
    });
  }
});
