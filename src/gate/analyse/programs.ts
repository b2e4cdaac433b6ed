import { posix } from 'node:path';
import type { Dialect } from './call.ts';

/** Folders whose programs count as those of the tool families. */
const systemFolders = new Set(['/bin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/sbin', '/usr/sbin', '/usr/local/sbin']);

/**
 * The bare name of a program as families know it.
 * @returns undefined for a program that is named by a path of its own: it may be anything
 */
export function bareName(word: string, dialect: Dialect): string | undefined {
  if (dialect === 'powershell') return /[\\/]/.test(word) ? undefined : word.replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
  if (!word.includes('/')) return word.replace(/\.exe$/i, '');
  return systemFolders.has(posix.dirname(word)) ? posix.basename(word) : undefined;
}
