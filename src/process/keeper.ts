import { execa } from 'execa';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { RUN_MARKER } from './processTable.ts';

/**
 * Ends children when the host dies without a chance to do it (kill -9, a crash): a tiny shell process that outlives the
 * host by as long as that takes. It learns of the host's end because its standard input closes. POSIX only; what left
 * its process group, as Pulumi's plugins do, is found by its run's mark on Linux and out of reach elsewhere.
 */
export interface Keeper {
  watch(group: number, marker: string): void;
  forget(group: number): void;
  /** Resolves when the keeper itself is gone. */
  close(): Promise<void>;
}

/** Holds the groups to end and their marks as words; `+ 12 mark` adds one, `- 12` takes it away. */
const SCRIPT = `
trap '' HUP INT TERM
groups=
while read -r change group mark; do
  others=
  for each in $groups; do [ "\${each%%:*}" = "$group" ] || others="$others $each"; done
  groups=$others
  [ "$change" = + ] && groups="$groups $group:$mark"
done
[ -z "$groups" ] && exit
finish() {
  for each in $groups; do
    kill -s "$1" -- "-\${each%%:*}"
    for file in /proc/[0-9]*/environ; do
      grep -qaF "${RUN_MARKER}=\${each#*:}" "$file" || continue
      pid=\${file#/proc/}
      kill -s "$1" "\${pid%/environ}"
    done
  done
}
finish TERM
sleep 1
finish KILL`;

/** Starts the keeper with the first group it is told of. */
export function createKeeper(): Keeper {
  if (process.platform === 'win32') return { watch: () => undefined, forget: () => undefined, close: () => Promise.resolve() };
  let shell: ReturnType<typeof startShell> | undefined;
  const tell = (line: string) => {
    shell ??= startShell();
    shell.stdin.write(line);
  };
  return {
    watch: (group, marker) => tell(`+ ${group} ${marker}\n`),
    forget: (group) => tell(`- ${group}\n`),
    async close() {
      shell?.stdin.end();
      await shell?.gone;
    },
  };
}

function startShell() {
  const subprocess = execa('/bin/sh', ['-c', SCRIPT], {
    // a group of its own, so that it does not die with the host's
    detached: true, cleanup: false, extendEnv: false, env: { PATH: '/usr/bin:/bin' }, cwd: '/', stdin: 'pipe', stdout: 'ignore', stderr: 'ignore', buffer: false, reject: false,
  });
  const stdin: Writable & Partial<Pick<Socket, 'unref'>> = subprocess.stdin;
  // without a keeper the children still end with every orderly end of the host
  stdin.on('error', () => undefined);
  // it must not keep an idle host alive
  if (subprocess.pid !== undefined) subprocess.nodeChildProcess.unref();
  stdin.unref?.();
  return { stdin, gone: subprocess.then(() => undefined) };
}
