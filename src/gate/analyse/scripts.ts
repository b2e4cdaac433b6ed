import { sep } from 'node:path';
import type { Dialect, Stdin } from './call.ts';
import { characterProblem } from './characterGate.ts';
import { deletionEffects } from './code.ts';
import type { Output } from './expand.ts';
import { combine, gravityOfText } from './gravity.ts';
import { isStreamDevice, type Place } from './places.ts';
import type { Scope } from './scope.ts';
import type { Walk } from './walk.ts';

/** Scripts larger than this are not analysed. */
export const MAX_SCRIPT_BYTES = 256 * 1024;

/** Runs a text in a shell's language. What is not known of it, or cannot be read, may be anything. */
export async function scriptText(walk: Walk, text: string, dialect: Dialect, exact: boolean, scope: Scope, stdin: Stdin): Promise<Output> {
  const { findings, parse } = walk.shared;
  const problem = exact ? characterProblem(text) : 'A part of the script is only known when it runs.';
  if (problem === undefined && dialect === 'powershell') {
    await walk.powerShell(text, scope);
    return {};
  }
  const parsed = problem === undefined ? await parse(text) : { problem };
  if ('script' in parsed) return walk.script(parsed.script, scope, stdin);
  notRead(walk, text, parsed.problem);
  findings.notUnderstood();
  findings.forget();
  return {};
}

/** A text that is not believed: only signs of gravity are seen in it. */
function notRead(walk: Walk, text: string, problem: string): void {
  if (text.trim() === '') return;
  const gravity = combine([gravityOfText(text)]);
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  walk.shared.findings.add({
    text: shown, effects: [...gravity.effects, { kind: 'exec', target: shown, inWorkspace: false, detail: 'a script that is not followed' }],
    level: gravity.level, reasons: [...gravity.reasons, problem], ...(gravity.typedTarget === undefined ? {} : { target: gravity.typedTarget }),
  });
}

/**
 * A file that is run. A shell script is read and analysed like the line itself, and is at least MODERATE; code in another
 * language is the project's own where it lies inside the workspace.
 * @param language `program`: its first line says what it is
 */
export async function scriptFile(walk: Walk, place: Place, language: 'shell' | 'powershell' | 'other' | 'program', scope: Scope, stdin: Stdin, text: string): Promise<Output> {
  const { facts, findings } = walk.shared;
  const { real, inWorkspace } = place;
  findings.relyOn(real);
  const content = isStreamDevice(place.path) ? undefined : await facts.read(real, MAX_SCRIPT_BYTES).catch(() => undefined);
  const isShell = language === 'shell' || (language === 'program' && content !== undefined && /^#!\s*(\/usr)?\/bin\/(env\s+(-S\s+)?)?(ba|da|z|k)?sh\b/.test(content));
  if (content === undefined && language !== 'other' && !(language === 'program' && inWorkspace)) {
    findings.add({ text, effects: [{ kind: 'exec', target: real, inWorkspace: false, detail: isStreamDevice(place.path) ? 'runs what another command prints' : 'a script that cannot be read' }] });
    findings.notUnderstood();
    findings.forget();
    return {};
  }
  findings.add({ text, effects: [{ kind: 'exec', target: real, inWorkspace, detail: inWorkspace ? "runs the project's own code" : 'code outside the workspace' }] });
  if (content === undefined) return {};
  if (isShell) return scriptText(walk, withoutHeader(withoutCarriageReturns(content)), 'bash', true, scope, stdin);
  if (language === 'powershell') return scriptText(walk, content, 'powershell', true, scope, stdin);
  if (await isNew(walk, real)) {
    const effects = deletionEffects(real, content);
    if (effects.length > 0) findings.add({ text: real, effects, reasons: [`${real.slice(real.lastIndexOf(sep) + 1)} is not in git and shows signs of deleting.`] });
  }
  return {};
}

/** The first line of a script file is a comment, once it has said which shell reads it; one that hands the shell more than switches stays. */
const withoutHeader = (text: string): string => text.replace(/^#!\s*(\/[\w.-]+)*\/(env[ \t]+)?(ba|da|z|k)?sh(?:[ \t]+-[aefhuvxC]+)*[ \t]*(?=\n|$)/, '');

const withoutCarriageReturns = (text: string): string => (sep === '\\' ? text.replaceAll('\r\n', '\n') : text);

/** True for a file that git does not hold as it is: what it holds was not looked at by anybody yet. */
async function isNew(walk: Walk, path: string): Promise<boolean> {
  const { facts } = walk.shared;
  const states = await facts.gitStates([path], facts.signal).catch(() => undefined);
  facts.signal.throwIfAborted();
  return states?.get(path) !== 'clean';
}
