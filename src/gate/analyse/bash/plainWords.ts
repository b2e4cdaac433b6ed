import { parse } from 'unbash';
import { Disbelief, type Node, type Redirect, type ScriptWord } from './script.ts';
import { readScript } from './unbashScript.ts';

/**
 * The words of each command of a text that is nothing but plain words joined by `&& || ; |`; undefined for anything more.
 * Reads with one parser alone: only for texts of which the analysis said that both agree.
 */
export function plainWords(source: string): string[][] | undefined {
  const tree = parse(source);
  if (tree.errors !== undefined && tree.errors.length > 0) return undefined;
  try {
    return wordsOf(readScript(source, tree).body);
  } catch (error) {
    if (error instanceof Disbelief || error instanceof RangeError) return undefined;
    throw error;
  }
}

function wordsOf(node: Node): string[][] | undefined {
  switch (node.kind) {
    case 'command': {
      const words = node.words.map(textOf);
      const isPlain = node.assignments.length === 0 && node.redirects.every(isQuiet) && words.every((word) => word !== undefined);
      return isPlain ? [words.filter((word) => word !== undefined)] : undefined;
    }
    case 'list':
      if (node.operators.includes('&')) return undefined;
      return allOf(node.nodes);
    case 'pipeline': return allOf(node.nodes);
    default: return undefined;
  }
}

function allOf(nodes: readonly Node[]): string[][] | undefined {
  const all = nodes.map(wordsOf);
  return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
}

const textOf = ({ parts }: ScriptWord): string | undefined => (parts.every((part) => part.kind === 'text') ? parts.map((part) => part.text).join('') : undefined);

/** Output thrown away, or errors joined to it. */
const isQuiet = (redirect: Redirect): boolean => redirect.kind === 'file' && (redirect.operator === '>&' ? /^[12]$/ : /^\/dev\/null$/).test(textOf(redirect.target) ?? '');
