import type { Assignment } from './bash/script.ts';
import type { Word } from './call.ts';
import { expandSingle, expandWord } from './expand.ts';
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

/** Sets a variable in the shell or in the environment, and says what that may change. */
export function setVariable(walk: Walk, name: string, value: Word | undefined, setting: Setting, scope: Scope): void {
  const effect = assignmentEffect(name, value, setting);
  if (effect !== undefined) walk.shared.findings.add({ text: value === undefined ? name : `${name}=${value.text}`, effects: [effect] });
  if (name === 'IFS' && setting !== 'read') scope.splitsPlainly = false;
  if (setting === 'command' || setting === 'read') return;
  scope.variables.set(name, value === undefined ? undefined : value.exact ? { text: value.text } : value.inside === true ? { inside: true } : undefined);
}
