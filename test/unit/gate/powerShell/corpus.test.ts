import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { higher } from '../../../../src/gate/level.ts';
import type { Level } from '../../../../src/shared/effects.ts';
import { levelOfPowerShell } from './levels.ts';

interface Row {
  command: string;
  accept: [Level, ...Level[]];
  reason: string;
}

const file = fileURLToPath(new URL('../../../corpora/powershell-commands.jsonl', import.meta.url));
const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);

interface Judged extends Row {
  level: Level;
  known: boolean;
}

describe('labelled PowerShell commands', () => {
  let judged: Judged[] = [];

  before(function () {
    this.timeout(60_000);
    judged = rows.map((row) => ({ ...row, ...levelOfPowerShell(row.command) }));
  });

  it('are at least 200, each once and with a reason', () => {
    assert.ok(rows.length >= 200);
    assert.equal(new Set(rows.map(({ command }) => command)).size, rows.length);
    assert.deepEqual(rows.filter(({ reason, accept }) => reason === '' || accept.length === 0), []);
  });

  it('are never judged below what is right', () => {
    const below = judged.filter(({ level, accept: [least] }) => higher(level, least) !== level);
    assert.deepEqual(below.map(({ command, level }) => `${command}: ${level}`), []);
  });

  it('are judged as is right where all of their programs are known', () => {
    const wrong = judged.filter(({ level, known, accept }) => known && !accept.includes(level));
    assert.deepEqual(wrong.map(({ command, level }) => `${command}: ${level}`), []);
  });
});
