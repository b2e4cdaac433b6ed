import { parse } from 'unbash';
import type { Parser } from 'web-tree-sitter';
import { checkAgreement } from './agree.ts';
import { excess } from './limits.ts';
import type { ParsedScript } from './script.ts';
import { readScript } from './unbashScript.ts';
import { Disbelief } from './unbashWord.ts';

export interface BashPorts {
  /** The checking parser; loaded with the first call (`loadBashParser`). */
  parser(): Promise<Parser>;
  /** Milliseconds for the checking parser. */
  parseMs: number;
}

/**
 * Reads a bash text that passed the character gate. Both parsers must read the same, and it must not be too much.
 * @throws what `ports.parser` throws
 */
export async function parseBash(source: string, ports: BashPorts): Promise<ParsedScript> {
  const tree = parse(source);
  if (tree.errors !== undefined && tree.errors.length > 0) return { problem: 'The command cannot be parsed.' };
  if (tree.commands.length === 0) return { problem: 'There is no command in it.' };
  try {
    const script = readScript(source, tree);
    const tooMuch = excess(script);
    if (tooMuch !== undefined) return { problem: tooMuch };
    const parser = await ports.parser();
    const deadline = performance.now() + ports.parseMs;
    checkAgreement(parser, source, tree, () => performance.now() > deadline);
    return { script };
  } catch (error) {
    if (error instanceof Disbelief) return { problem: error.message };
    throw error;
  }
}
