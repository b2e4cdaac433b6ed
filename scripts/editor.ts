import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheDir } from '../src/util/cacheDir.ts';
import { withLock } from './lib/lock.ts';
import { run, which } from './lib/processes.ts';
import { progress, type Progress } from './lib/progress.ts';

/**
 * A real VS Code workbench and extension host from npm: code-server, which needs no download from elsewhere.
 * `current` is VS Code 1.139; `floor` is VS Code 1.103, the oldest on npm that is not below the manifest's `engines.vscode`.
 */
export const EDITOR_VERSIONS = { current: '4.139.1', floor: '4.103.2' } as const;

export interface Editor {
  /** code-server's version. */
  version: string;
  /** Program that runs the server; the extension host runs on the same one. */
  node: string;
  /** VS Code's own folder: `out/server-main.js`, `extensions/`. */
  vscodeDir: string;
}

const root = resolve(import.meta.dirname, '..');
const STAMP = '.installed.json';
/** The extension needs `node:sqlite`, and VS Code 1.139's server needs `module.registerHooks`. */
const NEEDED_NODE = 24;

/**
 * Returns the installed editor, installing it into the cache first where it is missing (about a minute, once a machine).
 * @throws Error that says what to do, where this system has no such build or a step fails
 */
export async function ensureEditor(version: string, report: Progress = progress('editor')): Promise<Editor> {
  const node = nodeProgram();
  if (process.platform === 'win32') {
    throw new Error('The browser editor (code-server) does not run on Windows. Install VS Code, so that `code` is on PATH, and run this again; or use WSL.');
  }
  if (!['x64', 'arm64'].includes(process.arch)) throw new Error(`The browser editor is not built for ${process.arch}. Install VS Code, so that \`code\` is on PATH, and run this again.`);
  const folder = join(cacheDir(process.env, homedir(), process.platform), 'editor', `code-server-${version}-node${process.versions.modules}-${process.platform}-${process.arch}`);
  const editor = { version, node, vscodeDir: join(folder, 'node_modules', 'code-server', 'lib', 'vscode') };
  if (existsSync(join(folder, STAMP))) return editor;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(join(folder, STAMP))) return;
    await report.step(`installing VS Code for the browser (code-server ${version}) into ${folder}, once a machine`, () => install(version, node, folder, report));
  }, (pid) => { report.say(`process ${pid} is already installing code-server ${version}; waiting for it`); });
  return editor;
}

/** The Node that runs this script; npm scripts get the project's own. */
function nodeProgram(): string {
  if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE) {
    throw new Error(`This needs Node ${NEEDED_NODE}, and this is Node ${process.versions.node}. Run it as an npm script ("npm start"), which uses the project's own Node.`);
  }
  return process.execPath;
}

async function install(version: string, node: string, folder: string, report: Progress): Promise<void> {
  const work = `${folder}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'package.json'), JSON.stringify({ name: 'pilothouse-editor', private: true }));
  const vscodeDir = join(work, 'node_modules', 'code-server', 'lib', 'vscode');
  const npm = npmIn(node);

  report.say('1/4 code-server');
  await npm(work, 'install', '--ignore-scripts', '--save-exact', `code-server@${version}`);
  report.say('2/4 the workbench and the server');
  // not `npm ci`: the published shrinkwrap is out of step with its package.json
  await npm(vscodeDir, 'install', '--omit=dev', '--ignore-scripts');
  report.say('3/4 the built-in extensions');
  await npm(join(vscodeDir, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  report.say('4/4 native modules');
  await buildNatives(vscodeDir, npm, report);

  const built = JSON.parse(readFileSync(join(work, 'node_modules', 'code-server', 'package.json'), 'utf8')) as { version: string };
  writeFileSync(join(work, STAMP), JSON.stringify({ version: built.version, node: process.version }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(work, folder);
}

type Npm = (cwd: string, ...args: string[]) => Promise<void>;

/** npm of the machine on our Node, without what the running npm script put into the environment. */
function npmIn(node: string): Npm {
  const env: NodeJS.ProcessEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix|command|node_execpath)/.test(name) && name !== 'INIT_CWD'));
  const headers = nodeHeaders();
  // an npmrc may name the headers of another Node, against which a native module would be built wrongly
  if (headers !== undefined) env.npm_config_nodedir = headers;
  const script = process.env.npm_execpath?.endsWith('.js') === true ? process.env.npm_execpath : undefined;
  const [file, first] = script === undefined ? ['npm', []] : [node, [script]];
  return async (cwd, ...args) => {
    const { code, output } = await run(file, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
    if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd} (exit code ${code}). Is the npm registry reachable?\n${output.slice(-4000)}`);
  };
}

/** Headers of the project's own Node: they lie in the platform package beside the binary. */
function nodeHeaders(): string | undefined {
  const folder = join(root, 'node_modules', 'node', 'node_modules', `node-${process.platform === 'darwin' ? 'darwin' : 'linux'}-${process.arch}`);
  return existsSync(join(folder, 'include', 'node', 'node.h')) ? folder : undefined;
}

/** Log files and the orphan watchdog need these two; everything else works without, so no compiler is no failure. */
async function buildNatives(vscodeDir: string, npm: Npm, report: Progress): Promise<void> {
  const wanted = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'].filter((name) => existsSync(join(vscodeDir, 'node_modules', name)));
  if (which('make') === undefined || (which('c++') === undefined && which('g++') === undefined)) {
    report.say('no C++ compiler here: the editor runs without its own log files');
    return;
  }
  try {
    await npm(vscodeDir, 'rebuild', ...wanted);
  } catch (error) {
    report.say(`native modules could not be built, the editor runs without its own log files: ${String(error).split('\n')[0] ?? ''}`);
  }
}
