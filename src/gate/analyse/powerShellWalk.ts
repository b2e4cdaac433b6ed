import type { Call } from './call.ts';
import { carryOut } from './deeds.ts';
import { foldersAfter } from './folders.ts';
import { parsePowerShell } from './powerShell/parse.ts';
import type { Scope } from './scope.ts';
import { unknownFinding } from './unknownProgram.ts';
import type { Walk } from './walk.ts';

/** Walks the steps of a PowerShell text; any of them may run or not, so that a folder that one enters is one of several. */
export async function walkPowerShell(walk: Walk, text: string, scope: Scope): Promise<void> {
  const { findings } = walk.shared;
  const { steps, problem } = parsePowerShell(text);
  for (const { source, call, also } of steps) {
    walk.countStep();
    if (also !== undefined) await carryOut(walk, nothing, { ...also, known: true }, scope, source);
    if (call !== undefined) await walkCall(walk, call, scope, source);
  }
  if (problem === undefined) return;
  findings.add({ text, effects: [{ kind: 'unknown', target: text.slice(0, 200), inWorkspace: true, detail: 'is not followed' }], reasons: [problem] });
  findings.notUnderstood();
  findings.forget();
}

/** Stands for what happens beside commands. */
const nothing: Call = { program: '', words: [], stdin: { kind: 'none' }, dialect: 'powershell', elsewhere: false };

async function walkCall(walk: Walk, given: Call, scope: Scope, source: string): Promise<void> {
  const call = { ...given, elsewhere: walk.elsewhere };
  const answer = /[\\/]/.test(call.program) ? undefined : walk.shared.lookUp(call);
  if (answer === undefined) {
    const { findings, facts } = walk.shared;
    findings.add(unknownFinding([call.program, ...call.words.map((word) => word.text)], call.stdin, scope.folders ?? ['/'], facts.workspaceRoots));
    findings.notUnderstood();
    if (/[\\/]/.test(call.program)) findings.add({ text: source, effects: [{ kind: 'exec', target: call.program, inWorkspace: false, detail: 'a program named by its path' }] });
    return;
  }
  await carryOut(walk, call, answer, scope, source);
  if (answer.changesFolder !== undefined) scope.joinFolders(foldersAfter(answer.changesFolder, scope.folders));
}
