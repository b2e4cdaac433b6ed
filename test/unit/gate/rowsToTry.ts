import { families } from '../../../src/gate/families/index.ts';
import { corpusRows, type Row } from '../../corpora/corpus.ts';

/** The labelled commands; where the corpus is not there, which is printed, the examples of the tool families. */
export function rowsToTry(): readonly Pick<Row, 'command' | 'shell' | 'accept'>[] {
  const found = corpusRows();
  if (found !== undefined) return found;
  process.stdout.write('      (no corpus here; set PILOTHOUSE_CORPORA to its folder. Trying the examples of the tool families instead.)\n');
  return families.flatMap(({ style, rules }) => rules.flatMap(({ level, matches, not }) => {
    const shell = style === 'powershell' ? 'powershell' as const : 'bash' as const;
    const row = (command: string, accept: Row['accept']) => ({ command, shell, accept });
    return [...matches.map((command) => row(command, [level])), ...(level === 'SAFE' ? not : []).map((command) => row(command, ['MODERATE', 'HIGH', 'DESTRUCTIVE']))];
  }));
}
