import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobId } from '../../../src/shared/ids.ts';
import { levelOf } from '../../../src/gate/level.ts';
import { sha256 } from '../../../src/gate/digest.ts';
import { undoTool } from '../../../src/tools/undo.ts';
import { createBench, type Bench } from './bench.ts';

describe('undo', () => {
  let bench: Bench;
  beforeEach(() => { bench = createBench(); });
  afterEach(() => bench.dispose());

  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const tool = () => undoTool({ files: bench.files, blobs: bench.blobs, maxBytes: 1_000_000 });
  /** Leaves a file as an edit would, and gives the change. */
  const changed = (path: string, before: string | undefined, after: string) => {
    const full = bench.put(path, after);
    return { path: full, ...(before === undefined ? {} : { before: bench.blobs.put(bytes(before)) }), after: bench.blobs.put(bytes(after)) };
  };
  const level = async (change: object): Promise<string> => levelOf((await bench.propose(tool(), { title: 'x', changes: [change] })).effects).level;

  it('puts text back and takes a new file away, recoverably', async () => {
    const edited = changed('a', 'old', 'new');
    const made = changed('b', undefined, 'made');
    assert.equal(await level(made), 'MODERATE');
    await bench.call(tool(), { title: 'x', changes: [edited, made] });
    assert.equal(bench.text('a'), 'old');
    assert.equal(existsSync(made.path), false);
  });

  it('is judged by where a file really lies, and by what it is', async () => {
    const inside = changed('sub/a', 'old', 'new');
    assert.equal(await level(inside), 'MODERATE');
    const outside = join(bench.folder, '..', `${sha256(bytes(bench.folder)).slice(0, 8)}-outside`);
    renameSync(join(bench.folder, 'sub'), outside);
    symlinkSync(outside, join(bench.folder, 'sub'));
    assert.equal(await level(inside), 'HIGH');
    renameSync(outside, join(bench.folder, 'back'));
    assert.equal(await level(changed('.git/hooks/pre-commit', 'old', 'new')), 'HIGH');
    assert.equal(await level(changed('package.json', undefined, '{}')), 'HIGH');
  });

  it('says that a file made by a call is lost where its content is not kept', async () => {
    const full = bench.put('b', 'made');
    assert.equal(await level({ path: full, after: sha256(bytes('made')) }), 'DESTRUCTIVE');
  });

  it('touches nothing where one of the files cannot be put back', async () => {
    const edited = changed('a', 'old', 'new');
    const full = bench.put('b', 'new');
    const lost = { path: full, before: sha256(bytes('gone')) as BlobId, after: bench.blobs.put(bytes('new')) };
    await assert.rejects(bench.call(tool(), { title: 'x', changes: [edited, lost] }), { code: 'checkpoint-missing' });
    assert.equal(bench.text('a'), 'new');
  });

  it('sees before the start that a link leads elsewhere now', async () => {
    const edited = changed('sub/a', 'old', 'new');
    const proposal = await bench.propose(tool(), { title: 'x', changes: [edited] });
    renameSync(join(bench.folder, 'sub'), join(bench.folder, 'moved'));
    mkdirSync(join(bench.folder, 'other'));
    writeFileSync(join(bench.folder, 'other', 'a'), 'new');
    symlinkSync(join(bench.folder, 'other'), join(bench.folder, 'sub'));
    assert.notDeepEqual(await proposal.rebind(new AbortController().signal), proposal.binding);
    assert.equal(readFileSync(join(bench.folder, 'other', 'a'), 'utf8'), 'new');
  });
});
