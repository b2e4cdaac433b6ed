import type { Files } from '../core/ports.ts';
import type { ShellFacts } from '../gate/analyse/facts.ts';

export interface FactSources extends Pick<ShellFacts, 'gitProbe' | 'gitStates'> {
  files: Pick<Files, 'stat' | 'list' | 'read' | 'realpath'>;
  /** The dialect that will run. */
  shell: ShellFacts['shell'];
  /** The user's home folder. */
  home: string;
}

/**
 * What the analysis of a command may ask the world, for one workspace folder.
 * @param cwd real path
 */
export function shellFacts({ files, shell, home, gitProbe, gitStates }: FactSources, cwd: string, signal: AbortSignal): ShellFacts {
  return {
    shell, cwd, workspaceRoots: [cwd], home, gitProbe, gitStates, signal,
    realpath: (path) => files.realpath(path),
    stat: (path) => files.stat(path),
    list: (path) => files.list(path),
    read: async (path, maxBytes) => {
      const bytes = await files.read(path, maxBytes).catch(() => undefined);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    },
  };
}
