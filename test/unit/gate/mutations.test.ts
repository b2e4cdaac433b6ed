import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judge, realAnalyser } from './analyser.ts';
import { parsed } from './bash/parser.ts';
import { rowsToTry } from './rowsToTry.ts';
import { mutators, poisons } from './mutators.ts';

/** Mutations tried of each command; all of them, which takes minutes, with `PILOTHOUSE_MUTATIONS=all`. */
const tried = process.env.PILOTHOUSE_MUTATIONS === 'all' ? mutators.length : 4;

describe('commands written differently', () => {
  const analyser = realAnalyser();
  const isSilent = async (command: string): Promise<boolean> => (await judge(analyser, command)).level === 'SAFE';
  const rows = rowsToTry().filter(({ shell }) => shell === 'bash');

  it('do not become silent where they were not', async function () {
    this.timeout(tried === mutators.length ? 0 : 120_000);
    const silent: string[] = [];
    let count = 0;
    for (const [index, { command, accept }] of rows.entries()) {
      if (accept.includes('SAFE') || await isSilent(command)) continue;
      for (let step = 0; step < tried; step++) {
        // Every command meets other mutators than its neighbours, and each mutator commands of all kinds.
        const mutator = mutators[(index * 7 + step * 29) % mutators.length];
        const mutated = mutator?.mutate(command);
        if (mutator === undefined || mutated === undefined) continue;
        count++;
        if (await isSilent(mutated)) silent.push(`${mutator.name}: ${JSON.stringify(mutated)}`);
      }
    }
    assert.ok(count > 0);
    assert.deepEqual(silent, []);
  });

  it('are never silent with a poisoned environment or a hidden line end', async function () {
    this.timeout(120_000);
    const silent: string[] = [];
    for (const [index, { command }] of rows.entries()) {
      const mutated = poisons[index % poisons.length]?.mutate(command);
      if (mutated !== undefined && await isSilent(mutated)) silent.push(JSON.stringify(mutated));
    }
    assert.ok(rows.length > 0);
    assert.deepEqual(silent, []);
  });

  it('get an answer when they are torn apart, and are not silent where they cannot be parsed', async function () {
    this.timeout(120_000);
    const commands = rows.map(({ command }) => command).filter((command) => command.length < 2_000);
    const noise = fc.constantFrom(...'\'"`$(){}[]<>|&;\\#!~*?=\n\t\r\0 aé'.split(''), '$(', '<<E\n', '\u202e', '\ud800');
    const torn = fc.tuple(fc.constantFrom(...commands), fc.nat({ max: 200 }), fc.nat({ max: 200 }), fc.array(noise, { maxLength: 4 })).map(([command, from, to, pieces]) => command.slice(0, from) + pieces.join('') + command.slice(Math.min(from, to)));
    await fc.assert(fc.asyncProperty(torn, async (command) => {
      const silent = await isSilent(command);
      if (silent) assert.ok('script' in await parsed(command));
    }), { numRuns: 2_000, seed: 20_261 });
  });
});
