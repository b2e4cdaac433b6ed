import { stopAllOnSignals } from '../scripts/lib/processes.ts';
import { TASKS, withNeeds, type Outcome, type Task } from './suites.ts';

/**
 * `npm test`, and with names of suites only those: prepares what is missing, runs the suites two at a time, prints each
 * one's output as a block, and ends with one line: `N passed, N failed`.
 */
const LANES = 2;

interface Finished extends Outcome {
  task: Task;
  seconds: number;
}

stopAllOnSignals();
const names = process.argv.slice(2);
const finished = await runAll(withNeeds(names.length > 0 ? names : TASKS.filter(({ kind }) => kind === 'suite').map(({ name }) => name)));
process.exitCode = summarize(finished);

async function runAll(tasks: Task[]): Promise<Finished[]> {
  const waiting = [...tasks];
  const done = new Map<string, Finished>();
  const failed = ({ result }: Outcome) => result.failed > 0;
  const nextReady = (): Task | undefined => waiting.find(({ needs }) => needs.every((name) => done.has(name)));
  const running = new Set<Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const task = running.size < LANES ? nextReady() : undefined;
    if (task === undefined) {
      await Promise.race(running);
      continue;
    }
    waiting.splice(waiting.indexOf(task), 1);
    const broken = task.needs.filter((name) => { const need = done.get(name); return need !== undefined && failed(need); });
    const run = (broken.length > 0 ? Promise.resolve(notRun(task, `not run, because this failed: ${broken.join(', ')}`)) : runOne(task)).then((result) => {
      done.set(task.name, result);
      running.delete(run);
    });
    running.add(run);
  }
  return [...done.values()];
}

async function runOne(task: Task): Promise<Finished> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  if (task.kind === 'suite') process.stdout.write(`▶ ${task.name}\n`);
  try {
    const outcome = await task.work();
    const result = { ...outcome, task, seconds: seconds() };
    if (task.kind === 'suite') print(result);
    return result;
  } catch (error) {
    return notRun(task, error instanceof Error ? error.message : String(error), seconds());
  }
}

function notRun(task: Task, reason: string, seconds = 0): Finished {
  const result = { task, seconds, output: reason, result: { passed: 0, failed: 1, skipped: [], failures: [{ title: task.name, error: reason }] } };
  print(result);
  return result;
}

function print({ task, seconds, output, result }: Finished): void {
  process.stdout.write(`\n━━ ${task.name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s ━━\n${output.trimEnd()}\n`);
}

function summarize(all: Finished[]): number {
  const suites = all.filter(({ task, result }) => task.kind === 'suite' || result.failed > 0);
  process.stdout.write('\n');
  for (const { task, seconds, result } of suites) {
    process.stdout.write(`${result.failed === 0 ? '✔' : '✘'} ${task.name.padEnd(14)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed ${String(seconds).padStart(5)} s\n`);
    for (const { title } of result.skipped) process.stdout.write(`    skipped: ${title}\n`);
    for (const { title, error } of result.failures) process.stdout.write(`    failed: ${title}\n      ${error.split('\n', 1)[0] ?? ''}\n`);
  }
  const sum = (key: 'passed' | 'failed') => suites.reduce((total, { result }) => total + result[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
}
