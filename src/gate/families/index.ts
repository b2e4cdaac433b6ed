import { createLookUp, type Family } from '../analyse/family.ts';
import { archives } from './archives.ts';
import { awk } from './awk.ts';
import { disks } from './disks.ts';
import { fileChanges } from './fileChanges.ts';
import { finding } from './finding.ts';
import { listing } from './listing.ts';
import { localNetwork } from './localNetwork.ts';
import { machine } from './machine.ts';
import { macos } from './macos.ts';
import { printing } from './printing.ts';
import { searching } from './searching.ts';
import { secretTools } from './secretTools.ts';
import { sed } from './sed.ts';
import { services } from './services.ts';
import { structured } from './structured.ts';
import { tar } from './tar.ts';
import { textPrograms } from './textPrograms.ts';
import { viewers } from './viewers.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [archives, awk, disks, fileChanges, finding, listing, localNetwork, machine, macos, printing, searching, secretTools, sed, services, structured, tar, textPrograms, viewers];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
