import { parse } from 'unbash';
import type * as ast from 'unbash';
import { cookWord, isQuietRedirect, type PlainCommand, type PlainParse } from './plain.ts';

/** Signals, inside this file, that the text is more than plain commands. */
class NotPlain extends Error {}

/** Reads a command with unbash and reduces it to plain commands. */
export function plainByUnbash(source: string): PlainParse {
  const script = parse(source);
  if (script.errors !== undefined && script.errors.length > 0) return { problem: 'The command cannot be parsed.' };
  const commands: PlainCommand[] = [];
  try {
    if (script.shebang !== undefined) throw new NotPlain('a script header');
    for (const statement of script.commands) {
      if (statement.background === true) throw new NotPlain('a background job');
      addNode(source, statement.command, ';', commands);
    }
  } catch (error) {
    if (error instanceof NotPlain) return { problem: `The command uses ${error.message}.` };
    throw error;
  }
  return commands.length === 0 ? { problem: 'There is no command in it.' } : { commands };
}

type Operator = PlainCommand['operator'];

function addNode(source: string, node: ast.PipelineNode | ast.AndOr, operator: Operator, commands: PlainCommand[]): void {
  switch (node.type) {
    case 'AndOr':
      node.commands.forEach((part, index) => addNode(source, part, index === 0 ? operator : (node.operators[index - 1] ?? ';'), commands));
      return;
    case 'Pipeline':
      if (node.prefixes.length > 0) throw new NotPlain('a negation or a timing');
      if (node.operators.includes('|&')) throw new NotPlain('a pipe of errors');
      node.commands.forEach((part, index) => addNode(source, part, index === 0 ? operator : '|', commands));
      return;
    case 'Command':
      commands.push({ operator, words: wordsOf(source, node) });
      return;
    default:
      throw new NotPlain('control structures');
  }
}

function wordsOf(source: string, command: ast.Command): string[] {
  if (command.name === undefined) throw new NotPlain('no command, only assignments or redirections');
  if (command.prefix.length > 0) throw new NotPlain('an assignment or a redirection before the command');
  const words = [plainWord(source, command.name)];
  for (const part of command.suffix) {
    if (part.type === 'Word') words.push(plainWord(source, part));
    else if (part.type !== 'Redirect') throw new NotPlain('an assignment or inline text');
    else if (!isQuietRedirect(source.slice(part.pos, part.end))) throw new NotPlain('a redirection');
  }
  return words;
}

function plainWord(source: string, word: ast.Word): string {
  const cooked = cookWord(source.slice(word.pos, word.end));
  const allLiteral = word.parts?.every((part) => part.type === 'Literal' || part.type === 'SingleQuoted' || (part.type === 'DoubleQuoted' && part.parts.every((inner) => inner.type === 'Literal'))) ?? true;
  if (cooked === undefined || !allLiteral) throw new NotPlain('an expansion or a pattern');
  if (cooked !== word.value) throw new NotPlain('quoting that is read in two ways');
  return cooked;
}
