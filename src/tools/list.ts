import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';
import { defineTool, type Tool } from '../core/tool.ts';
import { isInside } from '../gate/paths.ts';
import { resolveTarget, shownPath, type Target } from './target.ts';

const MAX_ENTRIES = 500;
/** Folders that are named, never entered. */
const skipped = new Set(['.git', 'node_modules', '.hg', '.svn', '__pycache__', '.venv']);

const input = z.strictObject({
  path: z.string().min(1).optional().describe('Folder; the workspace by default'),
  depth: z.int().min(1).max(5).optional().describe('Levels, 1 by default'),
});
type Input = z.infer<typeof input>;

/** Lists a folder. Names only, so that even files of secrets may be seen to exist. */
export function listTool({ files }: { files: Files }): Tool {
  return defineTool<Input>({
    name: 'list',
    description: 'List a folder; folders end with /.',
    input,
    title: ({ path }) => `List ${shownPath(path ?? '.')}`,
    async propose({ path = '.', depth = 1 }, context) {
      const target = await resolveTarget(files, context.cwd, path);
      const stat = await files.stat(target.real);
      if (stat === undefined) throw new AppError('file-missing', `${target.shown} does not exist.`);
      if (stat.kind !== 'directory') throw new AppError('not-a-folder', `${target.shown} is not a folder.\nUse read to see a file.`);
      return {
        action: 'list',
        title: `List ${target.shown}`,
        effects: [{ kind: 'read', target: target.real, inWorkspace: target.inWorkspace }],
        binding: { tool: 'list', path: target.real, depth },
        rebind: async () => ({ tool: 'list', path: await files.realpath(target.real), depth }),
        async run({ signal }) {
          const entries: string[] = [];
          await walk(files, target, target.real, '', depth, entries, signal);
          const isCut = entries.length > MAX_ENTRIES;
          const text = entries.length === 0 ? `${target.shown} is empty.` : entries.slice(0, MAX_ENTRIES).join('\n') + (isCut ? `\n(more than ${MAX_ENTRIES} entries; list a folder below, or use search)` : '');
          return { forModel: text, view: { kind: 'text', text } };
        },
      };
    },
  });
}

async function walk(files: Files, target: Target, folder: string, prefix: string, depth: number, entries: string[], signal: AbortSignal): Promise<void> {
  const found = (await files.list(folder)).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name, kind } of found) {
    signal.throwIfAborted();
    if (entries.length > MAX_ENTRIES) return;
    entries.push(`${prefix}${name}${kind === 'directory' ? '/' : ''}`);
    if (kind !== 'directory' || depth <= 1 || skipped.has(name)) continue;
    const below = await files.realpath(join(folder, name));
    // A link may lead out of what was allowed.
    if (isInside(below, [target.real])) await walk(files, target, below, `${prefix}${name}/`, depth - 1, entries, signal);
  }
}
