import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  command: string;
}

/** Every process of this machine that can be read; POSIX only. */
export function processes(): ProcessRow[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): ProcessRow[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      // the program's name is in brackets and may hold anything: fields are counted after the last one
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return [];
      return [{ pid: Number(name), parent: Number(fields[1]), group: Number(fields[2]), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
    } catch {
      return [];
    }
  });
}

function fromPs(): ProcessRow[] {
  return execFileSync('ps', ['-Ao', 'pid=,ppid=,pgid=,args='], { encoding: 'utf8' }).split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), group: Number(match[3]), command: match[4] ?? '' }];
  });
}

/** A process and everything below it. */
export function descendants(pid: number): ProcessRow[] {
  const all = processes();
  const found = all.filter((row) => row.pid === pid);
  for (const row of found) found.push(...all.filter((other) => other.parent === row.pid && !found.includes(other)));
  return found;
}

/** False for a process that is gone or only waits to be reaped. */
export function isAlive(pid: number): boolean {
  return processes().some((row) => row.pid === pid);
}

/** Extension hosts of a server. */
export function extensionHosts(serverPid: number): number[] {
  return descendants(serverPid).filter(({ command }) => command.includes('--type=extensionHost')).map(({ pid }) => pid);
}
