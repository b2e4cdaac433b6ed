import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';
import type { CreateHost } from '../../src/host.ts';
import { run, start, type Running } from '../../scripts/lib/processes.ts';
import { root, tempDir, type TempDir } from '../support/paths.ts';
import { spread, type Spread } from './statistics.ts';

const STEPS = 20;
const ROUNDS = 7;
/** Tool that every step calls; its input names a file of the workspace. */
const READ = 'read';

interface Provider {
  baseUrl: string;
  requests: { at: number; bytes: number }[];
  running: Running;
}

export interface Turns {
  /** Milliseconds from `send` to the complete request at the provider, in a session that has answered before. */
  messageToWireMs: Spread;
  /** Our own processor time for one tool step: request, answer, gate, audit, read, events, store. */
  toolStepCpuMs: Spread;
  /** Body of the first request of a new session. */
  firstRequestBytes: number;
  /** Of `pilothouse run` over a task of 20 reads. */
  peakRssMb: Spread;
}

/** Measures turns against a scripted provider in a process of its own, with the bundles that ship. */
export async function turns(): Promise<Turns> {
  const workspace = tempDir(Object.fromEntries(Array.from({ length: STEPS }, (_, index) => [`src/part${index}.ts`, `export const part${index} = ${index};\n`.repeat(40)])));
  try {
    return { ...await inHost(workspace), peakRssMb: spread([await peakRss(workspace), await peakRss(workspace), await peakRss(workspace)]) };
  } finally {
    workspace.remove();
  }
}

async function inHost(workspace: TempDir): Promise<Omit<Turns, 'peakRssMb'>> {
  const provider = await startProvider(workspace);
  const storage = tempDir();
  const { createHost } = createRequire(import.meta.url)(join(root, 'dist', 'host.js')) as { createHost: CreateHost };
  const host = await createHost({
    storageDir: storage.path, cwd: workspace.path, extensionDir: root, humanPresent: false, workspaceTrusted: () => true,
    secrets: { get: () => Promise.resolve(undefined), set: () => Promise.resolve(), remove: () => Promise.resolve() },
    modelConfig: () => Promise.resolve({ dialect: 'chat', provider: 'custom', model: 'scripted-model', baseUrl: `${provider.baseUrl}/v1` }),
    approvals: () => ({ profile: 'standard', role: 'admin', rememberDays: 7, production: '' }), warn: () => undefined,
    confirm: () => Promise.resolve(false), sandboxWanted: () => false, pulumiPath: () => '', log: () => undefined,
  });
  try {
    const session = host.openSession();
    const person = { kind: 'human', name: 'bench' } as const;
    const waits: number[] = [];
    const steps: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = provider.requests.length;
      const cpu = process.cpuUsage();
      const sent = performance.timeOrigin + performance.now();
      await session.send({ text: 'Read every part.', context: [] }, person);
      const { user, system } = process.cpuUsage(cpu);
      steps.push((user + system) / 1000 / STEPS);
      await until(() => provider.requests.length >= before + STEPS + 1);
      const first = provider.requests[before];
      // the first round also loads the lazy bundles
      if (round > 0 && first !== undefined) waits.push(first.at - sent);
    }
    await session.dispose();
    const first = provider.requests[0];
    if (first === undefined) throw new Error('the provider saw no request');
    return { messageToWireMs: spread(waits), toolStepCpuMs: spread(steps.slice(1)), firstRequestBytes: first.bytes };
  } finally {
    await host.dispose();
    await provider.running.stop();
    storage.remove();
  }
}

async function peakRss(workspace: TempDir): Promise<number> {
  const provider = await startProvider(workspace);
  const storage = tempDir();
  const file = join(storage.path, 'peak.txt');
  const note = `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`)}`;
  try {
    const { code, output } = await run(process.execPath, [
      '--import', note, join(root, 'dist', 'cli.js'), 'run', '-p', 'Read every part.', '--cwd', workspace.path, '--model', 'scripted-model',
      '--base-url', `${provider.baseUrl}/v1`, '--storage', join(storage.path, 'data'), '--json',
    ]);
    if (code !== 0) throw new Error(`pilothouse run failed (exit code ${code}):\n${output.slice(-2000)}`);
    if (provider.requests.length < STEPS + 1) throw new Error(`pilothouse run made ${provider.requests.length} requests instead of ${STEPS + 1}`);
    return Number(readFileSync(file, 'utf8')) / 1024;
  } finally {
    await provider.running.stop();
    storage.remove();
  }
}

/** The scripted provider: for each user message 20 answers that each read one file, then a closing text. */
async function startProvider(workspace: TempDir): Promise<Provider> {
  const script = workspace.write('.bench/script.mjs', `
    let step = 0;
    export default [];
    export const otherwise = () => {
      step = (step + 1) % ${STEPS + 1};
      return step === 0 ? { text: 'All parts read.' } : { calls: [{ name: '${READ}', input: { path: 'src/part' + (step - 1) + '.ts' } }] };
    };
  `);
  const running = start(process.execPath, [join(root, 'test', 'fixtures', 'modelServer', 'main.ts'), '--script', pathToFileURL(script).pathname, '--requests'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (running.child.stdout === null) throw new Error('no output');
  const requests: Provider['requests'] = [];
  const ready = Promise.withResolvers<string>();
  createInterface(running.child.stdout).on('line', (line) => {
    const value = JSON.parse(line) as { baseUrl?: string; at: number; bytes: number };
    if (value.baseUrl !== undefined) ready.resolve(value.baseUrl);
    else requests.push(value);
  });
  void running.exited.then((code) => { ready.reject(new Error(`the scripted provider ended (exit code ${code})`)); });
  return { baseUrl: await ready.promise, requests, running };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
