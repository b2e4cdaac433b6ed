import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, extname, isAbsolute, join } from 'node:path';

/**
 * Looks a program up on the PATH of an environment, in absolute folders only: an entry like `.` would let a workspace
 * put its own program in place of the system's.
 * @returns the absolute path, or `undefined`.
 */
export function findProgram(name: string, environment: Record<string, string | undefined>): string | undefined {
  const value = (wanted: string) => Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1];
  const endings = process.platform !== 'win32' || extname(name) !== '' ? [''] : (value('PATHEXT') ?? '.EXE;.CMD;.BAT;.COM').split(';');
  for (const folder of (value('PATH') ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** True for a file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
