import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileStat, Files } from '../../../src/core/ports.ts';
import { sourceDigest, type SourceParts } from '../../../src/infra/sourceDigest.ts';

const kindOf = (entry: { isFile(): boolean; isDirectory(): boolean }): FileStat['kind'] => (entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other');
const files: Files = {
  read: (path) => readFile(path),
  stat: async (path) => stat(path).then((found) => ({ kind: kindOf(found), size: found.size, mtimeMs: found.mtimeMs }), () => undefined),
  list: async (path) => (await readdir(path, { withFileTypes: true })).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  realpath: (path) => realpath(path),
  write: () => Promise.reject(new Error('a digest writes nothing')),
  remove: () => Promise.reject(new Error('a digest removes nothing')),
};

describe('the source digest', () => {
  let folder: string;
  let parts: SourceParts;
  const digest = (more: Partial<SourceParts> = {}): Promise<string> => sourceDigest(files, { ...parts, ...more }, new AbortController().signal);
  const put = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pilothouse-digest-'));
    parts = { projectDir: join(folder, 'project'), runtime: 'nodejs', facts: { pulumi: '3.259.0', backend: 'file:///state' } };
    await put('project/Pulumi.yaml', 'name: shop');
    await put('project/Pulumi.dev.yaml', 'config: {}');
    await put('project/src/index.ts', 'export {}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the same for the same source', async () => {
    assert.equal(await digest(), await digest());
  });

  it('changes with program, stack configuration, a new file, a removed file, version and backend', async () => {
    const seen = new Set([await digest()]);
    const differs = async (more?: Partial<SourceParts>): Promise<void> => {
      const next = await digest(more);
      assert.ok(!seen.has(next));
      seen.add(next);
    };
    await put('project/src/index.ts', 'export { }');
    await differs();
    await put('project/Pulumi.dev.yaml', 'config: {a: 1}');
    await differs();
    await put('project/src/more.ts', '');
    await differs();
    await rm(join(folder, 'project/Pulumi.yaml'));
    await differs();
    await differs({ facts: { pulumi: '3.260.0', backend: 'file:///state' } });
    await differs({ facts: { pulumi: '3.259.0', backend: 'file:///other' } });
  });

  it('counts a program and policy packs that lie elsewhere', async () => {
    await put('elsewhere/index.ts', '1');
    await put('policies/index.ts', '1');
    const more = { main: '../elsewhere', policyPacks: [join(folder, 'policies')] };
    const first = await digest(more);
    await put('elsewhere/index.ts', '2');
    const second = await digest(more);
    await put('policies/index.ts', '2');
    assert.equal(new Set([first, second, await digest(more)]).size, 3);
  });

  it('leaves out dependencies, version control, the engine\'s state, and what a preview builds', async () => {
    const before = await digest({ runtime: 'dotnet' });
    for (const name of ['node_modules/a/index.js', '.git/HEAD', '.pulumi/locks/a.json', '.practice/plugin/compiled/a', 'bin/a.dll']) await put(`project/${name}`, '1');
    assert.equal(await digest({ runtime: 'dotnet' }), before);
    assert.notEqual(await digest(), await digest({ runtime: 'dotnet' }), 'bin/ is source for other runtimes');
  });

  it('ends at once when it is aborted', async () => {
    await assert.rejects(sourceDigest(files, parts, AbortSignal.abort()), { name: 'AbortError' });
  });
});
