import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EDITOR_VERSIONS, ensureEditor, type Editor } from '../../scripts/editor.ts';
import { linkExtension, startEditorServer, type EditorServer } from '../../scripts/lib/editorServer.ts';
import { tempDir } from './paths.ts';

/** Built-in extensions that the tests need; the rest (git, TypeScript, Emmet …) costs seconds in every fresh host. */
const SLIM_BUILTINS = [
  'theme-defaults', 'theme-seti', 'configuration-editing', 'javascript', 'typescript-basics', 'json', 'json-language-features', 'yaml', 'markdown-basics', 'shellscript',
];

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'workbench.enableExperiments': false,
  'workbench.tips.enabled': false, 'telemetry.telemetryLevel': 'off', 'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true, 'chat.disableAIFeatures': true, 'security.workspace.trust.enabled': false,
  'window.confirmBeforeClose': 'never', 'window.restoreWindows': 'none', 'editor.minimap.enabled': false, 'files.autoSave': 'off',
};

export interface TestEditorOptions {
  version?: keyof typeof EDITOR_VERSIONS;
  /** User settings besides the quiet ones. */
  settings?: Record<string, unknown>;
  env?: NodeJS.ProcessEnv;
  args?: string[];
  /** All built-in extensions instead of a few. */
  fullBuiltins?: boolean;
  /** False: the caller brings the extension, e.g. as the one under development. */
  withExtension?: boolean;
  /** Further folders to install as extensions. */
  extensions?: string[];
}

export interface TestEditor extends EditorServer {
  /** Replaces user settings while the editor runs; a key set to `undefined` goes away. */
  setSettings(settings: Record<string, unknown>): void;
  /** Address of the workbench on a folder, with files opened and other payload entries. */
  url(folder: string, options?: { openFile?: string; payload?: [string, string][] }): string;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

/** A server with a folder of its own. Every page that opens it gets a fresh extension host. */
export async function startTestEditor(options: TestEditorOptions = {}): Promise<TestEditor> {
  const editor = await ensureEditor(EDITOR_VERSIONS[options.version ?? 'current']);
  const dir = tempDir({}, 'pilothouse-editor-');
  if (options.withExtension !== false) linkExtension(dir.path);
  for (const extension of options.extensions ?? []) linkExtension(dir.path, extension);
  let settings: Record<string, unknown> = { ...QUIET_SETTINGS, ...options.settings };
  const writeSettings = () => {
    // for settings of machine scope a remote window reads the server's own file
    for (const scope of ['User', 'Machine']) {
      const file = join(dir.path, 'user-data', scope, 'settings.json');
      mkdirSync(dirname(file), { recursive: true });
      // by rename: the watching editor never reads half a file
      writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2));
      renameSync(`${file}.new`, file);
    }
  };
  writeSettings();
  const builtins = options.fullBuiltins === true ? [] : ['--builtin-extensions-dir', slimBuiltins(editor, dir.path)];
  const server = await startEditorServer({
    editor, dir: dir.path, args: [...builtins, ...(options.args ?? [])],
    // no extension gallery: nothing in a test leaves the machine
    env: { EXTENSIONS_GALLERY: '{}', ...options.env },
  });
  return {
    ...server,
    setSettings: (changed) => {
      settings = { ...settings, ...changed };
      writeSettings();
    },
    url: (folder, { openFile, payload = [] } = {}) => {
      const query = new URLSearchParams({ folder });
      const entries = [...(openFile === undefined ? [] : [['openFile', remoteUri(server, openFile)]]), ...payload];
      if (entries.length > 0) query.set('payload', JSON.stringify(entries));
      return `${server.base}/?${query.toString()}`;
    },
    close: async () => {
      await server.running.stop();
      if (process.env.PILOTHOUSE_KEEP_TEST_DIRS === undefined) dir.remove();
    },
  };
}

/** A file of this machine as the workbench in the browser names it. */
export function remoteUri(server: Pick<EditorServer, 'port'>, file: string): string {
  return `vscode-remote://127.0.0.1:${server.port}${file}`;
}

/** The server's and the extension host's own log, for a failed test. */
export function serverLog(server: Pick<EditorServer, 'logFile'>): string {
  return existsSync(server.logFile) ? readFileSync(server.logFile, 'utf8') : '';
}

function slimBuiltins(editor: Editor, dir: string): string {
  const folder = join(dir, 'builtin-extensions');
  mkdirSync(folder);
  for (const name of SLIM_BUILTINS) {
    const source = join(editor.vscodeDir, 'extensions', name);
    if (existsSync(source)) symlinkSync(source, join(folder, name), 'dir');
  }
  return folder;
}
