import assert from 'node:assert/strict';
import { destructiveRules } from '../../../src/gate/analyse/destructive.ts';
import { createGraveTable } from '../../../src/gate/analyse/graveRule.ts';
import { highRules } from '../../../src/gate/analyse/high.ts';

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
  });
});
