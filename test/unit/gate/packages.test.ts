import assert from 'node:assert/strict';
import { facts, judge, realAnalyser } from './analyser.ts';

const analyser = realAnalyser();
const installed = { 'node_modules/.bin/tsc': { text: '' }, 'packages/a/package.json': { text: '{}' } };
const levelOf = async (command: string, files = {}): Promise<string> => (await judge(analyser, command, {}, files)).level;

describe('npx', () => {
  it('runs a program that is installed in the project as code of the project', async () => {
    for (const command of ['npx tsc --noEmit', 'npx --no-install tsc', 'npm exec tsc', 'bunx tsc', 'cd packages/a && npx tsc -p .']) assert.equal(await levelOf(command, installed), 'MODERATE', command);
  });

  it('fetches what is not installed, another version, or what an option names', async () => {
    assert.equal(await levelOf('npx tsc'), 'HIGH');
    for (const command of ['npx eslint', 'npx tsc@5', 'npx -p typescript tsc', 'npx --registry https://example.com tsc', 'pnpx tsc', 'npx --ignore-existing tsc', 'cd /tmp && npx tsc', 'cd "$x" && npx tsc']) assert.equal(await levelOf(command, installed), 'HIGH', command);
  });

  it('takes no program from a link out of the workspace', async () => {
    const realpath = async (path: string): Promise<string> => (path.endsWith('/tsc') ? '/opt/tsc' : path);
    const { level } = await judge(analyser, 'npx tsc', { ...facts({}, installed), realpath, stat: async () => ({ kind: 'file', size: 1 }) }, installed);
    assert.equal(level, 'HIGH');
  });

  it('is as grave as what it runs', async () => assert.equal(await levelOf('npx rimraf src', { 'node_modules/.bin/rimraf': { text: '' }, 'src/a': { text: '' } }), 'DESTRUCTIVE'));
});
