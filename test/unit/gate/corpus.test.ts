import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRules } from '../../../src/gate/analyse/readList.ts';
import { judge, realAnalyser } from './analyser.ts';

interface Row {
  command: string;
  shell: 'bash' | 'powershell';
  /** Levels that the row's authors hold for right. */
  accept: string[];
}

const repository = resolve(fileURLToPath(import.meta.url), '../../../..');
const folder = process.env.PILOTHOUSE_CORPORA ?? join(repository, '../shared/corpora');
const file = join(folder, 'commands-dev.jsonl');

function rows(): Row[] {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);
  process.stdout.write(`      (no corpus at ${file}; set PILOTHOUSE_CORPORA to its folder. Checking the built-in examples instead.)\n`);
  return readRules.flatMap((rule) => rule.not.map((command): Row => ({ command, shell: 'bash', accept: ['MODERATE', 'HIGH', 'DESTRUCTIVE'] })));
}

describe('labelled commands', () => {
  it('are never silent where their authors hold them for more than safe', async function () {
    this.timeout(60_000);
    const analyser = realAnalyser();
    const all = rows();
    const unsafe: string[] = [];
    for (const { command, shell, accept } of all) {
      const { level } = await judge(analyser, command, { shell });
      if (level === 'SAFE' && !accept.includes('SAFE')) unsafe.push(command);
    }
    assert.ok(all.length > 100);
    assert.deepEqual(unsafe, []);
  });
});
