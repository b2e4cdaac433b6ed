import * as vscode from 'vscode';
import type { HostState } from '../shared/messages.ts';
import type { Activity } from './activity.ts';
import { isProduction } from '../gate/production.ts';

/**
 * The stack that status bar and chat name: the one that the last verb worked on, else the project's only one.
 * @param folder the project's, absolute
 * @param production regular expression of the settings
 */
export async function stackInUse(folder: string | undefined, activity: Activity, production: string): Promise<HostState['stack']> {
  const stack = activity.stack ?? (folder === undefined ? undefined : await onlyStack(vscode.Uri.file(folder)));
  return stack === undefined ? undefined : { ...stack, production: isProduction(stack.name, production) };
}

/** True where the folder itself is a Pulumi project. */
export async function isPulumiProject(folder: string): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder))).some(([name]) => projectFile.test(name));
  } catch {
    return false;
  }
}

const projectFile = /^Pulumi\.ya?ml$/;

async function onlyStack(folder: vscode.Uri): Promise<{ project: string; name: string } | undefined> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    const stacks = entries.flatMap(([name]) => /^Pulumi\.([\w.-]+)\.ya?ml$/.exec(name)?.[1] ?? []);
    const file = entries.find(([name]) => projectFile.test(name))?.[0];
    const [only] = stacks;
    if (file === undefined || only === undefined || stacks.length > 1) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, file)));
    const project = /^name:[ \t]*["']?([\w.-]+)/m.exec(text)?.[1];
    return project === undefined ? undefined : { project, name: only };
  } catch {
    return undefined;
  }
}
