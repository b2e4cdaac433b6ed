import { createLookUp, type Family } from '../analyse/family.ts';
import { interpreters } from './interpreters.ts';
import { powerShellFiles } from './powerShellFiles.ts';
import { powerShellModules } from './powerShellModules.ts';
import { powerShellRead } from './powerShellRead.ts';
import { powerShellSystem } from './powerShellSystem.ts';
import { printing } from './printing.ts';
import { shellBuiltins } from './shellBuiltins.ts';
import { windowsFiles } from './windowsFiles.ts';
import { windowsShells } from './windowsShells.ts';
import { windowsSystem } from './windowsSystem.ts';
import { wrappers } from './wrappers.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [
  interpreters, printing, shellBuiltins, wrappers,
  powerShellRead, powerShellFiles, powerShellSystem, powerShellModules, windowsFiles, windowsSystem, windowsShells,
];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
