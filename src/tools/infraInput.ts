import * as z from 'zod';
import type { Files } from '../core/ports.ts';
import type { Effect } from '../shared/effects.ts';
import { resolveTarget } from './target.ts';

/** What all infrastructure tools take. */
export const infraInput = z.strictObject({
  stack: z.string().min(1).max(200).optional().describe('Name of the stack, e.g. "dev". Default: the selected stack, or the only one.'),
  dir: z.string().min(1).max(4_096).optional().describe('Folder of the Pulumi project, relative to the workspace. Default: the workspace folder, or the only project below it.'),
});
export type InfraInput = z.infer<typeof infraInput>;

/** The folder that an input means. */
export interface InfraFolder {
  /** Real path. */
  path: string;
  inWorkspace: boolean;
}

/** Links are followed: a folder may lie elsewhere than it seems. */
export async function folderOf(input: InfraInput, cwd: string, files: Pick<Files, 'realpath'>): Promise<InfraFolder> {
  const { real, inWorkspace } = await resolveTarget(files, cwd, input.dir ?? '.');
  return { path: real, inWorkspace };
}

/** A look at a stack asks its backend; elsewhere than in the workspace it is somebody else's project. */
export function lookEffects({ path, inWorkspace }: InfraFolder, stack: string | undefined): Effect[] {
  return [
    { kind: 'infra', target: `${stack ?? 'selected stack'} in ${path}`, access: 'read' },
    ...(inWorkspace ? [] : [{ kind: 'read', target: path, inWorkspace } as const]),
  ];
}

/** A preview runs the program and its providers. */
export function previewEffects(folder: InfraFolder, stack: string | undefined): Effect[] {
  return [
    { kind: 'exec', target: 'the Pulumi program', inWorkspace: folder.inWorkspace, detail: 'runs the project\'s own code and its providers; changes nothing' },
    ...lookEffects(folder, stack),
  ];
}

/** Title of a card: `Preview dev`, `Preview the stack`. */
export function titleOf(verb: string, { stack, dir }: InfraInput): string {
  return `${verb} ${stack ?? 'the selected stack'}${dir === undefined ? '' : ` in ${dir}`}`;
}
