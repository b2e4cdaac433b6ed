import { LEVELS, type Effect, type Level } from '../../shared/effects.ts';
import { higher, levelOf } from '../level.ts';
import type { AnalysedPart, Loss, ShellAnalysis } from './facts.ts';
import { HARDENED_GIT_ENVIRONMENT } from './gitConfig.ts';

/** What one command of a line turned out to do. */
export interface Finding {
  /** The command as a person would write it. */
  text: string;
  effects: readonly Effect[];
  /** What is demanded beyond the effects. */
  level?: Level;
  reasons?: readonly string[];
  /** What is typed to confirm a loss; else the target of the gravest effect. */
  target?: string;
  losses?: readonly Loss[];
  alternative?: string;
}

/** Effects of one kind beyond this number are summed up. */
const MAX_ALIKE = 12;

/** Gathers what is found on the way through a line. */
export class Findings {
  readonly #all: Finding[] = [];
  readonly #seen = new Set<string>();
  readonly #reliesOn = new Set<string>();
  #gitReads = false;
  #rememberable = true;
  #understood = true;

  add(finding: Finding): void {
    const key = JSON.stringify(finding);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#all.push(finding);
  }

  /** The proof needs git to be called with its teeth drawn. */
  needGitHardening(): void {
    this.#gitReads = true;
  }

  relyOn(path: string): void {
    this.#reliesOn.add(path);
  }

  forget(): void {
    this.#rememberable = false;
  }

  notUnderstood(): void {
    this.#understood = false;
  }

  toAnalysis(): ShellAnalysis {
    const minimumLevel = this.#all.reduce<Level>((level, one) => higher(level, one.level ?? 'SAFE'), 'SAFE');
    const judged = this.#all.map((finding) => ({ finding, ...judge(finding) }));
    const all = this.#all.flatMap(({ effects }) => effects);
    const effects: Effect[] = all.length > 0 ? summedUp(all) : [{ kind: 'read', target: 'the shell itself', inWorkspace: true, detail: 'does nothing outside the shell' }];
    const isSilent = levelOf(effects, minimumLevel).level === 'SAFE';
    const gravest = judged.find(({ level }) => level === 'DESTRUCTIVE');
    const alternative = judged.toSorted((one, other) => graver(one.level, other.level)).find(({ finding }) => finding.alternative !== undefined)?.finding.alternative;
    const typedTarget = gravest === undefined ? undefined : gravest.finding.target ?? gravest.target ?? gravest.finding.text;
    return {
      effects, minimumLevel,
      reasons: [...new Set(judged.toSorted((one, other) => graver(one.level, other.level)).flatMap(({ finding }) => finding.reasons ?? []))],
      ...(typedTarget === undefined ? {} : { typedTarget }),
      parts: this.#all.map(({ text, effects: own }): AnalysedPart => ({ text, effects: own })),
      losses: this.#all.flatMap(({ losses = [] }) => losses),
      ...(alternative === undefined ? {} : { alternative }),
      rememberable: this.#rememberable,
      understood: this.#understood,
      // The same environment switches hooks off, which must not happen to what a person approved with them
      environment: this.#gitReads && isSilent ? HARDENED_GIT_ENVIRONMENT : {},
      reliesOn: [...this.#reliesOn],
    };
  }
}

const graver = (one: Level, other: Level): number => LEVELS.indexOf(other) - LEVELS.indexOf(one);

function judge({ effects, level = 'SAFE' }: Finding): { level: Level; target: string | undefined } {
  if (effects.length === 0) return { level, target: undefined };
  const gravest = effects.find((effect) => levelOf([effect]).level === 'DESTRUCTIVE');
  return { level: levelOf(effects, level).level, target: (gravest ?? effects[0])?.target };
}

/** Equal effects once, and long rows of effects that differ only in their target as a few and a number. */
function summedUp(effects: readonly Effect[]): Effect[] {
  const groups = new Map<string, Effect[]>();
  const seen = new Set<string>();
  for (const effect of effects) {
    const { target, ...rest } = effect;
    const whole = JSON.stringify([target, rest]);
    if (seen.has(whole)) continue;
    seen.add(whole);
    // How grave it is may depend on the name
    const key = JSON.stringify([rest, levelOf([effect]).level]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [effect]);
    else group.push(effect);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length <= MAX_ALIKE) return group;
    const shown = group.slice(0, MAX_ALIKE - 1);
    const [first] = group;
    return first === undefined ? [] : [...shown, { ...group[MAX_ALIKE - 1] ?? first, detail: [first.detail, `and ${group.length - MAX_ALIKE} more`].filter(Boolean).join('; ') }];
  });
}
