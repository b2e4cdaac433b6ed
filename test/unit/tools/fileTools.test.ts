import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../src/gate/digest.ts';
import { levelOf } from '../../../src/gate/level.ts';
import { editTool } from '../../../src/tools/edit.ts';
import { listTool } from '../../../src/tools/list.ts';
import { readTool } from '../../../src/tools/read.ts';
import { searchTool, type SearchQuery } from '../../../src/tools/search.ts';
import { writeTool } from '../../../src/tools/write.ts';
import { createBench, type Bench } from './bench.ts';

describe('file tools', () => {
  let bench: Bench;
  beforeEach(() => { bench = createBench(); });
  afterEach(() => bench.dispose());
  const levelFor = async (tool: Parameters<Bench['propose']>[0], input: unknown): Promise<string> => levelOf((await bench.propose(tool, input)).effects).level;

  describe('read', () => {
    it('gives lines with numbers outside the text', async () => {
      bench.put('a.ts', '\uFEFFone\r\ntwo\r\nthree');
      assert.equal((await bench.call(readTool(bench), { path: 'a.ts' })).forModel, '1\tone\n2\ttwo\n3\tthree');
    });

    it('gives a range, and says how to go on', async () => {
      bench.put('a', Array.from({ length: 10 }, (_, index) => `l${index + 1}`).join('\n'));
      assert.equal((await bench.call(readTool(bench), { path: 'a', offset: 3, limit: 2 })).forModel, '3\tl3\n4\tl4\n(6 more lines; go on with offset 5)');
      await assert.rejects(bench.call(readTool(bench), { path: 'a', offset: 11 }), { code: 'out-of-range' });
    });

    it('stays within bounds for long files and long lines', async () => {
      bench.put('a', `${'x'.repeat(5000)}\n${'line\n'.repeat(30_000)}`);
      const { forModel } = await bench.call(readTool(bench), { path: 'a' });
      assert.ok(forModel.length < 60_000);
      assert.match(forModel, /3000 more characters/);
      assert.match(forModel, /go on with offset 2001/);
    });

    it('refuses binary files, images, folders and missing files with what to do', async () => {
      bench.put('b', new Uint8Array([1, 0, 2]));
      bench.put('l', new Uint8Array([0xff, 0xfe, 0x41]));
      bench.put('p.png', 'x');
      bench.put('d/x', '');
      for (const [path, code] of [['b', 'binary-file'], ['l', 'binary-file'], ['p.png', 'binary-file'], ['d', 'not-a-file'], ['none', 'file-missing']]) {
        await assert.rejects(bench.call(readTool(bench), { path }), { code });
      }
    });

    it('takes secrets out and keeps the numbers of lines right', async () => {
      bench.put('a', ['one', ['-----BEGIN ', 'PRIVATE KEY-----'].join(''), 'AAAA', ['-----END ', 'PRIVATE KEY-----'].join(''), 'five', 'PASSWORD=hunter2hunter2'].join('\n'));
      const { forModel } = await bench.call(readTool(bench), { path: 'a' });
      assert.doesNotMatch(forModel, /AAAA|hunter2/);
      assert.match(forModel, /^5\tfive$/m);
    });

    it('takes a secret out of a range that shows a part of it', async () => {
      bench.put('a', ['one', ['-----BEGIN ', 'PRIVATE KEY-----'].join(''), 'AAAA', 'BBBB', ['-----END ', 'PRIVATE KEY-----'].join(''), 'six'].join('\n'));
      for (const offset of [3, 4]) assert.doesNotMatch((await bench.call(readTool(bench), { path: 'a', offset, limit: 1 })).forModel, /AAAA|BBBB/);
      assert.equal((await bench.call(readTool(bench), { path: 'a', offset: 6, limit: 1 })).forModel, '6\tsix');
    });

    it('is silent inside the workspace, and asks for links out of it, for other folders and for secrets', async () => {
      bench.put('a', 'x');
      bench.put('.env', 'x');
      mkdirSync(join(bench.folder, 'sub'));
      symlinkSync(tmpdir(), join(bench.folder, 'out'));
      symlinkSync(join(bench.folder, '.env'), join(bench.folder, 'innocent'));
      const outside = bench.put('../outside-of-tools-test', 'x');
      assert.equal(await levelFor(readTool(bench), { path: 'a' }), 'SAFE');
      assert.equal(await levelFor(readTool(bench), { path: 'sub/../a' }), 'SAFE');
      assert.equal(await levelFor(readTool(bench), { path: 'out/outside-of-tools-test' }), 'MODERATE');
      assert.equal(await levelFor(readTool(bench), { path: outside }), 'MODERATE');
      assert.equal(await levelFor(readTool(bench), { path: '.env' }), 'HIGH');
      assert.equal(await levelFor(readTool(bench), { path: 'innocent' }), 'HIGH');
    });

    it('refuses fields that it does not know', () => {
      assert.equal(readTool(bench).input.safeParse({ path: 'a', encoding: 'x' }).success, false);
    });
  });

  describe('list', () => {
    it('lists names, folders with a slash, and enters no skipped folder', async () => {
      bench.put('src/a/b.ts', '');
      bench.put('node_modules/x/y', '');
      bench.put('z', '');
      assert.equal((await bench.call(listTool(bench), {})).forModel, 'node_modules/\nsrc/\nz');
      assert.equal((await bench.call(listTool(bench), { depth: 3 })).forModel, 'node_modules/\nsrc/\nsrc/a/\nsrc/a/b.ts\nz');
      await assert.rejects(bench.call(listTool(bench), { path: 'z' }), { code: 'not-a-folder' });
    });

    it('does not follow links out of the folder', async () => {
      symlinkSync('/', join(bench.folder, 'root'));
      assert.equal((await bench.call(listTool(bench), { depth: 2 })).forModel, 'root');
    });
  });

  describe('search', () => {
    it('asks ripgrep, shows path, line and text, and leaves files of secrets out', async () => {
      bench.put('src/a.ts', '');
      let asked: SearchQuery | undefined;
      const tool = searchTool({ files: bench.files, searchFiles: async (query) => {
        asked = query;
        return { matches: [{ path: 'a.ts', line: 3, text: 'hit\r\n' }, { path: '.env', line: 1, text: 'hit=1' }], truncated: true };
      } });
      const { forModel } = await bench.call(tool, { pattern: 'h.t', path: 'src', glob: '*.ts', literal: true });
      assert.match(forModel, /^src\/a\.ts:3: hit\n\(more matches/);
      assert.doesNotMatch(forModel, /\.env/);
      assert.deepEqual([asked?.cwd, asked?.include, asked?.literal, asked?.maxResults], [join(bench.folder, 'src'), ['*.ts'], true, 50]);
    });

    it('searches one file, and says so where nothing matches', async () => {
      bench.put('src/a.ts', '');
      const tool = searchTool({ files: bench.files, searchFiles: async ({ cwd, paths }) => {
        assert.deepEqual([cwd, paths], [join(bench.folder, 'src'), ['a.ts']]);
        return { matches: [], truncated: false };
      } });
      assert.match((await bench.call(tool, { pattern: 'x', path: 'src/a.ts' })).forModel, /Nothing matches "x"/);
    });
  });

  describe('edit', () => {
    it('tells nothing of a file that was not read where reading would ask', async () => {
      bench.put('.env', 'FIRST=a\nDB_HOST=db.internal.example\nDB_PORT=5432\n');
      const outside = bench.put('../outside-of-edit-test', 'the secret plan is simple\nnext line of the plan\n');
      for (const [path, old] of [['.env', 'DB_HOST=db.internal'], ['.env', 'DB_PORT=5432'], [outside, 'the secret plan was']] as const) {
        const error = await bench.propose(editTool(bench), { path, edits: [{ old, new: 'x' }] }).then(() => undefined, (thrown: unknown) => thrown as Error & { code: string });
        assert.equal(error?.code, 'not-read');
        assert.doesNotMatch(error.message, /internal|5432|plan/);
      }
      await bench.call(readTool(bench), { path: '.env' });
      assert.equal((await bench.propose(editTool(bench), { path: '.env', edits: [{ old: 'DB_PORT=5432', new: 'DB_PORT=1' }] })).action, 'edit');
    });

    const edit = (path: string, old: string, replacement: string) => bench.call(editTool(bench), { path, edits: [{ old, new: replacement }] });

    it('changes the bytes that were meant and no others, and keeps both versions', async () => {
      const file = bench.put('a', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('one\r\ntwo\r\nthré')]));
      const before = readFileSync(file);
      const { view, forModel } = await edit('a', 'two', '2\n2');
      assert.deepEqual([...readFileSync(file)], [0xef, 0xbb, 0xbf, ...new TextEncoder().encode('one\r\n2\r\n2\r\nthré')]);
      assert.match(forModel, /Changed a: 2 lines added, 1 removed/);
      assert.deepEqual(view?.kind === 'edit' ? [view.added, view.removed, view.created] : [], [2, 1, false]);
      const [change] = bench.changes;
      assert.deepEqual(change?.before === undefined ? undefined : Buffer.from(bench.blobs.get(change.before) ?? []), before);
      assert.deepEqual(change === undefined ? undefined : Buffer.from(bench.blobs.get(change.after) ?? []), readFileSync(file));
    });

    it('shows what will change before it changes', async () => {
      bench.put('a.ts', 'one\ntwo\n');
      const proposal = await bench.propose(editTool(bench), { path: 'a.ts', edits: [{ old: 'two', new: '2' }] });
      assert.equal(proposal.diff?.text, '--- a/a.ts\n+++ b/a.ts\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n');
      assert.equal(bench.text('a.ts'), 'one\ntwo\n');
    });

    it('changes nothing where one of several edits fails', async () => {
      bench.put('a', 'one\ntwo\n');
      await assert.rejects(bench.call(editTool(bench), { path: 'a', edits: [{ old: 'one', new: '1' }, { old: 'zzz', new: '2' }] }), { code: 'no-match' });
      assert.equal(bench.text('a'), 'one\ntwo\n');
    });

    it('refuses a file that someone else changed since it was read', async () => {
      const file = bench.put('a', 'one\n');
      await bench.call(readTool(bench), { path: 'a' });
      await edit('a', 'one', 'two');
      await edit('a', 'two', 'three');
      writeFileSync(file, 'three and more\n');
      await assert.rejects(edit('a', 'three', 'x'), { code: 'file-changed' });
      await bench.call(readTool(bench), { path: 'a' });
      await edit('a', 'three', 'x');
    });

    it('binds the approval to the bytes before and after', async () => {
      const file = bench.put('a', 'one\n');
      const proposal = await bench.propose(editTool(bench), { path: 'a', edits: [{ old: 'one', new: 'two' }] });
      const signal = new AbortController().signal;
      assert.equal(digestOf(await proposal.rebind(signal)), digestOf(proposal.binding));
      writeFileSync(file, 'one!\n');
      assert.notEqual(digestOf(await proposal.rebind(signal)), digestOf(proposal.binding));
    });

    it('is moderate in the workspace, high for configuration with power and outside', async () => {
      const input = (path: string) => ({ path, edits: [{ old: 'x', new: 'y' }] });
      for (const path of ['a.ts', 'package.json', '.vscode/settings.json', '../outside-of-tools-test']) bench.put(path, 'x');
      assert.equal(await levelFor(editTool(bench), input('a.ts')), 'MODERATE');
      assert.equal(await levelFor(editTool(bench), input('package.json')), 'HIGH');
      assert.equal(await levelFor(editTool(bench), input('.vscode/settings.json')), 'HIGH');
      await bench.call(readTool(bench), { path: '../outside-of-tools-test' });
      assert.equal(await levelFor(editTool(bench), input('../outside-of-tools-test')), 'HIGH');
    });

    it('refuses to edit what is not UTF-8 text', async () => {
      bench.put('a', new Uint8Array([0x61, 0xe9, 0x0a]));
      await assert.rejects(edit('a', 'a', 'b'), { code: 'binary-file' });
    });
  });

  describe('write', () => {
    const tool = (tracked?: boolean) => writeTool({ ...bench, isTracked: async () => tracked });

    it('makes a file with its folders, and remembers that it was new', async () => {
      const { forModel } = await bench.call(tool(), { path: 'x/y/a.ts', content: 'one\n' });
      assert.match(forModel, /Created x\/y\/a\.ts/);
      assert.equal(bench.text('x/y/a.ts'), 'one\n');
      assert.equal(bench.changes[0]?.before, undefined);
    });

    it('replaces only what was read before and is as it was', async () => {
      const file = bench.put('a', 'one\r\ntwo\r\n');
      await assert.rejects(bench.call(tool(), { path: 'a', content: 'x' }), { code: 'not-read' });
      await bench.call(readTool(bench), { path: 'a' });
      writeFileSync(file, 'one\r\nthree\r\n');
      await assert.rejects(bench.call(tool(), { path: 'a', content: 'x' }), { code: 'file-changed' });
      await bench.call(readTool(bench), { path: 'a' });
      await bench.call(tool(), { path: 'a', content: 'x\ny\n' });
      assert.equal(bench.text('a'), 'x\r\ny\r\n');
      await assert.rejects(bench.call(tool(), { path: 'a', content: 'x\ny\n' }), { code: 'no-change' });
    });

    it('is moderate for new and tracked files, high for others', async () => {
      bench.put('a', 'one');
      await bench.call(readTool(bench), { path: 'a' });
      assert.equal(await levelFor(tool(), { path: 'new', content: '' }), 'MODERATE');
      assert.equal(await levelFor(tool(true), { path: 'a', content: 'x' }), 'MODERATE');
      assert.equal(await levelFor(tool(false), { path: 'a', content: 'x' }), 'HIGH');
      assert.equal(await levelFor(tool(undefined), { path: 'a', content: 'x' }), 'HIGH');
      assert.equal(await levelFor(tool(), { path: '.github/workflows/ci.yml', content: 'x' }), 'HIGH');
    });

    it('sees at the last moment that a new file is not new any more', async () => {
      const proposal = await bench.propose(tool(), { path: 'late', content: 'mine' });
      bench.put('late', 'theirs');
      assert.notEqual(digestOf(await proposal.rebind(new AbortController().signal)), digestOf(proposal.binding));
    });
  });
});
