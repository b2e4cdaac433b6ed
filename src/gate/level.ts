import { LEVELS, type Effect, type Level } from '../shared/effects.ts';
import { isPowerConfig, isSecretFile } from './paths.ts';

export interface Judgement {
  level: Level;
  /** Facts for a person, the gravest first. */
  reasons: string[];
  /** For each effect, in order: what it is called, and the reason that says so. */
  judged: { words: string; reason: string }[];
}

/** The graver of two levels. */
export function higher(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;
}

/**
 * Effects → level, the table of DESIGN 4, fail closed: what is not said (tracked, recoverable, inside, only reading)
 * counts as the worse case, and no effects at all are no proof of harmlessness.
 * @param minimumLevel what the domain demands; it only raises.
 */
export function levelOf(effects: readonly Effect[], minimumLevel: Level = 'SAFE'): Judgement {
  if (effects.length === 0) return { level: higher('MODERATE', minimumLevel), reasons: ['It is not known what this does.'], judged: [] };
  const judged = effects.map(judge);
  const level = judged.reduce((highest, one) => higher(highest, one.level), minimumLevel);
  const reasons = judged.toSorted((one, other) => LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level)).map((one) => one.reason);
  return { level, reasons: [...new Set(reasons)], judged: judged.map(({ words, reason }) => ({ words, reason })) };
}

function judge(effect: Effect): { level: Level; words: string; reason: string } {
  const { level, what } = judgeKind(effect);
  return { level, words: what, reason: effect.detail === undefined || effect.detail.toLowerCase() === what.toLowerCase() ? `${what}: ${effect.target}` : `${what}: ${effect.target} (${effect.detail})` };
}

function judgeKind(effect: Effect): { level: Level; what: string } {
  const inside = effect.inWorkspace === true;
  switch (effect.kind) {
    case 'read':
      if (isSecretFile(effect.target)) return { level: 'HIGH', what: 'Reads a file that usually holds secrets' };
      return inside ? { level: 'SAFE', what: 'Reads' } : { level: 'MODERATE', what: 'Reads outside the workspace' };
    case 'write':
      return writeLevel(effect, 'Writes', 'MODERATE');
    case 'overwrite': {
      const canComeBack = effect.tracked === true && isRecoverable(effect);
      return writeLevel(effect, canComeBack ? 'Overwrites' : 'Overwrites a file that git does not hold', canComeBack ? 'MODERATE' : 'HIGH');
    }
    case 'delete':
      if (effect.recoverable === 'unknown') return { level: 'HIGH', what: 'Deletes, and whether it can come back is not known' };
      if (!isRecoverable(effect)) return { level: 'DESTRUCTIVE', what: 'Deletes for good' };
      return inside && !isPowerConfig(effect.target) ? { level: 'MODERATE', what: 'Deletes, recoverably' } : { level: 'HIGH', what: 'Deletes outside the workspace or its configuration' };
    case 'exec':
      return effect.inWorkspace === false ? { level: 'HIGH', what: 'Runs code that nobody here wrote or looked at' } : { level: 'MODERATE', what: 'Runs' };
    case 'network':
      return effect.access === 'read' ? { level: 'MODERATE', what: 'Fetches from' } : { level: 'HIGH', what: 'Sends over the network to' };
    case 'infra':
      if (effect.access === 'read') return { level: 'SAFE', what: 'Looks at infrastructure' };
      return effect.recoverable === 'none' ? { level: 'DESTRUCTIVE', what: 'Destroys' } : { level: 'HIGH', what: 'Changes infrastructure' };
    case 'git':
      if (effect.access === 'read') return { level: 'SAFE', what: 'Looks at the repository' };
      if (effect.recoverable === 'none') return { level: 'DESTRUCTIVE', what: 'Throws away commits or uncommitted work' };
      return effect.recoverable === 'git' ? { level: 'MODERATE', what: 'Changes the repository' } : { level: 'HIGH', what: 'Changes the repository or a remote for good' };
    case 'privilege':
      return { level: 'HIGH', what: 'Takes or gives rights' };
    case 'process':
      return { level: 'HIGH', what: 'Ends or steers processes' };
    case 'power-config':
      return { level: 'HIGH', what: 'Changes configuration that runs code or grants rights' };
    case 'secret-read':
      return { level: 'HIGH', what: 'Reads secrets' };
    case 'unknown':
      return { level: effect.inWorkspace === false ? 'HIGH' : 'MODERATE', what: 'Not known what this does' };
    default: {
      const unheardOf: never = effect.kind;
      return { level: 'HIGH', what: `Unknown effect ${String(unheardOf)}` };
    }
  }
}

function writeLevel(effect: Effect, what: string, insideLevel: Level): { level: Level; what: string } {
  if (isPowerConfig(effect.target) && effect.grantsPower !== false) return { level: 'HIGH', what: 'Changes configuration that runs code or grants rights' };
  return effect.inWorkspace === true ? { level: insideLevel, what } : { level: 'HIGH', what: `${what} outside the workspace` };
}

function isRecoverable(effect: Effect): boolean {
  return effect.recoverable === 'git' || effect.recoverable === 'checkpoint' || effect.recoverable === 'trash' || effect.recoverable === 'backup';
}
