import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './lib/processes.ts';
import { progress } from './lib/progress.ts';

/** `npm run package`: builds, packs the vsix, and checks what is in it. */
const root = resolve(import.meta.dirname, '..');
const report = progress('package');

/** What a person who installs the vsix must get. */
const WANTED = [
  'extension/package.json', /^extension\/readme\.md$/i, /^extension\/changelog\.md$/i, /^extension\/license/i, 'extension/THIRD_PARTY_NOTICES.md',
  'extension/dist/extension.js', 'extension/dist/host.js', 'extension/dist/confirm.js', 'extension/dist/anthropic.js', 'extension/dist/openai.js', 'extension/dist/pulumi.js',
  'extension/dist/cli.js', 'extension/dist/pulumi-resource-sim.js', 'extension/dist/tree-sitter-bash.wasm', 'extension/dist/web-tree-sitter.wasm',
  'extension/dist/webview/main.js', 'extension/media/icon.png', /^extension\/media\/practice\/shop\/Pulumi\.yaml$/, /^extension\/media\/pulumi-cli\/go\.sum$/,
];
/** What must not be in it. */
const UNWANTED = /\.map$|\.ts$|^extension\/(node_modules|test|scripts|src|webview-ui)\/|meta\.json$/;
/** Sources that the practice project shows a person are meant to be there. */
const SAMPLE = /^extension\/media\/practice\//;

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const file = join(root, `pilothouse-${version}.vsix`);
for (const command of [['esbuild.mjs'], ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', file]]) {
  await report.step(command.join(' '), async () => {
    const { code, output } = await run(process.execPath, command, { cwd: root });
    if (code !== 0) throw new Error(`node ${command.join(' ')} failed (exit code ${code}):\n${output}`);
  });
}
const bytes = readFileSync(file);
const names = namesInZip(bytes);
const missing = WANTED.filter((wanted) => !names.some((name) => (typeof wanted === 'string' ? name === wanted : wanted.test(name))));
const unwanted = names.filter((name) => UNWANTED.test(name) && !SAMPLE.test(name));
if (missing.length > 0 || unwanted.length > 0) throw new Error(`The vsix is wrong. Missing: ${missing.join(', ') || 'nothing'}. Not wanted: ${unwanted.join(', ') || 'nothing'}.`);
process.stdout.write(`${file}: ${names.length} files, ${Math.round(bytes.length / 1024)} KiB\n`);

/** File names in the central directory of a zip file (APPNOTE 4.3.12); the archive has no comment and fewer than 65,535 files. */
function namesInZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const count = zip.readUInt16LE(end + 10);
  const found: string[] = [];
  for (let index = 0, at = zip.readUInt32LE(end + 16); index < count; index += 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    found.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}
