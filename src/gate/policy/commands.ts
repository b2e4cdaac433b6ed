import type { CommandWords } from '../../core/policy.ts';
import { looseCommands } from '../analyse/looseCommands.ts';
import { plainByUnbash } from '../analyse/unbashPlain.ts';

/**
 * The words that policy rules match.
 * @param understood whether two parsers agree on all of the text
 * @param parts texts of what it starts in turn, such as the command behind a package script
 */
export function commandWords(source: string, understood: boolean, parts: readonly string[] = []): CommandWords {
  const loose = [source, ...parts].flatMap((text) => looseCommands(text).map(({ words }) => words));
  const parsed = understood ? plainByUnbash(source) : { problem: 'not plain' };
  return 'problem' in parsed ? { loose } : { exact: parsed.commands.map(({ words }) => words), loose };
}
