import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import type { Files } from '../core/ports.ts';
import { defineTool, type Tool, type ToolResult } from '../core/tool.ts';
import { readEffect } from '../gate/paths.ts';
import { redact } from '../gate/redact.ts';
import { resolveTarget, shownPath, type SeenFiles, type Target } from './target.ts';
import { decodeText } from './text.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LINES = 2000;
const MAX_LINE_CHARACTERS = 2000;
const MAX_CHARACTERS = 50_000;
/** Lines before and after a range in which a secret may begin or end that reaches into it. */
const CONTEXT_LINES = 200;

const input = z.strictObject({
  path: z.string().min(1).describe('Relative to the workspace, or absolute'),
  offset: z.int().min(1).optional().describe('First line, from 1'),
  limit: z.int().min(1).max(MAX_LINES).optional().describe('Number of lines'),
});
type Input = z.infer<typeof input>;

/** Reads a text file, or a range of its lines. */
export function readTool({ files, seen }: { files: Files; seen: SeenFiles }): Tool {
  return defineTool<Input>({
    name: 'read',
    description: `Read a text file. Each line comes as number, tab, text; at most ${MAX_LINES} lines at once.`,
    input,
    title: ({ path, offset, limit }) => `Read ${shownPath(path)}${rangeOf(offset, limit)}`,
    async propose(request, context) {
      const target = await resolveTarget(files, context.cwd, request.path);
      const stat = await files.stat(target.real);
      if (stat === undefined) throw new AppError('file-missing', `${target.shown} does not exist.\nUse list or search to find the right path.`);
      if (stat.kind === 'directory') throw new AppError('not-a-file', `${target.shown} is a folder.\nUse list to see what is in it.`);
      const binding = { tool: 'read', path: target.real };
      return {
        action: 'read',
        title: `Read ${target.shown}`,
        effects: [readEffect(target.real, target.roots)],
        binding,
        rebind: async () => ({ tool: 'read', path: await files.realpath(target.real) }),
        run: async () => readLines(files, seen, target, request),
      };
    },
  });
}

const rangeOf = (offset: number | undefined, limit: number | undefined): string => (offset === undefined && limit === undefined ? '' : `:${offset ?? 1}${limit === undefined ? '' : `-${(offset ?? 1) + limit - 1}`}`);

async function readLines(files: Files, seen: SeenFiles, target: Target, { offset = 1, limit = MAX_LINES }: Input): Promise<ToolResult> {
  const bytes = await files.read(target.real, MAX_BYTES);
  const { text } = decodeText(bytes, target.shown);
  seen.note(target.real, bytes);
  if (text === '') return textResult(`${target.shown} is empty.`);
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  if (offset > lines.length) throw new AppError('out-of-range', `${target.shown} has only ${lines.length} lines.`);
  const chosen = lines.slice(offset - 1, offset - 1 + limit);
  // as one text and with what stands around it, because some secrets span lines; redaction keeps their number
  const before = Math.max(0, offset - 1 - CONTEXT_LINES);
  const around = redact(lines.slice(before, offset - 1 + limit + CONTEXT_LINES).join('\n')).split('\n');
  const clean = around.slice(offset - 1 - before, offset - 1 - before + chosen.length);
  let shownLines = 0;
  let output = '';
  for (const line of clean) {
    const cut = line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)}… (${line.length - MAX_LINE_CHARACTERS} more characters)` : line;
    if (output.length + cut.length > MAX_CHARACTERS && shownLines > 0) break;
    output += `${offset + shownLines}\t${cut}\n`;
    shownLines++;
  }
  const next = offset + shownLines;
  const more = next <= lines.length ? `\n(${lines.length - next + 1} more lines; go on with offset ${next})` : '';
  return textResult(output.trimEnd() + more);
}

const textResult = (text: string): ToolResult => ({ forModel: text, view: { kind: 'text', text } });
