import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = resolve(import.meta.dirname, '../..');
const KB = 1000;
/** DESIGN 10, in bytes; the others keep a bundle from doubling unseen. */
const LIMITS: Record<string, number> = {
  'extension.js': 60 * KB,
  'pulumi.js': 800 * KB,
  'pulumi-resource-sim.js': 800 * KB,
  'anthropic.js': 500 * KB,
  'openai.js': 450 * KB,
  'messages.js': 30 * KB,
  'host.js': 800 * KB,
  'cli.js': 60 * KB,
  'sandbox.js': 900 * KB,
  'yaml.js': 130 * KB,
};
const WEBVIEW_FIRST_GZIP = 75 * KB;

interface Meta { [file: string]: { bytes: number; inputs: string[] } }

describe('bundle sizes', () => {
  let meta: Meta;

  before(() => {
    meta = JSON.parse(readFileSync(join(root, 'dist', 'meta.json'), 'utf8')) as Meta;
  });

  for (const [name, limit] of Object.entries(LIMITS)) {
    it(`keeps ${name} within ${limit / KB} KB`, () => {
      const bytes = readFileSync(join(root, 'dist', name)).length;
      assert.ok(bytes <= limit, `dist/${name} has ${bytes} bytes`);
    });
  }

  it('keeps every bundle under a limit', () => {
    const unlimited = Object.keys(meta).filter((file) => /^dist\/[^/]+\.js$/.test(file) && LIMITS[basename(file)] === undefined);
    assert.deepEqual(unlimited, []);
  });

  it(`keeps the JavaScript that the webview loads first within ${WEBVIEW_FIRST_GZIP / KB} KB compressed`, () => {
    const first = new Set<string>();
    const add = (file: string): void => {
      if (first.has(file)) return;
      first.add(file);
      // chunks named by a static import come with it; a lazy one comes by import()
      const text = readFileSync(join(root, file), 'utf8');
      for (const match of text.matchAll(/(?:\bfrom\s*|\bimport\s*)"(\.\/[^"]+\.js)"/g)) add(`dist/webview/${match[1]?.slice(2) ?? ''}`);
    };
    add('dist/webview/main.js');
    const bytes = [...first].reduce((sum, file) => sum + gzipSync(readFileSync(join(root, file))).length, 0);
    assert.ok(bytes <= WEBVIEW_FIRST_GZIP, `${[...first].join(', ')} have ${bytes} bytes compressed`);
  });

  it('keeps node modules out of the extension’s first bundle', () => {
    const packages = (meta['dist/extension.js']?.inputs ?? []).filter((input) => input.includes('node_modules/'));
    assert.deepEqual(packages, []);
  });
});
