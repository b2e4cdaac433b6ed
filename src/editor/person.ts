import type { Actor } from '../shared/effects.ts';

/** Whoever sits in front of this window. */
export const PERSON: Actor = { kind: 'human', name: 'you' };
