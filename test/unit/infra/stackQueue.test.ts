import assert from 'node:assert/strict';
import { StackQueue } from '../../../src/infra/stackQueue.ts';

describe('the queue of a stack', () => {
  const live = new AbortController().signal;

  it('runs one at a time in order, other stacks beside it, and goes on after a failure', async () => {
    const queue = new StackQueue();
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = queue.run('dev', live, async () => {
      log.push('first begins');
      await gate.promise;
      throw new Error('first fails');
    });
    const second = queue.run('dev', live, async () => void log.push('second'));
    await queue.run('prod', live, async () => void log.push('other stack'));
    assert.deepEqual(log, ['first begins', 'other stack']);
    gate.resolve();
    await assert.rejects(first, /first fails/);
    await second;
    assert.deepEqual(log, ['first begins', 'other stack', 'second']);
  });

  it('ends a wait at once on abort, and keeps the order of the others', async () => {
    const queue = new StackQueue();
    const gate = Promise.withResolvers<void>();
    const first = queue.run('dev', live, () => gate.promise);
    const stop = new AbortController();
    const second = queue.run('dev', stop.signal, () => assert.fail('it was aborted'));
    let thirdRan = false;
    const third = queue.run('dev', live, async () => {
      thirdRan = true;
    });
    stop.abort();
    await assert.rejects(second, { name: 'AbortError' });
    assert.equal(thirdRan, false);
    gate.resolve();
    await Promise.all([first, third]);
    assert.equal(thirdRan, true);
  });
});
