import { run, which } from './processes.ts';
import type { Progress } from './progress.ts';

/** Debian's packages, as far as this user may install them without being asked for a password. */

export async function hasApt(): Promise<boolean> {
  return await aptCommand() !== undefined;
}

/** @throws Error that says what to do by hand */
export async function apt(packages: string, report: Progress): Promise<void> {
  const command = await aptCommand();
  if (command === undefined) throw new Error(`Install ${packages} by hand: apt-get is not here, or this user may not use it.`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages.split(' ')]]) {
    await report.step(`apt-get ${args.join(' ')}`, async () => {
      const [file = '', ...first] = command;
      const { code, output } = await run(file, [...first, ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed (exit code ${code}). Install ${packages} by hand.\n${output.slice(-4000)}`);
    });
  }
}

async function aptCommand(): Promise<string[] | undefined> {
  if (process.platform !== 'linux' || which('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  if (which('sudo') === undefined) return undefined;
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}
