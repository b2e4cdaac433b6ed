import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excess } from '../../../../src/gate/analyse/bash/limits.ts';
import { fragments } from './fragments.ts';
import { parsed } from './parser.ts';

/** Whatever it is, there is an answer, and a script that is believed keeps the limits. */
async function check(source: string): Promise<void> {
  const result = await parsed(source);
  if ('problem' in result) {
    assert.notEqual(result.problem, '');
    return;
  }
  assert.equal(excess(result.script), undefined);
}

describe('any text', () => {
  it('made of pieces of shell gets an answer', async function () {
    this.timeout(60_000);
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((pieces) => pieces.join('')), check), { numRuns: 3_000, seed: 20_261 });
  });

  it('of any characters gets an answer', async function () {
    this.timeout(60_000);
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 1_000, seed: 20_261 });
  });

  it('that repeats one piece up to the limit gets an answer', async function () {
    this.timeout(60_000);
    for (const [index, fragment] of fragments.entries()) {
      // each piece bare or as an argument, by turns: what slows one reading down slows the other
      const before = index % 2 === 0 ? '' : 'echo ';
      await check(before + fragment.repeat(Math.floor((10_000 - before.length) / fragment.length)));
    }
  });
});
