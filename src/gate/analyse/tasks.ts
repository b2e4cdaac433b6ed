import { join } from 'node:path';
import type { Run } from './call.ts';
import { foldersAfter } from './folders.ts';
import { makeCommands } from './tasks/makefile.ts';
import { packageScripts } from './tasks/packageScripts.ts';
import { taskfileCommands } from './tasks/taskfile.ts';
import { findPlace } from './places.ts';
import type { Scope } from './scope.ts';
import { MAX_SCRIPT_BYTES, scriptText } from './scripts.ts';
import type { Walk } from './walk.ts';

/** The commands of a task, each a text in the shell's language; undefined where the definition is more than is read. */
export type TaskCommands = readonly string[] | undefined;

type Task = Extract<Run, { kind: 'task' }>;

const definitions: Record<Task['runner'], { files: readonly string[]; read: (text: string, name: string) => TaskCommands }> = {
  'package-script': { files: ['package.json'], read: packageScripts },
  make: { files: ['GNUmakefile', 'makefile', 'Makefile'], read: makeCommands },
  task: { files: ['Taskfile.yml', 'taskfile.yml', 'Taskfile.yaml', 'taskfile.yaml'], read: taskfileCommands },
};

/** Runs a task that the project defines: its own code, so at least MODERATE; its commands may raise that. */
export async function runTask(walk: Walk, run: Task, scope: Scope): Promise<void> {
  const { facts, findings } = walk.shared;
  const text = `${run.runner === 'package-script' ? 'script' : run.runner} ${run.name}`;
  const folders = foldersAfter(run.folder, scope.folders);
  if (walk.elsewhere) {
    findings.add({ text, effects: [{ kind: 'exec', target: text, inWorkspace: true, detail: "runs the project's own code in another place" }] });
    return;
  }
  if (folders === undefined || run.file?.exact === false) {
    findings.add({ text, effects: [{ kind: 'exec', target: text, inWorkspace: false, detail: 'where it is defined is not known' }] });
    return;
  }
  for (const folder of folders) {
    const place = await definitionOf(run, folder, walk);
    const { inWorkspace } = await findPlace(folder, '.', facts);
    findings.add({ text, effects: [{ kind: 'exec', target: text, inWorkspace, detail: "runs the project's own code" }] });
    if (place === undefined) continue;
    findings.relyOn(place.path);
    const commands = definitions[run.runner].read(place.content, run.name);
    if (commands === undefined) {
      findings.notUnderstood();
      continue;
    }
    const own = scope.child();
    own.folders = [folder];
    for (const command of commands) await scriptText(walk, command, 'bash', true, own.clone(), { kind: 'none' });
  }
}

async function definitionOf(run: Task, folder: string, walk: Walk): Promise<{ path: string; content: string } | undefined> {
  const { facts } = walk.shared;
  for (const name of run.file === undefined ? definitions[run.runner].files : [run.file.text]) {
    const place = await findPlace(folder, name, facts);
    const content = await facts.read(place.real, MAX_SCRIPT_BYTES).catch(() => undefined);
    if (content !== undefined) return { path: place.real, content };
    findRelated(walk, join(folder, name));
  }
  return undefined;
}

/** A definition that appears between the approval and the start changes what runs. */
function findRelated(walk: Walk, path: string): void {
  walk.shared.findings.relyOn(path);
}
