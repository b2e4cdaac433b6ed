import { rgPath } from '@vscode/ripgrep';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessRunner } from '../../../src/core/ports.ts';
import { createRipgrep, type Ripgrep } from '../../../src/process/ripgrep.ts';
import { createProcessRunner } from '../../../src/process/runner.ts';
import { testPermits } from './permits.ts';

const { permit, assertPermit } = testPermits();
const signal = new AbortController().signal;

describe('the search', () => {
  let cwd: string;
  let runner: ProcessRunner;
  let ripgrep: Ripgrep;
  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(cwd, name, '..'), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
  };

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'search '));
    runner = createProcessRunner({ assertPermit });
    ripgrep = createRipgrep({ candidates: [join(cwd, 'not-there'), rgPath], runner });
    mkdirSync(join(cwd, '.git'));
  });
  afterEach(async () => {
    await runner.dispose();
    rmSync(cwd, { recursive: true });
  });

  it('gives path, line and text in order, whatever the names and line ends', async () => {
    write({ 'b.ts': 'x\r\nfind: me\r\n', 'a dir/c:9:.ts': 'find me\n', 'a.ts': 'no\nfind\nfind' });
    assert.deepEqual(await ripgrep.search({ pattern: 'find', cwd, maxResults: 10 }, permit, signal), {
      matches: [
        { path: 'a dir/c:9:.ts', line: 1, text: 'find me' }, { path: 'a.ts', line: 2, text: 'find' }, { path: 'a.ts', line: 3, text: 'find' },
        { path: 'b.ts', line: 2, text: 'find: me' },
      ],
      truncated: false,
    });
  });

  it('finds nothing without an error', async () => {
    write({ 'a.ts': 'x' });
    assert.deepEqual(await ripgrep.search({ pattern: 'nowhere', cwd, maxResults: 10 }, permit, signal), { matches: [], truncated: false });
  });

  it('reads a pattern that looks like an option as a pattern', async () => {
    write({ 'a.ts': '--pre=touch hacked\n' });
    const { matches } = await ripgrep.search({ pattern: '--pre=touch hacked', cwd, maxResults: 10 }, permit, signal);
    assert.equal(matches.length, 1);
  });

  it('respects .gitignore, leaves out hidden files unless asked, and .git always', async () => {
    write({ '.gitignore': 'out/\n', 'out/a.ts': 'find', '.github/ci.yml': 'find', '.git/config': 'find', 'src.ts': 'find', 'Key.PEM': 'find' });
    const paths = async (hidden: boolean) => (await ripgrep.search({ pattern: 'find', cwd, maxResults: 10, hidden, exclude: ['*.pem'] }, permit, signal)).matches.map(({ path }) => path);
    assert.deepEqual(await paths(false), ['src.ts']);
    assert.deepEqual(await paths(true), ['.github/ci.yml', 'src.ts']);
  });

  it('narrows by folder and by glob, ignores case and takes plain text', async () => {
    write({ 'lib/a.ts': 'a.b(C', 'lib/a.md': 'a.b(c', 'other/a.ts': 'a.b(c', '-odd/a.ts': 'a.b(c' });
    const search = { pattern: 'A.B(c', literal: true, ignoreCase: true, cwd, maxResults: 10 };
    assert.deepEqual((await ripgrep.search({ ...search, paths: ['lib'], include: ['*.ts'] }, permit, signal)).matches.map(({ path }) => path), ['lib/a.ts']);
    assert.deepEqual((await ripgrep.search({ ...search, paths: ['-odd'] }, permit, signal)).matches.map(({ path }) => path), ['-odd/a.ts']);
  });

  it('stops when it has enough, and cuts long lines', async () => {
    write({ 'a.ts': `find ${'x'.repeat(100_000)}\n`.repeat(50), 'b.ts': 'find\n'.repeat(100_000) });
    const { matches, truncated } = await ripgrep.search({ pattern: 'find', cwd, maxResults: 20 }, permit, signal);
    assert.deepEqual([matches.length, truncated], [20, true]);
    assert.ok(matches.every(({ text }) => text.length < 500));
  });

  it('lists files', async () => {
    write({ 'b.ts': '', 'a/c.ts': '', 'a/d.md': '' });
    assert.deepEqual(await ripgrep.files({ cwd, include: ['*.ts'], maxResults: 10 }, permit, signal), { paths: ['a/c.ts', 'b.ts'], truncated: false });
  });

  it('names a bad pattern, a missing program and an abort', async () => {
    await assert.rejects(ripgrep.search({ pattern: '(', cwd, maxResults: 1 }, permit, signal), { code: 'search-pattern-invalid', message: /unclosed group/ });
    const none = createRipgrep({ candidates: [join(cwd, 'no')], runner });
    await assert.rejects(none.search({ pattern: 'x', cwd, maxResults: 1 }, permit, signal), { code: 'ripgrep-missing' });
    await assert.rejects(ripgrep.search({ pattern: 'x', cwd, maxResults: 1 }, permit, AbortSignal.abort()), { name: 'AbortError' });
  });
});
