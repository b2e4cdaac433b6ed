import type { Redirect } from './bash/script.ts';
import type { Stdin, Touch, Word } from './call.ts';
import { expandSingle, expandText, type Expansions } from './expand.ts';
import { isStreamDevice } from './places.ts';
import type { Scope } from './scope.ts';

/** What the redirections of a command amount to. */
export interface Redirected {
  touches: Touch[];
  stdin: Stdin;
  /** Standard output goes elsewhere than to where it would. */
  takesOutput: boolean;
}

/** Reads redirections in order; a later one wins. */
export async function readRedirects(redirects: readonly Redirect[], stdin: Stdin, scope: Scope, expansions: Expansions): Promise<Redirected> {
  const result: Redirected = { touches: [], stdin, takesOutput: false };
  for (const redirect of redirects) {
    if (redirect.kind === 'here-string') {
      const word = await expandSingle(redirect.word, scope, expansions);
      if ((redirect.descriptor ?? 0) === 0) result.stdin = { kind: 'text', text: `${word.text}\n`, exact: word.exact };
    } else if (redirect.kind === 'heredoc') {
      const text = redirect.parts === undefined ? redirect.body : await expandText(redirect.parts, scope, expansions);
      if ((redirect.descriptor ?? 0) === 0) result.stdin = { kind: 'text', text: text ?? redirect.body, exact: text !== undefined };
    } else {
      readFile(redirect, await expandSingle(redirect.target, scope, expansions), result);
    }
  }
  return result;
}

function readFile({ operator, descriptor }: Extract<Redirect, { kind: 'file' }>, word: Word, result: Redirected): void {
  const isCopy = (operator === '>&' || operator === '<&') && word.exact && /^(\d+-?|-)$/.test(word.text);
  if (operator === '<' || (operator === '<&' && !isCopy)) {
    if (!isCopy) result.touches.push({ word, how: 'read' });
    if ((descriptor ?? 0) === 0) result.stdin = word.exact && word.text === '/dev/null' ? { kind: 'none' } : { kind: 'file' };
    return;
  }
  if (operator === '<&') {
    if ((descriptor ?? 0) === 0) result.stdin = { kind: 'pipe' };
    return;
  }
  const isQuiet = word.exact && isStreamDevice(word.text);
  if (!isCopy && !isQuiet) result.touches.push({ word, how: operator === '>>' || operator === '&>>' ? 'append' : 'write' });
  if (operator === '<>' && (descriptor ?? 0) === 0) result.stdin = { kind: 'file' };
  // What goes to another descriptor may come back on it, so that only an output known to stay is followed
  else if ((descriptor ?? 1) === 1) result.takesOutput = true;
}
