import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EDITOR_VERSIONS, ensureEditor } from './editor.ts';
import { cacheDir } from '../src/util/cacheDir.ts';
import { cleanEnvironment, freePort, isFree, linkExtension, startEditorServer } from './lib/editorServer.ts';
import { run, start, stopAll, stopAllOnSignals, which } from './lib/processes.ts';
import { progress } from './lib/progress.ts';
import { ensurePulumi } from './pulumi.ts';
import { smoke } from './smoke.ts';

/**
 * `npm start`: builds, opens a real VS Code on a copy of the practice project and keeps running until Ctrl+C.
 * --editor code|cursor|browser  which editor; default: the first that is there
 * --port N                      port of the browser editor
 * --dir DIR                     where practice project and editor profile live; default: the cache
 * --pulumi go|installer         how to get the pulumi command if it is missing
 * --smoke                       opens the browser editor, checks that the extension answers in it, and ends
 */
const root = resolve(import.meta.dirname, '..');
/** Kept from start to start where it is free: the browser keeps keys and view state by address. */
const USUAL_PORT = 4830;
/** User settings of the profile that `npm start` opens; written once, then they belong to the person. */
const FIRST_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  // this profile opens our own practice project; a question about trust before anything is seen would explain nothing
  'security.workspace.trust.enabled': false,
};

const { values: options } = parseArgs({
  options: {
    editor: { type: 'string' }, port: { type: 'string' }, dir: { type: 'string' }, pulumi: { type: 'string' }, smoke: { type: 'boolean', default: false },
  },
});
const report = progress('pilothouse');
stopAllOnSignals();
try {
  process.exitCode = await main();
} catch (error) {
  report.say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
await stopAll();

async function main(): Promise<number> {
  const dir = resolve(options.dir ?? join(cacheDir(process.env, homedir(), process.platform), 'start'));
  const project = join(dir, 'practice');
  await report.step('building', () => mustRun(['esbuild.mjs']));
  if (!existsSync(join(project, 'Pulumi.yaml'))) await report.step(`copying the practice project to ${project}`, () => mustRun(['dist/cli.js', 'practice', '--dir', project]));
  const desktop = options.smoke ? undefined : desktopEditor(options.editor);
  setUpPulumi();
  return desktop === undefined ? openBrowserEditor(dir, project) : openDesktopEditor(desktop, dir, project);
}

async function mustRun(args: string[]): Promise<void> {
  const { code, output } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Error(`node ${args.join(' ')} failed (exit code ${code}):\n${output}`);
}

/** In the background: nothing waits for it, and without it everything but the infrastructure verbs works. */
function setUpPulumi(): void {
  const way = options.pulumi === 'go' || options.pulumi === 'installer' ? options.pulumi : undefined;
  ensurePulumi(way).then(
    (folder) => { progress('pulumi').say(`ready in ${folder}`); },
    (error: unknown) => {
      progress('pulumi').say(error instanceof Error ? error.message : String(error));
      progress('pulumi').say('everything else works; for the infrastructure verbs put pulumi on PATH, or run "Pilothouse: Set Up Pulumi" in the editor, or start with "npm start -- --pulumi installer" (downloads from get.pulumi.com) or "-- --pulumi go"');
    },
  );
}

/** `code` or `cursor`, where one is there and can open a window. */
function desktopEditor(wanted: string | undefined): string | undefined {
  if (wanted === 'browser') return undefined;
  if (wanted !== undefined) {
    const program = which(wanted);
    if (program === undefined) throw new Error(`There is no ${wanted} on PATH. Start without --editor to open VS Code in the browser.`);
    return program;
  }
  const hasDisplay = process.platform === 'win32' || process.platform === 'darwin' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  // in the terminal of a remote window `code` only talks to that window
  if (!hasDisplay || process.env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  return which('code') ?? which('cursor');
}

/** An extension development host with a profile of its own, so that it ends with this process. */
async function openDesktopEditor(program: string, dir: string, project: string): Promise<number> {
  const userDataDir = join(dir, 'desktop');
  writeFirstSettings(userDataDir);
  report.say(`opening ${program} on ${project}; Ctrl+C ends it`);
  return start(program, ['--wait', '--new-window', '--user-data-dir', userDataDir, '--extensionDevelopmentPath', root, project], {
    stdio: 'inherit', env: cleanEnvironment(), shell: process.platform === 'win32',
  }).exited;
}

async function openBrowserEditor(dir: string, project: string): Promise<number> {
  const editor = await ensureEditor(EDITOR_VERSIONS.current);
  linkExtension(dir);
  writeFirstSettings(join(dir, 'user-data'));
  const connectionToken = randomBytes(16).toString('hex');
  const port = options.port === undefined ? (await isFree(USUAL_PORT) ? USUAL_PORT : await freePort()) : Number(options.port);
  const server = await startEditorServer({ editor, dir, port, connectionToken });
  const address = `${server.base}/?folder=${encodeURIComponent(project)}&tkn=${connectionToken}`;
  if (options.smoke) return report.step('checking that the extension answers in the editor', () => smoke(address));
  report.say('VS Code with Pilothouse is open at');
  process.stdout.write(`${address}\n`);
  report.say('the address holds a key that only this start knows; Ctrl+C ends everything');
  const code = await server.running.exited;
  throw new Error(`The editor's server ended (exit code ${code}); its log is ${server.logFile}`);
}

function writeFirstSettings(userDataDir: string): void {
  const file = join(userDataDir, 'User', 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(FIRST_SETTINGS, null, 2)}\n`);
}
