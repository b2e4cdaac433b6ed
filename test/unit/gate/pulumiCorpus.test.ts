import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { plain } from '../../../src/gate/analyse/family.ts';
import { plainByUnbash } from '../../../src/gate/analyse/unbashPlain.ts';
import { lookUpFamily } from '../../../src/gate/families/index.ts';
import { higher, levelOf } from '../../../src/gate/level.ts';
import { LEVELS, type Effect, type Level } from '../../../src/shared/effects.ts';
import { judge, realAnalyser } from './analyser.ts';

interface Row {
  command: string;
  /** Levels that are right. */
  accept: readonly Level[];
  reason: string;
}

const file = new URL('../../corpora/pulumi-commands.jsonl', import.meta.url);
const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);

/** By the family alone, for one plain command of Pulumi. */
function levelByFamily(command: string): Level | undefined {
  const parsed = plainByUnbash(command);
  if (!('commands' in parsed) || parsed.commands.length !== 1) return undefined;
  const [program = '', ...words] = parsed.commands[0]?.words ?? [];
  if (program !== 'pulumi') return undefined;
  const answer = lookUpFamily({ program, words: words.map(plain), stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false });
  assert.ok(answer);
  const touched = (answer.touches ?? []).map(({ word, how }): Effect => ({ kind: how === 'read' || how === 'list' ? 'read' : 'write', target: word.text, inWorkspace: !/^([/~]|\.\.)/.test(word.text) }));
  return levelOf([...(answer.effects ?? []), ...touched], higher(answer.level ?? 'SAFE', answer.known ? 'SAFE' : 'MODERATE')).level;
}

describe('the corpus of Pulumi commands', () => {
  it('holds at least 150 commands, each once and with a reason', () => {
    assert.ok(rows.length >= 150);
    assert.equal(new Set(rows.map(({ command }) => command)).size, rows.length);
    assert.deepEqual(rows.filter(({ reason }) => reason === ''), []);
  });

  const analyser = realAnalyser();
  for (const { command, accept, reason } of rows) {
    const level = levelByFamily(command);
    if (level !== undefined) {
      it(`judges ${JSON.stringify(command)} ${accept.join(' or ')}: ${reason}`, () => assert.ok(accept.includes(level), level));
    } else {
      it(`judges ${JSON.stringify(command)} not below ${accept.join(' or ')}: ${reason}`, async () => {
        const least = Math.min(...accept.map((one) => LEVELS.indexOf(one)));
        const judged = await judge(analyser, command);
        assert.ok(LEVELS.indexOf(judged.level) >= least, `${judged.level}: ${judged.reasons.join(' ')}`);
      });
    }
  }
});
