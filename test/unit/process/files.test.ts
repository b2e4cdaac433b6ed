import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permit } from '../../../src/core/gate.ts';
import { createFiles } from '../../../src/process/files.ts';
import { fileError } from '../../../src/process/fileErrors.ts';
import { testPermits } from './permits.ts';

const { permit, assertPermit } = testPermits();
const files = createFiles({ assertPermit });
const bytes = (text: string) => new TextEncoder().encode(text);
const isRoot = process.getuid?.() === 0;

describe('files', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'files '))); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('reading', () => {
    it('gives the bytes as they are, BOM and CRLF too', async () => {
      const odd = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xff, 0x00);
      writeFileSync(at('odd'), odd);
      assert.deepEqual(new Uint8Array(await files.read(at('odd'), 100)), odd);
    });

    it('reads up to the bound and refuses more', async () => {
      writeFileSync(at('ten'), 'x'.repeat(10));
      assert.equal((await files.read(at('ten'), 10)).length, 10);
      await assert.rejects(files.read(at('ten'), 9), { code: 'file-too-large' });
      writeFileSync(at('big'), 'x'.repeat(200_000));
      assert.equal((await files.read(at('big'), 200_000)).length, 200_000);
    });

    it('names a missing file, a folder and a pipe, and waits for none of them', async function () {
      await assert.rejects(files.read(at('no'), 10), { code: 'file-missing' });
      await assert.rejects(files.read(folder, 10), { code: 'file-unreadable', message: /a folder|No permission/ });
      if (process.platform === 'win32') return;
      execFileSync('mkfifo', [at('pipe')]);
      await assert.rejects(files.read(at('pipe'), 10), { code: 'file-unreadable', message: /not a regular file/ });
    });

    it('lists a folder by name, and knows kinds and what is not there', async () => {
      mkdirSync(at('b'));
      writeFileSync(at('a'), '1234');
      assert.deepEqual(await files.list(folder), [{ name: 'a', kind: 'file' }, { name: 'b', kind: 'directory' }]);
      assert.deepEqual([(await files.stat(at('a')))?.size, (await files.stat(at('b')))?.kind, await files.stat(at('a/none'))], [4, 'directory', undefined]);
      await assert.rejects(files.list(at('none')), { code: 'file-missing' });
    });

    it('finds the real place of what does not exist yet, through links of every kind', async () => {
      mkdirSync(at('real'));
      symlinkSync(at('real'), at('link'), 'junction');
      symlinkSync(join('link', 'later'), at('dangling'));
      symlinkSync(at('circle'), at('circle'));
      assert.equal(await files.realpath(at('link/new/file')), at('real/new/file'));
      assert.equal(await files.realpath(at('dangling')), at('real/later'));
      assert.equal(await files.realpath(join(folder, 'real', '..', 'x')), at('x'));
      await assert.rejects(files.realpath(at('circle')), { code: 'file-unreadable' });
    });
  });

  describe('writing', () => {
    it('needs a permit', async () => {
      await assert.rejects(files.write(at('a'), bytes('x'), { digest: permit.digest } as Permit), { code: 'not-approved' });
      await assert.rejects(files.remove(at('a'), {} as Permit), { code: 'not-approved' });
      assert.deepEqual(readdirSync(folder), []);
    });

    it('writes exactly the bytes, makes missing folders and leaves nothing beside the file', async () => {
      await files.write(at('new/deep/a.txt'), bytes('\uFEFFa\r\n'), permit);
      await files.write(at('new/deep/a.txt'), bytes('\uFEFFb\r\n'), permit);
      assert.deepEqual(readFileSync(at('new/deep/a.txt')), Buffer.from('\uFEFFb\r\n'));
      assert.deepEqual(readdirSync(at('new/deep')), ['a.txt']);
    });

    it('keeps the mode', async function () {
      if (process.platform === 'win32') {
        console.log('skipped on Windows: it has no modes');
        this.skip();
      }
      writeFileSync(at('run.sh'), 'old');
      chmodSync(at('run.sh'), 0o751);
      await files.write(at('run.sh'), bytes('new'), permit);
      assert.equal(statSync(at('run.sh')).mode & 0o7777, 0o751);
    });

    it('keeps the owner', async function () {
      if (!isRoot) {
        console.log('skipped: only root can make a file of another owner');
        this.skip();
      }
      writeFileSync(at('theirs'), 'old');
      execFileSync('chown', ['1234:2345', at('theirs')]);
      await files.write(at('theirs'), bytes('new'), permit);
      assert.deepEqual([statSync(at('theirs')).uid, statSync(at('theirs')).gid], [1234, 2345]);
    });

    it("writes a link's target and keeps the link, also where the target is missing", async () => {
      mkdirSync(at('elsewhere'));
      writeFileSync(at('elsewhere/target'), 'old');
      symlinkSync(at('elsewhere/target'), at('link'));
      symlinkSync(at('elsewhere/later'), at('dangling'));
      await files.write(at('link'), bytes('new'), permit);
      await files.write(at('dangling'), bytes('made'), permit);
      assert.deepEqual([lstatSync(at('link')).isSymbolicLink(), lstatSync(at('dangling')).isSymbolicLink()], [true, true]);
      assert.deepEqual([readFileSync(at('elsewhere/target'), 'utf8'), readFileSync(at('elsewhere/later'), 'utf8')], ['new', 'made']);
      assert.deepEqual(readdirSync(at('elsewhere')).sort(), ['later', 'target']);
    });

    it('refuses a folder and a file in place of a folder', async () => {
      mkdirSync(at('dir'));
      writeFileSync(at('file'), '');
      await assert.rejects(files.write(at('dir'), bytes('x'), permit), { code: 'file-is-directory' });
      await assert.rejects(files.write(at('file/x'), bytes('x'), permit), (error: { code: string }) => error.code.startsWith('file-'));
      assert.deepEqual(readdirSync(folder).sort(), ['dir', 'file']);
    });

    it('refuses a write-protected file, although a rename could replace it', async function () {
      if (isRoot || process.platform === 'win32') {
        console.log('skipped: root may write everything, and Windows has no modes');
        this.skip();
      }
      writeFileSync(at('fixed'), 'old', { mode: 0o444 });
      await assert.rejects(files.write(at('fixed'), bytes('new'), permit), { code: 'file-unwritable' });
      assert.equal(readFileSync(at('fixed'), 'utf8'), 'old');
    });

    it('leaves the old file whole and no rest when the disk is full', async function () {
      if (!isRoot || process.platform !== 'linux') {
        console.log('skipped: a small disk can be mounted by root on Linux only');
        this.skip();
      }
      const disk = at('disk');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', disk], { stdio: 'pipe' });
      } catch {
        console.log('skipped: this machine lets nobody mount a small disk');
        this.skip();
      }
      try {
        writeFileSync(join(disk, 'a'), 'old');
        await assert.rejects(files.write(join(disk, 'a'), new Uint8Array(200_000), permit), { code: 'disk-full', message: /Free some space/ });
        assert.deepEqual([readdirSync(disk), readFileSync(join(disk, 'a'), 'utf8')], [['a'], 'old']);
      } finally {
        execFileSync('umount', [disk]);
      }
    });

    for (const [code, expected] of [['ENOSPC', 'disk-full'], ['EDQUOT', 'disk-full'], ['EACCES', 'file-unwritable'], ['EROFS', 'file-unwritable'], ['EISDIR', 'file-is-directory'], ['EIO', 'file-unwritable']] as const) {
      it(`turns ${code} into ${expected} and keeps the cause`, () => {
        const cause = Object.assign(new Error('system'), { code });
        const error = fileError('write', '/a', cause) as { code: string; cause: unknown };
        assert.deepEqual([error.code, error.cause], [expected, cause]);
      });
    }
  });

  describe('removing', () => {
    it('removes a file, and of a link only the link', async () => {
      writeFileSync(at('a'), '');
      symlinkSync(at('a'), at('link'));
      await files.remove(at('link'), permit);
      assert.equal(existsSync(at('a')), true);
      await files.remove(at('a'), permit);
      assert.deepEqual(readdirSync(folder), []);
    });

    it('refuses a folder and names what is not there', async () => {
      mkdirSync(at('dir'));
      await assert.rejects(files.remove(at('dir'), permit), { code: 'file-is-directory' });
      await assert.rejects(files.remove(at('none'), permit), { code: 'file-missing' });
    });
  });
});
