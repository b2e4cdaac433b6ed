import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, type Edit } from '../../../src/tools/applyEdits.ts';

const table: [string, string, Edit[], string][] = [
  ['replaces exactly', 'a\nb\nc\n', [{ old: 'b', new: 'B' }], 'a\nB\nc\n'],
  ['applies several edits, in any order', 'a\nb\nc\n', [{ old: 'c', new: 'C' }, { old: 'a', new: 'A' }], 'A\nb\nC\n'],
  ['replaces all where told', 'a a a', [{ old: 'a', new: 'b', all: true }], 'b b b'],
  ['keeps CRLF line ends, and gives new lines the same', 'a\r\nb\r\nc\r\n', [{ old: 'a\nb', new: 'a\nx\nb' }], 'a\r\nx\r\nb\r\nc\r\n'],
  ['finds a part of CRLF lines', 'one\r\ntwo\r\n', [{ old: 'ne\ntw', new: 'N\nT' }], 'oN\r\nTo\r\n'],
  ['takes CRLF in the edit for LF in the file', 'a\nb\n', [{ old: 'a\r\nb', new: 'x\r\ny' }], 'x\ny\n'],
  ['keeps mixed line ends where it does not touch them', 'a\r\nb\nc\r\n', [{ old: 'b', new: 'B' }], 'a\r\nB\nc\r\n'],
  ['keeps a missing final line end', 'a\nb', [{ old: 'b', new: 'B' }], 'a\nB'],
  ['deletes a line with its end', 'a\nb\nc\n', [{ old: 'b\n', new: '' }], 'a\nc\n'],
  ['overlooks trailing blanks', 'a  \nb\t\nc\n', [{ old: 'a\nb\n', new: 'x\n' }], 'x\nc\n'],
  ['overlooks indentation, and gives the replacement the real one', 'if (a) {\n    b();\n    c();\n}\n', [{ old: 'b();\nc();', new: 'b();\nif (x) {\n  d();\n}' }], 'if (a) {\n    b();\n    if (x) {\n      d();\n    }\n}\n'],
  ['turns spaces into the tabs of the file', 'f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n', [{ old: '  if (a) {\n    b();\n  }', new: '  if (a) {\n    c();\n  }' }], 'f() {\n\tif (a) {\n\t\tc();\n\t}\n}\n'],
  ['overlooks curly quotes, dashes and odd spaces', 'say(“a – b\u00A0c”)\n', [{ old: 'say("a - b c")', new: 'say(1)' }], 'say(1)\n'],
  ['prefers the exact place over a similar one', '  a\na\n', [{ old: '\na\n', new: '\nb\n' }], '  a\nb\n'],
  ['keeps characters beyond the basic plane whole', '😀 a 😀 b\n', [{ old: 'a 😀', new: 'x' }], '😀 x b\n'],
  ['takes dollar signs in the new text as they are', 'a\n', [{ old: 'a', new: '$& $1 $$' }], '$& $1 $$\n'],
];

const refusals: [string, string, Edit[], string][] = [
  ['a text that is not there', 'a\n', [{ old: 'zzz', new: 'y' }], 'no-match'],
  ['a text that is there twice', 'a\nb\na\n', [{ old: 'a', new: 'x' }], 'several-matches'],
  ['a text that is there twice but for blanks', 'a  \nb\na \nb\n', [{ old: 'a\nb\n', new: 'x\n' }], 'several-matches'],
  ['overlapping edits', 'abc', [{ old: 'ab', new: 'x' }, { old: 'bc', new: 'y' }], 'overlapping-edits'],
  ['edits that change nothing', 'abc', [{ old: 'a', new: 'a' }], 'no-change'],
  ['an empty old text', 'abc', [{ old: '', new: 'a' }], 'no-match'],
  ['nothing but blanks that do not match', 'a\n\tb\n', [{ old: '   \n  ', new: 'x' }], 'no-match'],
];

describe('edits', () => {
  for (const [name, before, edits, after] of table) it(name, () => assert.equal(applyEdits(before, edits, 'f'), after));
  for (const [name, before, edits, code] of refusals) it(`refuses ${name}`, () => assert.throws(() => applyEdits(before, edits, 'f'), { code }));

  it('names the lines where a text is found several times', () => {
    assert.throws(() => applyEdits('a\nb\na\n', [{ old: 'a', new: 'x' }], 'f'), /lines 1, 3/);
  });

  it('shows the closest real lines with their numbers', () => {
    assert.throws(() => applyEdits('one\nconst total = price * count;\nthree\n', [{ old: 'const total = price * amount;', new: 'x' }], 'f'), /2\tconst total = price \* count;/);
  });

  it('changes nothing but the place that was meant', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', 'é', '😀', '"'), maxLength: 8 });
    fc.assert(fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (before, after, end) => {
      const head = before.map((one) => one + end).join('');
      const tail = after.map((one) => one + end).join('');
      assert.equal(applyEdits(`${head}UNIQUE${end}${tail}`, [{ old: 'UNIQUE', new: 'x\ny' }], 'f'), `${head}x${end}y${end}${tail}`);
    }));
  });
});
