import { createLookUp, type Family } from '../analyse/family.ts';
import { archives } from './archives.ts';
import { awk } from './awk.ts';
import { fileChanges } from './fileChanges.ts';
import { finding } from './finding.ts';
import { listing } from './listing.ts';
import { printing } from './printing.ts';
import { searching } from './searching.ts';
import { sed } from './sed.ts';
import { structured } from './structured.ts';
import { tar } from './tar.ts';
import { textPrograms } from './textPrograms.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [archives, awk, fileChanges, finding, listing, printing, searching, sed, structured, tar, textPrograms];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
