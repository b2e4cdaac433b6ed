import assert from 'node:assert/strict';
import { everydayCommands, everydayWorkspace } from '../../corpora/everyday.ts';
import { judge, realAnalyser } from './analyser.ts';

describe('what is typed all day', () => {
  const rows = everydayCommands();
  const analyser = realAnalyser();

  for (const { command, accept, reason } of rows) {
    it(`${command.replaceAll('\n', '⏎')} is ${accept.join(' or ')}${reason === undefined ? '' : `: ${reason}`}`, async () => {
      const { level } = await judge(analyser, command, {}, everydayWorkspace);
      assert.ok(accept.includes(level), level);
    });
  }

  it('has each command once, and a reason for what is HIGH', () => {
    assert.equal(new Set(rows.map(({ command }) => command)).size, rows.length);
    assert.deepEqual(rows.filter(({ accept, reason }) => accept.includes('HIGH') && reason === undefined), []);
  });
});
