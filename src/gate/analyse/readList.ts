import { findRules, proveFind } from './readFind.ts';
import { gitRules, proveGit } from './readGit.ts';
import { applyRule, type ParsedWords, type ProvenRead, type ReadRule } from './readRule.ts';

/**
 * The short list of commands that are proven to read only. Common base of GNU, BSD and macOS: a letter that writes or
 * runs something on any of them is left out (`base64 -o`, `sort -o`, `tree -o`, `file -C`, `rg --pre`, `date -s` …).
 */
const baseRules: ReadRule[] = [
  { name: 'pwd', flags: '-L -P', operands: 'none', matches: ['pwd', 'pwd -P'], not: ['pwd x'] },
  { name: 'true', operands: 'none', matches: ['true'], not: ['true x'] },
  { name: 'echo', operands: 'text', matches: ['echo hello', 'echo -n a b', 'echo --- x'], not: [] },
  { name: 'printf', operands: 'text', matches: ["printf '%s\\n' a"], not: ['printf -v PATH x'] },
  {
    name: 'ls', operands: 'paths', defaultsToHere: true,
    flags: '-l -a -A -1 -h -R -t -r -S -d -F -p -i -s -n -o -g -G -k -m -x -C -c -u -U -f -q -b -B -Q -N -X -v --all --almost-all --human-readable --recursive --reverse --directory --classify --inode --size --color= --group-directories-first --full-time --si --numeric-uid-gid --no-group',
    values: '--sort --time --time-style --ignore -I -w --width --format',
    matches: ['ls', 'ls -la src', 'ls --color=never -1'], not: ['ls --hyperlink', 'ls --unknown'],
  },
  { name: 'cat', operands: 'paths', flags: '-n -b -s -A -e -E -t -T -v -u --number --number-nonblank --show-all', matches: ['cat a.ts', 'cat -n a b'], not: ['cat --files'] },
  ...['head', 'tail'].map((name): ReadRule => ({
    name, operands: 'paths', numeric: true, flags: '-q -v -z --quiet --silent --verbose', values: '-n -c --lines --bytes', matches: [`${name} -n 5 a`, `${name} -20 a`, `${name} --lines=3 a`], not: [`${name} -f a`, `${name} --line=3 a`],
  })),
  { name: 'wc', operands: 'paths', flags: '-l -c -w -m -L --lines --words --bytes --chars --max-line-length', matches: ['wc -l a', 'wc -lw a b'], not: ['wc --files0-from=list'] },
  ...['grep', 'egrep', 'fgrep'].map((name): ReadRule => ({
    name, operands: 'script-paths',
    flags: '-i -v -n -l -L -c -o -w -x -E -F -G -P -q -s -H -h -a -I -b -z -T -r --recursive --ignore-case --invert-match --line-number --files-with-matches --files-without-match --count --only-matching --word-regexp --line-regexp --extended-regexp --fixed-strings --perl-regexp --quiet --no-messages --with-filename --no-filename --text --color= --colour=',
    values: '-e -A -B -C -m --regexp --after-context --before-context --context --max-count --include --exclude --exclude-dir --label', pathValues: '-f --file', numeric: true,
    accepts: grepStaysOffSecrets, matches: [`${name} -n foo a.ts`, `${name} -rn foo --include='*.ts' src`, `${name} -e a -e b c`], not: [`${name} -R foo .`, `${name} -r foo .`, `${name} --devices=read x`],
  })),
  {
    name: 'rg', operands: 'script-paths', defaultsToHere: true, numeric: true,
    flags: '-n -N -i -s -S -w -x -l -c -v -o -F -P -U -H -I -q -p -a --files --files-with-matches --files-without-match --count --count-matches --line-number --no-line-number --ignore-case --case-sensitive --smart-case --word-regexp --invert-match --only-matching --fixed-strings --pcre2 --multiline --with-filename --no-filename --heading --no-heading --json --column --trim --stats --vimgrep --no-messages --no-config --type-list --passthru --multiline-dotall',
    values: '-e -g -t -T -A -B -C -m -d -M -r -j --regexp --glob --iglob --type --type-not --after-context --before-context --context --max-count --max-depth --max-columns --replace --sort --sortr --color --threads --max-filesize',
    accepts: ripgrepStaysOffSecrets, matches: ['rg foo', "rg -n 'a b' src -g '*.ts'", 'rg --files', "rg -g '!dist' foo"], not: ['rg --pre ./a foo', 'rg --hidden foo', 'rg -uu foo', "rg -g '.env*' foo", 'rg --hostname-bin=./a foo', 'rg -z foo', 'rg --no-ignore foo', 'rg -f patterns foo'],
  },
  { name: 'stat', operands: 'paths', flags: '-L -t -x --dereference --terse', values: '-c --format --printf', matches: ['stat a', 'stat -c %s a'], not: ['stat --cached=never a'] },
  { name: 'file', operands: 'paths', flags: '-b -i -h -L --brief --mime --mime-type --mime-encoding', matches: ['file a', 'file -b a'], not: ['file -C -m a', 'file -z a', 'file -f list'] },
  { name: 'du', operands: 'paths', defaultsToHere: true, flags: '-s -h -a -c -k -m -b -x -S -0 --summarize --human-readable --all --total --apparent-size --bytes --si', values: '-d --max-depth --exclude -t --threshold', matches: ['du -sh src', 'du -d 1'], not: ['du --files0-from=x', 'du -X list'] },
  { name: 'df', operands: 'none', flags: '-h -k -i -T -H --human-readable', matches: ['df -h'], not: ['df --output=x y'] },
  { name: 'diff', operands: 'paths', flags: '-u -q -y -w -b -B -i -s -a -p -c -N -t -E -Z --brief --unified= --side-by-side --ignore-all-space --ignore-space-change --ignore-blank-lines --color= --suppress-common-lines --minimal', values: '-U -C -W --width --label', maxOperands: 2, matches: ['diff a b', 'diff -u a b'], not: ['diff -r a b', 'diff --from-file=x a'] },
  { name: 'cmp', operands: 'paths', flags: '-s -l -b', maxOperands: 2, matches: ['cmp a b'], not: ['cmp a b c'] },
  { name: 'sort', operands: 'paths', flags: '-n -r -u -f -h -V -b -d -g -M -s -z -c -C -i --numeric-sort --reverse --unique --ignore-case --human-numeric-sort --version-sort --stable --check= --ignore-leading-blanks --ignore-nonprinting --dictionary-order --general-numeric-sort --month-sort --random-sort --zero-terminated', values: '-k -t --key --field-separator', matches: ['sort -u a', 'sort -k2,2 -t: a'], not: ['sort -o a a', 'sort --compress-program=./x a', 'sort --compress-prog=./x a', 'sort -S 1 a', 'sort -T . a', 'sort --files0-from=x'] },
  { name: 'uniq', operands: 'paths', maxOperands: 1, flags: '-c -d -u -i -z -D --count --repeated --unique --ignore-case', values: '-f -s -w --skip-fields --skip-chars --check-chars', matches: ['uniq -c', 'uniq a'], not: ['uniq a b'] },
  { name: 'cut', operands: 'paths', flags: '-s -n -z --complement --only-delimited', values: '-d -f -c -b --delimiter --fields --characters --bytes --output-delimiter', matches: ['cut -d: -f1 a'], not: ['cut --unknown a'] },
  { name: 'tr', operands: 'text', maxOperands: 2, flags: '-d -s -c -C -t --delete --squeeze-repeats --complement', matches: ["tr -d '\\n'", 'tr a-z A-Z'], not: ['tr --x a b'] },
  ...['tac', 'rev', 'nl', 'fold', 'paste', 'comm', 'cksum', 'md5sum', 'sha1sum', 'sha256sum', 'sha512sum', 'strings', 'od'].map((name): ReadRule => ({ name, operands: 'paths', flags: ({ nl: '-b -ba', paste: '-s', comm: '-1 -2 -3', fold: '-s', od: '-c -x -b' } as Record<string, string>)[name] ?? '-z', values: ({ paste: '-d', fold: '-w', od: '-A -t -N' } as Record<string, string>)[name] ?? '', matches: [`${name} a`], not: [`${name} --check list`] })),
  { name: 'base64', operands: 'paths', maxOperands: 1, flags: '-d -D --decode', values: '-w --wrap', matches: ['base64 -d a', 'base64 a'], not: ['base64 -o out a', 'base64 -i a -o b'] },
  { name: 'jq', operands: 'script-paths', flags: '-r -c -e -S -s -M -C -n -j -a --raw-output --compact-output --exit-status --sort-keys --slurp --null-input --tab', accepts: jqReadsOnlyItsInput, matches: ["jq '.name' a.json", 'jq -r .a b.json'], not: ["jq -n 'env.TOKEN'", "jq -n '$ENV'", 'jq -f script a.json', "jq 'import \"a\" as a; .' b.json"] },
  { name: 'sed', operands: 'script-paths', flags: '-n -r -E --quiet --silent --regexp-extended', accepts: sedOnlyPrints, matches: ["sed -n '1,20p' a", 'sed -n 5p a', 'sed s/a/b/g a', "sed -n '/x/p' a", "sed -E 's|(a)|\\1b|' a"], not: ['sed -i s/a/b/ a', "sed -n '1e touch x' a", "sed 's/a/b/w out' a", "sed 's/a/b/e' a", "sed -n '1,2w out' a", 'sed -e p -e x a', "sed 's/[/]/w x/' a", 'sed --in-place s/a/b/ a', 'sed -f script a'] },
  { name: 'tree', operands: 'paths', defaultsToHere: true, flags: '-a -d -f -i -p -s -h -F -C -n -r -t --dirsfirst --noreport --gitignore', values: '-L -I -P', matches: ['tree -L 2 src'], not: ['tree -o out', 'tree -R -H . -L 1 -o x', 'tree --fromfile x'] },
  { name: 'which', operands: 'text', flags: '-a -s', matches: ['which node'], not: ['which --read-alias x'] },
  { name: 'type', operands: 'text', flags: '-a -t -p -P', matches: ['type -a node'], not: ['type -z x'] },
  { name: 'command', operands: 'text', flags: '-v -V', accepts: ({ options }) => options.length > 0, matches: ['command -v node'], not: ['command ls', 'command -p ls'] },
  { name: 'date', operands: 'text', maxOperands: 1, flags: '-u -R --utc --rfc-email --iso-8601= -I', values: '-d --date --rfc-3339', accepts: ({ operands }) => operands.every((word) => word.startsWith('+')), matches: ['date', 'date +%s', 'date -u -d yesterday'], not: ['date -s 2020-01-01', 'date --set=x', 'date 010112002020', 'date -f list'] },
  ...['basename', 'dirname'].map((name): ReadRule => ({ name, operands: 'text', flags: '-a -z', values: '-s', matches: [`${name} a/b`], not: [`${name} --x a`] })),
  ...['realpath', 'readlink'].map((name): ReadRule => ({ name, operands: 'paths', flags: '-f -e -m -s -q -n -z', matches: [`${name} a`], not: [`${name} --x a`] })),
  { name: 'seq', operands: 'text', maxOperands: 3, flags: '-w', values: '-s -f', accepts: ({ operands }) => operands.every((word) => /^\d{1,6}$/.test(word)), matches: ['seq 1 5'], not: ['seq 1 99999999'] },
  { name: 'uname', operands: 'none', flags: '-a -s -n -r -v -m -p -o', matches: ['uname -a'], not: ['uname x'] },
  { name: 'id', operands: 'none', flags: '-u -g -n -G -r', matches: ['id -un'], not: ['id root'] },
  ...['whoami', 'hostname', 'arch', 'nproc', 'uptime'].map((name): ReadRule => ({ name, operands: 'none', matches: [name], not: [`${name} x`] })),
  ...['node', 'python3', 'python', 'npm', 'git', 'bash', 'jq', 'rg', 'make', 'docker', 'pip', 'gcc', 'curl'].map((name): ReadRule => ({ name, operands: 'none', flags: '--version', accepts: ({ options }) => options.length === 1, matches: [`${name} --version`], not: [`${name} --version x`] })),
];

