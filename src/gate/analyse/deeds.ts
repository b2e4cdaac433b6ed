import type { Effect, Level } from '../../shared/effects.ts';
import { higher } from '../level.ts';
import { isInside } from '../paths.ts';
import { evaluate } from './assign.ts';
import type { Call } from './call.ts';
import { isEndless } from './endless.ts';
import type { Output } from './expand.ts';
import type { Loss } from './facts.ts';
import { plain, type Answer } from './family.ts';
import { foldersAfter, isFolderInside } from './folders.ts';
import { gravityOfWords } from './gravity.ts';
import { runAll } from './runs.ts';
import type { Scope } from './scope.ts';
import { takeoverEffects } from './takeovers.ts';
import { touchEffects } from './touches.ts';
import type { Walk } from './walk.ts';

/** A family's answer → findings: its effects, the files it touches, the repository it looks at, what it runs in turn. */
export async function carryOut(walk: Walk, call: Call, answer: Answer, scope: Scope, text: string): Promise<Output> {
  const { facts, findings } = walk.shared;
  const { runs = [], touches = [] } = answer;
  const touched = await touchEffects(touches, { folders: scope.folders, elsewhere: walk.elsewhere, facts });
  const looked: Effect[] = answer.gitRead === undefined || walk.elsewhere ? [] : await gitReadEffects(walk, answer, scope, text);
  const own = (answer.effects ?? []).map((effect) => (walk.elsewhere || isFolderInside(scope.folders, facts) ? effect : outsideEffect(effect)));
  const replaced = walk.elsewhere ? [] : await takeoverEffects(call, scope.folders, facts);
  const effects: Effect[] = [...own, ...touched.effects, ...looked, ...replaced];
  const reasons = [...(answer.reasons ?? []), ...looked.flatMap(({ kind, detail }) => (kind === 'exec' && detail !== undefined ? [`git: ${detail}.`] : []))];
  if (!walk.elsewhere && isEndless([plain(call.program), ...call.words], touches)) walk.shared.endless.push(text);
  let level: Level = higher(answer.level ?? 'SAFE', touched.level);
  let target = answer.target;
  if (!answer.known) {
    const signs = gravityOfWords([call.program, ...call.words.map((word) => word.text)], call.stdin.kind === 'pipe');
    effects.push(...signs.effects);
    reasons.push(...signs.reasons);
    level = higher(level, higher('MODERATE', signs.level));
    target ??= signs.typedTarget;
    findings.notUnderstood();
  }
  if (answer.forgettable === true || runs.some(({ kind }) => kind !== 'task')) findings.forget();
  if (effects.length > 0 || level !== 'SAFE' || runs.length === 0) {
    findings.add({
      text, effects, level, reasons, losses: [...touched.losses, ...hintedLosses(walk, answer, scope)],
      ...(target === undefined ? {} : { target }),
      ...(answer.alternative === undefined ? {} : { alternative: answer.alternative }),
    });
  }
  for (const word of answer.evaluates ?? []) evaluate(walk, word, scope);
  const before = walk.shared.endless.length;
  const ran = await runAll(walk, call, runs, scope);
  if (/^g?timeout$/.test(call.program)) walk.shared.endless.length = before;
  if (answer.output !== undefined) return { text: answer.output };
  if (call.program === 'pwd' && call.words.length === 0 && scope.folders?.length === 1) return { text: `${scope.folders[0] ?? ''}\n` };
  if (answer.prints === 'names') return { names: true };
  const isSilent = call.program === 'cd' || call.program === 'export' || call.program === 'set' || call.program === 'true' || call.program === ':';
  return isSilent ? { text: '' } : ran;
}

/** What a family says of the workspace holds only where the command runs in it. */
function outsideEffect(effect: Effect): Effect {
  if ((effect.kind === 'exec' || effect.kind === 'unknown') && effect.inWorkspace === true) return { ...effect, inWorkspace: false, detail: [effect.detail, 'outside the workspace'].filter(Boolean).join(', ') };
  if (effect.kind === 'git' && effect.access !== 'read' && effect.recoverable === 'git') return { ...effect, recoverable: 'unknown', detail: [effect.detail, 'in a repository outside the workspace'].filter(Boolean).join(', ') };
  return effect;
}

function hintedLosses(walk: Walk, answer: Answer, scope: Scope): Loss[] {
  if (answer.losses === undefined || walk.elsewhere) return [];
  const [folder = walk.shared.facts.cwd] = foldersAfter(answer.gitRead?.folder, scope.folders) ?? [];
  return answer.losses.map((hint) => ({ ...hint, folder }));
}

/** One of git's reading commands: harmless where the repository lies inside and its configuration runs nothing. */
async function gitReadEffects(walk: Walk, answer: Answer, scope: Scope, text: string): Promise<Effect[]> {
  const { facts, findings } = walk.shared;
  const folders = foldersAfter(answer.gitRead?.folder, scope.folders);
  if (folders === undefined) return [{ kind: 'read', target: text, inWorkspace: false, detail: 'which repository this is, is not known' }];
  const effects: Effect[] = [];
  for (const folder of folders) {
    const real = await facts.realpath(folder).catch(() => undefined);
    if (real === undefined || !isInside(real, facts.workspaceRoots)) {
      effects.push({ kind: 'read', target: real ?? folder, inWorkspace: false });
      continue;
    }
    // Where nothing is, git has no configuration to read and refuses to start
    if (await facts.stat(real).catch(() => null) === undefined) continue;
    const keys = await facts.gitProbe(real, facts.signal).catch(() => undefined);
    facts.signal.throwIfAborted();
    if (keys === undefined) effects.push({ kind: 'exec', target: text, inWorkspace: true, detail: 'the repository could not be looked at' });
    else if (keys.length > 0) effects.push({ kind: 'exec', target: text, inWorkspace: true, detail: `the repository's configuration may run programs: ${keys.join(', ')}` });
    else findings.needGitHardening();
  }
  return effects;
}
