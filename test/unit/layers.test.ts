import assert from 'node:assert/strict';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { importsOf, root, sources } from './sources.ts';

/** DESIGN 2: what each folder of src may import, besides itself. */
const arrows: Record<string, string[]> = {
  shared: [],
  util: [],
  core: ['shared', 'util'],
  gate: ['shared', 'core', 'util'],
  models: ['shared', 'core', 'util'],
  tools: ['shared', 'core', 'gate', 'util'],
  infra: ['shared', 'core', 'gate', 'util'],
  process: ['shared', 'core', 'util'],
  store: ['shared', 'core', 'util'],
  bridge: ['shared', 'core', 'util'],
  editor: ['shared', 'core', 'gate', 'models', 'tools', 'infra', 'process', 'store', 'bridge', 'util', 'host.ts'],
};
const everything = [...Object.keys(arrows)];
const roots: Record<string, string[]> = {
  'extension.ts': [...everything, 'host.ts'],
  'cli.ts': [...everything.filter((folder) => folder !== 'editor'), 'host.ts', 'terminal.ts'],
  'terminal.ts': ['shared', 'core', 'util'],
  'host.ts': [...everything.filter((folder) => folder !== 'editor'), 'commandFacts.ts', 'risk.ts'],
  'commandFacts.ts': ['core', 'gate', 'process', 'tools'],
  'risk.ts': ['core', 'gate', 'process', 'tools', 'commandFacts.ts'],
};

const folderOf = (path: string): string => relative(join(root, 'src'), path).split(sep)[0] ?? '';

describe('layers', () => {
  const all = sources('src').flatMap(importsOf);

  it('lets each folder of src import only what the design allows', () => {
    const wrong = all.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const from = folderOf(join(root, file));
      const target = resolve(root, dirname(file), specifier);
      const to = folderOf(target);
      if (to === 'package.json' || from === to) return false;
      return !(arrows[from] ?? roots[from] ?? []).includes(to);
    });
    assert.deepEqual(wrong.map(({ file, specifier }) => `${file} → ${specifier}`), []);
  });

  it('lets only src/editor and extension.ts import vscode', () => {
    const wrong = all.filter(({ file, specifier }) => specifier === 'vscode' && !/^src[\\/](editor[\\/]|extension\.ts$)/.test(file));
    assert.deepEqual(wrong.map(({ file }) => file), []);
  });

  it('lets only src/process start processes', () => {
    const starters = /^(node:)?(child_process|worker_threads|cluster)$|^execa$|^simple-git$/;
    const wrong = all.filter(({ file, specifier, typeOnly }) => !typeOnly && starters.test(specifier) && !/^src[\\/]process[\\/]/.test(file));
    assert.deepEqual(wrong.map(({ file, specifier }) => `${file} → ${specifier}`), []);
  });

  it('keeps the file system, sockets and processes out of core, gate and shared', () => {
    const outside = /^(node:)?(fs|fs\/promises|net|http|https|http2|dgram|tls|child_process|sqlite)$/;
    const wrong = all.filter(({ file, specifier }) => outside.test(specifier) && /^src[\\/](core|gate|shared)[\\/]/.test(file));
    assert.deepEqual(wrong.map(({ file, specifier }) => `${file} → ${specifier}`), []);
  });

  it('lets the webview import src/shared and nothing else of src', () => {
    const wrong = sources('webview-ui').flatMap(importsOf).filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = resolve(root, dirname(file), specifier);
      return !target.startsWith(join(root, 'webview-ui')) && !target.startsWith(join(root, 'src', 'shared'));
    });
    assert.deepEqual(wrong.map(({ file, specifier }) => `${file} → ${specifier}`), []);
  });

  it('has no import cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, specifier, typeOnly } of all) {
      if (typeOnly || !specifier.startsWith('.')) continue;
      graph.set(file, [...(graph.get(file) ?? []), relative(root, resolve(root, dirname(file), specifier))]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    assert.deepEqual(cycles, []);
  });
});
