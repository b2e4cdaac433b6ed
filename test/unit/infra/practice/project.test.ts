import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { windowsLauncher } from '../../../../src/infra/practice/launcher.ts';
import { createPracticeProject, isPracticeProject, practiceEnvironment } from '../../../../src/infra/practice/project.ts';

const template = fileURLToPath(new URL('../../../../media/practice/shop', import.meta.url));

describe('the practice project', () => {
  let folder: string;
  let to: string;
  let providerBundle: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "it's a shop "));
    to = join(folder, 'shop');
    providerBundle = join(folder, 'bundle.js');
    // stands for the provider: shows what the launcher gives it
    writeFileSync(providerBundle, 'console.log(JSON.stringify({ args: process.argv.slice(2), world: process.env.PILOTHOUSE_SIM_WORLD, electron: process.env.ELECTRON_RUN_AS_NODE }))');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const create = (options: Partial<Parameters<typeof createPracticeProject>[0]> = {}) =>
    createPracticeProject({ from: template, to, providerBundle, nodePath: process.execPath, signal: new AbortController().signal, ...options });

  it('has program, stacks with their state, app and provider, and nothing half done', async () => {
    assert.equal(await create(), to);
    assert.deepEqual(readdirSync(to).sort(), ['.gitignore', '.practice', 'Pulumi.dev.yaml', 'Pulumi.prod.yaml', 'Pulumi.yaml', 'README.md', 'app']);
    assert.deepEqual(readdirSync(join(to, '.practice')).sort(), ['marker.json', 'plugin', 'state']);
    assert.deepEqual(readdirSync(join(to, '.practice', 'state', '.pulumi', 'stacks', 'shop')).sort(), ['dev.json', 'prod.json']);
    assert.equal(await isPracticeProject(to), true);
  });

  it('keeps every file of an existing copy, but brings the provider up to date', async () => {
    await create();
    writeFileSync(join(to, 'Pulumi.yaml'), 'mine');
    rmSync(join(to, 'README.md'));
    writeFileSync(providerBundle, 'newer');
    await create();
    assert.equal(readFileSync(join(to, 'Pulumi.yaml'), 'utf8'), 'mine');
    assert.equal(existsSync(join(to, 'README.md')), false);
    assert.equal(readFileSync(join(to, '.practice', 'plugin', 'provider.cjs'), 'utf8'), 'newer');
  });

  it('goes on with a copy that was cut off, wherever that was', async () => {
    await create();
    const whole = readdirSync(to, { recursive: true, encoding: 'utf8' }).sort();
    rmSync(join(to, '.practice', 'marker.json'));
    writeFileSync(join(to, '.practice', 'unfinished'), '');
    rmSync(join(to, 'app'), { recursive: true });
    writeFileSync(join(to, 'Pulumi.dev.yaml'), 'mine');
    await create();
    assert.deepEqual(readdirSync(to, { recursive: true, encoding: 'utf8' }).sort(), whole);
    assert.equal(readFileSync(join(to, 'Pulumi.dev.yaml'), 'utf8'), 'mine');

    rmSync(to, { recursive: true });
    mkdirSync(join(to, '.practice'), { recursive: true });
    await create();
    assert.equal(await isPracticeProject(to), true);
  });

  it('leaves a folder alone that holds something else', async () => {
    mkdirSync(to);
    writeFileSync(join(to, 'thesis.txt'), 'dear');
    await assert.rejects(create(), { code: 'practice-folder-in-use' });
    assert.deepEqual(readdirSync(to), ['thesis.txt']);
  });

  it('stops where the signal says so, and goes on later', async () => {
    await assert.rejects(create({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(await isPracticeProject(to), false);
    await create();
    assert.equal(await isPracticeProject(to), true);
  });

  it('gives the passphrase to its own children only', async () => {
    await create();
    assert.deepEqual(await practiceEnvironment(to), { PULUMI_CONFIG_PASSPHRASE: 'practice' });
    assert.deepEqual(await practiceEnvironment(folder), {});
  });

  it('has a launcher that starts the provider with the given node, beside the world, through any path', async function () {
    if (process.platform === 'win32') this.skip();
    await create();
    const launcher = join(to, '.practice', 'plugin', 'pulumi-resource-sim');
    assert.equal(statSync(launcher).mode & 0o777, 0o755);
    assert.deepEqual(await start(launcher, { PATH: '' }), { args: ['127.0.0.1:1', 'two words'], world: `${to}/.practice/plugin/../../world.json`, electron: '1' });
  });

  it('falls back to the node on PATH, and says what is missing where there is none', async function () {
    if (process.platform === 'win32') this.skip();
    await create({ nodePath: join(folder, 'gone') });
    const launcher = join(to, '.practice', 'plugin', 'pulumi-resource-sim');
    const path = `${join(process.execPath, '..')}:/usr/bin:/bin`;
    assert.equal((await start(launcher, { PATH: path })).electron, '1');
    await assert.rejects(start(launcher, { PATH: '/nowhere' }));
  });

  it('has a launcher for Windows that survives percent signs and spaces', () => {
    const text = windowsLauncher('C:\\Program Files\\100% Code\\Code.exe');
    assert.match(text, /set "node=C:\\Program Files\\100%% Code\\Code\.exe"\r\n/);
    assert.match(text, /"%node%" "%~dp0provider\.cjs" %\*\r\n$/);
  });

  async function start(file: string, env: Record<string, string>): Promise<{ args: string[]; world: string; electron: string }> {
    const child = execFile(file, ['127.0.0.1:1', 'two words'], { env });
    let output = '';
    child.stdout?.on('data', (text: string) => { output += text; });
    const [code] = await once(child, 'close') as [number];
    assert.equal(code, 0);
    return JSON.parse(output) as { args: string[]; world: string; electron: string };
  }
});
