import assert from 'node:assert/strict';
import { plainByUnbash } from '../../../src/gate/analyse/unbashPlain.ts';
import { destructiveRules } from '../../../src/gate/analyse/destructive.ts';
import { createGraveTable } from '../../../src/gate/analyse/graveRule.ts';
import { highRules } from '../../../src/gate/analyse/high.ts';
import { proveRead, readRules } from '../../../src/gate/analyse/readList.ts';

/** Words of an example; every example is a single plain command. */
function wordsOf(example: string): string[] {
  const parsed = plainByUnbash(example);
  assert.ok('commands' in parsed, `${example}: ${'problem' in parsed ? parsed.problem : ''}`);
  return parsed.commands[0]?.words ?? [];
}

describe('rules of reading commands', () => {
  for (const rule of readRules) {
    for (const example of rule.matches) it(`proves ${example}`, () => assert.notEqual(proveRead(wordsOf(example)), undefined));
    for (const example of rule.not) it(`does not prove ${example}`, () => assert.equal(proveRead(wordsOf(example)), undefined));
  }
});

describe('signs of gravity', () => {
  for (const rule of [...destructiveRules, ...highRules]) {
    const findings = createGraveTable([rule]);
    const wordsLoosely = (example: string): string[] => example.replaceAll(/['"]/g, (quote) => quote).match(/'[^']*'|"[^"]*"|\S+/g)?.map((word) => word.replaceAll(/^['"]|['"]$/g, '')) ?? [];
    for (const example of rule.matches) {
      it(`sees ${rule.level} in ${example}`, () => {
        const [finding] = findings(wordsLoosely(example));
        assert.ok(finding, 'no finding');
        assert.notEqual(finding.target.trim(), '');
      });
    }
    for (const example of rule.not) it(`does not see "${rule.reason}" in ${example}`, () => assert.deepEqual(findings(wordsLoosely(example)), []));
  }

  it('gives every rule an example', () => {
    assert.deepEqual([...destructiveRules, ...highRules].filter((rule) => rule.matches.length === 0).map((rule) => rule.reason), []);
    assert.deepEqual(readRules.filter((rule) => rule.matches.length === 0 || (rule.not.length === 0 && rule.name !== 'echo')).map((rule) => rule.name), []);
  });
});