/** Files of these kinds hold code or prose, and none of the names of secrets. */
const proseOrCode = /\.(ts|tsx|js|jsx|mjs|cjs|mts|cts|py|go|rs|java|kt|rb|php|c|h|cc|cpp|hpp|cs|swift|scala|sh|css|scss|html|vue|svelte|md|mdx|txt|rst|sql|proto|graphql|lock)$/;

/** Recursion reads hidden files too (`.env`): only with a list of harmless kinds of files. */
function grepStaysOffSecrets({ options }: ParsedWords): boolean {
  if (!options.some(({ name }) => name === '-r' || name === '--recursive')) return true;
  const included = options.filter(({ name }) => name === '--include');
  return included.length > 0 && included.every(({ value }) => /^[\w*./-]*\*[\w./-]*$/.test(value ?? '') && proseOrCode.test(value ?? ''));
}

/** A glob of inclusion beats ripgrep's rule to skip hidden and ignored files. */
function ripgrepStaysOffSecrets({ options }: ParsedWords): boolean {
  return options.filter(({ name }) => ['-g', '--glob', '--iglob'].includes(name)).every(({ value = '' }) => value.startsWith('!') || (proseOrCode.test(value) && !/[{}]/.test(value)) || /\*\.\{([a-z]+,?)+\}$/.test(value) && globKinds(value).every((kind) => proseOrCode.test(`.${kind}`)));
}

