import type { Parser } from 'web-tree-sitter';

/** Loads a WebAssembly file by its name: `web-tree-sitter.wasm`, `tree-sitter-bash.wasm`. */
export type LoadWasm = (name: string) => Promise<Uint8Array>;

/** Loads runtime and grammar; about 30 ms, so only when the first command comes. @throws whatever loading throws */
export async function loadBashParser(loadWasm: LoadWasm): Promise<Parser> {
  const treeSitter = await import('web-tree-sitter');
  const [runtime, grammar] = await Promise.all([loadWasm('web-tree-sitter.wasm'), loadWasm('tree-sitter-bash.wasm')]);
  await treeSitter.Parser.init({ wasmBinary: runtime });
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(grammar));
  // what is called once is compiled: a first text belongs to the loading
  parser.parse(':')?.delete();
  return parser;
}
