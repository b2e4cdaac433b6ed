import { existsSync, lstatSync, mkdirSync, openSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { Editor } from '../editor.ts';
import { start, type Running } from './processes.ts';

const root = resolve(import.meta.dirname, '../..');
const START_LIMIT_MS = 60_000;
const POLL_MS = 50;

export interface EditorServerOptions {
  editor: Editor;
  /** User data, extensions and log of this server lie under it. */
  dir: string;
  /** A free one where absent. */
  port?: number;
  /** Without one, everybody on this machine may use the editor: for tests only. */
  connectionToken?: string;
  /** Further arguments for the server. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
}

export interface EditorServer {
  /** `http://127.0.0.1:PORT` */
  base: string;
  port: number;
  /** `settings.json` lies in its `User` folder. */
  userDataDir: string;
  logFile: string;
  running: Running;
}

/**
 * Starts VS Code's own server on the loopback address and waits until it answers.
 * @throws Error with the server's output where it ends early
 */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const { editor, dir, connectionToken } = options;
  const port = options.port ?? await freePort();
  const userDataDir = join(dir, 'user-data');
  const logFile = join(dir, 'server.log');
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  const log = openSync(logFile, 'w');
  const running = start(editor.node, [
    join(editor.vscodeDir, 'out', 'server-main.js'), '--host', '127.0.0.1', '--port', String(port),
    ...(connectionToken === undefined ? ['--without-connection-token'] : ['--connection-token', connectionToken]),
    '--accept-server-license-terms', '--telemetry-level', 'off',
    '--user-data-dir', userDataDir, '--server-data-dir', join(dir, 'server'), '--extensions-dir', join(dir, 'extensions'), ...(options.args ?? []),
  ], { stdio: ['ignore', log, log], env: cleanEnvironment(options.env) });
  const base = `http://127.0.0.1:${port}`;
  let exitCode: number | undefined;
  void running.exited.then((code) => { exitCode = code; });
  const until = Date.now() + START_LIMIT_MS;
  while (!await answers(`${base}/version`)) {
    if (exitCode !== undefined) throw new Error(`The editor's server ended at once (exit code ${exitCode}):\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
    if (Date.now() > until) {
      await running.stop();
      throw new Error(`The editor's server did not answer within ${START_LIMIT_MS / 1000} s:\n${readFileSync(logFile, 'utf8').slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { base, port, userDataDir, logFile, running };
}

/** Links a folder with a package.json into the extensions of a server that is not running; other links give way. */
export function linkExtension(dir: string, extensionDir: string = root): void {
  const { publisher, name, version } = JSON.parse(readFileSync(join(extensionDir, 'package.json'), 'utf8')) as { publisher: string; name: string; version: string };
  const extensions = join(dir, 'extensions');
  const link = join(extensions, `${publisher}.${name}-${version}`);
  if (existsSync(link) && lstatSync(link).isSymbolicLink() && readlinkSync(link) === extensionDir) return;
  // the editor scans the folder once and then trusts its own list: with a new link, the list starts anew
  rmSync(join(extensions, 'extensions.json'), { force: true });
  rmSync(link, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(extensionDir, link, process.platform === 'win32' ? 'junction' : 'dir');
}

/** Any port that nobody listens on, on the loopback address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** True where nobody listens on this port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => { resolve(false); });
    server.listen(port, '127.0.0.1', () => { server.close(() => { resolve(true); }); });
  });
}

/** An editor in whose terminal this runs must not be taken for ours, nor npm's variables reach the extension host. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name) && name !== 'INIT_CWD' && name !== 'NODE_OPTIONS');
  return { ...Object.fromEntries(kept), ...extra };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
