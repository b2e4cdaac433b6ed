import assert from 'node:assert/strict';
import { boundedText, createChipList, MAX_CHIP_TEXT, rangeLabel, type Chip, type ChipList } from '../../../src/editor/chipList.ts';

function chip(id: string, text: () => string | undefined = () => id): Chip {
  const item = { id, kind: 'selection' as const, label: id, text: '' };
  return {
    item,
    capture: () => {
      const now = text();
      return Promise.resolve(now === undefined ? undefined : { ...item, text: now });
    },
  };
}
const ids = (list: ChipList): string[] => list.items.map((item) => item.id);

describe('the chips of the composer', () => {
  let list: ChipList;
  beforeEach(() => (list = createChipList()));

  it('show what was attached before what follows the editor', () => {
    list.follow([chip('file'), chip('problems')]);
    list.attach(chip('selection'));
    assert.deepEqual(ids(list), ['selection', 'file', 'problems']);
  });

  it('read their text when the message is sent, not when they are attached', async () => {
    let text = 'as attached';
    list.attach(chip('selection', () => text));
    text = 'as sent';
    assert.equal(list.items[0]?.text, '');
    assert.deepEqual((await list.take(['selection'])).map((item) => item.text), ['as sent']);
  });

  it('are used up by a message if attached, and stay if they follow the editor', async () => {
    list.attach(chip('selection'));
    list.follow([chip('file')]);
    await list.take(['selection', 'file']);
    assert.deepEqual(ids(list), ['file']);
  });

  it('go along only if the message names them', async () => {
    list.attach(chip('selection'));
    list.follow([chip('file')]);
    assert.deepEqual((await list.take(['file'])).map((item) => item.id), ['file']);
    assert.deepEqual(ids(list), ['selection', 'file']);
  });

  it('send nothing of what is gone', async () => {
    list.attach(chip('deleted', () => undefined));
    assert.deepEqual(await list.take(['deleted']), []);
  });

  it('stay away once removed, until the next conversation', () => {
    list.follow([chip('file')]);
    list.remove('file');
    list.follow([chip('file')]);
    assert.deepEqual(ids(list), []);
    list.reset();
    assert.deepEqual(ids(list), ['file']);
  });

  it('can be attached again after having been removed', () => {
    list.attach(chip('selection'));
    list.remove('selection');
    assert.deepEqual(ids(list), []);
    list.attach(chip('selection'));
    assert.deepEqual(ids(list), ['selection']);
  });

  it('do not double', () => {
    list.attach(chip('selection'));
    list.attach(chip('selection'));
    list.follow([chip('selection')]);
    assert.deepEqual(ids(list), ['selection']);
  });

  it('tell of a change once, and of none when the editor shows the same', () => {
    let told = 0;
    list.onChange(() => (told += 1));
    list.follow([chip('file')]);
    list.follow([chip('file')]);
    assert.equal(told, 1);
  });
});

describe('a chip’s text', () => {
  it('is cut in the middle when it is too long, and says so', () => {
    const text = boundedText(`first${'x'.repeat(MAX_CHIP_TEXT)}last`);
    assert.ok(text.startsWith('first') && text.endsWith('last') && text.length < MAX_CHIP_TEXT + 100);
    assert.match(text, /9 characters left out/);
  });

  it('is labelled by name and lines', () => {
    assert.equal(rangeLabel('src/cart.ts', 12, 20), 'cart.ts:12-20');
    assert.equal(rangeLabel('cart.ts', 7, 7), 'cart.ts:7');
  });
});
