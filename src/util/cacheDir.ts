import { isAbsolute, join } from 'node:path';

/**
 * The person's cache folder for Pilothouse, by each system's own convention. Everything in it can be made again.
 * @param environment variables; `XDG_CACHE_HOME` counts only where it is absolute (XDG Base Directory Specification)
 */
export function cacheDir(environment: Readonly<Record<string, string | undefined>>, homeDir: string, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homeDir, 'Library', 'Caches', 'pilothouse');
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homeDir, 'AppData', 'Local'), 'pilothouse', 'Cache');
  const base = environment['XDG_CACHE_HOME'];
  return join(base !== undefined && isAbsolute(base) ? base : join(homeDir, '.cache'), 'pilothouse');
}
