import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { families } from '../../../src/gate/families/index.ts';

export interface Row {
  command: string;
  shell: 'bash' | 'powershell';
  /** Levels that the row's authors hold for right. */
  accept: string[];
}

const repository = resolve(fileURLToPath(import.meta.url), '../../../..');
const file = join(process.env.PILOTHOUSE_CORPORA ?? join(repository, '../shared/corpora'), 'commands-dev.jsonl');

/** The labelled commands; where the corpus is not there, which is printed, the examples of the tool families. */
export function corpusRows(): Row[] {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);
  process.stdout.write(`      (no corpus at ${file}; set PILOTHOUSE_CORPORA to its folder. Checking the examples of the tool families instead.)\n`);
  return families.flatMap(({ style, rules }) => rules.flatMap(({ level, matches, not }): Row[] => {
    const shell = style === 'powershell' ? 'powershell' : 'bash';
    const row = (command: string, accept: string[]): Row => ({ command, shell, accept });
    return [...matches.map((command) => row(command, [level])), ...(level === 'SAFE' ? not : []).map((command) => row(command, ['MODERATE', 'HIGH', 'DESTRUCTIVE']))];
  }));
}
