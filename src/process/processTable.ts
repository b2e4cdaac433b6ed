import { execa } from 'execa';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One running process. `startTime` tells it from a later process with the same number. */
export interface ProcessRow {
  pid: number;
  ppid: number;
  pgid: number;
  startTime: string;
}

/** Environment variable that marks every process of a run, also one that left its group and lost its parent (Linux). */
export const RUN_MARKER = 'PILOTHOUSE_RUN';

/** Linux with `/proc`: there a look at the processes is cheap and sees the marks. */
export const hasProcFs = process.platform === 'linux' && existsSync('/proc/self/stat');

/** All processes of a POSIX machine but the dead ones that nobody has waited for. Empty on Windows. */
export async function listProcesses(): Promise<ProcessRow[]> {
  if (hasProcFs) return readProcFs(1);
  if (process.platform === 'win32') return [];
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], { reject: false, env: { LC_ALL: 'C' } });
  return parsePs(stdout);
}

/** Reads `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(text: string): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (match === null || match[4]?.startsWith('Z')) continue;
    rows.push({ pid: Number(match[1]), ppid: Number(match[2]), pgid: Number(match[3]), startTime: match[5] ?? '' });
  }
  return rows;
}

/** Linux: processes with a number of at least `lowestPid`, or all where the numbers have started anew since. */
export function readProcFs(lowestPid: number): ProcessRow[] {
  const wrapped = lastPid() < lowestPid;
  const rows: ProcessRow[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || (pid < lowestPid && !wrapped)) continue;
    const row = readStat(pid);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** Linux: `undefined` where there is no such process, or only what is left of a dead one. */
export function readStat(pid: number): ProcessRow | undefined {
  const text = readOptional(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // the name in parentheses may hold anything, so fields are counted from its end (proc_pid_stat(5))
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, ppid: Number(fields[1]), pgid: Number(fields[2]), startTime: fields[19] ?? '' };
}

/** Linux: the mark that a process was started with, if it is ours to read. */
export function readMarker(pid: number): string | undefined {
  const environment = readOptional(`/proc/${pid}/environ`);
  const prefix = `${RUN_MARKER}=`;
  return environment?.split('\0').find((entry) => entry.startsWith(prefix))?.slice(prefix.length);
}

function lastPid(): number {
  return Number(readOptional('/proc/loadavg')?.trim().split(' ').at(-1) ?? 0);
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
