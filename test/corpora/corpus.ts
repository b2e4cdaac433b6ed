import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEVELS, type Level } from '../../src/shared/effects.ts';
import { judge, realAnalyser } from '../unit/gate/analyser.ts';

/** A command with the levels that its authors hold for right. */
export interface Row {
  command: string;
  shell: 'bash' | 'powershell';
  accept: Level[];
}

/** A row whose label is wrong, and why. */
export interface LabelException {
  command: string;
  reason: string;
}

const root = join(import.meta.dirname, '../..');
const file = join(process.env['PILOTHOUSE_CORPORA'] ?? join(root, '../shared/corpora'), 'commands-dev.jsonl');

/** The labelled commands; undefined where this machine has none. */
export const corpusRows = (): Row[] | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row) : undefined);

export const labelExceptions = (): LabelException[] => JSON.parse(readFileSync(join(import.meta.dirname, 'label-exceptions.json'), 'utf8')) as LabelException[];

/** Programs whose plain use is a request over the network: whether they are silent is no question of the local tools. */
const networkPrograms = /^(aws|az|azure|gh|glab|gcloud|gsutil|bq|kubectl|k|oc|helm|curl|wget|auth0|heroku|vercel|netlify|doppler|op|circleci|nats|vault|velero|argocd|flyctl|fly|wrangler|firebase|supabase|cdk|pulumi|terraform|tofu|ansible\S*|rclone|ssh|scp|rsync|ping|dig|nslookup|host|whois|traceroute|http|https|xh|docker|podman|rabbitmqctl|psql|mysql|redis-cli|mongosh|prometheus|promtool)$/;

export const isLocal = ({ command }: Row): boolean => !command.split(/[\s|;&]+/).some((word) => networkPrograms.test(word));

export interface Measured {
  rows: number;
  /** Below the least accepted level, exceptions aside. */
  below: { row: Row; level: Level }[];
  excepted: number;
  localReads: number;
  /** Local rows labelled SAFE and nothing else that are not silent, though they may be reads. */
  loud: { row: Row; level: Level }[];
  /** Of these, rows that are known to fetch, write, run project code or read outside the workspace: they ask by design. */
  byDesign: { row: Row; level: Level }[];
  /** Milliseconds of each row, sorted; the first one loads the parsers and is apart. */
  times: number[];
  loadMs: number;
}

/** Judges every row in an empty workspace. */
export async function measure(rows: readonly Row[], exceptions: readonly LabelException[]): Promise<Measured> {
  const analyser = realAnalyser();
  const excepted = new Set(exceptions.map(({ command }) => command));
  const start = performance.now();
  await judge(analyser, 'ls');
  const measured: Measured = { rows: rows.length, below: [], excepted: 0, localReads: 0, loud: [], byDesign: [], times: [], loadMs: performance.now() - start };
  for (const row of rows) {
    const before = performance.now();
    const { level, effects, understood } = await judge(analyser, row.command, { shell: row.shell });
    measured.times.push(performance.now() - before);
    const least = Math.min(...row.accept.map((one) => LEVELS.indexOf(one)));
    if (LEVELS.indexOf(level) < least) {
      if (excepted.has(row.command)) measured.excepted++;
      else measured.below.push({ row, level });
    }
    if (row.accept.length === 1 && row.accept[0] === 'SAFE' && isLocal(row)) {
      measured.localReads++;
      const isByDesign = level === 'MODERATE' && understood && effects.every((effect) => effect.kind !== 'unknown');
      if (level !== 'SAFE') (isByDesign ? measured.byDesign : measured.loud).push({ row, level });
    }
  }
  measured.times.sort((one, other) => one - other);
  return measured;
}

/** Rows by the program that they begin with, most first. */
export function byProgram(rows: readonly { row: Row; level: Level }[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { row, level } of rows) {
    const [program = ''] = row.command.trim().split(/\s+/);
    groups.set(program, [...(groups.get(program) ?? []), `${level} ${row.command.replaceAll('\n', '⏎')}`]);
  }
  return [...groups].sort(([, one], [, other]) => other.length - one.length).map(([program, commands]) => `${program} ${commands.length}: ${commands.join(' · ')}`);
}
