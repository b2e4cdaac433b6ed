import { execa } from 'execa';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasProcFs, listProcesses, readMarker, readProcFs, type ProcessRow } from './processTable.ts';

/** Milliseconds between two looks at a tree that is being ended. */
const POLL_MS = 10;
/** Milliseconds that a child told twice gets before its tree is killed. */
const ASK_AGAIN_MS = 5_000;
/** Milliseconds that a child gets to end in order when the host itself ends. */
const HURRY_MS = 2_000;
/** Milliseconds after SIGKILL until a process that is still there is given up (another user's, or stuck in the kernel). */
const GIVE_UP_MS = 5_000;

/**
 * A child that leads its own process group, and everything that came from it. On Linux also what left the group
 * (`setsid`) is found, by parent or by the run's mark; on macOS by parent as long as the parent lives; on Windows
 * `taskkill /T` finds it as long as the child lives.
 */
export class ProcessTree {
  readonly root: number;
  readonly #marker: string;
  readonly #exited: () => boolean;
  /** Members seen before, by number and start time: they stay members when their parent is gone. */
  readonly #seen = new Map<number, string>();
  #ending: Promise<void> | undefined;

  /**
   * @param root number of the child, leader of its group.
   * @param marker value of the run's mark in the child's environment.
   * @param exited whether the child itself is known to be gone.
   */
  constructor(root: number, marker: string, exited: () => boolean) {
    this.root = root;
    this.#marker = marker;
    this.#exited = exited;
  }

  /**
   * Asks politely (SIGTERM), and after the grace kills (SIGKILL); resolves when nothing of the tree is left. Resolves at
   * once where nothing is. Windows knows no polite way: the tree is killed.
   */
  end(graceMs: number): Promise<void> {
    this.#ending ??= process.platform === 'win32' ? this.#endOnWindows() : this.#endOnPosix(graceMs);
    return this.#ending;
  }

  /**
   * Tells only the child to end its own work in order, once and after the grace once more, and waits for its end. What
   * it started is left to it: a provider that dies in mid-create would leave a resource that nobody knows of.
   * @param hurry cuts the grace short, for the end of the host.
   */
  async askChild(signal: NodeJS.Signals, graceMs: number, hurry: AbortSignal): Promise<void> {
    if (process.platform === 'win32') return;
    for (const patienceMs of [graceMs, ASK_AGAIN_MS]) {
      if (this.#exited()) return;
      signalProcess(this.root, signal);
      signalProcess(this.root, 'SIGCONT');
      const askedAt = performance.now();
      const isPatient = () => performance.now() - askedAt < (hurry.aborted ? Math.min(patienceMs, HURRY_MS) : patienceMs);
      while (!this.#exited() && isPatient()) await delay(POLL_MS);
    }
  }

  /** Kills at once and without waiting, for the moment the host itself exits. */
  killNow(): void {
    if (process.platform === 'win32') {
      if (!this.#exited()) signalProcess(this.root, 'SIGKILL');
      return;
    }
    const members = hasProcFs ? this.#membersOf(readProcFs(this.root)) : [];
    this.#signal('SIGKILL', members);
  }

  async #endOnPosix(graceMs: number): Promise<void> {
    let members = await this.#members();
    if (members.length === 0) return;
    this.#signal('SIGTERM', members);
    // a stopped process sees the polite signal only when it goes on
    this.#signal('SIGCONT', members);
    const killAt = performance.now() + graceMs;
    while ((members = await this.#members()).length > 0 && performance.now() < killAt) await delay(POLL_MS);
    const giveUpAt = performance.now() + GIVE_UP_MS;
    while (members.length > 0 && performance.now() < giveUpAt) {
      this.#signal('SIGKILL', members);
      await delay(POLL_MS);
      members = await this.#members();
    }
  }

  async #endOnWindows(): Promise<void> {
    if (this.#exited()) return;
    const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    await execa(taskkill, ['/PID', String(this.root), '/T', '/F'], { reject: false, stdio: 'ignore', windowsHide: true });
    const giveUpAt = performance.now() + GIVE_UP_MS;
    while (!this.#exited() && performance.now() < giveUpAt) await delay(POLL_MS);
  }

  async #members(): Promise<ProcessRow[]> {
    if (hasProcFs) return this.#membersOf(readProcFs(this.root));
    // off Linux a look costs a process of its own, so it is taken only while something is known to live
    if (this.#exited() && !groupExists(this.root) && this.#seen.size === 0) return [];
    const rows = await listProcesses();
    if (rows.length === 0 && groupExists(this.root)) return [{ pid: this.root, ppid: process.pid, pgid: this.root, startTime: '' }];
    return this.#membersOf(rows);
  }

  #membersOf(rows: ProcessRow[]): ProcessRow[] {
    const members = new Map<number, ProcessRow>();
    const children = Map.groupBy(rows, (row) => row.ppid);
    const add = (row: ProcessRow): void => {
      if (members.has(row.pid) || row.pid === process.pid) return;
      members.set(row.pid, row);
      for (const child of children.get(row.pid) ?? []) add(child);
    };
    for (const row of rows) {
      if (row.pid === this.root ? !this.#exited() : this.#belongs(row)) add(row);
    }
    this.#seen.clear();
    for (const row of members.values()) this.#seen.set(row.pid, row.startTime);
    return [...members.values()];
  }

  #belongs(row: ProcessRow): boolean {
    if (row.pgid === this.root || this.#seen.get(row.pid) === row.startTime) return true;
    return hasProcFs && readMarker(row.pid) === this.#marker;
  }

  #signal(signal: NodeJS.Signals, members: ProcessRow[]): void {
    if (members.some((row) => row.pgid === this.root) || !this.#exited()) signalProcess(-this.root, signal);
    for (const row of members) if (row.pgid !== this.root) signalProcess(row.pid, signal);
  }
}

/** Sends a signal; false where the target is gone or not ours. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function groupExists(pgid: number): boolean {
  return signalProcess(-pgid, 0);
}
