import type { CommandWords } from '../../core/policy.ts';
import { plainWords } from '../analyse/bash/plainWords.ts';
import { looseCommands } from '../analyse/looseCommands.ts';

/**
 * The words that policy rules match.
 * @param understood whether two parsers agree on all of the text
 * @param parts texts of what it starts in turn, such as the command behind a package script
 */
export function commandWords(source: string, understood: boolean, parts: readonly string[] = []): CommandWords {
  const loose = [source, ...parts].flatMap((text) => looseCommands(text).map(({ words }) => words));
  const exact = understood ? plainWords(source) : undefined;
  return exact === undefined ? { loose } : { exact, loose };
}
