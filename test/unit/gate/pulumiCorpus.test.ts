import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Level } from '../../../src/shared/effects.ts';
import { judge, realAnalyser } from './analyser.ts';

interface Row {
  command: string;
  /** Levels that are right. */
  accept: readonly Level[];
  reason: string;
}

const file = new URL('../../corpora/pulumi-commands.jsonl', import.meta.url);
const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);

describe('the corpus of Pulumi commands', () => {
  it('holds at least 150 commands, each once and with a reason', () => {
    assert.ok(rows.length >= 150);
    assert.equal(new Set(rows.map(({ command }) => command)).size, rows.length);
    assert.deepEqual(rows.filter(({ reason }) => reason === ''), []);
  });

  const analyser = realAnalyser();
  for (const { command, accept, reason } of rows) {
    it(`judges ${JSON.stringify(command)} ${accept.join(' or ')}: ${reason}`, async () => {
      const { level, reasons } = await judge(analyser, command);
      assert.ok(accept.includes(level), `${level}: ${reasons.join(' ')}`);
    });
  }
});
