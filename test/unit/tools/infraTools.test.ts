import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Infrastructure } from '../../../src/core/ports.ts';
import { levelOf } from '../../../src/gate/level.ts';
import { infraTools } from '../../../src/tools/infra.ts';
import { createBench, type Bench } from './bench.ts';

describe('infrastructure tools and their folder', () => {
  let bench: Bench;
  let elsewhere: string;
  beforeEach(() => {
    bench = createBench();
    elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'elsewhere-')));
    mkdirSync(join(bench.folder, 'infra'));
    symlinkSync(elsewhere, join(bench.folder, 'link'), 'junction');
  });
  afterEach(() => {
    bench.dispose();
    rmSync(elsewhere, { recursive: true, force: true });
  });
  const propose = (name: string, dir?: string) => {
    const tool = infraTools({} as Infrastructure, bench.files).find((one) => one.name === name);
    assert.ok(tool);
    return bench.propose(tool, dir === undefined ? {} : { dir });
  };
  const level = async (name: string, dir?: string): Promise<string> => levelOf((await propose(name, dir)).effects).level;

  it('look silently in the workspace, and ask about a project elsewhere, however it is named', async () => {
    for (const name of ['infra_status', 'infra_outputs']) {
      assert.equal(await level(name), 'SAFE');
      assert.equal(await level(name, 'infra'), 'SAFE');
      assert.equal(await level(name, elsewhere), 'MODERATE');
      assert.equal(await level(name, '..'), 'MODERATE');
      assert.equal(await level(name, 'link'), 'MODERATE');
    }
    assert.equal(await level('infra_preview', 'infra'), 'MODERATE');
  });

  it('see before the start that the folder is another one now', async () => {
    const proposal = await propose('infra_preview', 'infra');
    renameSync(join(bench.folder, 'infra'), join(bench.folder, 'old'));
    symlinkSync(elsewhere, join(bench.folder, 'infra'), 'junction');
    assert.notDeepEqual(await proposal.rebind(new AbortController().signal), proposal.binding);
  });
});
