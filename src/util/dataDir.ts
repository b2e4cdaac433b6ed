import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the headless host keeps its sessions and audit: the platform's folder for application data. */
export function dataDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Pilothouse');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pilothouse');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'pilothouse');
}
