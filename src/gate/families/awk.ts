import { printsSecrets, unknownHere } from '../analyse/effects.ts';
import type { Deed, Run, Touch } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { readAwkScript } from './awkScript.ts';
import { touching } from './common.ts';

/** awk: its program is read, as it can write files and start others. */
export const awk: Family = {
  name: 'awk',
  globals: { flags: '--help --version' },
  rules: [{
    command: 'awk|gawk|mawk|nawk|original-awk|bwk', level: 'SAFE', operands: 'text', stopsAtOperand: true, does: awkDoes,
    flags: '-o= -p= -d= -D= --pretty-print= --profile= --dump-variables= --debug= -b -c -C -g -h -I -k -L= -M -n -N -O -P -r -s -S -t -V --characters-as-bytes --traditional --copyright --csv --gen-pot --trace --lint= --lint-old --bignum --non-decimal-data --use-lc-numeric --optimize --no-optimize --posix --re-interval --sandbox',
    values: '-F -v -e --field-separator --assign --source', reads: '-f -i -l -E --file --include --load --exec',
    matches: ["awk '{print $1}' a", "awk -F: '$3 > 10 {print $1 / 2}' a", "awk -v n=1 'NR == n || /a>b|c/' a", "awk '{print > \"/dev/null\"}' a", "awk '{if ($1 > 10) print}' a", "awk 'BEGIN {print \"a | b > c\"}'"],
    not: ["awk 'BEGIN{ARGV[1]=\".env\";ARGC=2}1'", "awk '{system(\"ls\")}' a", "awk '{print > \"out\"}' a", "awk '{print > $1}' a", "awk '{print | \"sh\"}' a", "awk '{\"date\" | getline d; print d}' a", 'awk -f x a', "gawk -i inplace '{print}' a", "awk 'BEGIN{print ENVIRON[\"TOKEN\"]}'", "awk '{while ((getline l < \"/etc/passwd\") > 0) print l}' a", "gawk -o x '{print}' a"],
  }],
};

function awkDoes(parsed: Parsed): Deed {
  const files = parsed.values('-f', '-i', '-l', '-E', '--file', '--include', '--load', '--exec');
  const sources = parsed.values('-e', '--source');
  const byOption = sources.length > 0 || parsed.has('-f', '-E', '--file', '--exec');
  const scripts = byOption ? sources : parsed.operands.slice(0, 1);
  const inPlace = files.some(({ text }) => text === 'inplace');
  const inputs = parsed.operands.slice(byOption ? 0 : 1).filter(({ text }) => text !== '-' && !/^[A-Za-z_]\w*=/.test(text));
  const deeds = scripts.map(({ text, exact }): Deed => (exact ? scriptDoes(text) : { runs: [{ kind: 'code', language: 'awk', text, exact }] }));
  return {
    ...(deeds.some(({ level }) => level !== undefined) ? { level: 'MODERATE' } : {}),
    touches: [...touching(inPlace ? 'write' : 'read', inputs), ...deeds.flatMap(({ touches = [] }): readonly Touch[] => touches)],
    runs: [...files.map((path): Run => ({ kind: 'file', path, language: 'other' })), ...deeds.flatMap(({ runs = [] }): readonly Run[] => runs)],
    effects: [...(parsed.has('-o', '-p', '-d', '-D', '--pretty-print', '--profile', '--dump-variables') ? [unknownHere('awk', 'writes a listing of the program')] : []), ...deeds.flatMap(({ effects = [] }) => effects)],
  };
}

function scriptDoes(text: string): Deed {
  const script = readAwkScript(text);
  if (script === undefined) return { effects: [unknownHere('awk', 'its program is not understood')] };
  return {
    ...(script.runs.length > 0 ? { level: 'MODERATE' } : {}),
    touches: touching('write', script.writes.map(plain)),
    runs: script.runs.map((command): Run => ({ kind: 'script', text: command ?? text, dialect: 'bash', exact: command !== undefined })),
    effects: [...(script.unknown ? [unknownHere('awk', 'uses files or functions that its program computes')] : []), ...(script.environment ? [printsSecrets('the environment', 'variables may hold secrets')] : [])],
  };
}
