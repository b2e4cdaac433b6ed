import assert from 'node:assert/strict';
import { overwriteLoss, undoLoss } from '../../../src/tools/changeLoss.ts';

describe('the loss by the file tools', () => {
  it('is a whole file that git does not hold', () => {
    assert.equal(overwriteLoss('notes.txt', 1234, false)?.headline, 'Overwrites notes.txt (1.2 kB): git does not hold it, a checkpoint keeps what was in it.');
    assert.match(overwriteLoss('notes.txt', 1234, undefined)?.headline ?? '', /not known whether git holds it/);
    assert.equal(overwriteLoss('notes.txt', 1234, true), undefined);
  });

  it('is what an undo deletes', () => {
    const loss = undoLoss([{ name: 'a.txt', kept: true }, { name: 'b.txt', kept: false }]);
    assert.equal(loss?.headline, 'Deletes 2 files that the change made.');
    assert.deepEqual(loss.items.map(({ name, because }) => `${name}: ${because.join()}`), ['a.txt: a checkpoint keeps its content', 'b.txt: its content is in no checkpoint any more']);
    assert.equal(undoLoss([]), undefined);
  });
});
