import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Family, Rule } from '../../../src/gate/analyse/family.ts';
import { families } from '../../../src/gate/families/index.ts';
import type { Level } from '../../../src/shared/effects.ts';
import { judge, realAnalyser } from './analyser.ts';

const analyser = realAnalyser();

/** The level of an example by the whole analysis, in an empty workspace. */
const levelOfExample = async (example: string, { style }: Family): Promise<Level> => (await judge(analyser, example, { shell: style === 'powershell' ? 'powershell' : 'bash' })).level;

describe('tool families', () => {
  for (const family of families) {
    describe(family.name, () => {
      for (const rule of family.rules) {
        for (const example of rule.matches) it(`judges ${example} ${rule.level}`, async () => assert.equal(await levelOfExample(example, family), rule.level));
        for (const example of rule.not) it(`does not judge ${example} ${rule.level}`, async () => assert.notEqual(await levelOfExample(example, family), rule.level));
      }
    });
  }

  it('are all asked: none is written and left out of the list', async () => {
    const folder = join(import.meta.dirname, '../../../src/gate/families');
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const written = (await Promise.all(files.map(async (name) => [...(await readFile(join(folder, name), 'utf8')).matchAll(/^export const \w+: Family = \{\s+name: '([^']+)'/gm)].map(([, family]) => family)))).flat();
    assert.ok(written.length > 50);
    assert.deepEqual(written.toSorted(), families.map(({ name }) => name).toSorted());
  });

  it('give every rule an example of what it is and, where its words matter, of what it is not', () => {
    const lacking = (rule: Rule): boolean => rule.matches.length === 0 || (rule.not.length === 0 && rule.insensitive !== true);
    assert.deepEqual(families.flatMap(({ rules }) => rules.filter(lacking).map(({ command }) => command)), []);
  });
});
