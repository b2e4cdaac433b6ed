import assert from 'node:assert/strict';
import { judge, realAnalyser } from './analyser.ts';
import { corpusRows } from './corpusRows.ts';

describe('labelled commands', () => {
  it('are never silent where their authors hold them for more than safe', async function () {
    this.timeout(60_000);
    const analyser = realAnalyser();
    const all = corpusRows();
    const unsafe: string[] = [];
    for (const { command, shell, accept } of all) {
      const { level } = await judge(analyser, command, { shell });
      if (level === 'SAFE' && !accept.includes('SAFE')) unsafe.push(command);
    }
    assert.ok(all.length > 0);
    assert.deepEqual(unsafe, []);
  });
});
