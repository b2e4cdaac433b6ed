import type { Confinement } from '../core/ports.ts';
import { levelOf } from '../gate/level.ts';
import type { Effect, Level } from '../shared/effects.ts';

/** Effects that need what a confined command has not: the network, other services of this machine. */
const REACHING: ReadonlySet<Effect['kind']> = new Set(['network', 'infra', 'process', 'privilege']);

/**
 * How far a command is confined that runs without a person's answer: to what was proven about it. What a person confirmed
 * runs as it was confirmed.
 * @returns undefined where the sandbox would break what the command is for
 */
export function confinementOf(effects: readonly Effect[], minimumLevel: Level, asked: boolean): Confinement | undefined {
  if (asked || effects.some(({ kind, access }) => REACHING.has(kind) || (kind === 'git' && access !== 'read'))) return undefined;
  const { level } = levelOf(effects, minimumLevel);
  return level === 'SAFE' ? 'read-only' : level === 'MODERATE' ? 'workspace' : undefined;
}
