import type { Call, Deed } from '../call.ts';
import { carryOut } from '../deeds.ts';
import { foldersAfter } from '../folders.ts';
import type { Scope } from '../scope.ts';
import { unknownFinding } from '../unknownProgram.ts';
import type { Walk } from '../walk.ts';
import { parsePowerShell } from './parse.ts';

/** Runs a PowerShell text: every step is carried out in order, in the folder that the steps before it lead to. */
export async function walkPowerShell(walk: Walk, text: string, scope: Scope): Promise<void> {
  const { findings } = walk.shared;
  const { steps, problem } = parsePowerShell(text);
  for (const { source, call, also } of steps) {
    walk.countStep();
    if (also !== undefined && doesSomething(also)) await carryOut(walk, call ?? { program: source, words: [], stdin: { kind: 'none' }, dialect: 'powershell', elsewhere: walk.elsewhere }, { ...also, known: true }, scope, source);
    if (call !== undefined) await runCall(walk, { ...call, elsewhere: walk.elsewhere }, scope, source);
  }
  if (problem === undefined) return;
  findings.add({ text, effects: [{ kind: 'unknown', target: text.slice(0, 200), inWorkspace: true }], level: 'MODERATE', reasons: [problem] });
  findings.notUnderstood();
  findings.forget();
}

async function runCall(walk: Walk, call: Call, scope: Scope, source: string): Promise<void> {
  const { findings, facts, lookUp } = walk.shared;
  const answer = lookUp(call);
  if (answer === undefined) {
    findings.add({ ...unknownFinding([call.program, ...call.words.map(({ text }) => text)], call.stdin, scope.folders ?? ['/'], facts.workspaceRoots), text: source });
    findings.notUnderstood();
    return;
  }
  await carryOut(walk, call, answer, scope, source);
  if (answer.changesFolder !== undefined) scope.enter(foldersAfter(answer.changesFolder, scope.folders));
}

const doesSomething = ({ effects = [], touches = [], runs = [] }: Deed): boolean => effects.length + touches.length + runs.length > 0;
