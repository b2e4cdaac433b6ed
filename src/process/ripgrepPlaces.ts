import { delimiter, join } from 'node:path';

export interface RipgrepPlaces {
  /** Folder of the editor's application; absent without an editor. */
  appRoot?: string;
  /** Our package's folder. */
  extensionDir: string;
  environment: Readonly<Record<string, string | undefined>>;
  platform?: string;
  arch?: string;
}

/**
 * Places where ripgrep may lie, best first: the editor's own (its layout changed over the versions), then the package's,
 * then whatever PATH has.
 */
export function ripgrepCandidates({ appRoot, extensionDir, environment, platform = process.platform, arch = process.arch }: RipgrepPlaces): string[] {
  const name = platform === 'win32' ? 'rg.exe' : 'rg';
  const target = `${platform}-${arch}`;
  const ofEditor = appRoot === undefined ? [] : ['node_modules', 'node_modules.asar.unpacked'].flatMap((modules) => [
    join(appRoot, modules, '@vscode', 'ripgrep-universal', 'bin', target, name),
    join(appRoot, modules, '@vscode', 'ripgrep', 'bin', name),
  ]);
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name));
  return [...ofEditor, join(extensionDir, 'node_modules', '@vscode', `ripgrep-${target}`, 'bin', name), ...onPath];
}
