import assert from 'node:assert/strict';
import { levelOf } from '../../../src/gate/level.ts';
import { editTool } from '../../../src/tools/edit.ts';
import { writeTool } from '../../../src/tools/write.ts';
import { createBench, type Bench } from './bench.ts';

describe('an edit of package.json', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
    bench.put('package.json', '{ "version": "1.0.0", "scripts": { "test": "mocha" } }\n');
  });
  afterEach(() => bench.dispose());
  const edited = async (old: string, fresh: string): Promise<string> => levelOf((await bench.propose(editTool(bench), { path: 'package.json', edits: [{ old, new: fresh }] })).effects).level;

  it('is like that of any file where it is proven to touch nothing that runs', async () => assert.equal(await edited('1.0.0', '1.0.1'), 'MODERATE'));
  it('asks each time where it touches a script, or cannot be read', async () => {
    assert.equal(await edited('mocha', 'mocha; rm x'), 'HIGH');
    assert.equal(await edited('"1.0.0",', '"1.0.0"'), 'HIGH');
  });
  it('asks each time where it makes a new one, or is any other file with power', async () => {
    const level = async (path: string): Promise<string> => levelOf((await bench.propose(writeTool({ ...bench, isTracked: async () => true }), { path, content: '{ "version": "1.0.0" }' })).effects).level;
    for (const path of ['app/package.json', '.vscode/settings.json', '.pilothouse/policy.yaml', '.github/workflows/ci.yml', 'Makefile', '.git/hooks/pre-commit', '.mcp.json']) assert.equal(await level(path), 'HIGH', path);
  });
});
