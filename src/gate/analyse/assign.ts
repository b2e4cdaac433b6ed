import type { Assignment } from './bash/script.ts';
import { arithmetic } from './bash/unbashWord.ts';
import type { Word } from './call.ts';
import { expandSingle, expandWord, holdIntegers } from './expand.ts';
import type { Scope } from './scope.ts';
import { assignmentEffect, type Setting } from './variables.ts';
import type { Walk } from './walk.ts';

/** Evaluates an assignment and sets its variable. */
export async function assign(walk: Walk, { name, value, compound, words, hostile }: Assignment, setting: Setting, scope: Scope): Promise<void> {
  if (hostile === true) walk.expansions.hostile(name);
  for (const word of words) await expandWord(word, scope, walk.expansions);
  const known = value === undefined ? undefined : await expandSingle(value, scope, walk.expansions);
  setVariable(walk, name, compound ? undefined : known, setting, scope);
}

/** Sets a variable in the shell or in the environment, whichever way the line does it, and says what that may change. */
export function setVariable(walk: Walk, name: string, value: Word | undefined, setting: Setting, scope: Scope): void {
  const effect = assignmentEffect(name, value, setting);
  if (effect !== undefined) walk.shared.findings.add({ text: value === undefined ? name : `${name}=${value.text}`, effects: [effect] });
  if (name === 'IFS' && setting !== 'read') scope.splitsPlainly = false;
  if (setting === 'command' || setting === 'read') return;
  if (scope.integers.has(name) || shellIntegers.test(name)) evaluate(walk, value ?? { text: `$${name}`, exact: false }, scope);
  scope.variables.set(name, value === undefined ? undefined : value.exact ? { text: value.text } : value.inside === true ? { inside: true } : undefined);
}

/** Variables of bash that evaluate what they are set to. */
const shellIntegers = /^(RANDOM|SRANDOM|SECONDS|OPTIND|HISTCMD|LINENO|BASHPID|EPOCHSECONDS|EPOCHREALTIME)$/;

/**
 * A word that bash evaluates as arithmetic, or as a name with a subscript. A name stands for what its variable holds,
 * which is evaluated in turn and may run code, so that only integers are harmless.
 */
export function evaluate(walk: Walk, { text, exact }: Word, scope: Scope): void {
  if (!exact) {
    walk.shared.findings.add({ text, effects: [{ kind: 'unknown', target: text, inWorkspace: true, detail: 'evaluates a value that is not known as arithmetic' }] });
    return;
  }
  if (/^[A-Za-z_]\w*\[(-?\d+|[@*])\]$/.test(text)) return;
  const { hostile, names } = arithmetic(text);
  if (hostile && !holdIntegers(names, scope)) walk.expansions.hostile(text);
}
