import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Files } from '../core/ports.ts';
import { sha256 } from '../gate/digest.ts';
import { isInside } from '../gate/paths.ts';

/** A path that a tool was given, resolved. */
export interface Target {
  /** Real path: links of the deepest existing parent are followed. */
  real: string;
  /** As a person would name it: relative to the workspace with `/`, or absolute where it lies outside. */
  shown: string;
  inWorkspace: boolean;
  /** Real paths of the workspace folders. */
  roots: readonly string[];
}

/** @param path relative to the workspace folder, or absolute */
export async function resolveTarget(files: Pick<Files, 'realpath'>, cwd: string, path: string): Promise<Target> {
  const root = await files.realpath(cwd);
  const real = await files.realpath(resolve(root, path));
  const inWorkspace = isInside(real, [root]);
  return { real, shown: inWorkspace ? relative(root, real).split(sep).join('/') || '.' : real, inWorkspace, roots: [root] };
}

/** For titles, which are made before anything is looked up. */
export const shownPath = (path: string): string => (isAbsolute(path) ? path : path.replaceAll('\\', '/').replace(/^\.\//, ''));

/**
 * What the session has seen of each file, so that an edit never lands on text that nobody looked at. One per session.
 */
export interface SeenFiles {
  note(realPath: string, bytes: Uint8Array): void;
  /** `unseen`: never read here; `changed`: differs from what was read. */
  compare(realPath: string, bytes: Uint8Array): 'unseen' | 'same' | 'changed';
}

export function createSeenFiles(): SeenFiles {
  const seen = new Map<string, string>();
  return {
    note: (realPath, bytes) => void seen.set(realPath, sha256(bytes)),
    compare(realPath, bytes) {
      const before = seen.get(realPath);
      if (before === undefined) return 'unseen';
      return before === sha256(bytes) ? 'same' : 'changed';
    },
  };
}
