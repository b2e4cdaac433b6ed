import { createLookUp, type Family } from '../analyse/family.ts';
import { interpreters } from './interpreters.ts';
import { printing } from './printing.ts';
import { shellBuiltins } from './shellBuiltins.ts';
import { wrappers } from './wrappers.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [interpreters, printing, shellBuiltins, wrappers];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
