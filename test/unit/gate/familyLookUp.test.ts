import assert from 'node:assert/strict';
import { createLookUp, plain, type Family } from '../../../src/gate/analyse/family.ts';
import { looks } from '../../../src/gate/analyse/effects.ts';

const deletes = { level: 'DESTRUCTIVE' } as const;
const shows = { effects: [looks('shown')] };
const tool: Family = {
  name: 'tool',
  help: '--help help',
  globals: { values: '-o' },
  rules: [
    { command: 'tool ** delete', level: 'DESTRUCTIVE', anyOption: true, does: deletes, matches: [], not: [] },
    { command: 'tool ** list|show-*', level: 'SAFE', anyOption: true, does: shows, matches: [], not: [] },
    { command: 'tool *:destroy', level: 'DESTRUCTIVE', anyOption: true, does: deletes, matches: [], not: [] },
  ],
};
const lookUp = createLookUp([tool]);
const judged = (line: string): string => {
  const answer = lookUp({ program: 'tool', words: line.split(' ').map(plain), stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false });
  if (answer?.known !== true) return 'not known';
  return answer.level === 'DESTRUCTIVE' ? 'deletes' : answer.effects?.[0]?.detail ?? answer.effects?.[0]?.target ?? '';
};

describe('the verbs of a tool', () => {
  it('may stand behind any number of groups', () => assert.deepEqual(['delete a', 'vm delete a', 'net peer delete -y', 'list', 'net peer list'].map(judged), ['deletes', 'deletes', 'deletes', 'shown', 'shown']));
  it('may be patterns', () => assert.deepEqual(['a show-keys', 'apps:destroy', 'apps:destroyer'].map(judged), ['shown', 'deletes', 'not known']));
  it('stand before options where they only read: an option\'s value may look like one', () => assert.deepEqual(['-o json vm list', 'vm start --name list', '--strange list'].map(judged), ['shown', 'not known', 'not known']));
  it('are found behind options where they are grave', () => assert.equal(judged('vm start --name delete'), 'deletes'));
  it('print help where that is asked for, and where no option can take the word', () => {
    assert.deepEqual(['vm delete --help', 'help vm delete', '--help vm delete', 'vm delete a --help'].map(judged), Array<string>(4).fill('prints its help'));
    assert.deepEqual(['vm delete help', 'vm delete --name --help', 'vm delete -- --help', 'run delete --help'].map(judged), Array<string>(4).fill('deletes'));
  });
});
