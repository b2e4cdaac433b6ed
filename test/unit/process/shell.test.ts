import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { shellDialect, shellSpec } from '../../../src/process/shell.ts';
import { testPermits } from './permits.ts';

const limits = { deadlineMs: 30_000, idleMs: 0, maxOutputBytes: 65_536 };

describe('a shell command', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'shell ')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('pins the dialect by platform', () => {
    assert.deepEqual([shellDialect('linux'), shellDialect('darwin'), shellDialect('win32')], ['bash', 'bash', 'powershell']);
  });

  it('runs in its folder, in the pinned dialect, with its own exit code', async () => {
    const { permit, assertPermit } = testPermits();
    const runner = createProcessRunner({ assertPermit });
    const command = process.platform === 'win32' ? 'Write-Output "héllo"; exit 4' : '[[ -d . ]] && printf "héllo\\n"; exit 4';
    const result = await runner.run(shellSpec(command, folder, limits), permit, new AbortController().signal);
    await runner.dispose();
    assert.deepEqual([result.exitCode, result.stdout.trim(), result.stderr], [4, 'héllo', '']);
  });

  it('hands the command over as one argument, byte for byte, on POSIX', () => {
    const command = 'echo "$HOME" \\\r\nls; # ünïcode\ttab';
    const bin = join(folder, 'bash');
    writeFileSync(bin, '');
    chmodSync(bin, 0o755);
    const spec = shellSpec(command, folder, { ...limits, platform: 'linux', env: { PATH: folder } });
    assert.deepEqual(spec.args, ['--noprofile', '--norc', '-c', command]);
    assert.equal(spec.file, bin);
  });

  it('takes no shell from a relative PATH entry, and says what to do where there is none', () => {
    writeFileSync(join(folder, 'bash'), '', { mode: 0o755 });
    const run = () => shellSpec('ls', folder, { ...limits, platform: 'linux', env: { PATH: ['.', '', 'bin'].join(delimiter) } });
    assert.throws(run, { code: 'shell-missing', message: /Install bash/ });
  });

  it('refuses a NUL character', () => {
    assert.throws(() => shellSpec('ls\0rm', folder, limits), { code: 'command-unsupported' });
  });
});
