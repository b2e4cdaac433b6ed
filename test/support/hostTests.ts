import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outputDir, root } from './paths.ts';

/**
 * Bundles test/host for the extension host.
 * @returns the module for `extensionTestsPath`
 */
export async function bundleHostTests(name: string): Promise<string> {
  const outdir = join(outputDir, 'host', name);
  rmSync(outdir, { recursive: true, force: true });
  const folder = join(root, 'test', 'host');
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  if (tests.length === 0) throw new Error('test/host holds no test.');
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(root, 'test', 'support', 'hostEntry.ts'), out: 'index' },
      ...tests.map((file) => ({ in: join(folder, file), out: join('tests', file.replace(/\.ts$/, '')) })),
    ],
    outdir, outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', format: 'cjs', target: 'node22', sourcemap: 'inline',
    external: ['vscode', 'mocha'], logLevel: 'warning',
    // what a test finds beside its own source, it finds from the bundle too
    define: { 'import.meta.dirname': JSON.stringify(folder), 'import.meta.url': JSON.stringify(pathToFileURL(join(folder, 'bundle.ts')).href) },
  });
  return join(outdir, 'index.cjs');
}
