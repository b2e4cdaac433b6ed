import type { Call, Run, Stdin, Word } from './call.ts';
import { codeFinding } from './code.ts';
import { runsCode, runsProject } from './effects.ts';
import type { Output } from './expand.ts';
import { foldersAfter, isFolderInside } from './folders.ts';
import { installedProgram } from './packages.ts';
import { findPlace } from './places.ts';
import type { Scope } from './scope.ts';
import { scriptFile, scriptText } from './scripts.ts';
import { runTask } from './tasks.ts';
import type { Walk } from './walk.ts';

/** Builtins that run text in the shell itself, so that what it changes stays. */
const inShell = new Set(['eval', 'source', '.', 'builtin', 'command']);

/** Everything that a command starts in turn. @returns what it prints, where it runs one thing whose output is known */
export async function runAll(walk: Walk, call: Call, runs: readonly Run[], scope: Scope): Promise<Output> {
  let output: Output = {};
  for (const run of runs) output = await runOne(walk, call, run, scope);
  return runs.length === 1 ? output : {};
}

async function runOne(walk: Walk, call: Call, run: Run, scope: Scope): Promise<Output> {
  const isElsewhere = 'elsewhere' in run && run.elsewhere === true;
  const inner = walk.deeper(isElsewhere);
  if (inner === undefined) {
    walk.shared.findings.add({ text: call.program, effects: [{ kind: 'exec', target: call.program, inWorkspace: false, detail: 'starts commands nested too deep to follow' }] });
    walk.shared.findings.notUnderstood();
    return {};
  }
  if (isElsewhere) walk.shared.findings.add({ text: call.program, effects: [{ kind: 'exec', target: call.program, inWorkspace: true, detail: 'runs a command in another place, of which nothing is known here' }] });
  const own = inShell.has(call.program) ? scope : startScope(run, scope);
  switch (run.kind) {
    case 'words':
      inner.countStep();
      return inner.words(run.words, own, run.stdin ?? call.stdin, call.program === 'command' || call.program === 'builtin' || !inShell.has(call.program));
    case 'package':
      inner.countStep();
      await addPackage(inner, run.words[0], own);
      return inner.words(run.words, own, run.stdin ?? call.stdin, true);
    case 'script':
      return scriptText(inner, run.text, run.dialect, run.exact, own, stdinOf(run.stdin, call));
    case 'file':
      return fileRun(inner, call, run, own);
    case 'task':
      await runTask(inner, run, own);
      return {};
    case 'code':
      walk.shared.findings.add(codeFinding(run.language, run.text, run.exact, !walk.elsewhere && isFolderInside(own.folders, walk.shared.facts)));
      return {};
  }
}

/** A script that is read from standard input leaves none for its commands. */
const stdinOf = (stdin: Stdin | undefined, call: Call): Stdin => stdin ?? (call.stdin.kind === 'text' || call.stdin.kind === 'pipe' ? { kind: 'pipe' } : call.stdin);

/** A child starts in the folder of the shell, or in one that it is told; variables of the shell are not followed into it. */
function startScope(run: Run, scope: Scope): Scope {
  const isProgram = run.kind === 'words';
  const child = isProgram ? scope.clone() : scope.child();
  child.functions.clear();
  if ('folder' in run && run.folder !== undefined) child.folders = foldersAfter(run.folder, scope.folders);
  return child;
}

async function addPackage(walk: Walk, program: Word | undefined, scope: Scope): Promise<void> {
  const name = program?.text ?? 'a package';
  const file = walk.elsewhere || program?.exact !== true ? undefined : await installedProgram(name, scope.folders, walk.shared.facts);
  if (file !== undefined) walk.shared.findings.relyOn(file);
  walk.shared.findings.add({ text: name, effects: [file === undefined ? runsCode(name, 'is not installed in the project, so it is fetched from the registry and run') : runsProject(name, 'a program that is installed in the project')] });
}

async function fileRun(walk: Walk, call: Call, run: Extract<Run, { kind: 'file' }>, scope: Scope): Promise<Output> {
  const { facts, findings } = walk.shared;
  const names: readonly string[] = run.path.matches ?? [run.path.text];
  const text = [call.program, ...call.words.map((word: Word) => word.text)].join(' ');
  if (!run.path.exact || scope.folders === undefined || walk.elsewhere) {
    findings.add({ text, effects: [{ kind: 'exec', target: run.path.text, inWorkspace: false, detail: 'which file this is, is not known' }] });
    return {};
  }
  for (const name of names.slice(0, 1)) {
    for (const folder of scope.folders) await scriptFile(walk, await findPlace(folder, name, facts), run.language, scope, call.stdin, text);
  }
  return {};
}
