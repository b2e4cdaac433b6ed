import assert from 'node:assert/strict';
import { DisposableStore } from '../../../src/editor/disposables.ts';

describe('a store of disposables', () => {
  it('ends what it holds, newest first, and once', () => {
    const ended: string[] = [];
    const store = new DisposableStore();
    for (const name of ['a', 'b', 'c']) store.add({ dispose: () => ended.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual(ended, ['c', 'b', 'a']);
  });

  it('ends at once what comes after its end', () => {
    let ended = 0;
    const store = new DisposableStore();
    store.dispose();
    store.add({ dispose: () => (ended += 1) });
    assert.equal(ended, 1);
  });
});
