import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPracticeProject, practiceEnvironment } from '../../src/infra/practice/project.ts';
import type { World } from '../../src/infra/practice/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Step { op: string; urn: string; detailedDiff?: Record<string, { kind: string }> | null }
interface Resource { urn: string; id?: string; protect?: boolean }

interface Finished { code: number; output: string; stdout: string }

/** The real engine on the practice project, in a copy of its own and with nothing but what Pilothouse itself sets. */
describe('the practice project with the real engine', function () {
  this.timeout(120_000);
  let folder: string;
  let project: string;
  let bundle: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'practice-engine-'));
    bundle = join(folder, 'provider.cjs');
    await build({ entryPoints: [join(root, 'src/infra/practice/main.ts')], outfile: bundle, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' });
  });
  beforeEach(async () => {
    project = await createPracticeProject({
      from: join(root, 'media', 'practice', 'shop'), to: mkdtempSync(join(folder, 'shop-')), providerBundle: bundle, nodePath: process.execPath, signal: new AbortController().signal,
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function pulumi(args: string[], { ok = true } = {}): Promise<Finished> {
    const dirs = [process.env['PILOTHOUSE_PULUMI_DIR'], process.env['PATH']].filter((dir) => dir !== undefined);
    const env = {
      PATH: dirs.join(delimiter), HOME: join(folder, 'home'), PULUMI_HOME: join(folder, 'pulumi-home'),
      PULUMI_SKIP_UPDATE_CHECK: 'true', PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true', PULUMI_DISABLE_REGISTRY_RESOLVE: 'true', NO_COLOR: '1',
      ...await practiceEnvironment(project),
    };
    const finished = await new Promise<Finished>((resolve, reject) => {
      execFile('pulumi', ['--non-interactive', ...args], { cwd: project, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(new Error('These tests need the pulumi command: set PILOTHOUSE_PULUMI_DIR to its folder or put it on PATH.', { cause: error }));
        else resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}`, stdout });
      });
    });
    if (ok) assert.equal(finished.code, 0, finished.output);
    return finished;
  }

  const up = (stack = 'dev', more: string[] = [], options = {}) => pulumi(['up', '--yes', '--skip-preview', '--stack', stack, ...more], options);
  const steps = async (args: string[]): Promise<Step[]> => (JSON.parse((await pulumi(['preview', '--json', ...args])).stdout) as { steps: Step[] }).steps;
  const resources = async (stack: string): Promise<Resource[]> =>
    (JSON.parse((await pulumi(['stack', 'export', '--stack', stack])).stdout) as { deployment: { resources?: Resource[] } }).deployment.resources ?? [];
  const worldPath = () => join(project, 'world.json');
  const world = (): World => JSON.parse(readFileSync(worldPath(), 'utf8')) as World;
  const editWorld = (change: (world: World) => void): void => {
    const value = existsSync(worldPath()) ? world() : { version: 1 as const, control: {}, resources: {} };
    change(value);
    writeFileSync(worldPath(), JSON.stringify(value));
  };
  const configure = (line: string): void => writeFileSync(join(project, 'Pulumi.dev.yaml'), `${readFileSync(join(project, 'Pulumi.dev.yaml'), 'utf8')}  ${line}\n`);
  const named = (name: string) => ({ urn }: { urn: string }) => urn.endsWith(`::${name}`);

  it('has both stacks at once and previews without anything set by the person', async () => {
    const stacks = JSON.parse((await pulumi(['stack', 'ls', '--json'])).stdout) as { name: string }[];
    assert.deepEqual(stacks.map(({ name }) => name).sort(), ['dev', 'prod']);
    assert.deepEqual((await steps(['--stack', 'dev'])).map(({ op }) => op), Array.from({ length: 6 }, () => 'create'));
    assert.equal(existsSync(worldPath()), false, 'a preview makes nothing');
  });

  it('deploys, says so without a warning, and changes nothing the second time', async () => {
    const { output } = await up();
    assert.match(output, /6 created/);
    assert.doesNotMatch(output, /warning|\$PATH/i);
    assert.equal(Object.keys(world().resources).length, 5);
    const again = await pulumi(['up', '--yes', '--expect-no-changes', '--stack', 'dev']);
    assert.match(again.output, /6 unchanged/);
  });

  it('names the property that forces a replacement', async () => {
    await up();
    configure('shop:databaseEngine: pg16');
    const replace = (await steps(['--stack', 'dev'])).find((step) => step.op === 'replace');
    assert.match(replace?.urn ?? '', /::database$/);
    assert.equal(replace?.detailedDiff?.['engine']?.kind, 'update-replace');
  });

  it('previews a scaled service as an update in place', async () => {
    await up();
    writeFileSync(join(project, 'Pulumi.dev.yaml'), readFileSync(join(project, 'Pulumi.dev.yaml'), 'utf8').replace(/(shop:replicas: )"2"/, '$1"5"'));
    const changed = (await steps(['--stack', 'dev'])).filter(({ op }) => op !== 'same');
    assert.deepEqual(changed.map(({ op, detailedDiff }) => [op, detailedDiff]), [['update', { replicas: { kind: 'update', inputDiff: true } }]]);
  });

  it('keeps the password out of state, outputs, events and the world', async () => {
    const { output: events } = await up('dev', ['--json']);
    const preview = (await pulumi(['preview', '--diff', '--show-sames', '--stack', 'dev'])).output;
    assert.match(events, /resOutputsEvent/);
    const outputs = JSON.parse((await pulumi(['stack', 'output', '--json', '--stack', 'dev'])).stdout) as Record<string, string>;
    assert.equal(outputs['databasePassword'], '[secret]');
    const exported = (await pulumi(['stack', 'export', '--stack', 'dev'])).stdout;
    for (const text of [events, preview, exported, readFileSync(worldPath(), 'utf8')]) assert.doesNotMatch(text, /practice-only-dev/);
    assert.match(exported, /"ciphertext"/);
  });

  it('shows drift of an edited world and of a vanished resource', async () => {
    await up();
    editWorld(({ resources: all }) => {
      for (const [id, resource] of Object.entries(all)) {
        if (resource.type === 'sim:index:Service') resource.properties['replicas'] = 9;
        if (resource.type === 'sim:index:Bucket') delete all[id];
      }
    });
    const { output } = await pulumi(['refresh', '--preview-only', '--diff', '--stack', 'dev']);
    assert.match(output, /replicas: 2 => 9/);
    assert.match(output, /1 to update/);
    assert.match(output, /1 to delete/);
  });

  it('fails once where the world asks for it, and the next deployment completes', async () => {
    editWorld((value) => { value.control = { failNext: { create: 'web' } }; });
    const failed = await up('dev', [], { ok: false });
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /create of web failed, as control\.failNext/);
    assert.equal((await resources('dev')).some(named('web')), false);
    await up();
    assert.equal((await resources('dev')).some(named('web')), true);
  });

  it('takes the time that the world asks for, and a cancelled deployment leaves nothing half made', async function () {
    if (process.platform === 'win32') this.skip();
    editWorld((value) => { value.control = { delayMs: 60_000 }; });
    const dirs = [process.env['PILOTHOUSE_PULUMI_DIR'], process.env['PATH']].filter((dir) => dir !== undefined);
    const child = execFile('pulumi', ['up', '--yes', '--skip-preview', '--non-interactive', '--stack', 'dev'], {
      cwd: project, env: { PATH: dirs.join(delimiter), HOME: join(folder, 'home'), PULUMI_HOME: join(folder, 'pulumi-home'), PULUMI_SKIP_UPDATE_CHECK: 'true', ...await practiceEnvironment(project) },
    });
    let output = '';
    const ended = new Promise<number | null>((resolve) => { child.once('close', resolve); });
    child.stdout?.on('data', (text: string) => {
      const before = output;
      output += text;
      if (!before.includes('Network network creating') && output.includes('Network network creating')) child.kill('SIGINT');
    });
    assert.notEqual(await ended, 0);
    assert.deepEqual(world().resources, {});
    const state = JSON.parse((await pulumi(['stack', 'export', '--stack', 'dev'])).stdout) as { deployment: { pending_operations?: unknown[] } };
    assert.deepEqual(state.deployment.pending_operations ?? [], []);
  });

  it('names each property that a check refuses', async () => {
    configure('shop:databaseSize: "-1"');
    const { code, output } = await pulumi(['preview', '--stack', 'dev'], { ok: false });
    assert.notEqual(code, 0);
    assert.match(output, /size must be a whole number from 1 to 65536/);
  });

  it('protects the data of prod, and destroys dev to the last resource', async () => {
    await up('prod');
    assert.deepEqual((await resources('prod')).filter(({ protect }) => protect === true).length, 2);
    const refused = await pulumi(['destroy', '--yes', '--skip-preview', '--stack', 'prod'], { ok: false });
    assert.notEqual(refused.code, 0);
    await up();
    await pulumi(['destroy', '--yes', '--skip-preview', '--stack', 'dev']);
    assert.deepEqual(await resources('dev'), []);
    assert.ok(Object.values(world().resources).every(({ urn }) => urn.startsWith('urn:pulumi:prod::')));
  });
});
