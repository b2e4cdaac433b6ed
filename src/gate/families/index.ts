import { createLookUp, type Family } from '../analyse/family.ts';
import { archives } from './archives.ts';
import { awk } from './awk.ts';
import { buildTools } from './buildTools.ts';
import { checkers } from './checkers.ts';
import { containers } from './containers.ts';
import { disks } from './disks.ts';
import { fileChanges } from './fileChanges.ts';
import { finding } from './finding.ts';
import { forges } from './forges.ts';
import { git } from './git.ts';
import { go } from './go.ts';
import { interpreters } from './interpreters.ts';
import { javascriptPackages } from './javascriptPackages.ts';
import { listing } from './listing.ts';
import { localNetwork } from './localNetwork.ts';
import { machine } from './machine.ts';
import { macos } from './macos.ts';
import { otherRepositories } from './otherRepositories.ts';
import { printing } from './printing.ts';
import { pythonPackages } from './pythonPackages.ts';
import { searching } from './searching.ts';
import { secretTools } from './secretTools.ts';
import { sed } from './sed.ts';
import { services } from './services.ts';
import { shellBuiltins } from './shellBuiltins.ts';
import { structured } from './structured.ts';
import { systemPackages } from './systemPackages.ts';
import { tar } from './tar.ts';
import { textPrograms } from './textPrograms.ts';
import { viewers } from './viewers.ts';
import { wrappers } from './wrappers.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [
  archives,
  awk,
  buildTools,
  checkers,
  containers,
  disks,
  fileChanges,
  finding,
  forges,
  git,
  go,
  interpreters,
  javascriptPackages,
  listing,
  localNetwork,
  machine,
  macos,
  otherRepositories,
  printing,
  pythonPackages,
  searching,
  secretTools,
  sed,
  services,
  shellBuiltins,
  structured,
  systemPackages,
  tar,
  textPrograms,
  viewers,
  wrappers,
];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
