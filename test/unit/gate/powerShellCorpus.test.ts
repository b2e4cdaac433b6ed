import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { higher } from '../../../src/gate/level.ts';
import type { Level } from '../../../src/shared/effects.ts';
import { judge, realAnalyser } from './analyser.ts';

interface Row {
  command: string;
  accept: [Level, ...Level[]];
}

const file = fileURLToPath(new URL('../../corpora/powershell-commands.jsonl', import.meta.url));
const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);

describe('PowerShell commands, as the analyser judges them', () => {
  it('are never below what is right, and silent where they are harmless', async function () {
    this.timeout(60_000);
    const analyser = realAnalyser();
    const below: string[] = [];
    const loud: string[] = [];
    for (const { command, accept } of rows) {
      const { level } = await judge(analyser, command, { shell: 'powershell' });
      if (higher(level, accept[0]) !== level) below.push(`${command}: ${level}`);
      if (accept.includes('SAFE') && level !== 'SAFE') loud.push(command);
    }
    assert.deepEqual(below, []);
    assert.ok(loud.length <= rows.filter(({ accept }) => accept.includes('SAFE')).length * 0.1, loud.join('\n'));
  });
});
