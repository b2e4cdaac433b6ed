import { join, resolve } from 'node:path';
import { start } from './lib/processes.ts';
import { progress, type Progress } from './lib/progress.ts';

const root = resolve(import.meta.dirname, '..');

/** A line that `pilothouse setup pulumi --json` prints. */
interface SetupLine {
  state: 'ready' | 'missing' | 'installing' | 'failed';
  detail?: string;
  percent?: number;
  /** Folder of the `pulumi` program, once ready. */
  dir?: string;
}

/**
 * Finds the `pulumi` command or sets it up as the extension itself does: the first time on a machine, building it with Go takes
 * about ten minutes.
 * @param way how to install where it is missing; absent takes what needs no consent
 * @returns the folder of the program
 * @throws Error that says what to do
 */
export async function ensurePulumi(way?: 'go' | 'installer', report: Progress = progress('pulumi')): Promise<string> {
  const handle = start(process.execPath, [join(root, 'dist', 'cli.js'), 'setup', 'pulumi', '--json', ...(way === undefined ? [] : ['--way', way])], { stdio: ['ignore', 'pipe', 'pipe'] });
  let last: SetupLine | undefined;
  let rest = '';
  let errors = '';
  handle.child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString('utf8'); });
  handle.child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const parsed = parseLine(line);
      if (parsed === undefined) continue;
      if (parsed.detail !== undefined && parsed.detail !== last?.detail) report.say(`${parsed.percent === undefined ? '' : `${Math.round(parsed.percent)} % `}${parsed.detail}`);
      last = parsed;
    }
  });
  const code = await handle.exited;
  if (code === 0 && last?.dir !== undefined) return last.dir;
  throw new Error(`The pulumi command is not ready (exit code ${code}): ${last?.detail ?? 'no reason given'}\n${errors.trim()}`.trim());
}

function parseLine(line: string): SetupLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'state' in value ? (value as SetupLine) : undefined;
  } catch {
    return undefined;
  }
}
