import { createLookUp, type Family } from '../analyse/family.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { curl } from './curl.ts';
import { databaseFiles } from './databaseFiles.ts';
import { download } from './download.ts';
import { gcloud, googleStorage } from './gcloud.ts';
import { helm } from './helm.ts';
import { kubectl } from './kubectl.ts';
import { migrations } from './migrations.ts';
import { mongo } from './mongo.ts';
import { mysql } from './mysql.ts';
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
  aws, azure, curl, databaseFiles, download, gcloud, googleStorage, helm, kubectl, migrations, mongo, mysql, postgres, printing, pulumi, redis, rsync, sockets,
  sqlServers, ssh, terraform,
];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
