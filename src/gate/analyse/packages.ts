import { dirname, join } from 'node:path';
import { isInside } from '../paths.ts';
import type { ShellFacts } from './facts.ts';
import { findPlace } from './places.ts';

/**
 * The file that `npx name` runs in a folder: that of the nearest `node_modules/.bin` above it. Undefined where there is none
 * inside the workspace, where a name asks for a version, or where the folder is not known: then it may be fetched.
 */
export async function installedProgram(name: string, folders: readonly string[] | undefined, facts: ShellFacts): Promise<string | undefined> {
  const [start] = folders ?? [];
  if (start === undefined || folders?.length !== 1 || !/^\w[\w.-]*$/.test(name)) return undefined;
  for (let folder = start; isInside(folder, facts.workspaceRoots); folder = dirname(folder)) {
    const place = await findPlace(folder, join('node_modules', '.bin', name), facts);
    const state = place.known ? await facts.stat(place.real).catch(() => undefined) : undefined;
    if (state !== undefined) return place.inWorkspace && state.kind === 'file' ? place.real : undefined;
    if (folder === dirname(folder)) return undefined;
  }
  return undefined;
}
