import type { Node, Parser } from 'web-tree-sitter';
import { cookWord, isQuietRedirect, type PlainCommand, type PlainParse } from './plain.ts';

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

/** Signals, inside this file, that the text is more than plain commands. */
class NotPlain extends Error {}

interface Walk {
  source: string;
  commands: PlainCommand[];
  operator: PlainCommand['operator'];
  /** End of what was read so far: only blanks may lie between two tokens. */
  end: number;
}

/**
 * Reads a command with tree-sitter and reduces it to plain commands.
 * @param deadline milliseconds by `performance.now`, after which parsing is given up
 */
export function plainByTreeSitter(parser: Parser, source: string, deadline: number): PlainParse {
  const tree = parser.parse(source, null, { progressCallback: () => performance.now() > deadline });
  if (tree === null) {
    parser.reset();
    return { problem: 'Parsing the command took too long.' };
  }
  try {
    if (tree.rootNode.hasError) return { problem: 'The command cannot be parsed.' };
    const walk: Walk = { source, commands: [], operator: ';', end: 0 };
    visit(walk, tree.rootNode);
    readTo(walk, source.length, source.length);
    return walk.commands.length === 0 ? { problem: 'There is no command in it.' } : { commands: walk.commands };
  } catch (error) {
    if (error instanceof NotPlain) return { problem: `The command uses ${error.message}.` };
    throw error;
  } finally {
    tree.delete();
  }
}

/** Checks that nothing but blanks lies between the last token and this one: a parser may swallow, never silently. */
function readTo(walk: Walk, start: number, end: number): void {
  if (start < walk.end || !/^[ \t\n]*$/.test(walk.source.slice(walk.end, start))) throw new NotPlain('text that the parser did not account for');
  walk.end = end;
}

function visit(walk: Walk, node: Node): void {
  switch (node.type) {
    case 'program':
    case 'list':
    case 'pipeline':
    case 'redirected_statement':
      for (const child of node.children) visit(walk, child);
      return;
    case 'command':
      walk.commands.push({ operator: walk.operator, words: [] });
      walk.operator = ';';
      for (const child of node.children) visitPart(walk, child);
      return;
    case 'comment':
      readTo(walk, node.startIndex, node.endIndex);
      return;
    case 'file_redirect':
      visitRedirect(walk, node);
      return;
    case '&&': case '||': case '|': case ';': case '\n':
      readTo(walk, node.startIndex, node.endIndex);
      walk.operator = node.type === '\n' ? ';' : node.type;
      return;
    default:
      throw new NotPlain(node.isNamed ? node.type.replaceAll('_', ' ') : `"${node.text}"`);
  }
}

const plainNodes = new Set(['word', 'number', 'string', 'raw_string', 'concatenation']);

function visitPart(walk: Walk, node: Node): void {
  if (node.type === 'file_redirect') {
    visitRedirect(walk, node);
    return;
  }
  const word = node.type === 'command_name' ? node.firstChild : node;
  if (word === null || !plainNodes.has(word.type)) throw new NotPlain('an expansion, an assignment or inline text');
  readTo(walk, node.startIndex, node.endIndex);
  const cooked = cookWord(node.text);
  if (cooked === undefined) throw new NotPlain('an expansion or a pattern');
  walk.commands.at(-1)?.words.push(cooked);
}

function visitRedirect(walk: Walk, node: Node): void {
  readTo(walk, node.startIndex, node.endIndex);
  if (!isQuietRedirect(node.text)) throw new NotPlain('a redirection');
}
