import { AppError } from '../core/errors.ts';
import type { ProcessSpec } from '../core/ports.ts';
import { buildEnvironment } from './environment.ts';
import { findProgram } from './findProgram.ts';

/** The dialect a command is written in, analysed as and run by; the three must be the same. */
export type ShellDialect = 'bash' | 'powershell';

export interface ShellOptions {
  deadlineMs: number;
  idleMs: number;
  maxOutputBytes: number;
  /** Environment of the command; built from the allow-list unless told. */
  env?: Record<string, string>;
  platform?: NodeJS.Platform;
}

/** The dialect that commands have on a platform. */
export function shellDialect(platform: NodeJS.Platform = process.platform): ShellDialect {
  return platform === 'win32' ? 'powershell' : 'bash';
}

/**
 * The spec that runs a command in the pinned dialect, without start-up files, history or prompts.
 * @param command the whole command, byte for byte as it was approved.
 * @throws AppError `shell-missing` where there is no such shell, `command-unsupported` for a NUL character.
 */
export function shellSpec(command: string, cwd: string, options: ShellOptions): ProcessSpec {
  if (command.includes('\0')) throw new AppError('command-unsupported', 'The command holds a NUL character, which no shell can take. Remove it.');
  const { env = buildEnvironment(), platform, deadlineMs, idleMs, maxOutputBytes } = options;
  const dialect = shellDialect(platform);
  const file = shellProgram(dialect, env);
  const args = dialect === 'bash' ? ['--noprofile', '--norc', '-c', command]
    : ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', powershellCommand(command)];
  return { file, args, cwd, env, deadlineMs, idleMs, maxOutputBytes };
}

function shellProgram(dialect: ShellDialect, env: Record<string, string>): string {
  const names = dialect === 'bash' ? ['bash'] : ['pwsh', 'powershell'];
  for (const name of names) {
    const file = findProgram(name, env);
    if (file !== undefined) return file;
  }
  const hint = dialect === 'bash' ? 'Install bash' : 'Install PowerShell 7 (pwsh)';
  throw new AppError('shell-missing', `No ${names.join(' or ')} was found on PATH, so commands cannot run.\n${hint} and start the editor again.`);
}

/** UTF-8 output whatever the console's code page; and the exit code of the last program as that of the shell. */
function powershellCommand(command: string): string {
  return `[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)\n${command}\nif (-not $? -and -not $LASTEXITCODE) { exit 1 }; exit $LASTEXITCODE`;
}
