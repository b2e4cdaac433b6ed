import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { levelOf } from '../../../src/gate/level.ts';
import { createShellAnalyser, type ShellAnalyser, type ShellAnalysis, type ShellFacts } from '../../../src/gate/analyse/analyse.ts';
import type { Level } from '../../../src/shared/effects.ts';

const require = createRequire(import.meta.url);
const folders: Record<string, string> = {
  'web-tree-sitter.wasm': dirname(require.resolve('web-tree-sitter')),
  'tree-sitter-bash.wasm': dirname(require.resolve('tree-sitter-bash/package.json')),
};

/** The real analyser with the real grammars. */
export const realAnalyser = (parseMs?: number): ShellAnalyser => createShellAnalyser({ loadWasm: (name) => readFile(join(folders[name] ?? '', name)), ...(parseMs === undefined ? {} : { parseMs }) });

/** A workspace at /home/me/app without links, in a repository without executing configuration. */
export function facts(more: Partial<ShellFacts> = {}): ShellFacts {
  return {
    shell: 'bash', cwd: '/home/me/app', workspaceRoots: ['/home/me/app'], realpath: async (path) => path,
    gitProbe: async () => [], signal: new AbortController().signal, ...more,
  };
}

export interface Judged extends ShellAnalysis {
  level: Level;
}

export async function judge(analyser: ShellAnalyser, command: string, more: Partial<ShellFacts> = {}): Promise<Judged> {
  const analysis = await analyser.analyse(command, facts(more));
  return { ...analysis, level: levelOf(analysis.effects, analysis.minimumLevel).level };
}
