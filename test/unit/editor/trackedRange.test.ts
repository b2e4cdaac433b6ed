import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftSpan, type Span } from '../../../src/editor/trackedRange.ts';

/** The place of an offset in a text, and back. */
function placeAt(text: string, offset: number): Span['start'] {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
const span = (text: string, from: number, to: number): Span => ({ start: placeAt(text, from), end: placeAt(text, to) });
function textOf(text: string, { start, end }: Span): string {
  const lines = text.split('\n');
  const offset = (place: Span['start']): number => lines.slice(0, place.line).reduce((sum, line) => sum + line.length + 1, 0) + place.character;
  return text.slice(offset(start), offset(end));
}

/** Marks the selection with [ ] and the edit with { }, and shows the selection after the edit. */
function after(marked: string, inserted: string): string | undefined {
  const offsets: Record<string, number> = {};
  let text = '';
  for (const sign of marked) {
    if ('[]{}'.includes(sign)) offsets[sign] = text.length;
    else text += sign;
  }
  const [from, to, begin, end] = ['[', ']', '{', '}'].map((sign) => offsets[sign] ?? 0) as [number, number, number, number];
  const shifted = shiftSpan(span(text, from, to), span(text, begin, end), inserted);
  return shifted === undefined ? undefined : textOf(text.slice(0, begin) + inserted + text.slice(end), shifted);
}

describe('a range that follows its text', () => {
  it('moves down with lines inserted above it', () => assert.equal(after('{}one\n[two]\nthree', 'zero\nhalf\n'), 'two'));
  it('moves up when lines above it are deleted', () => assert.equal(after('{zero\n}one\n[two]', ''), 'two'));
  it('moves within its line', () => assert.equal(after('{a}b [cd] e', 'long'), 'cd'));
  it('stays where an edit comes after it', () => assert.equal(after('[one] two {three}', 'x\ny'), 'one'));
  it('leaves out what is typed right before it or right behind it', () => {
    assert.equal(after('a{}[b]c', 'XX'), 'b');
    assert.equal(after('a[b]{}c', 'XX'), 'b');
  });
  it('grows with what is typed inside', () => assert.equal(after('[on{}e]', '\nX\n'), 'on\nX\ne'));
  it('takes the new text when all of it is rewritten', () => assert.equal(after('a [{old}] b', 'new'), 'new'));
  it('takes the new text of an edit that overlaps its begin or its end', () => {
    assert.equal(after('{a[b}c]', 'X'), 'Xc');
    assert.equal(after('[a{b]c}', 'X'), 'aX');
  });
  it('is gone when a larger piece around it is replaced', () => assert.equal(after('{a [b] c}', 'X'), undefined));

  it('keeps exactly its text under any edit outside of it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 30 });
    fc.assert(fc.property(text, text, fc.nat(), fc.nat(), fc.nat(), fc.boolean(), (document, inserted, a, b, c, above) => {
      const [from, to] = [a % document.length, b % document.length].sort((one, two) => one - two) as [number, number];
      fc.pre(from < to);
      const [begin, end] = above ? [c % (from + 1), from] : [to, to + c % (document.length - to + 1)];
      const shifted = shiftSpan(span(document, from, to), span(document, begin, end), inserted);
      assert.ok(shifted !== undefined);
      assert.equal(textOf(document.slice(0, begin) + inserted + document.slice(end), shifted), document.slice(from, to));
    }));
  });
});
