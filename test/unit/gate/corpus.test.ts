import assert from 'node:assert/strict';
import { byProgram, corpusRows, labelExceptions, measure, type Measured, type Row } from '../../corpora/corpus.ts';

/** Stands in where the corpus is not on this machine: one row of each kind of its sources. */
const builtIn: Row[] = [
  { command: 'ls -la', shell: 'bash', accept: ['SAFE'] },
  { command: 'git status', shell: 'bash', accept: ['SAFE'] },
  { command: "bash -c 'rm -rf /tmp/test'", shell: 'bash', accept: ['MODERATE', 'HIGH', 'DESTRUCTIVE'] },
  { command: 'rm -rf build', shell: 'bash', accept: ['DESTRUCTIVE'] },
];

describe('labelled commands', function () {
  this.timeout(300_000);
  const found = corpusRows();
  const rows = found ?? builtIn;
  const exceptions = labelExceptions();
  let measured: Measured;

  before(async () => {
    if (found === undefined) process.stdout.write('      (no corpus here; set PILOTHOUSE_CORPORA to its folder. Checking a few built-in rows instead.)\n');
    measured = await measure(rows, exceptions);
  });

  it('are never judged below what their authors hold for right', () => assert.deepEqual(byProgram(measured.below), []));

  it('are silent where they are local reads, nearly all of them', () => {
    process.stdout.write(byProgram(measured.loud).map((line) => `      not silent: ${line}\n`).join(''));
    process.stdout.write(byProgram(measured.byDesign).map((line) => `      no read inside the workspace: ${line}\n`).join(''));
    const reads = measured.localReads - measured.byDesign.length;
    assert.ok(measured.loud.length <= 0.05 * reads, `${measured.loud.length} of ${reads} ask`);
  });

  it('have few wrong labels, each with a reason', () => {
    assert.ok(exceptions.every(({ command, reason }) => command !== '' && reason.length > 10));
    assert.ok(found === undefined || exceptions.length <= 0.01 * rows.length);
  });
});
