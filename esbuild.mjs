// Builds all of dist/. `--watch` keeps building, `--metafile` leaves dist/meta.json for the size check.
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pulumiStubs } from './scripts/pulumiStubs.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (path) => resolve(root, path);
const watch = process.argv.includes('--watch');

/**
 * Modules that are bundles of their own. A dynamic `import()` of one from another bundle stays a lazy
 * `require('./name.js')`, so that activation loads only what it needs.
 */
const lazyBundles = {
  'src/host.ts': 'host.js',
  'src/shared/messages.ts': 'messages.js',
  'src/models/anthropic.ts': 'anthropic.js',
  'src/models/openai.ts': 'openai.js',
  'src/process/pulumi.ts': 'pulumi.js',
  'src/process/sandboxRuntime.ts': 'sandbox.js',
  'src/gate/policy/yamlText.ts': 'yaml.js',
};
const nodeEntries = {
  extension: 'src/extension.ts',
  cli: 'src/cli.ts',
  'pulumi-resource-sim': 'src/infra/practice/main.ts',
  ...Object.fromEntries(Object.entries(lazyBundles).map(([source, bundle]) => [bundle.replace(/\.js$/, ''), source])),
};

const keepLazy = {
  name: 'keep-lazy',
  setup(builder) {
    const bundles = new Map(Object.entries(lazyBundles).map(([source, bundle]) => [at(source), `./${bundle}`]));
    builder.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const bundle = bundles.get(resolve(args.resolveDir, args.path));
      return bundle === undefined ? undefined : { path: bundle, external: true };
    });
  },
};

const common = { absWorkingDir: root, bundle: true, minify: !watch, sourcemap: 'linked', sourcesContent: false, metafile: true, logLevel: 'warning', legalComments: 'none' };

const nodeOptions = {
  ...common,
  entryPoints: Object.fromEntries(Object.entries(nodeEntries).filter(([, source]) => existsSync(at(source)))),
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  // its ES module asks import.meta for a file name, which a cjs bundle has not
  alias: { 'web-tree-sitter': at('node_modules/web-tree-sitter/web-tree-sitter.cjs') },
  // cjs bundles: a lazy import() must become require(), which the extension host resolves beside the bundle
  supported: { 'dynamic-import': false },
  plugins: [keepLazy, pulumiStubs],
};

const webviewOptions = {
  ...common,
  entryPoints: ['webview-ui/src/main.tsx'].filter((source) => existsSync(at(source))),
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  splitting: true,
  target: 'chrome128',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
};

rmSync(at('dist'), { recursive: true, force: true });
mkdirSync(at('dist'), { recursive: true });
for (const wasm of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm']) {
  cpSync(at(`node_modules/${wasm}`), at(`dist/${wasm.split('/')[1]}`));
}

// the sandbox runtime's filter of system calls, for the two processors it is built for
cpSync(at('node_modules/@anthropic-ai/sandbox-runtime/vendor/seccomp'), at('dist/seccomp'), { recursive: true, filter: (source) => !source.endsWith('.ts') });

if (watch) {
  for (const options of [nodeOptions, webviewOptions]) await (await context(options)).watch();
} else {
  const results = await Promise.all([nodeOptions, webviewOptions].map((options) => build(options)));
  const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs));
  const sizes = Object.fromEntries(Object.entries(outputs).map(([file, { bytes, inputs }]) => [file, { bytes, inputs: Object.keys(inputs) }]));
  writeFileSync(at('dist/meta.json'), JSON.stringify(sizes));
}
