import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HeadTailBuffer, WholeCharacters } from '../../../src/process/outputBuffer.ts';

const chunked = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 });

describe('kept output', () => {
  it('is everything as long as it fits', () => {
    fc.assert(fc.property(fc.array(fc.string(), { maxLength: 20 }), (pieces) => {
      const text = pieces.join('').toWellFormed();
      const buffer = new HeadTailBuffer(2 * Buffer.byteLength(text) + 2);
      for (const piece of pieces) buffer.push(Buffer.from(piece.toWellFormed()));
      assert.deepEqual(buffer.read(), { text: pieces.map((piece) => piece.toWellFormed()).join(''), truncatedBytes: 0 });
    }));
  });

  it('is head and tail of the whole otherwise, whatever the chunks', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary-ascii' })), fc.integer({ min: 2, max: 60 }), (pieces, max) => {
      const all = pieces.join('');
      const half = Math.floor(max / 2);
      const buffer = new HeadTailBuffer(max);
      for (const piece of pieces) buffer.push(Buffer.from(piece));
      const left = all.length - 2 * half;
      assert.deepEqual(buffer.read(), left <= 0 ? { text: all, truncatedBytes: 0 }
        : { text: `${all.slice(0, half)}\n[… ${left} bytes left out …]\n${all.slice(-half)}`, truncatedBytes: left });
    }));
  });

  it('cuts no character and counts what that costs', () => {
    const buffer = new HeadTailBuffer(10);
    buffer.push(Buffer.from('漢漢漢漢漢漢'));
    assert.deepEqual(buffer.read(), { text: '漢\n[… 12 bytes left out …]\n漢', truncatedBytes: 12 });
  });

  it('is handed on in whole characters and loses no byte', () => {
    fc.assert(fc.property(chunked, (chunks) => {
      const characters = new WholeCharacters();
      const pieces = [...chunks.map((chunk) => characters.next(Buffer.from(chunk))), characters.end()];
      assert.deepEqual(Buffer.concat(pieces), Buffer.concat(chunks));
      assert.equal(pieces.map((piece) => piece.toString()).join(''), Buffer.concat(chunks).toString());
    }));
  });
});
