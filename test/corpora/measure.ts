import { byProgram, corpusRows, labelExceptions, measure } from './corpus.ts';

/** Prints how the analysis stands on the labelled commands: `node test/corpora/measure.ts`. */

const rows = corpusRows();
if (rows === undefined) {
  process.stderr.write('There is no corpus here; set PILOTHOUSE_CORPORA to its folder.\n');
  process.exitCode = 1;
} else {
  const { below, excepted, localReads, loud, byDesign, times, loadMs } = await measure(rows, labelExceptions());
  const at = (part: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(2);
  process.stdout.write([
    `${rows.length} rows: ${below.length} below their accepted levels, ${excepted} excepted`,
    `local rows labelled SAFE: ${localReads}, of which ${byDesign.length} are no reads inside the workspace and ask by design`,
    `local reads: ${localReads - byDesign.length - loud.length} of ${localReads - byDesign.length} silent (${(100 * (1 - loud.length / (localReads - byDesign.length))).toFixed(1)} %)`,
    `ms: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}; first command ${loadMs.toFixed(0)}`,
    ...byProgram(below).map((line) => `below  ${line}`),
    ...byProgram(byDesign).map((line) => `design ${line}`),
    ...byProgram(loud).map((line) => `loud   ${line}`),
    '',
  ].join('\n'));
}
