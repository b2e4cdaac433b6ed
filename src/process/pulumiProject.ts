import type { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import { LocalWorkspace } from '@pulumi/pulumi/automation/localWorkspace.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { PulumiProject } from '../core/pulumi.ts';

export const projectFileNames = ['Pulumi.yaml', 'Pulumi.yml', 'Pulumi.json'];

/** Reads the project file of a folder; undefined where there is none. @throws AppError `project-invalid` */
export async function readProject(projectDir: string): Promise<PulumiProject | undefined> {
  const file = projectFileNames.map((name) => join(projectDir, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  let settings: unknown;
  try {
    // only the project file is read; the command is there because the constructor would look for one by itself
    const workspace = await LocalWorkspace.create({ workDir: projectDir, pulumiCommand: { command: 'pulumi', version: '0.0.0' } as unknown as PulumiCommand });
    settings = await workspace.projectSettings();
  } catch (cause) {
    throw new AppError('project-invalid', `${file} can't be read as a Pulumi project\n${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const name = textAt(settings, 'name');
  const runtime = textAt(settings, 'runtime') ?? textAt(fieldOf(settings, 'runtime'), 'name');
  if (name === undefined || runtime === undefined) throw new AppError('project-invalid', `${file} is not a Pulumi project\nIt needs a "name" and a "runtime".`);
  return { name, runtime, main: textAt(settings, 'main'), backendUrl: textAt(fieldOf(settings, 'backend'), 'url') };
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>)[field] : undefined;
}

function textAt(value: unknown, field: string): string | undefined {
  const found = fieldOf(value, field);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
