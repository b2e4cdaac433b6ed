import { runTests } from '@vscode/test-electron';
import { join } from 'node:path';
import { bundleHostTests } from './hostTests.ts';
import { outputDir, root, tempDir } from './paths.ts';

/** Runs test/host in a desktop VS Code, which `@vscode/test-electron` downloads: for machines that may and have a display. */
const workspace = tempDir({ 'cart.ts': 'export function total(prices: number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n', 'README.md': '# Shop\n' });
const storage = tempDir();
try {
  process.exitCode = await runTests({
    version: process.argv[2] ?? 'stable',
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleHostTests('electron'),
    extensionTestsEnv: {
      PILOTHOUSE_TEST_RESULT: process.env.PILOTHOUSE_TEST_RESULT ?? join(outputDir, 'results', 'host-electron.json'),
      PILOTHOUSE_TEST_WORKSPACE: workspace.path, PILOTHOUSE_TEST_TEMP: storage.path,
    },
    launchArgs: [workspace.path, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  });
} finally {
  workspace.remove();
  storage.remove();
}
