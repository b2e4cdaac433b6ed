import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { levelOf } from '../../../src/gate/level.ts';
import { createShellAnalyser, type ShellAnalyser, type ShellAnalysis, type ShellFacts } from '../../../src/gate/analyse/analyse.ts';
import type { GitFileState } from '../../../src/gate/analyse/facts.ts';
import type { Level } from '../../../src/shared/effects.ts';

const require = createRequire(import.meta.url);
const folders: Record<string, string> = {
  'web-tree-sitter.wasm': dirname(require.resolve('web-tree-sitter')),
  'tree-sitter-bash.wasm': dirname(require.resolve('tree-sitter-bash/package.json')),
};

/** The real analyser with the real grammars. */
export const realAnalyser = (parseMs?: number): ShellAnalyser => createShellAnalyser({ loadWasm: (name) => readFile(join(folders[name] ?? '', name)), ...(parseMs === undefined ? {} : { parseMs }) });

/** A file of the fake workspace; a folder is there because something is in it. */
export interface FakeFile {
  text?: string;
  state?: GitFileState;
  links?: number;
}

/** A workspace at /home/me/app without links, in a repository without executing configuration. Paths of files as absolute or below it. */
export function facts(more: Partial<ShellFacts> = {}, files: Record<string, FakeFile> = {}): ShellFacts {
  const cwd = '/home/me/app';
  const all = new Map(Object.entries(files).map(([path, file]) => [path.startsWith('/') ? path : join(cwd, path), file]));
  const entries = (folder: string): Map<string, 'file' | 'directory'> => {
    const base = folder.endsWith('/') ? folder : `${folder}/`;
    return new Map([...all.keys()].filter((path) => path.startsWith(base)).map((path) => {
      const [name = '', ...rest] = path.slice(base.length).split('/');
      return [name, rest.length === 0 ? 'file' : 'directory'];
    }));
  };
  return {
    shell: 'bash', cwd, workspaceRoots: [cwd], home: '/home/me', realpath: async (path) => path,
    stat: async (path) => {
      const file = all.get(path);
      if (file !== undefined) return { kind: 'file', size: file.text?.length ?? 0, ...(file.links === undefined ? {} : { links: file.links }) };
      return path === cwd || entries(path).size > 0 ? { kind: 'directory', size: 0 } : undefined;
    },
    list: async (path) => [...entries(path)].map(([name, kind]) => ({ name, kind })).sort((one, other) => (one.name < other.name ? -1 : 1)),
    read: async (path) => all.get(path)?.text,
    gitStates: async (paths) => new Map(paths.map((path) => [path, all.get(path)?.state ?? 'untracked'])),
    gitProbe: async () => [], signal: new AbortController().signal, ...more,
  };
}

export interface Judged extends ShellAnalysis {
  level: Level;
}

export async function judge(analyser: ShellAnalyser, command: string, more: Partial<ShellFacts> = {}, files: Record<string, FakeFile> = {}): Promise<Judged> {
  const analysis = await analyser.analyse(command, facts(more, files));
  return { ...analysis, level: levelOf(analysis.effects, analysis.minimumLevel).level };
}
