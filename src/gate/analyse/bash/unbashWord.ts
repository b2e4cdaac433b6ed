import { forEachChild } from 'unbash';
import type * as ast from 'unbash';
import type { Piece } from './braces.ts';
import { partsOf, type Place } from './parts.ts';
import type { Part, Script, ScriptWord } from './script.ts';

/** Turns the substitution of a word into a script; `text` is the source that the positions below point into. */
export type ReadScript = (script: ast.ParsedScript | undefined) => Script;

/** A word of unbash as the analysis sees it. @throws Disbelief */
export function readWord(word: ast.Word, place: Place, read: ReadScript): ScriptWord {
  return { source: word.text, parts: partsOf(piecesOf(word, read), place) };
}

export function piecesOf(word: ast.Word, read: ReadScript): Piece[] {
  return word.parts === undefined ? literalPieces(word.text) : word.parts.flatMap((part) => piecesOfPart(part, read));
}

function piecesOfPart(part: ast.WordPart, read: ReadScript): Piece[] {
  switch (part.type) {
    case 'Literal': return literalPieces(part.text);
    case 'Glob': return part.parts === undefined ? literalPieces(part.text) : ['[', ...part.parts.flatMap((inner) => piecesOfPart(inner, read)), ']'];
    case 'BraceExpansion': return part.parts === undefined ? literalPieces(part.text) : ['{', ...part.parts.flatMap((inner) => piecesOfPart(inner, read)), '}'];
    case 'SingleQuoted': return [quotedText(part.value)];
    case 'AnsiCQuoted': return [ansiPiece(part)];
    case 'DoubleQuoted': return part.parts.length === 0 ? [quotedText('')] : part.parts.flatMap((inner) => quotedPiece(inner, read));
    case 'LocaleString': case 'ExtendedGlob': return [expansion(part, false, read)];
    default: return [expansionPiece(part, false, read)];
  }
}

const quotedText = (text: string): Part => ({ kind: 'text', text, quoted: true });

/** Unquoted source text: a backslash quotes one character, and vanishes with a line end. */
function literalPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '\\' || at + 1 === text.length) pieces.push(character);
    else if (text.charAt(++at) !== '\n') pieces.push(quotedText(text.charAt(at)));
  }
  return pieces;
}

/** Text between double quotes and in heredocs: a backslash quotes only what would be special there. */
export const cookQuoted = (text: string, special: RegExp): string => text.replaceAll(/\\([\s\S])/g, (pair, next: string) => (next === '\n' ? '' : special.test(next) ? next : pair));

function quotedPiece(part: ast.DoubleQuotedChild, read: ReadScript): Part[] {
  return [part.type === 'Literal' ? quotedText(cookQuoted(part.text, /[$`"\\]/)) : expansionPiece(part, true, read)];
}

/** What bash prints for bytes and code points beyond ASCII depends on the locale; odd escapes are read in different ways. */
function ansiPiece({ text, value }: ast.AnsiCQuotedPart): Part {
  const sure = !/\\(x\{|c[^a-z]|\n)/i.test(text) && [...value].every((character) => character < '\u0080' || text.includes(character));
  return sure ? quotedText(value) : { kind: 'expansion', text, quoted: true, scripts: [], hostile: false };
}

type Expansion = ast.SimpleExpansionPart | ast.ParameterExpansionPart | ast.CommandExpansionPart | ast.ArithmeticExpansionPart | ast.ProcessSubstitutionPart;

/** An expansion outside or inside of quotes. */
export function expansionPiece(part: Expansion, quoted: boolean, read: ReadScript): Part {
  switch (part.type) {
    case 'SimpleExpansion': return { kind: 'variable', name: part.text.slice(1), quoted };
    case 'CommandExpansion': return { kind: 'command', script: read(part.script), quoted };
    case 'ProcessSubstitution': return { kind: 'process', script: read(part.script), direction: part.operator === '<' ? 'in' : 'out' };
    case 'ArithmeticExpansion': return { ...expansion(part, quoted, read), ...arithmetic(part.text.replace(/^\$(\(\(|\[)|(\)\)|\])$/g, '')) };
    case 'ParameterExpansion':
      if (part.prefix === undefined && part.index === undefined && part.operation === undefined) return { kind: 'variable', name: part.parameter, quoted };
      return expansion(part, quoted, read, evaluates(part));
  }
}

const expansion = (part: ast.WordPart, quoted: boolean, read: ReadScript, hostile = false): Part => ({ kind: 'expansion', text: part.text, quoted, scripts: scriptsIn(part, read), hostile });

/** Prompt strings, indirection, subscripts and slices evaluate what a variable holds; `:=` changes one. */
function evaluates({ prefix, index, operation }: ast.ParameterExpansionPart): boolean {
  if (prefix === '!' && operation?.type !== 'Names' && index?.text !== '@' && index?.text !== '*') return true;
  if (index !== undefined && !/^(@|\*|-?\d+)$/.test(index.text)) return true;
  switch (operation?.type) {
    case 'Slice': return ![operation.offset.text, operation.length?.text ?? '0'].every((text) => /^\s*-?\d+$/.test(text));
    case 'Transform': return operation.operand.text === 'P';
    case 'Default': return operation.operator.endsWith('=');
    case 'Unknown': return true;
    default: return false;
  }
}

/**
 * Arithmetic evaluates the text that a name holds, subscripts with substitutions included: only numbers are harmless in
 * themselves. `names` are given where the rest is operators that change nothing.
 */
export function arithmetic(text: string): { hostile: boolean; names?: readonly string[] } {
  const plain = /^[\s\w+*/%<>()?:~^&|,=!$-]*$/.test(text) && !/\+\+|--|<<=|>>=|(?<![=!<>])=(?!=)|\$(?!\w)/.test(text);
  const names = text.match(/(?<![\w#])[A-Za-z_]\w*/g) ?? [];
  return plain ? { hostile: names.length > 0 || text.includes('$'), names } : { hostile: true };
}

/** The scripts in any piece of the tree, not those within them. */
export function scriptsIn(node: ast.SyntaxNode, read: ReadScript): Script[] {
  if (node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution' || node.type === 'ArithmeticCommandExpansion') return [read(node.script)];
  const scripts: Script[] = [];
  forEachChild(node, (child) => scripts.push(...scriptsIn(child, read)));
  return scripts;
}