const globKinds = (glob: string): string[] => glob.slice(glob.lastIndexOf('{') + 1, -1).split(',');

/** One script of a printing, deleting or substituting command; `e`, `w` and everything else that acts is left out. */
function sedOnlyPrints({ operands }: ParsedWords): boolean {
  const script = operands[0] ?? '';
  const addressed = /^(\d+(,(\d+|\$))?|\$|\/[^/\\\n]*\/)[pd](;\d+(,(\d+|\$))?p)*$/;
  const substitution = /^s([/|#,@:])(?:(?!\1)[^\\\n]|\\[^\n])*\1(?:(?!\1)[^\\\n]|\\[^\n])*\1[gIip\d]*$/;
  return addressed.test(script) || substitution.test(script);
}

function jqReadsOnlyItsInput({ operands }: ParsedWords): boolean {
  return !/\b(env|ENV|import|include|modulemeta|get_search_list|input_filename)\b/.test(operands[0] ?? '');
}

export const readRules: readonly ReadRule[] = [...baseRules, ...findRules, ...gitRules];

const byName = new Map<string, ReadRule[]>();
for (const rule of baseRules) byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);

/**
 * Proves that a plain command only reads, and says what.
 * @param words name and arguments after quote removal
 * @returns undefined where there is no proof
 */
export function proveRead(words: readonly string[]): ProvenRead | undefined {
  const [name = '', ...rest] = words;
  if (name === 'find') return proveFind(rest);
  if (name === 'git' && rest[0] !== '--version') return proveGit(rest);
  if (name === 'echo') return { paths: [] };
  if (name === 'pulumi' && rest.length === 1 && rest[0] === 'version') return { paths: [] };
  for (const rule of byName.get(name) ?? []) {
    const proven = applyRule(rule, rest);
    if (proven !== undefined) return proven;
  }
  return undefined;
}
