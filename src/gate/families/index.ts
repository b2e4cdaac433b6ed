import { createLookUp, type Family } from '../analyse/family.ts';
import { buildTools } from './buildTools.ts';
import { checkers } from './checkers.ts';
import { containers } from './containers.ts';
import { forges } from './forges.ts';
import { git } from './git.ts';
import { go } from './go.ts';
import { javascriptPackages } from './javascriptPackages.ts';
import { otherRepositories } from './otherRepositories.ts';
import { printing } from './printing.ts';
import { pythonPackages } from './pythonPackages.ts';
import { systemPackages } from './systemPackages.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [buildTools, checkers, containers, forges, git, go, javascriptPackages, otherRepositories, printing, pythonPackages, systemPackages];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
