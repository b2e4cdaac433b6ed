import { characterProblem } from '../characterGate.ts';
import { NotRead } from './cursor.ts';
import { Reader } from './reader.ts';
import type { PowerShellScript } from './script.ts';
import { signsOf } from './signs.ts';
import { structureOf } from './structure.ts';

/** Quotes and dashes that PowerShell takes for ASCII ones, so that a text ends where nobody sees it. */
const lookalikes = /[‘’‚‛“”„–—―]/u;

/**
 * Reads a PowerShell text: limits first, then a reader and a second opinion about where strings, comments and structure
 * lie. Pure and synchronous; never throws for the text's sake. No WebAssembly: both published tree-sitter grammars hold
 * one lexer function that V8's optimizing compiler needs gigabytes for, or gives up on by ending the process.
 */
export function parsePowerShell(source: string): PowerShellScript {
  const limit = characterProblem(source) ?? (lookalikes.test(source) ? 'The command holds a character that PowerShell takes for a quote or a dash.' : undefined);
  if (limit !== undefined) return { steps: [{ source, also: signsOf(source) }], problem: limit };
  const reader = new Reader(source);
  const problem = problemOf(reader, source);
  if (problem !== undefined) return { steps: [...reader.steps, { source, also: signsOf(source) }], problem };
  return { steps: reader.steps };
}

function problemOf(reader: Reader, source: string): string | undefined {
  try {
    reader.read();
  } catch (error) {
    if (error instanceof NotRead) return `The command uses ${error.message}.`;
    throw error;
  }
  if (reader.cursor.structure !== structureOf(source)) return 'Two readers see the structure of this command differently.';
  return reader.steps.length === 0 ? 'There is no command in it.' : undefined;
}
