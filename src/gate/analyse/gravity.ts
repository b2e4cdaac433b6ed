import { LEVELS, type Effect, type Level } from '../../shared/effects.ts';
import { higher } from '../level.ts';
import { destructiveRules } from './destructive.ts';
import { createGraveTable, type GraveFinding } from './graveRule.ts';
import { highRules } from './high.ts';
import { isInterpreter, looseCommands, wrappedCommands, type LooseCommand } from './looseCommands.ts';

/** What the signs of gravity in a command amount to. */
export interface Gravity {
  level: Level;
  effects: Effect[];
  reasons: string[];
  typedTarget?: string;
}

const lookUp = createGraveTable([...destructiveRules, ...highRules]);

/** Signs in a command whose words are known, and in whatever it wraps. */
export function gravityOfWords(words: readonly string[], piped: boolean): Gravity {
  return weigh([{ words: [...words], piped }, ...wrappedCommands(words)]);
}

/** Signs in a text that is more than plain words: wherever a command might start. */
export function gravityOfText(source: string): Gravity {
  return weigh(looseCommands(source));
}

/** The graver of several, with everything that was found. */
export function combine(all: readonly Gravity[]): Gravity {
  const typedTarget = all.find((one) => one.level === 'DESTRUCTIVE' && one.typedTarget !== undefined)?.typedTarget;
  return {
    level: all.reduce<Level>((level, one) => higher(level, one.level), 'SAFE'),
    effects: all.flatMap((one) => one.effects),
    reasons: all.toSorted((one, other) => LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level)).flatMap((one) => one.reasons),
    ...(typedTarget === undefined ? {} : { typedTarget }),
  };
}

function weigh(commands: readonly LooseCommand[]): Gravity {
  const found = commands.flatMap(({ words, piped }) => {
    const program = words[0] ?? '';
    const fed: Gravity[] = piped && isInterpreter(program) ? [{ level: 'HIGH', effects: [{ kind: 'exec', target: program, detail: 'runs what another command prints' }], reasons: [`${program} runs what another command prints.`] }] : [];
    return [...fed, ...lookUp(words).map((finding) => gravityOf(finding, program))];
  });
  return combine(distinct(found));
}

function gravityOf({ rule, target }: GraveFinding, program: string): Gravity {
  const reason = `${program} ${rule.reason}.`;
  return {
    level: rule.level,
    effects: [{ kind: rule.kind, target, recoverable: rule.level === 'DESTRUCTIVE' ? 'none' : 'unknown', detail: rule.reason }],
    reasons: [reason],
    ...(rule.level === 'DESTRUCTIVE' ? { typedTarget: target } : {}),
  };
}

function distinct(all: Gravity[]): Gravity[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = JSON.stringify([one.level, one.effects]);
    return !seen.has(key) && seen.add(key);
  });
}
