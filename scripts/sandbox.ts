import { apt, hasApt } from './lib/apt.ts';
import { which } from './lib/processes.ts';
import { progress, type Progress } from './lib/progress.ts';

/**
 * Installs the programs of the optional sandbox where that is easy. Its tests say what is missing where it is not; nothing
 * else needs them.
 */
export async function ensureSandboxPrograms(report: Progress = progress('sandbox')): Promise<void> {
  const missing = process.platform === 'linux' ? Object.entries({ bwrap: 'bubblewrap', socat: 'socat' }).filter(([program]) => which(program) === undefined) : [];
  if (missing.length === 0 || !await hasApt()) return;
  try {
    await apt(missing.map(([, name]) => name).join(' '), report);
  } catch (error) {
    report.say(error instanceof Error ? error.message : String(error));
  }
}
