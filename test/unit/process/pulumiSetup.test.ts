import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/core/errors.ts';
import { Machine } from './pulumiSetupMachine.ts';

const never = new AbortController().signal;

describe('setting up pulumi', function () {
  before(function () {
    // the stand-ins for go and pulumi are shell scripts
    if (process.platform === 'win32') this.skip();
  });
  let machine: Machine;
  beforeEach(() => { machine = new Machine(); });
  afterEach(() => {
    assert.equal(machine.open, 0, 'every permit was given back');
    machine[Symbol.dispose]();
  });

  describe('looks', () => {
    it('on PATH, in ~/.pulumi/bin and in the cache, in this order', async () => {
      const dirs = [join(machine.cache, 'pulumi-3.220.0'), join(machine.home, '.pulumi', 'bin'), machine.bin];
      for (const dir of dirs) {
        machine.pulumi(dir, 'v3.230.0');
        const setup = machine.setup();
        assert.deepEqual(await setup.look(never), { dir, file: join(dir, 'pulumi'), version: '3.230.0' });
        assert.deepEqual(setup.state, { state: 'ready', detail: `Pulumi 3.230.0 in ${dir}` });
      }
    });

    it('first where PILOTHOUSE_PULUMI_DIR says', async () => {
      machine.pulumi(machine.bin, 'v3.230.0');
      const dir = join(machine.folder, 'mine');
      machine.pulumi(dir, 'v3.231.0');
      assert.equal((await machine.setup({ environment: { PATH: machine.bin, PILOTHOUSE_PULUMI_DIR: dir } }).look(never))?.dir, dir);
    });

    it('never in a relative folder of PATH', async () => {
      machine.pulumi(machine.bin, 'v3.230.0');
      assert.equal(await machine.setup({ environment: { PATH: 'bin:.' } }).look(never), undefined);
    });

    it('past commands that are too old, of another major version or without the YAML host, and says why', async () => {
      machine.pulumi(machine.bin, 'v3.205.1');
      machine.pulumi(join(machine.home, '.pulumi', 'bin'), 'v3.230.0', { yaml: false });
      machine.pulumi(join(machine.cache, 'pulumi-4.0.0'), 'v4.0.0');
      rmSync(join(machine.bin, 'pulumi-language-yaml'));
      const setup = machine.setup();
      assert.equal(await setup.look(never), undefined);
      assert.equal(setup.state.state, 'missing');
      assert.match(setup.state.detail, /is 3\.205\.1, 3\.206 or newer is needed;.*without pulumi-language-yaml;.*is 4\.0\.0/);
    });
  });

  describe('installs elsewhere', () => {
    it('says how far another process is, and takes its result', async () => {
      machine.go({ build: `while [ ! -e '${machine.folder}/go-on' ]; do /bin/sleep 0.05; done` });
      const builder = machine.setup();
      const started = new Promise<void>((resolve) => { builder.onChange(({ percent }) => { if (percent !== undefined) resolve(); }); });
      const built = builder.install('go', never);
      await started;
      const watcher = machine.setup();
      try {
        assert.equal(await watcher.look(never), undefined);
        assert.deepEqual(watcher.state, builder.state);
        assert.equal(watcher.state.state, 'installing');
        const ready = new Promise<void>((resolve) => { watcher.onChange(({ state }) => { if (state === 'ready') resolve(); }); });
        writeFileSync(join(machine.folder, 'go-on'), '');
        await built;
        await ready;
        assert.equal(watcher.location?.version, '3.259.0');
      } finally {
        watcher.dispose();
      }
    });

    it('believes no lock that a killed process left', async () => {
      mkdirSync(machine.cache, { recursive: true });
      writeFileSync(join(machine.cache, 'pulumi-setup.lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
      const setup = machine.setup();
      assert.equal(await setup.look(never), undefined);
      assert.equal(setup.state.state, 'missing');
    });
  });

  describe('offers', () => {
    it('the installer where its host answers, Go where there is one, the quicker way first', async () => {
      assert.deepEqual(await machine.setup().ways(), []);
      machine.go();
      writeFileSync(join(machine.folder, 'VERSION'), 'go1.25.3\ntime 2026-01-01');
      assert.deepEqual(await machine.setup().ways(), [], 'a Go that is too old is no way');
      rmSync(join(machine.folder, 'VERSION'));
      assert.deepEqual(await machine.setup().ways(), ['go']);
      assert.deepEqual(await machine.setup({ isOnline: async () => true }).ways(), ['installer', 'go']);
      assert.deepEqual(await machine.setup({ isOnline: async () => { throw new Error('offline'); } }).ways(), ['go']);
    });
  });

  describe('with Go', () => {
    it('builds the pinned version into the cache, tells how far it is, and is ready', async () => {
      machine.go();
      const setup = machine.setup();
      await setup.install('go', never);
      const dir = join(machine.cache, 'pulumi-3.259.0');
      assert.deepEqual(setup.location, { dir, file: join(dir, 'pulumi'), version: '3.259.0' });
      assert.deepEqual(readdirSync(machine.cache), ['pulumi-3.259.0'], 'no temporary folder and no lock is left');
      const build = machine.goCalls().at(-1) ?? '';
      assert.match(build, /^build -v -buildvcs=false -trimpath -ldflags -s -w -X github\.com\/pulumi\/pulumi\/sdk\/v3\/go\/common\/version\.Version=v3\.259\.0 -o .+ tool$/);
      const installing = machine.states.filter(({ state }) => state === 'installing');
      assert.deepEqual(installing.map(({ detail }) => detail), [
        'Looking what has to be downloaded and compiled.', 'Downloading Go modules: 1 of at most 2.', 'Compiling Pulumi: 3 packages to go.',
        'Compiling Pulumi: 1 of 3 packages.', 'Compiling Pulumi: 2 of 3 packages.', 'Linking Pulumi.', 'Trying the new command.',
      ]);
      const percents = installing.map(({ percent }) => percent ?? 0);
      assert.deepEqual(percents, percents.toSorted((left, right) => left - right));
      assert.deepEqual(machine.steps.map(({ action }) => action), ['pulumi.build']);
    });

    it('builds nothing that is there already, and again when a pinned module changed', async () => {
      machine.go();
      await machine.setup().install('go', never);
      const calls = machine.goCalls().length;
      await machine.setup().install('go', never);
      assert.equal(machine.goCalls().length, calls);
      writeFileSync(join(machine.resources, 'go.sum'), 'another');
      await machine.setup().install('go', never);
      assert.equal(machine.goCalls().length, 2 * calls);
      assert.deepEqual(readdirSync(machine.cache), ['pulumi-3.259.0']);
    });

    it('builds once for two that ask at the same time, in one window and in two', async () => {
      machine.go();
      const setup = machine.setup();
      await Promise.all([setup.install('go', never), setup.install('go', never), machine.setup().install('go', never)]);
      assert.equal(machine.goCalls().filter((line) => line.startsWith('build')).length, 1);
    });

    it('ends the compiler when it is cancelled, leaves nothing half made and can go on', async () => {
      machine.go({ build: 'echo started >&2; exec sleep 600' });
      const abort = new AbortController();
      const setup = machine.setup();
      const off = setup.onChange(({ detail }) => { if (detail.startsWith('Compiling')) abort.abort(); });
      await assert.rejects(setup.install('go', abort.signal), { name: 'AbortError' });
      off();
      assert.equal(setup.state.state, 'missing');
      assert.match(setup.state.detail, /cancelled/);
      assert.deepEqual(readdirSync(machine.cache), []);
      machine.go();
      await setup.install('go', never);
      assert.equal(setup.state.state, 'ready');
    });

    it('removes what a killed build left', async () => {
      machine.go();
      mkdirSync(join(machine.cache, '.building-3.259.0-dead', 'bin'), { recursive: true });
      await machine.setup().install('go', never);
      assert.deepEqual(readdirSync(machine.cache), ['pulumi-3.259.0']);
    });

    it('refuses a command that does not say the pinned version', async () => {
      machine.go();
      machine.pin('3.260.0');
      await assert.rejects(machine.setup().install('go', never), { code: 'pulumi-setup-failed', message: /does not work: v3\.259\.0/ });
      assert.deepEqual(readdirSync(machine.cache), []);
    });

    for (const [what, output, message] of [
      ['a full disk', 'write /tmp/x: no space left on device', /^The disk is full/],
      ['no network', 'dial tcp: lookup modules.example.com: no such host', /cannot be reached/],
      ['a refused module', 'reading https://proxy/x/@v/v1.0.0.zip: 403 Forbidden', /refused a module/],
      ['a changed module', 'verifying x@v1: checksum mismatch SECURITY ERROR', /differs from the pinned one/],
      ['something new', 'a/b.go:1:1: syntax error', /syntax error/],
    ] as const) {
      it(`says what to do about ${what}`, async () => {
        machine.go({ build: `echo '${output}' >&2; exit 1` });
        const setup = machine.setup();
        await assert.rejects(setup.install('go', never), (error: unknown) => error instanceof AppError && error.code === 'pulumi-setup-failed' && message.test(error.message));
        assert.equal(setup.state.state, 'failed');
        assert.match(setup.state.detail, message);
      });
    }

    it('says how to get Go where it is missing or too old', async () => {
      const message = /needs Go 1\.26 or newer.*\nInstall/;
      await assert.rejects(machine.setup().install('go', never), { message });
      machine.go({ version: '1.25.3' });
      await assert.rejects(machine.setup().install('go', never), { message: /the Go here is 1\.25\.3/ });
      assert.deepEqual(readdirSync(machine.cache), []);
    });
  });

  describe("with Pulumi's own installer", () => {
    it('asks as for remote code, then uses what it installed', async () => {
      const setup = machine.setup({ installer: async (root, version) => machine.pulumi(join(root, 'bin'), `v${version}`) });
      await setup.install('installer', never);
      assert.equal(setup.location?.dir, join(machine.cache, 'pulumi-3.259.0', 'bin'));
      const step = machine.steps[0];
      assert.equal(step?.minimumLevel, 'HIGH');
      assert.match(step?.reasons?.join() ?? '', /remote code/);
    });

    it('does not run where the person says no', async () => {
      let ran = false;
      const setup = machine.setup({ authorize: async () => { throw new AppError('denied', 'Denied.'); }, installer: async () => { ran = true; } });
      await assert.rejects(setup.install('installer', never), { code: 'denied' });
      assert.equal(ran, false);
    });
  });
});
