import { readFileSync } from 'node:fs';

/** Whether a process of this machine lives. One that is dead and only not waited for yet counts as gone (seen on Linux alone). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in parentheses may hold anything, so fields are counted from its end (proc_pid_stat(5))
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // no /proc here, or gone in between: the signal's answer stands
    return true;
  }
}
