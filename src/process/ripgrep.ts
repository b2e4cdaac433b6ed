import { AppError } from '../core/errors.ts';
import type { Permit } from '../core/gate.ts';
import type { ProcessResult, ProcessRunner, ProcessSpec } from '../core/ports.ts';
import { buildEnvironment } from './environment.ts';
import { isExecutable } from './findProgram.ts';

export interface SearchQuery {
  /** Regular expression in ripgrep's syntax, or plain text with `literal`. */
  pattern: string;
  literal?: boolean;
  ignoreCase?: boolean;
  /** Folder that is searched, absolute; hits are relative to it. */
  cwd: string;
  /** Files or folders inside `cwd` to search; all of it unless told. */
  paths?: readonly string[];
  /** Only files whose path matches one of these (gitignore syntax). */
  include?: readonly string[];
  /** Never files whose path matches one of these, whatever their letters' case. */
  exclude?: readonly string[];
  /** Also files and folders whose name begins with a dot; `.git` never. */
  hidden?: boolean;
  /** At least 1. */
  maxResults: number;
}

export type FileQuery = Omit<SearchQuery, 'pattern' | 'literal' | 'ignoreCase'>;

export interface SearchMatch {
  /** Relative to the query's folder, with `/`. */
  path: string;
  /** One-based. */
  line: number;
  /** The line, cut after `MAX_LINE` bytes. */
  text: string;
}

export interface Ripgrep {
  /** Lines that match, by path and line. @throws AppError `search-failed`, `search-pattern-invalid`, `ripgrep-missing` */
  search(query: SearchQuery, permit: Permit, signal: AbortSignal): Promise<{ matches: SearchMatch[]; truncated: boolean }>;
  /** Files that a search would look into. @throws AppError `search-failed`, `ripgrep-missing` */
  files(query: FileQuery, permit: Permit, signal: AbortSignal): Promise<{ paths: string[]; truncated: boolean }>;
}

/** Bytes of a matching line that are shown. */
export const MAX_LINE = 400;

/** @param candidates binaries, best first; the first that exists is used. */
export function createRipgrep({ candidates, runner }: { candidates: readonly string[]; runner: ProcessRunner }): Ripgrep {
  let file: string | undefined;
  const program = (): string => {
    file ??= candidates.find(isExecutable);
    if (file === undefined) throw new AppError('ripgrep-missing', 'The search program ripgrep was not found.\nReinstall the extension, or install ripgrep and start the editor again.');
    return file;
  };

  /** Runs until there are enough records; what comes after is not waited for. Each record holds one NUL, after its path. */
  const records = async (args: string[], end: '\n' | '\0', query: FileQuery, permit: Permit, signal: AbortSignal) => {
    const enough = new AbortController();
    let seen = 0;
    const spec: ProcessSpec = {
      file: program(), args: [...COMMON, ...filters(query), ...args], cwd: query.cwd, env: buildEnvironment(), deadlineMs: 30_000, idleMs: 0, maxOutputBytes: 8 * 1_048_576,
    };
    const result = await runner.run(spec, permit, AbortSignal.any([signal, enough.signal]), (text) => {
      for (let at = text.indexOf('\0'); at !== -1; at = text.indexOf('\0', at + 1)) seen++;
      if (seen > query.maxResults) enough.abort();
    });
    signal.throwIfAborted();
    if (!enough.signal.aborted) refuseFailure(result);
    return { found: completeRecords(result, end), truncated: enough.signal.aborted || result.truncatedBytes > 0 };
  };

  return {
    async search(query, permit, signal) {
      const args = [
        '--line-number', '--with-filename', '--no-heading', '--no-column', `--max-columns=${MAX_LINE}`, '--max-columns-preview',
        ...(query.literal === true ? ['--fixed-strings'] : []), ...(query.ignoreCase === true ? ['--ignore-case'] : []),
        '--', query.pattern, ...operands(query),
      ];
      const { found, truncated } = await records(args, '\n', query, permit, signal);
      const matches = found.map(parseMatch).filter((match) => match !== undefined).sort(byPlace);
      return { matches: matches.slice(0, query.maxResults), truncated: truncated || matches.length > query.maxResults };
    },
    async files(query, permit, signal) {
      const { found, truncated } = await records(['--files', '--', ...operands(query)], '\0', query, permit, signal);
      const paths = found.map(cleanPath).sort();
      return { paths: paths.slice(0, query.maxResults), truncated: truncated || paths.length > query.maxResults };
    },
  };
}

/** No configuration file, so that nothing can add `--pre` or the like; errors about single files are left out. */
const COMMON = ['--no-config', '--color=never', '--null', '--no-messages', '--max-filesize=10M'];

function filters({ include = [], exclude = [], hidden = false }: FileQuery): string[] {
  return [
    ...(hidden ? ['--hidden'] : []), ...include.map((glob) => `--glob=${glob}`), ...exclude.map((glob) => `--iglob=!${glob}`), '--glob=!.git',
  ];
}

/** The `./` keeps a name that begins with a dash, or is a lone one, from being read as anything but a file. */
function operands({ paths = ['.'] }: FileQuery): string[] {
  return paths.map((path) => (/^([/\\]|[A-Za-z]:|\.)/.test(path) ? path : `./${path}`));
}

/** Records that arrived whole; where output was left out, or the program was stopped, the last one is not. */
function completeRecords({ stdout, truncatedBytes }: ProcessResult, end: string): string[] {
  const whole = truncatedBytes > 0 ? stdout.slice(0, stdout.indexOf('\n[… ')) : stdout;
  return whole.split(end).slice(0, -1);
}

function parseMatch(line: string): SearchMatch | undefined {
  const match = /^([^\0]+)\0(\d+):(.*)$/s.exec(line);
  if (match === null) return undefined;
  return { path: cleanPath(match[1] ?? ''), line: Number(match[2]), text: (match[3] ?? '').replace(/\r$/, '') };
}

const cleanPath = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path).replace(/^\.\//, '');

function byPlace(a: SearchMatch, b: SearchMatch): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
}

/** Exit codes of rg(1): 0 found, 1 nothing found, 2 failed, perhaps after some hits. */
function refuseFailure(result: ProcessResult): void {
  if (result.exitCode === 0 || result.exitCode === 1 || (result.exitCode === 2 && result.stdout !== '')) return;
  const detail = result.stderr.trim();
  if (/regex parse error|regex could not be compiled/i.test(detail)) {
    throw new AppError('search-pattern-invalid', `The search pattern is not a valid regular expression.\n${detail}`);
  }
  if (result.timedOut) throw new AppError('search-failed', 'The search took longer than 30 seconds and was ended.\nSearch in fewer folders or for something rarer.');
  throw new AppError('search-failed', `The search failed.\n${result.spawnError ?? detail}`);
}
