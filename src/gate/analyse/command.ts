import { isAbsolute } from 'node:path';
import type { Node } from './bash/script.ts';
import { assign } from './assign.ts';
import type { Call, Stdin, Word } from './call.ts';
import { carryOut } from './deeds.ts';
import { isEndless } from './endless.ts';
import { expandWord, type Output } from './expand.ts';
import { combine, gravityOfText } from './gravity.ts';
import { isInterpreter, isWrapper } from './looseCommands.ts';
import { findPlace } from './places.ts';
import { bareName } from './programs.ts';
import { scriptFile } from './scripts.ts';
import type { Scope } from './scope.ts';
import { applyToShell } from './shellState.ts';
import { unknownFinding } from './unknownProgram.ts';
import type { Setting } from './variables.ts';
import type { Walk } from './walk.ts';

/** One simple command: words and assignments are expanded, redirections opened, then it runs. */
export async function walkCommand(walk: Walk, node: Extract<Node, { kind: 'command' }>, scope: Scope, stdin: Stdin): Promise<Output> {
  walk.countStep();
  const words: Word[] = [];
  for (const word of node.words) words.push(...await expandWord(word, scope, walk.expansions));
  const setting = settingBefore(words, scope);
  for (const assignment of node.assignments) await assign(walk, assignment, setting, scope);
  const redirected = await walk.redirect(node.redirects, stdin, scope);
  if (words.length === 0) return {};
  if (isEndless(words, redirected.touches)) walk.shared.endless.push(node.source);
  const output = await runWords(walk, words, scope, redirected.stdin);
  return redirected.takesOutput ? { text: '' } : output;
}

function settingBefore([program]: readonly Word[], scope: Scope): Setting {
  if (program === undefined) return 'shell';
  return program.exact && program.text === 'read' && !scope.functions.has('read') ? 'read' : 'command';
}

/** A program, or its verb, that another command puts together is never a thing to be silent about. */
function flagBuiltWords(walk: Walk, [program, verb]: readonly Word[], text: string): void {
  if (program?.built !== true && !(verb?.built === true && /^[a-z][\w-]*$/.test(verb.text))) return;
  walk.shared.findings.add({ text, effects: [{ kind: 'unknown', target: text, inWorkspace: true, detail: 'another command says which command this is' }] });
}

/** Runs a program or builtin with these words: a function of the line, a family's program, or something unknown. */
export async function runWords(walk: Walk, words: readonly Word[], scope: Scope, stdin: Stdin, skipsFunctions = false): Promise<Output> {
  const [first, ...rest] = words;
  if (first === undefined) return {};
  const text = words.map((word) => word.text).join(' ');
  flagBuiltWords(walk, words, text);
  const [name] = first.matches ?? [first.text];
  if (!first.exact || name === undefined || name === '' || first.matches !== undefined || /[*?]|\[./.test(name)) {
    const gravity = combine([gravityOfText(text)]);
    walk.shared.findings.add({ text, effects: [...gravity.effects, { kind: 'exec', target: text, inWorkspace: false, detail: 'which program this is, is only known when it runs' }], level: gravity.level, reasons: gravity.reasons, ...(gravity.typedTarget === undefined ? {} : { target: gravity.typedTarget }) });
    walk.shared.findings.notUnderstood();
    walk.shared.findings.forget();
    return {};
  }
  const body = skipsFunctions ? undefined : scope.functions.get(name);
  if (body !== undefined) return callFunction(walk, name, body, rest, scope, stdin);
  const program = bareName(name, walk.shared.facts.shell);
  if (program === undefined) return runPath(walk, first, rest, scope, stdin, text);
  const call: Call = { program, words: rest, stdin, dialect: walk.shared.facts.shell, elsewhere: walk.elsewhere };
  const answer = walk.shared.lookUp(call);
  if (answer === undefined) {
    walk.shared.findings.add(unknownFinding(words.map((word) => word.text), stdin, scope.folders ?? ['/'], walk.shared.facts.workspaceRoots));
    walk.shared.findings.notUnderstood();
    if (isInterpreter(program) || isWrapper(program) || words.some(({ exact }) => !exact)) walk.shared.findings.forget();
    return {};
  }
  const output = await carryOut(walk, call, answer, scope, text);
  applyToShell(walk, call, answer, scope);
  return output;
}

async function callFunction(walk: Walk, name: string, body: Node, words: readonly Word[], scope: Scope, stdin: Stdin): Promise<Output> {
  const inner = walk.running.includes(name) ? undefined : walk.deeper(false, name);
  if (inner === undefined) {
    walk.shared.findings.add({ text: name, effects: [{ kind: 'process', target: name, detail: 'a function that calls itself' }] });
    return {};
  }
  const kept = [...scope.variables].filter(([variable]) => /^\d+$/.test(variable));
  for (const [at, word] of words.slice(0, 9).entries()) scope.variables.set(String(at + 1), word.exact && word.matches === undefined ? { text: word.text } : undefined);
  const output = await inner.node(body, scope, stdin);
  for (let at = 1; at <= 9; at++) scope.variables.delete(String(at));
  for (const [variable, value] of kept) scope.variables.set(variable, value);
  return output;
}

/** A program named by a path of its own: the project's own code inside the workspace, unknown code outside. */
async function runPath(walk: Walk, program: Word, words: readonly Word[], scope: Scope, stdin: Stdin, text: string): Promise<Output> {
  const { facts, findings } = walk.shared;
  findings.notUnderstood();
  const gravity = unknownFinding([program.text, ...words.map((word) => word.text)], stdin, scope.folders ?? ['/'], facts.workspaceRoots);
  const signs = gravity.effects.filter(({ kind, inWorkspace }) => kind !== 'unknown' || inWorkspace === false);
  const [folder] = scope.folders ?? [];
  if (walk.elsewhere || (folder === undefined && !isAbsolute(program.text)) || scope.folders?.length !== 1) {
    findings.add({ ...gravity, text, effects: [...signs, { kind: 'exec', target: program.text, inWorkspace: false, detail: 'which file this is, is not known' }] });
    return {};
  }
  findings.add({ ...gravity, text, level: gravity.level, effects: signs });
  await scriptFile(walk, await findPlace(folder ?? '/', program.text, facts), 'program', scope.child(), stdin, text);
  return {};
}
