import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MochaOptions, Runner, Test } from 'mocha';
import { Mocha } from './mochaModule.ts';

/** What a suite leaves behind for the closing line, whichever process it ran in. */
export interface SuiteResult {
  passed: number;
  failed: number;
  skipped: { title: string }[];
  failures: { title: string; error: string }[];
}

/** Mocha's readable output, and a `SuiteResult` in the file that PILOTHOUSE_TEST_RESULT names. */
export default class FileReporter extends Mocha.reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const result: SuiteResult = { passed: 0, failed: 0, skipped: [], failures: [] };
    runner.on('pass', () => { result.passed += 1; });
    runner.on('pending', (test: Test) => { result.skipped.push({ title: test.fullTitle() }); });
    runner.on('fail', (test: Test, error: Error) => {
      result.failed += 1;
      result.failures.push({ title: test.fullTitle(), error: error.stack ?? error.message });
    });
    runner.once('end', () => {
      const file = process.env.PILOTHOUSE_TEST_RESULT;
      if (file === undefined || file === '') return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(result));
    });
  }
}
