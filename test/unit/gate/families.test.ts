import assert from 'node:assert/strict';
import { plainByUnbash } from '../../../src/gate/analyse/unbashPlain.ts';
import { createLookUp, plain, type Family, type Rule } from '../../../src/gate/analyse/family.ts';
import type { Call, Touch } from '../../../src/gate/analyse/call.ts';
import { higher, levelOf } from '../../../src/gate/level.ts';
import { isSecretFile } from '../../../src/gate/paths.ts';
import { families } from '../../../src/gate/families/index.ts';
import type { Effect, Level } from '../../../src/shared/effects.ts';

/** The effect of a touch inside the workspace where no such file exists. */
function effectOf({ word, how, recursive }: Touch): Effect {
  const outside = /^([/~]|\.\.(\/|$))/.test(word.text);
  const base = { target: word.text, inWorkspace: !outside };
  switch (how) {
    case 'read': return { ...base, kind: isSecretFile(word.text) ? 'secret-read' : 'read' };
    case 'list': return { ...base, kind: 'read' };
    case 'delete': return { ...base, kind: 'delete', recoverable: recursive === true ? 'none' : 'unknown' };
    default: return { ...base, kind: 'write' };
  }
}

/** The level of one plain command, by the family alone: what it runs in turn counts as MODERATE. */
function levelByFamily(family: Family, example: string): Level {
  const parsed = plainByUnbash(example);
  assert.ok('commands' in parsed, `${example}: ${'problem' in parsed ? parsed.problem : ''}`);
  const [command] = parsed.commands;
  const [program = '', ...words] = command?.words ?? [];
  const call: Call = { program, words: words.map(plain), stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false };
  const answer = createLookUp([family])(call);
  assert.ok(answer, `${family.name} does not know ${program}`);
  const runs: Effect[] = (answer.runs ?? []).map(() => ({ kind: 'exec', target: 'what it starts', inWorkspace: true }));
  const effects = [...(answer.effects ?? []), ...(answer.touches ?? []).map(effectOf), ...runs];
  return levelOf(effects, higher(answer.level ?? 'SAFE', answer.known ? 'SAFE' : 'MODERATE')).level;
}

describe('tool families', () => {
  for (const family of families) {
    describe(family.name, () => {
      for (const rule of family.rules) {
        for (const example of rule.matches) it(`judges ${example} ${rule.level}`, () => assert.equal(levelByFamily(family, example), rule.level));
        for (const example of rule.not) it(`does not judge ${example} ${rule.level}`, () => assert.notEqual(levelByFamily(family, example), rule.level));
      }
    });
  }

  it('give every rule an example of what it is and, where its words matter, of what it is not', () => {
    const lacking = (rule: Rule): boolean => rule.matches.length === 0 || (rule.not.length === 0 && rule.insensitive !== true);
    assert.deepEqual(families.flatMap(({ rules }) => rules.filter(lacking).map(({ command }) => command)), []);
  });
});
