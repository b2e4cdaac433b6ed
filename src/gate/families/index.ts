import { createLookUp, type Family } from '../analyse/family.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcloud, googleStorage } from './gcloud.ts';
import { helm } from './helm.ts';
import { kubectl } from './kubectl.ts';
import { printing } from './printing.ts';
import { pulumi } from './pulumi.ts';
import { terraform } from './terraform.ts';

/** All tool families. A program that none of them knows asks. */
export const families: readonly Family[] = [aws, azure, gcloud, googleStorage, helm, kubectl, printing, pulumi, terraform];

/** Says what a call does; undefined for a program that no family knows. */
export const lookUpFamily = createLookUp(families);
