import type { Call, Word } from './call.ts';
import { setVariable } from './assign.ts';
import type { Answer } from './family.ts';
import { foldersAfter } from './folders.ts';
import type { Scope } from './scope.ts';
import type { Walk } from './walk.ts';

/** What builtins change about the shell itself: folder, variables, how words are read. */
export function applyToShell(walk: Walk, { program, words }: Call, answer: Answer, scope: Scope): void {
  switch (program) {
    case 'cd': return changeFolder(walk, answer.changesFolder, scope);
    case 'pushd':
      scope.stack = [...scope.stack, scope.folders];
      return changeFolder(walk, answer.changesFolder, scope);
    case 'popd':
      if (words.length === 0 && scope.stack.length > 0) scope.enter(scope.stack.at(-1));
      else scope.enter(undefined);
      scope.stack = scope.stack.slice(0, -1);
      return;
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly': return declare(walk, program, words, scope);
    case 'unset':
      for (const { text, exact } of words) if (exact) forget(text, scope);
      if (!words.every(({ exact }) => exact)) forgetAll(scope);
      return;
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
    case 'printf':
    case 'let':
    case 'wait':
      for (const name of namesSet(program, words)) setVariable(walk, name, undefined, 'shell', scope);
      return;
    case 'set':
      if (words.some(({ text, exact }) => !exact || /^[-+][A-Za-z]*[fBkP]|^(noglob|braceexpand|physical|posix)$/.test(text))) scope.splitsPlainly = false;
      return;
    case 'shopt':
    case 'enable':
      scope.splitsPlainly = false;
      return;
    case 'shift':
      for (let at = 1; at <= 9; at++) scope.variables.delete(String(at));
      return;
    default:
  }
}

/** Names that stand alone, before an operator of `let`, or behind letters as in `read -ra names`; of `printf` only what `-v` names. */
function namesSet(program: string, words: readonly Word[]): string[] {
  const from = program === 'printf' ? words.filter(({ text }, at) => words[at - 1]?.text === '-v' || text.startsWith('-v')) : words;
  const name = program === 'let' ? /^\s*(?:\+\+|--)?([A-Za-z_]\w*)/ : /^(?:-[A-Za-z]*?[apv])?([A-Za-z_]\w*)(?:\[.*)?$/s;
  return from.flatMap(({ text }) => name.exec(text)?.[1] ?? []);
}

function changeFolder(walk: Walk, word: Word | undefined, scope: Scope): void {
  const { home } = walk.shared.facts;
  if (word === undefined) scope.enter(home === undefined ? undefined : [home]);
  else if (word.exact && word.text === '-') scope.enter(scope.previous);
  else scope.enter(foldersAfter(word, scope.folders));
}

function declare(walk: Walk, program: string, words: readonly Word[], scope: Scope): void {
  const options = words.filter(({ text }) => /^[-+]/.test(text)).map(({ text }) => text).join('');
  // What is readonly cannot be set again, which matters as much as what is exported
  const exports = program === 'export' || program === 'readonly' || /[xr]/.test(options);
  // -i evaluates values as arithmetic, -n makes a name stand for another
  const isPlain = !/[nAaluc]/.test(options.replace('-x', ''));
  const areIntegers = options.includes('i');
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(word.text) ?? [];
    if (name === undefined) {
      if (!word.exact) forgetAll(scope);
      continue;
    }
    if (areIntegers) scope.integers.add(name);
    if (value === undefined) {
      if (exports) setVariable(walk, name, knownValue(name, scope), 'export', scope);
      continue;
    }
    setVariable(walk, name, isPlain && word.exact && (!areIntegers || /^-?\d+$/.test(value)) ? { text: value, exact: true } : undefined, exports ? 'export' : 'shell', scope);
  }
}

function knownValue(name: string, scope: Scope): Word | undefined {
  const value = scope.variables.get(name);
  return value !== undefined && 'text' in value ? { text: value.text, exact: true } : undefined;
}

function forget(name: string, scope: Scope): void {
  scope.variables.set(name, undefined);
  scope.functions.delete(name);
  if (name === 'IFS') scope.splitsPlainly = false;
}

function forgetAll(scope: Scope): void {
  for (const name of scope.variables.keys()) scope.variables.set(name, undefined);
}
