import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { Mocha } from './mochaModule.ts';
import FileReporter from './reporter.ts';

const TEST_TIMEOUT_MS = 30_000;

/**
 * `extensionTestsPath`: runs inside the extension host. Bundled to CommonJS beside the bundled tests, so that they share the
 * extension's own `vscode` object and can put a stub into it.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_TIMEOUT_MS, color: false, forbidOnly: true, reporter: FileReporter });
  const report = process.env.PILOTHOUSE_TEST_REPORT;
  // the host's console is full of the editor's own lines: Mocha's go to a file of their own
  if (report !== undefined) Mocha.reporters.Base.consoleLog = (...values: unknown[]) => { appendFileSync(report, `${format(...values)}\n`); };
  const tests = join(__dirname, 'tests');
  for (const file of readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.cjs')).sort()) mocha.addFile(join(tests, file));
  const failures = await new Promise<number>((resolve) => { mocha.run(resolve); });
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
}
