import assert from 'node:assert/strict';
import fc from 'fast-check';
import { incompleteUtf8Tail, utf8Boundary } from '../../../src/util/utf8.ts';

describe('borders of UTF-8 characters', () => {
  it('are found wherever a text is cut', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, place) => {
      const bytes = Buffer.from(text.toWellFormed());
      const cut = bytes.length === 0 ? 0 : place % bytes.length;
      const head = bytes.subarray(0, cut);
      assert.equal(text.toWellFormed().startsWith(head.toString('utf8', 0, cut - incompleteUtf8Tail(head))), true);
      assert.equal(text.toWellFormed().endsWith(bytes.toString('utf8', utf8Boundary(bytes, cut))), true);
    }));
  });

  it('never hold back bytes that cannot become a character', () => {
    assert.deepEqual([[0xff], [0x80, 0x80, 0x80, 0x80], [0xc0], [0xf5, 0x80], [0x41]].map((bytes) => incompleteUtf8Tail(Uint8Array.from(bytes))), [0, 0, 0, 0, 0]);
    assert.deepEqual([[0xc3], [0xe6, 0xbc], [0xf0, 0x9f, 0x98], []].map((bytes) => incompleteUtf8Tail(Uint8Array.from(bytes))), [1, 2, 3, 0]);
  });
});
