import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { ESLint } from 'eslint';
import { createGate } from '../../src/gate/gate.ts';
import { createFiles } from '../../src/process/files.ts';
import { createProcessRunner } from '../../src/process/runner.ts';
import type { Permit } from '../../src/core/gate.ts';
import { importsOf, root, sources, textOf } from './sources.ts';

/** Functions of node:fs that only look. */
const looking = new Set([
  'access', 'accessSync', 'constants', 'existsSync', 'fstatSync', 'lstat', 'lstatSync', 'readFile', 'readFileSync', 'readdir', 'readdirSync', 'readlink', 'realpath', 'realpathSync', 'stat', 'statSync',
]);

/** Who may change files by himself, and why that is no way around the gate. */
const writers: Record<string, string> = {
  'src/process/files.ts': 'the files port: each change takes a permit',
  'src/process/atomicWrite.ts': 'called by the files port alone',
  'src/process/pulumiSetup.ts': 'the set-up step that a person confirmed; writes into the cache',
  'src/process/pulumiSetupBuild.ts': 'the set-up step that a person confirmed; writes into the cache',
  'src/store/auditKey.ts': "the product's own storage",
  'src/store/database.ts': "the product's own storage",
  'src/store/fileSecrets.ts': "the product's own storage",
  'src/store/outputs.ts': "the product's own storage",
  'src/store/owners.ts': "the product's own storage",
  'src/infra/plannedChange.ts': "plan files in the product's own storage",
  'src/infra/practice/project.ts': 'a new folder of its own, made by a command that a person gave',
  'src/infra/practice/world.ts': 'the practice cloud, a program of its own',
  'src/util/lockFile.ts': "locks in the product's own storage",
};

const files = sources('src').map((file) => file.split(sep).join('/'));
const all = files.flatMap(importsOf).filter(({ typeOnly }) => !typeOnly);

describe('the one way to an effect', () => {
  it('is the only one that changes files: whoever else can is on a list with a reason', () => {
    const able = all.filter(({ specifier, names }) => /^(node:)?fs(\/promises)?$/.test(specifier) && (names.length === 0 || names.some((name) => !looking.has(name))));
    assert.deepEqual([...new Set(able.map(({ file }) => file))].sort(), Object.keys(writers).sort());
  });

  it('is the only one that starts programs: execa is behind the runner and what ends its children', () => {
    const starters = all.filter(({ specifier }) => /^(node:)?(child_process|worker_threads|cluster)$|^execa$/.test(specifier)).map(({ file }) => file);
    assert.deepEqual([...new Set(starters)].sort(), ['src/process/childRun.ts', 'src/process/keeper.ts', 'src/process/processTable.ts', 'src/process/processTree.ts']);
    assert.deepEqual(all.filter(({ specifier }) => specifier.endsWith('/childRun.ts')).map(({ file }) => file), ['src/process/runner.ts']);
    assert.deepEqual(all.filter(({ specifier }) => specifier.endsWith('/atomicWrite.ts')).map(({ file }) => file), ['src/process/files.ts']);
  });

  it('gets its permits from the gate alone', () => {
    assert.deepEqual(all.filter(({ specifier }) => specifier.endsWith('/permit.ts')).map(({ file }) => file), ['src/gate/gate.ts']);
    assert.deepEqual(files.filter((file) => /\bas (unknown as )?Permit\b/.test(textOf(file))), ['src/gate/permit.ts']);
    assert.deepEqual(files.filter((file) => /\bgate\.permit\(/.test(textOf(file))), ['src/core/authorise.ts', 'src/core/hostSteps.ts', 'src/gate/hostRead.ts']);
  });

  it('is not walked around through the editor: no task, no terminal, no file change of the editor', () => {
    const ways = /\b(executeTask|sendText|createTerminal|startDebugging|WorkspaceEdit|applyEdit)\b|workspace\.fs\.(writeFile|delete|rename|copy|createDirectory)\b/;
    const inCode = (file: string): string => textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    assert.deepEqual(files.filter((file) => file.startsWith('src/editor/') || file === 'src/extension.ts').filter((file) => ways.test(inCode(file))), []);
  });

  it('runs only commands of the editor that show or open something', () => {
    const named = files.flatMap((file) => [...textOf(file).matchAll(/executeCommand\(\s*'([^']+)'/g)].map((match) => match[1] ?? ''));
    const harmless = new Set(['setContext', 'vscode.diff', 'vscode.openFolder', 'workbench.action.openRemoteSettings', 'workbench.action.openSettings', 'workbench.action.reloadWindow']);
    assert.deepEqual(named.filter((name) => !harmless.has(name) && !name.startsWith('pilothouse.')), []);
  });

  it('has no door from outside: no deep link, no server', () => {
    const doors = /\b(registerUriHandler|createServer|WebSocketServer)\b/;
    assert.deepEqual(files.filter((file) => doors.test(textOf(file))), []);
  });

  it('knows no sandbox: what is confined was decided as if there were none', () => {
    // sed and awk have options of that name
    const deciders = files.filter((file) => /^src\/(gate|core)\//.test(file) && file !== 'src/core/ports.ts' && !file.startsWith('src/gate/families/'));
    assert.deepEqual(deciders.filter((file) => /\bsandbox\b/i.test(textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))), []);
  });

  it('is kept by lint too, file by file', async () => {
    const lint = new ESLint({ cwd: root });
    const restricted = async (file: string): Promise<string> => JSON.stringify(((await lint.calculateConfigForFile(join(root, file))) as { rules: Record<string, unknown> }).rules['no-restricted-imports'] ?? '');
    for (const file of ['src/tools/shell.ts', 'src/core/loop.ts', 'src/editor/chat.ts', 'src/host.ts', 'src/extension.ts']) {
      const rule = await restricted(file);
      for (const name of ['execa', 'node:child_process', 'writeFile', 'rmSync']) assert.ok(rule.includes(`"${name}"`), `${file} may import ${name}`);
    }
    assert.ok(!(await restricted('src/process/files.ts')).includes('"unlink"'));
  });

  it('takes no permit but a living one of this gate', async () => {
    const gate = createGate();
    const assertPermit = (permit: Permit): void => gate.assertPermit(permit);
    const runner = createProcessRunner({ assertPermit });
    const port = createFiles({ assertPermit });
    const signal = new AbortController().signal;
    const ask = (one: ReturnType<typeof createGate>): Permit => {
      const verdict = one.decide({ effects: [{ kind: 'read', target: 'a', inWorkspace: true }], actor: { kind: 'human', name: 'user' }, direct: true, humanPresent: true, workspaceTrusted: true, digest: 'd', allowedForSession: new Set() });
      return one.permit(verdict, undefined, 'd');
    };
    const used = ask(gate);
    gate.revoke(used);
    const nowhere = join(root, 'test/.output/never-made');
    for (const permit of [{ digest: 'd' } as Permit, structuredClone(ask(gate)), ask(createGate()), used, undefined as unknown as Permit]) {
      await assert.rejects(runner.run({ file: process.execPath, args: ['-e', ''], cwd: root, env: {}, deadlineMs: 0, idleMs: 0, maxOutputBytes: 10 }, permit, signal));
      await assert.rejects(port.write(nowhere, new Uint8Array(), permit));
      await assert.rejects(port.remove(nowhere, permit));
    }
    await runner.dispose();
  });
});
