import { parse } from 'unbash';
import type { Parser } from 'web-tree-sitter';
import { checkAgreement } from './agree.ts';
import { costlyText, excess } from './limits.ts';
import { Disbelief, type ParsedScript, type Script } from './script.ts';
import { hasErrors, readScript } from './unbashScript.ts';

export interface BashPorts {
  /** The checking parser; loaded with the first call (`loadBashParser`). */
  parser(): Promise<Parser>;
  /** Milliseconds of processor time for the checking parser, `PARSE_MS` by default: a loaded machine changes no answer. */
  parseMs?: number;
}

/** Ten times what any honest text needs. */
const PARSE_MS = 40;

/**
 * Reads a bash text that passed the character gate. Both parsers must read the same, and it must not be too much.
 * @throws what `ports.parser` throws
 */
export async function parseBash(source: string, ports: BashPorts): Promise<ParsedScript> {
  const parser = await ports.parser();
  try {
    return { script: readChecked(source, parser, ports.parseMs ?? PARSE_MS) };
  } catch (error) {
    if (error instanceof Disbelief) return { problem: error.message };
    if (error instanceof RangeError) return { problem: 'The command is nested deeper than it can be followed.' };
    throw error;
  }
}

function readChecked(source: string, parser: Parser, parseMs: number): Script {
  refuse(costlyText(source));
  const tree = parse(source);
  if (hasErrors(tree)) throw new Disbelief('The command cannot be parsed.');
  if (tree.commands.length === 0) throw new Disbelief('There is no command in it.');
  const script = readScript(source, tree);
  refuse(excess(script));
  const start = process.cpuUsage();
  checkAgreement(parser, source, tree, () => {
    const { user, system } = process.cpuUsage(start);
    return user + system > parseMs * 1_000;
  });
  return script;
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new Disbelief(problem);
}
