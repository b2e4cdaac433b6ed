import { createLookUp, type Family } from '../analyse/family.ts';
import { ansible } from './ansible.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { backup } from './backup.ts';
import { curl } from './curl.ts';
import { databaseFiles } from './databaseFiles.ts';
import { deploy } from './deploy.ts';
import { download } from './download.ts';
import { gcloud, googleStorage } from './gcloud.ts';
import { hashicorp } from './hashicorp.ts';
import { helm } from './helm.ts';
import { kubectl } from './kubectl.ts';
import { messaging } from './messaging.ts';
import { migrations } from './migrations.ts';
import { mongo } from './mongo.ts';
import { mysql } from './mysql.ts';
import { platforms } from './platforms.ts';
import { postgres } from './postgres.ts';
import { printing } from './printing.ts';
import { pulumi } from './pulumi.ts';
import { redis } from './redis.ts';
import { rsync } from './rsync.ts';
import { sockets } from './sockets.ts';
import { sqlServers } from './sqlServers.ts';
import { ssh } from './ssh.ts';
import { terraform } from './terraform.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [
  ansible,
  aws,
  azure,
  backup,
  curl,
  databaseFiles,
  deploy,
  download,
  gcloud,
  googleStorage,
  hashicorp,
  helm,
  kubectl,
  messaging,
  migrations,
  mongo,
  mysql,
  platforms,
  postgres,
  printing,
  pulumi,
  redis,
  rsync,
  sockets,
  sqlServers,
  ssh,
  terraform,
];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
