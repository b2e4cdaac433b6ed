import { resolve } from 'node:path';
import type { Call, Deed, Touch, Word } from '../../../../src/gate/analyse/call.ts';
import { parsePowerShell } from '../../../../src/gate/analyse/powerShell/parse.ts';
import { lookUpFamily } from '../../../../src/gate/families/index.ts';
import { higher, levelOf } from '../../../../src/gate/level.ts';
import { isInside, isSecretFile } from '../../../../src/gate/paths.ts';
import type { Effect, Level } from '../../../../src/shared/effects.ts';

const root = '/home/me/app';

/** What a touch amounts to in a workspace that holds none of the files named. */
function effectOf({ word, how, recursive }: Touch, folder: string | undefined): Effect {
  const inWorkspace = folder !== undefined && (word.exact ? isInside(resolve(folder, word.text), [root]) : word.inside === true && folder.startsWith(root));
  const base = { target: word.text, inWorkspace };
  switch (how) {
    case 'read': return { ...base, kind: isSecretFile(word.text) ? 'secret-read' : 'read' };
    case 'list': return { ...base, kind: 'read' };
    case 'delete': return { ...base, kind: 'delete', recoverable: recursive === true || !inWorkspace ? 'none' : 'unknown' };
    default: return { ...base, kind: 'write' };
  }
}

/** The level of a PowerShell text by its families alone, and whether all of its programs are known to them. */
export function levelOfPowerShell(source: string): { level: Level; known: boolean; problem?: string } {
  const { steps, problem } = parsePowerShell(source);
  const effects: Effect[] = [];
  let level: Level = problem === undefined ? 'SAFE' : 'MODERATE';
  let known = true;
  let folder: string | undefined = root;
  const add = (deed: Deed): void => {
    level = higher(level, deed.level ?? 'SAFE');
    effects.push(...(deed.effects ?? []), ...(deed.touches ?? []).map((touch) => effectOf(touch, folder)));
    if (deed.changesFolder !== undefined) folder = deed.changesFolder.exact && folder !== undefined ? resolve(folder, deed.changesFolder.text) : undefined;
    for (const run of deed.runs ?? []) {
      if (run.kind === 'script' && run.dialect === 'powershell') level = higher(level, higher(run.exact ? 'SAFE' : 'HIGH', levelOfPowerShell(run.text).level));
      else if (run.kind === 'words') addCall(callOf(run.words));
      else effects.push({ kind: 'exec', target: run.kind, inWorkspace: true });
    }
  };
  const addCall = (call: Call): void => {
    const answer = lookUpFamily(call);
    if (answer === undefined) {
      known = false;
      effects.push({ kind: 'unknown', target: call.program, inWorkspace: true });
    } else {
      if (!answer.known) level = higher(level, 'MODERATE');
      add(answer);
    }
  };
  for (const { call, also } of steps) {
    if (also !== undefined) add(also);
    if (call !== undefined) addCall(call);
  }
  return { level: effects.length === 0 ? level : levelOf(effects, level).level, known, ...(problem === undefined ? {} : { problem }) };
}

function callOf([program, ...words]: readonly Word[]): Call {
  return { program: (program?.text ?? '').replace(/^.*[\\/]/, '').replace(/\.exe$/, '').toLowerCase(), words, stdin: { kind: 'none' }, dialect: 'powershell', elsewhere: false };
}
