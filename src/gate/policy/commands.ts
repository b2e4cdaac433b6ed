import type { CommandWords } from '../../core/policy.ts';
import { looseCommands } from '../analyse/looseCommands.ts';
import { plainByUnbash } from '../analyse/unbashPlain.ts';

/**
 * The words that policy rules match.
 * @param plain whether two parsers agree that the text is nothing but plain words
 */
export function commandWords(source: string, plain: boolean): CommandWords {
  const loose = looseCommands(source).map(({ words }) => words);
  const parsed = plain ? plainByUnbash(source) : { problem: 'not plain' };
  return 'problem' in parsed ? { loose } : { exact: parsed.commands.map(({ words }) => words), loose };
}
