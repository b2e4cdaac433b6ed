import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run, stopAllOnSignals } from '../../scripts/lib/processes.ts';
import { root } from '../support/paths.ts';
import { activation } from './activation.ts';
import { measureGate } from './gate.ts';
import { measureWebview } from '../webview/perf.ts';
import { turns } from './turns.ts';

/** `npm run bench`: prints one JSON object with the figures that DESIGN 10 has budgets for. Milliseconds, bytes and MiB. */
stopAllOnSignals();
const { code, output } = await run(process.execPath, ['esbuild.mjs'], { cwd: root });
if (code !== 0) throw new Error(output);
const result = {
  machine: { node: process.version, platform: process.platform, arch: process.arch, processors: cpus().length },
  bundles: bundles(),
  activation: await activation(),
  gate: await measureGate(),
  ...await turns(),
  webview: await measureWebview(),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

/** Bytes of each file that ships as code, and compressed. */
function bundles(): Record<string, { bytes: number; gzip: number }> {
  const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|css)$/.test(file)).sort();
  return Object.fromEntries(files.map((file) => {
    const content = readFileSync(join(root, 'dist', file));
    return [file.replaceAll('\\', '/'), { bytes: content.length, gzip: gzipSync(content).length }];
  }));
}
