import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';
import type { Files } from '../core/ports.ts';
import { defineTool, type Tool } from '../core/tool.ts';
import { isSecretFile, readEffect } from '../gate/paths.ts';
import { redact } from '../gate/redact.ts';
import type { JsonObject } from '../shared/json.ts';
import { resolveTarget } from './target.ts';

const MAX_MATCHES = 200;
const MAX_LINE_CHARACTERS = 300;

/** What ripgrep is asked. It skips ignored and hidden files, follows no links and reads no configuration file. */
export interface SearchQuery {
  pattern: string;
  literal: boolean;
  ignoreCase: boolean;
  /** Folder that is searched, real path. */
  cwd: string;
  /** Names inside `cwd`; all of it unless told. */
  paths?: string[];
  /** Only files like these, e.g. `*.ts`. */
  include?: string[];
  exclude: string[];
  maxResults: number;
}

export interface SearchAnswer {
  /** Paths are absolute, or relative to the query's folder; lines count from 1. */
  matches: { path: string; line: number; text: string }[];
  truncated: boolean;
}

/** @throws AppError where the pattern is no regular expression, with ripgrep's explanation */
export type SearchFiles = (query: SearchQuery, permit: Permit, signal: AbortSignal) => Promise<SearchAnswer>;

/** Kept from ripgrep already; what slips through is left out by name afterwards. */
const secretGlobs = ['.env', '.env.*', '*.pem', '*.key', '*.pfx', '*.p12', 'id_rsa*', 'id_ed25519*', '.npmrc', '.netrc', '.ssh/**', '.aws/**'];

const input = z.strictObject({
  pattern: z.string().min(1).max(1000).describe('Regular expression (Rust syntax)'),
  literal: z.boolean().optional().describe('Take the pattern as plain text'),
  ignoreCase: z.boolean().optional(),
  path: z.string().min(1).optional().describe('File or folder; the workspace by default'),
  glob: z.string().min(1).max(300).optional().describe('Only files like this, e.g. *.ts'),
  limit: z.int().min(1).max(MAX_MATCHES).optional().describe('50 by default'),
});
type Input = z.infer<typeof input>;

/** Searches file contents with ripgrep; files of secrets are left out. */
export function searchTool({ files, searchFiles }: { files: Files; searchFiles: SearchFiles }): Tool {
  return defineTool<Input>({
    name: 'search',
    description: 'Search file contents; ignored and hidden files are skipped. Gives path:line: text.',
    input,
    title: ({ pattern, path }) => `Search ${JSON.stringify(pattern)}${path === undefined ? '' : ` in ${path}`}`,
    async propose({ pattern, literal = false, ignoreCase = false, path = '.', glob, limit = 50 }, context) {
      const target = await resolveTarget(files, context.cwd, path);
      const stat = await files.stat(target.real);
      if (stat === undefined) throw new AppError('file-missing', `${target.shown} does not exist.`);
      const place = stat.kind === 'directory' ? { cwd: target.real } : { cwd: dirname(target.real), paths: [basename(target.real)] };
      const query: SearchQuery = { pattern, literal, ignoreCase, ...place, ...(glob === undefined ? {} : { include: [glob] }), exclude: secretGlobs, maxResults: limit };
      const bindingAt = (real: string): JsonObject => ({ tool: 'search', real, pattern, literal, ignoreCase, glob: glob ?? null, limit });
      return {
        action: 'search',
        title: `Search ${JSON.stringify(pattern)} in ${target.shown}`,
        effects: [{ ...readEffect(target.real, target.roots), ...(stat.kind === 'directory' ? { below: true } : {}) }],
        binding: bindingAt(target.real),
        rebind: async () => bindingAt(await files.realpath(target.real)),
        async run({ permit, signal }) {
          const answer = await searchFiles(query, permit, signal);
          const matches = answer.matches.map((match) => ({ ...match, path: resolve(query.cwd, match.path) })).filter((match) => !isSecretFile(match.path));
          if (matches.length === 0) {
            const none = `Nothing matches ${JSON.stringify(pattern)}.${literal ? '' : ' If it is meant as plain text, set literal.'}`;
            return { forModel: none, view: { kind: 'text', text: none } };
          }
          const lines = matches.slice(0, limit).map(({ path: found, line, text }) => `${shownFrom(target.roots[0] ?? '', found)}:${line}: ${oneLine(text)}`);
          const more = answer.truncated || matches.length > limit ? '\n(more matches; narrow the pattern, the path or the glob)' : '';
          const text = redact(lines.join('\n')) + more;
          return { forModel: text, view: { kind: 'text', text } };
        },
      };
    },
  });
}

function shownFrom(root: string, path: string): string {
  const between = relative(root, path);
  return between.startsWith('..') || isAbsolute(between) ? path : between.split(sep).join('/');
}

function oneLine(text: string): string {
  const line = text.replace(/\r?\n[\s\S]*$/, '');
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)}…` : line;
}
