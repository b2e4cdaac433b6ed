import { createLookUp, type Family } from '../analyse/family.ts';
import { ansible } from './ansible.ts';
import { archives } from './archives.ts';
import { awk } from './awk.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { backup } from './backup.ts';
import { buildTools } from './buildTools.ts';
import { checkers } from './checkers.ts';
import { containers } from './containers.ts';
import { curl } from './curl.ts';
import { databaseFiles } from './databaseFiles.ts';
import { deploy } from './deploy.ts';
import { disks } from './disks.ts';
import { download } from './download.ts';
import { fileChanges } from './fileChanges.ts';
import { finding } from './finding.ts';
import { forges } from './forges.ts';
import { gcloud, googleStorage } from './gcloud.ts';
import { git } from './git.ts';
import { go } from './go.ts';
import { hashicorp } from './hashicorp.ts';
import { helm } from './helm.ts';
import { interpreters } from './interpreters.ts';
import { javascriptPackages } from './javascriptPackages.ts';
import { kubectl } from './kubectl.ts';
import { listing } from './listing.ts';
import { localNetwork } from './localNetwork.ts';
import { machine } from './machine.ts';
import { macos } from './macos.ts';
import { messaging } from './messaging.ts';
import { migrations } from './migrations.ts';
import { mongo } from './mongo.ts';
import { mysql } from './mysql.ts';
import { otherRepositories } from './otherRepositories.ts';
import { platforms } from './platforms.ts';
import { postgres } from './postgres.ts';
import { powerShellFiles } from './powerShellFiles.ts';
import { powerShellModules } from './powerShellModules.ts';
import { powerShellRead } from './powerShellRead.ts';
import { powerShellSystem } from './powerShellSystem.ts';
import { printing } from './printing.ts';
import { pulumi } from './pulumi.ts';
import { pythonPackages } from './pythonPackages.ts';
import { redis } from './redis.ts';
import { rsync } from './rsync.ts';
import { searching } from './searching.ts';
import { secretTools } from './secretTools.ts';
import { sed } from './sed.ts';
import { services } from './services.ts';
import { shellBuiltins } from './shellBuiltins.ts';
import { sockets } from './sockets.ts';
import { sqlServers } from './sqlServers.ts';
import { ssh } from './ssh.ts';
import { structured } from './structured.ts';
import { systemPackages } from './systemPackages.ts';
import { tar } from './tar.ts';
import { terraform } from './terraform.ts';
import { textPrograms } from './textPrograms.ts';
import { versions } from './versions.ts';
import { viewers } from './viewers.ts';
import { windowsFiles } from './windowsFiles.ts';
import { windowsShells } from './windowsShells.ts';
import { windowsSystem } from './windowsSystem.ts';
import { wrappers } from './wrappers.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [
  ansible,
  archives,
  awk,
  aws,
  azure,
  backup,
  buildTools,
  checkers,
  containers,
  curl,
  databaseFiles,
  deploy,
  disks,
  download,
  fileChanges,
  finding,
  forges,
  gcloud,
  git,
  go,
  googleStorage,
  hashicorp,
  helm,
  interpreters,
  javascriptPackages,
  kubectl,
  listing,
  localNetwork,
  machine,
  macos,
  messaging,
  migrations,
  mongo,
  mysql,
  otherRepositories,
  platforms,
  postgres,
  powerShellFiles,
  powerShellModules,
  powerShellRead,
  powerShellSystem,
  printing,
  pulumi,
  pythonPackages,
  redis,
  rsync,
  searching,
  secretTools,
  sed,
  services,
  shellBuiltins,
  sockets,
  sqlServers,
  ssh,
  structured,
  systemPackages,
  tar,
  terraform,
  textPrograms,
  versions,
  viewers,
  windowsFiles,
  windowsShells,
  windowsSystem,
  wrappers,
];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
