import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digestOf } from '../../../src/gate/digest.ts';
import { canonicalJson } from '../../../src/shared/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../../src/shared/json.ts';

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, field]) => [key, reversed(field)]));
}

describe('digest of an action', () => {
  it('does not depend on the order in which fields were set', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonValue>), (value: JsonObject) => {
      assert.equal(digestOf(reversed(value) as JsonObject), digestOf(value));
    }));
  });

  it('keeps the value: canonical JSON reads back as the same', () => {
    fc.assert(fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }));
  });

  it('is the form of RFC 8785', () => {
    assert.equal(canonicalJson({ numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0], string: '\u20ac$\u000f\nA\'B"\\', literals: [null, true, false] }),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\"}');
    assert.equal(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6 }), '{"\\r":2,"1":4,"\u0080":6,"€":1,"😀":5,"\ufb33":3}');
  });

  it('tells actions apart that differ in one byte, in a type or in an empty field', () => {
    const digests = [{ a: 'x' }, { a: 'x ' }, { a: ['x'] }, { a: null }, {}, { a: 1 }, { a: '1' }].map((value) => digestOf(value as JsonObject));
    assert.equal(new Set(digests).size, digests.length);
  });

  it('refuses what JSON cannot hold, and leaves out what has no value', () => {
    assert.throws(() => canonicalJson(Number.NaN), TypeError);
    assert.throws(() => canonicalJson([undefined] as unknown as JsonValue), TypeError);
    assert.equal(canonicalJson({ a: undefined, b: 1 } as unknown as JsonObject), '{"b":1}');
  });
});
