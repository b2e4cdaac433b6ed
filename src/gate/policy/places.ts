import { join } from 'node:path';
import type { PolicyPlace } from './reader.ts';

const NAMES = ['policy.yaml', 'policy.json'];

/**
 * Where policy files lie; each folder may hold a YAML and a JSON file, and both count.
 * @param dataDir the person's own folder for Pilothouse, outside every workspace
 * @param programData `%ProgramData%`, on Windows
 */
export function policyPlaces(dataDir: string, workspace: string, platform: NodeJS.Platform, programData: string | undefined): PolicyPlace[] {
  const machine = platform === 'win32' ? join(programData ?? 'C:\\ProgramData', 'Pilothouse') : platform === 'darwin' ? '/Library/Application Support/Pilothouse' : '/etc/pilothouse';
  const folders = [{ source: 'machine', folder: machine }, { source: 'user', folder: dataDir }, { source: 'workspace', folder: join(workspace, '.pilothouse') }] as const;
  return folders.flatMap(({ source, folder }) => NAMES.map((name) => ({ source, path: join(folder, name) })));
}
