import type { Deed, Run, Touch, Word } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching } from './common.ts';
import { readSedScript } from './sedScript.ts';

/** sed: its script is read, as it can write files and start programs. */
export const sed: Family = {
  name: 'sed',
  globals: { flags: '--help --version' },
  rules: [{
    command: 'sed|gsed|ssed', level: 'SAFE', operands: 'text', abbreviates: true, does: sedDoes,
    flags: '-n -r -E -s -u -z -a -b -i= -I= --quiet --silent --regexp-extended --separate --unbuffered --null-data --zero-terminated --posix --debug --sandbox --follow-symlinks --binary --in-place=', values: '-e --expression -l --line-length', reads: '-f --file',
    matches: ["sed -n '1,20p' a", 'sed -n 5p a', 'sed s/a/b/g a', "sed -n '/x/p' a", "sed -E 's|(a)|\\1b|' a", 'sed -e p -e x a', "sed '1!G;h;$!d' a", "sed ':a;N;$!ba;s/\\n/ /g' a"],
    not: ['sed -i s/a/b/ a', "sed -n '1e touch x' a", "sed 's/a/b/w out' a", "sed 's/a/b/e' a", "sed -n '1,2w out' a", "sed 's/[/]/w x/' a", 'sed --in-place s/a/b/ a', 'sed --in s/a/b/ a', 'sed -f script a', 'sed "s/a/b/; e id" a', "sed ';W out' a", "sed 'r .env' a", "sed -l 80 'e id' a"],
  }],
};

function sedDoes(parsed: Parsed): Deed | undefined {
  const scripts = parsed.values('-e', '--expression');
  const byOption = scripts.length > 0 || parsed.has('-f', '--file');
  const inPlace = parsed.has('-i', '-I', '--in-place');
  // macOS takes the suffix of `-i` from the next word, mostly an empty one
  const operands = inPlace && parsed.operands[0]?.text === '' ? parsed.operands.slice(1) : parsed.operands;
  const files = byOption ? operands : operands.slice(1);
  const touches = touching(inPlace ? 'write' : 'read', files).filter(({ word }) => word.text !== '-');
  const all = byOption ? scripts : operands.slice(0, 1);
  const deeds = all.map(scriptDoes);
  const known = deeds.every((deed) => deed !== undefined);
  const fromFile = parsed.values('-f', '--file').map((path): Run => ({ kind: 'file', path, language: 'other' }));
  return { touches: [...touches, ...deeds.flatMap((deed) => deed?.touches ?? [])], runs: [...fromFile, ...deeds.flatMap((deed) => deed?.runs ?? [])], ...(deeds.some((deed) => (deed?.runs.length ?? 0) > 0) ? { level: 'MODERATE' } : {}), ...(known ? {} : { effects: [{ kind: 'unknown', target: 'sed', inWorkspace: true, detail: 'its script is not understood' }] }) };
}

function scriptDoes(word: Word): { touches: Touch[]; runs: Run[] } | undefined {
  if (!word.exact) return { touches: [], runs: [{ kind: 'code', language: 'sed', text: word.text, exact: false }] };
  const script = readSedScript(word.text);
  if (script === undefined) return undefined;
  return {
    touches: [...touching('read', script.reads.map(plain)), ...touching('write', script.writes.map(plain))],
    runs: script.runs.map((text): Run => ({ kind: 'script', text, dialect: 'bash', exact: text !== '' })),
  };
}
