import * as grpc from '@grpc/grpc-js';
import eventsMessages from '@pulumi/pulumi/proto/events_pb.js';
import eventsGrpc from '@pulumi/pulumi/proto/events_grpc_pb.js';
import assert from 'node:assert/strict';
import { build, type Plugin } from 'esbuild';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Permit } from '../../../src/core/gate.ts';
import type { ProcessResult, ProcessRunner, ProcessSpec } from '../../../src/core/ports.ts';
import type { createPulumi } from '../../../src/process/pulumi.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const maxBundleBytes = 700_000;
const permit = { digest: 'test' } as unknown as Permit;
const result = (more: Partial<ProcessResult> = {}): ProcessResult => ({ exitCode: 0, timedOut: false, cancelled: false, output: '', stdout: '', stderr: '', truncatedBytes: 0, durationMs: 1, ...more });

/** Plays the engine: sends the events to the address that the command line names. */
async function play(spec: ProcessSpec, events: readonly object[]): Promise<void> {
  const address = spec.args[spec.args.indexOf('--event-log') + 1]?.replace('tcp://', '') ?? '';
  const client = new eventsGrpc.EventsClient(address, grpc.credentials.createInsecure());
  await new Promise<void>((done, fail) => {
    const call = client.streamEvents((error: Error | null) => (error === null ? done() : fail(error)));
    for (const event of events) {
      const message = new eventsMessages.EventRequest();
      message.setEvent(JSON.stringify(event));
      call.write(message);
    }
    call.end();
  });
  client.close();
}

describe('the bundle that drives Pulumi', function () {
  this.timeout(60_000);
  let folder: string;
  let pulumi: ReturnType<typeof createPulumi>;
  let started: ProcessSpec[];
  let answer: (spec: ProcessSpec, signal: AbortSignal) => Promise<ProcessResult>;
  let bundle: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pilothouse-bundle-'));
    bundle = join(folder, 'pulumi.cjs');
    const { pulumiStubs } = await import(pathToFileURL(join(root, 'scripts/pulumiStubs.mjs')).href) as { pulumiStubs: Plugin };
    await build({ absWorkingDir: root, entryPoints: ['src/process/pulumi.ts'], outfile: bundle, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node22', legalComments: 'none', plugins: [pulumiStubs], logLevel: 'error' });
    await writeFile(join(folder, 'Pulumi.yaml'), 'name: shop\nruntime:\n  name: yaml\nbackend:\n  url: file://./state\n');
    const runner: ProcessRunner = {
      async run(spec, _permit, signal) {
        started.push(spec);
        return spec.args[0] === 'version' ? result({ stdout: 'v3.259.0\n' }) : answer(spec, signal);
      },
      dispose: async () => undefined,
    };
    const loaded = createRequire(import.meta.url)(bundle) as { createPulumi: typeof createPulumi };
    pulumi = loaded.createPulumi({ runner, command: () => join(folder, 'bin', 'pulumi'), environment: () => ({ PATH: '/usr/bin', PULUMI_OPTION_YES: 'true' }) });
  });
  beforeEach(() => {
    started = [];
    answer = async () => result();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const operation = (onEvent: (event: unknown) => void = () => undefined, signal = new AbortController().signal) => ({ permit, signal, stack: 'dev', onEvent });
  const place = () => ({ projectDir: folder, backendUrl: 'file:///state' });

  it('stays small', async () => {
    assert.ok((await stat(bundle)).size <= maxBundleBytes);
  });

  it('hands on a stream of both phases in order, without debug texts', async () => {
    const events = [
      { sequence: 0, preludeEvent: { config: {} } }, { sequence: 1, diagnosticEvent: { severity: 'debug', message: 'noise' } }, { sequence: 2, summaryEvent: { isPreview: true } },
      { sequence: 0, preludeEvent: { config: {} } }, { sequence: 1, policyRemediationEvent: { before: {}, after: {} } }, { sequence: 2, summaryEvent: { isPreview: false } }, { sequence: 3, cancelEvent: {} },
    ];
    answer = async (spec) => {
      await play(spec, events);
      return result();
    };
    const seen: unknown[] = [];
    const { exitCode } = await pulumi.up(place(), join(folder, 'plan.json'), operation((event) => seen.push(event)));
    assert.equal(exitCode, 0);
    assert.deepEqual(seen, events.filter(({ diagnosticEvent }) => diagnosticEvent === undefined));
  });

  it('never gives a plan or a destruction to the engine without the engine\'s own preview', async () => {
    await pulumi.up(place(), 'plan.json', operation());
    await pulumi.destroy(place(), operation());
    const commands = started.filter(({ args }) => args[0] !== 'version');
    assert.deepEqual(commands.map(({ args }) => args[0]), ['up', 'destroy'], 'nothing but the operation itself is started');
    for (const { args } of commands) assert.ok(args.lastIndexOf('--skip-preview=false') > args.lastIndexOf('--skip-preview'), args.join(' '));
    assert.ok(commands[0]?.args.includes('--plan'));
  });

  it('reads no secret after an operation and selects no stack', async () => {
    await pulumi.up(place(), 'plan.json', operation());
    assert.deepEqual(started.flatMap(({ args }) => args).filter((arg) => /show-secrets|select|history|output$/.test(arg)), []);
    await assert.rejects(pulumi.read(['stack', 'export', '--show-secrets'], place(), { permit, signal: new AbortController().signal }), { code: 'secrets-refused' });
  });

  it('builds the child\'s environment', async () => {
    await pulumi.preview(place(), undefined, operation());
    const env = started.at(-1)?.env ?? {};
    assert.equal(env.PULUMI_OPTION_YES, undefined);
    assert.equal(env.PULUMI_BACKEND_URL, 'file:///state');
    assert.ok(env.PATH?.startsWith(join(folder, 'bin')));
    assert.equal(started.at(-1)?.politeSignal, 'SIGINT');
  });

  it('gives a failed command as a result', async () => {
    answer = async () => result({ exitCode: 255, stderr: 'error: no' });
    assert.deepEqual(await pulumi.preview(place(), undefined, operation()), { exitCode: 255, cancelled: false, stdout: '', stderr: 'error: no' });
  });

  it('starts nothing where the signal is already aborted', async () => {
    await assert.rejects(pulumi.up(place(), 'plan.json', operation(undefined, AbortSignal.abort())), { name: 'AbortError' });
    assert.deepEqual(started.filter(({ args }) => args[0] !== 'version'), []);
  });

  it('fails loudly where a listener fails', async () => {
    answer = async (spec) => {
      await play(spec, [{ preludeEvent: {} }]);
      return result();
    };
    await assert.rejects(pulumi.preview(place(), undefined, operation(() => {
      throw new Error('broken reducer');
    })), /broken reducer/);
  });

  it('reads the project file', async () => {
    assert.deepEqual(await pulumi.project(folder), { name: 'shop', runtime: 'yaml', main: undefined, backendUrl: 'file://./state' });
    assert.equal(await pulumi.project(join(folder, 'nowhere')), undefined);
  });
});
