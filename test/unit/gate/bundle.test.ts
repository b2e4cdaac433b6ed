import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

describe('bundled shell analysis', () => {
  it('proves a reading command from a cjs bundle, where an ES module of the parser would fail and everything would ask', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      await build({
        stdin: { resolveDir: root, loader: 'ts', contents: `
          import { readFile } from 'node:fs/promises';
          import { createShellAnalyser } from './src/gate/analyse/analyse.ts';
          const folders = { 'web-tree-sitter.wasm': 'web-tree-sitter', 'tree-sitter-bash.wasm': 'tree-sitter-bash' };
          createShellAnalyser({ loadWasm: (name) => readFile(process.argv[2] + '/node_modules/' + folders[name] + '/' + name) })
            .analyse('ls', { shell: 'bash', cwd: '/w', workspaceRoots: ['/w'], realpath: async (path) => path, stat: async () => undefined, list: async () => [], read: async () => undefined, gitStates: async () => undefined, gitProbe: async () => [], signal: new AbortController().signal })
            .then((analysis) => process.stdout.write(String(analysis.understood)));` },
        bundle: true, platform: 'node', format: 'cjs', supported: { 'dynamic-import': false }, outfile: join(folder, 'out.cjs'), logLevel: 'silent',
        alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
      });
      assert.equal(execFileSync(process.execPath, [join(folder, 'out.cjs'), root], { encoding: 'utf8' }), 'true');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
