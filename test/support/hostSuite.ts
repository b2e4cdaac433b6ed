import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { stopAllOnSignals } from '../../scripts/lib/processes.ts';
import { EDITOR_VERSIONS } from '../../scripts/editor.ts';
import { launchBrowser, newContext, screenshot } from './browser.ts';
import { remoteUri, serverLog, startTestEditor } from './editorServer.ts';
import { bundleHostTests } from './hostTests.ts';
import { outputDir, root, tempDir } from './paths.ts';

/**
 * Runs test/host inside a real extension host: `node hostSuite.ts current|floor`. The workbench itself starts the tests, as it
 * does for VS Code's own integration tests, and tells their exit code through the page.
 */
const LIMIT_MS = 180_000;

const version = process.argv[2];
if (version !== 'current' && version !== 'floor') throw new Error(`Say which editor: ${Object.keys(EDITOR_VERSIONS).join(' or ')}.`);
stopAllOnSignals();
process.exitCode = await runHostSuite(version);

async function runHostSuite(version: keyof typeof EDITOR_VERSIONS): Promise<number> {
  const resultFile = process.env.PILOTHOUSE_TEST_RESULT ?? join(outputDir, 'results', `host-${version}.json`);
  rmSync(resultFile, { force: true });
  const tests = await bundleHostTests(version);
  const workspace = tempDir({ 'cart.ts': 'export function total(prices: number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n', 'README.md': '# Shop\n' });
  const storage = tempDir();
  // the payload's `extensionEnvironment` is unknown to older editors: the server's environment reaches every host
  const report = join(storage.path, 'report.txt');
  const editor = await startTestEditor({
    version, withExtension: false, args: ['--enable-smoke-test-driver'],
    env: { PILOTHOUSE_TEST_RESULT: resultFile, PILOTHOUSE_TEST_REPORT: report, PILOTHOUSE_TEST_WORKSPACE: workspace.path, PILOTHOUSE_TEST_TEMP: storage.path },
  });
  const browser = await launchBrowser();
  try {
    const page = await (await newContext(browser)).newPage();
    const hostConsole: string[] = [];
    const ended = Promise.withResolvers<number>();
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
      hostConsole.push(`${type}: ${format(...values)}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => { ended.resolve(code); });
    page.on('crash', () => { ended.reject(new Error('The page crashed.')); });
    const timer = setTimeout(() => { ended.reject(new Error(`The suite did not end within ${LIMIT_MS / 1000} s.`)); }, LIMIT_MS);
    await page.goto(editor.url(workspace.path, {
      payload: [['extensionDevelopmentPath', remoteUri(editor, root)], ['extensionTestsPath', remoteUri(editor, tests)], ['skipWelcome', 'true']],
    }));
    try {
      const code = await ended.promise;
      if (!existsSync(resultFile)) throw new Error('The extension host ended without a result.');
      return code;
    } catch (error) {
      await screenshot(page, `failed-host-${version}`);
      process.stderr.write(`${String(error)}\n${hostConsole.slice(-40).join('\n')}\n${serverLog(editor).slice(-4000)}\n`);
      return 1;
    } finally {
      clearTimeout(timer);
      if (existsSync(report)) process.stdout.write(readFileSync(report, 'utf8'));
    }
  } finally {
    await browser.close();
    await editor.close();
    workspace.remove();
    storage.remove();
  }
}
