import { changesSystem, runsCode, unknownHere } from '../analyse/effects.ts';
import type { Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching } from './common.ts';

/** Programs that print what files hold, as it is or rearranged. Letters are the union of GNU, BSD and macOS. */
export const textPrograms: Family = {
  name: 'text programs',
  globals: { flags: '--help --version' },
  rules: [
    { command: 'cat|gcat|tac|gtac|rev|vis|unvis', level: 'SAFE', operands: 'reads', values: '--separator', flags: '-n -b -s -S= -A -e -E -l -t -T -v -u -r --number --number-nonblank --show-all --squeeze-blank --show-ends --show-tabs --show-nonprinting --before --regex', matches: ['cat a.ts', 'cat -n a b', 'tac a', 'rev a'], not: ['cat --files', 'cat .env'] },
    {
      command: 'head|tail|ghead|gtail', level: 'SAFE', operands: 'reads', numeric: true, abbreviates: true, flags: '-q -v -z -f -F -r --quiet --silent --verbose --zero-terminated --follow= --retry',
      values: '-n -c -b -s --lines --bytes --pid --sleep-interval --max-unchanged-stats', matches: ['head -n 5 a', 'tail -20 a', 'head --lines=3 a', 'tail -f log'], not: ['head --strange a', 'tail .env'],
    },
    { command: 'wc|gwc', level: 'SAFE', operands: 'reads', flags: '-l -c -w -m -L --lines --words --bytes --chars --max-line-length --libxo= --total=', matches: ['wc -l a', 'wc -lw a b'], not: ['wc --files0-from=list'] },
    { command: 'nl', level: 'SAFE', operands: 'reads', flags: '-p --no-renumber', values: '-b -d -f -h -i -l -n -s -v -w --body-numbering --section-delimiter --footer-numbering --header-numbering --line-increment --join-blank-lines --number-format --number-separator --starting-line-number --number-width', matches: ['nl -ba a'], not: ['nl --x a'] },
    { command: 'cut|gcut', level: 'SAFE', operands: 'reads', flags: '-s -n -z -w --complement --only-delimited --zero-terminated', values: '-d -f -c -b --delimiter --fields --characters --bytes --output-delimiter', matches: ['cut -d: -f1 a'], not: ['cut --unknown a'] },
    { command: 'tr|gtr', level: 'SAFE', operands: 'text', maxOperands: 2, flags: '-d -s -c -C -t -u --delete --squeeze-repeats --complement --truncate-set1', matches: ["tr -d '\\n'", 'tr a-z A-Z'], not: ['tr --x a b'] },
    { command: 'paste|fold|expand|unexpand|fmt|rs|colrm', level: 'SAFE', operands: 'reads', numeric: true, flags: '-a -b -c -i -l= -m -n -s -u -z -d= --serial --zero-terminated --bytes --spaces --all --first-only --initial --crown-margin --tagged-paragraph --split-only --uniform-spacing', values: '-w -t -g -p --delimiters --width --tabs --goal --prefix', matches: ['paste -d, a b', 'fold -w 80 -s a', 'fmt -w 72 a'], not: ['fold --x a'] },
    { command: 'column', level: 'SAFE', operands: 'reads', does: columnDoes, flags: '-t -x -n= -e -J -L -d -m= --table --json --fillrows --table-noheadings --keep-empty-lines --table-header-repeat --table-header-as-columns', values: '-s -c -o -N -O -R -T -E -H -W -l -C -i -p -r --separator --output-width --output-separator --table-columns --table-order --table-right --table-truncate --table-noextreme --table-hide --table-wrap --table-columns-limit --table-column --tree --tree-id --tree-parent --table-name', matches: ['column -t -s, a', 'column a'], not: ['column --strange a', 'column -c 10000 a'] },
    { command: 'comm|join', level: 'SAFE', operands: 'reads', flags: '-1= -2= -3 -i -z --check-order --nocheck-order --header --total --ignore-case --zero-terminated', values: '-a -e -j -o -t -v --output-delimiter', matches: ['comm -12 a b', "join -t , a b"], not: ['comm --x a b'] },
    { command: 'look', level: 'SAFE', operands: 'text-then-reads', flags: '-a -d -f -b', values: '-t', matches: ['look abc a'], not: ['look abc .env'] },
    { command: 'pr', level: 'SAFE', operands: 'reads', numeric: true, flags: '-a -c -d -f -F -J -m -p -r -t -T -v -e= -i= -n= -s= -S= -L= --across --double-space --merge --omit-header --form-feed', values: '-D -h -l -N -o -w -W --columns --header --length --width --page-width --indent', matches: ['pr -2 a'], not: ['pr --x a'] },
    {
      command: 'sort|gsort', level: 'SAFE', operands: 'reads', numeric: true, abbreviates: true, does: sortDoes, reads: '--random-source', writes: '-o --output -T --temporary-directory',
      flags: '-n -r -R -u -f -h -V -b -d -g -M -m -s -z -c -C -i --ignore-leading-blanks --dictionary-order --ignore-case --general-numeric-sort --ignore-nonprinting --month-sort --human-numeric-sort --numeric-sort --random-sort --reverse --version-sort --check= --debug --merge --stable --unique --zero-terminated --radixsort --mergesort --qsort --heapsort --mmap',
      values: '-k -t -S --key --field-separator --buffer-size --parallel --batch-size --sort --compress-program --files0-from',
      matches: ['sort -u a', 'sort -k2,2 -t: a', 'sort --numeric a', 'sort -S 100M a'], not: ['sort -o a a', 'sort --compress-program=./x a', 'sort --compress-prog=./x a', 'sort --co=./x a', 'sort -S 100G a', 'sort -T . a', 'sort --files0-from=x'],
    },
    { command: 'uniq|guniq', level: 'SAFE', operands: 'text', maxOperands: 2, numeric: true, does: uniqDoes, flags: '-c -d -u -i -z -D= --count --repeated --all-repeated= --unique --ignore-case --zero-terminated --group=', values: '-f -s -w --skip-fields --skip-chars --check-chars', matches: ['uniq -c'], not: ['uniq a b', 'uniq --x'] },
    { command: 'tsort|factor|numfmt|asa', level: 'SAFE', operands: 'text', flags: '-l -q -z -h --exponents --debug --grouping --zero-terminated', values: '-d --delimiter --field --format --from --from-unit --header --invalid --padding --round --suffix --to --to-unit', matches: ['factor 12', 'numfmt --to=iec 1024'], not: ['factor --x 12'] },
    { command: 'shuf', level: 'SAFE', operands: 'reads', flags: '-e -r -z --echo --repeat --zero-terminated', values: '-i --input-range -n --head-count', reads: '--random-source', writes: '-o --output', matches: ['shuf -n 3 a'], not: ['shuf -o b a'] },
    { command: 'seq|jot', level: 'SAFE', operands: 'text', maxOperands: 4, numeric: true, does: seqDoes, flags: '-w --equal-width', values: '-s -f -t --separator --format', matches: ['seq 1 5', 'seq -w 10'], not: ['seq 1 99999999', 'seq --x 1'] },
    { command: 'sleep|yes|expr|tput|clear|uuidgen|logname|tty|hostid|getconf|locale|errno|nproc|cal|ncal', level: 'SAFE', operands: 'text', anyOption: true, insensitive: true, matches: ['sleep 1', 'expr 1 + 1', 'cal 2026', 'tput cols', 'locale', 'nproc --all'], not: [] },
    { command: 'date|gdate', level: 'SAFE', operands: 'text', does: dateDoes, flags: '-u -R -j -n -I= --utc --universal --rfc-email --rfc-2822 --iso-8601= --debug --resolution', values: '-d --date --rfc-3339 -v -z -s --set', reads: '-f --file -r --reference', matches: ['date', 'date +%s', 'date -u -d yesterday', 'date -j -f %s 0 +%Y'], not: ['date -s 2020-01-01', 'date --set=x', 'date 010112002020', 'date --strange'] },
    { command: 'od|hexdump|hd|ghexdump', level: 'SAFE', operands: 'reads', flags: '-a -b -c -C -d -D -e -F -h -H -i -I -l -L -o -O -v -x -X -s= -w= --output-duplicates --traditional --canonical --one-byte-octal --one-byte-char --two-bytes-decimal --two-bytes-octal --two-bytes-hex --no-squeezing', values: '-A -j -N -S -t -n --address-radix --skip-bytes --read-bytes --strings --format --width --length --skip', reads: '-f --format-file', matches: ['od -c a', 'hexdump -C a'], not: ['od --x a'] },
    { command: 'xxd', level: 'SAFE', operands: 'text', maxOperands: 2, does: xxdDoes, flags: '-a -autoskip -b -bits -C -capitalize -d -e -E -EBCDIC -h -i -include -p -ps -plain -postscript -r -revert -u -v', values: '-c -cols -g -groupsize -l -len -n -name -o -offset -s -seek -skip -R', matches: ['xxd -l 120 a', 'xxd -p a', 'xxd'], not: ['xxd a b', 'xxd -r a'] },
    { command: 'strings|gstrings', level: 'SAFE', operands: 'reads', numeric: true, flags: '-a -f -w -o -d -i --all --data --print-file-name --include-all-whitespace', values: '-n -t -e -T -s -U -arch --bytes --radix --encoding --target --output-separator --unicode', matches: ['strings -n 8 a'], not: ['strings --x a'] },
    { command: 'md5sum|sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|b2sum|b3sum|cksum|sum|md5|sha1|sha256|sha512|shasum|crc32|xxhsum|xxh64sum|rhash|gsha256sum|gmd5sum', level: 'SAFE', operands: 'reads', flags: '-b -c -t -z -r -s= -q -p -x -U -0 -w -i -T -1 -n --binary --check --text --tag --zero --ignore-missing --quiet --status --strict --warn --untagged --raw --base64 --debug --UNIVERSAL --BITS', values: '-a -l --algorithm --length', matches: ['md5sum a', 'shasum -a 256 a', 'sha256sum -c a'], not: ['md5sum --x a'] },
    { command: 'base64|base32|basenc|gbase64', level: 'SAFE', operands: 'reads', flags: '-d -D -e -n -u -i -h --decode --encode --ignore-garbage --base64 --base64url --base32 --base32hex --base16 --base2msbf --base2lsbf --z85 --copyright', values: '-w -b --wrap --break', reads: '--input', writes: '-o --output', matches: ['base64 -d a', 'base64 a', 'base64 -w 0 a'], not: ['base64 -o out a', 'base64 -i a -o b'] },
    { command: 'iconv', level: 'SAFE', operands: 'reads', flags: '-c -l -s -v --list --silent --verbose', values: '-f -t --from-code --to-code --byte-subst --widechar-subst --unicode-subst', writes: '-o --output', matches: ['iconv -f UTF-8 -t ASCII a', 'iconv -l'], not: ['iconv -o b -f x -t y a'] },
    { command: 'bc', level: 'SAFE', operands: 'reads', flags: '-l -q -s -w -i -h -v -g -c -C -P -R -r -z --mathlib --quiet --standard --warn', values: '-e --expression -E --ibase -I --obase -O --scale -S --seed', reads: '-f --file', matches: ['bc -l', 'bc a'], not: ['bc --x'] },
    { command: 'dc', level: 'SAFE', operands: 'reads', values: '-e --expression', flags: '-h -V -x -i', does: dcDoes, matches: ["dc -e '1 2 + p'"], not: ["dc -e '!touch x'", 'dc a'] },
    { command: 'dos2unix|unix2dos|mac2unix|unix2mac', level: 'MODERATE', operands: 'text', does: dosDoes, flags: '-1252 -437 -850 -860 -863 -865 -7 -ascii -b -c= -D= -e -f -F -gb -i= -iso -k -l -m -n -O -o -p -q -r -R -s -S -ul -ub -u -v --keepdate --force --newfile --oldfile --quiet --to-stdout --verbose --add-bom --remove-bom --info=', matches: ['dos2unix a', 'dos2unix -n a b'], not: ['dos2unix -i a', 'unix2dos -O a'] },
    { command: 'split|gsplit|csplit', level: 'MODERATE', operands: 'text', numeric: true, does: splitDoes, flags: '-d -e -q -k -s -u -x -z --elide-empty-files --unbuffered --verbose --numeric-suffixes= --hex-suffixes= --keep-files --quiet --silent --suppress-matched', values: '-a -b -C -l -n -p -t -f --suffix-length --additional-suffix --bytes --line-bytes --lines --number --separator --filter --prefix --suffix-format --digits', matches: ['split -l 100 a', 'csplit a 10'], not: ['split a /etc/x'] },
  ],
};

/** Absurd widths make it take all memory. */
function columnDoes(parsed: Parsed): Deed | undefined {
  return (parsed.value('-c', '--output-width')?.text ?? '').length > 3 ? undefined : {};
}

function sortDoes(parsed: Parsed): Deed | undefined {
  const size = parsed.value('-S', '--buffer-size');
  if (size !== undefined && !/^(\d+[bkKM]?|\d{1,2}%)$/.test(size.text)) return undefined;
  if (parsed.has('--files0-from')) return undefined;
  const program = parsed.value('--compress-program');
  return program === undefined ? {} : { level: 'HIGH', runs: [{ kind: 'words', words: [program] }] };
}

function uniqDoes({ operands }: Parsed): Deed {
  return { touches: [...touching('read', operands.slice(0, 1)), ...touching('write', operands.slice(1))].filter(({ word }) => word.text !== '-') };
}

function seqDoes({ operands }: Parsed): Deed | undefined {
  return operands.every(({ text }) => /^[-+]?(\d{1,6})?(\.\d{1,4})?$/.test(text)) ? {} : undefined;
}

function dateDoes(parsed: Parsed): Deed {
  const sets = parsed.has('-s', '--set') || (!parsed.has('-j') && parsed.operands.some(({ text }) => !text.startsWith('+')));
  return sets ? { effects: [changesSystem('the clock of the machine')] } : {};
}

function xxdDoes(parsed: Parsed): Deed {
  const decodes = parsed.has('-r', '-revert');
  return { touches: [...touching('read', parsed.operands.slice(0, 1)), ...touching('write', parsed.operands.slice(1))].filter(({ word }) => word.text !== '-'), effects: decodes ? [unknownHere('xxd', 'turns hexadecimal text back into bytes')] : [] };
}

/** In older releases `!` starts a shell; comparisons such as `!<` are no such thing. */
function dcDoes(parsed: Parsed): Deed | undefined {
  const texts = parsed.values('-e', '--expression').map(({ text }) => text);
  if (texts.some((text) => /!(?![<>=])/.test(text))) return { effects: [runsCode('dc', 'its script starts a shell')] };
  return texts.length > 0 && parsed.operands.length === 0 ? {} : undefined;
}

function dosDoes(parsed: Parsed): Deed {
  const { operands } = parsed;
  if (parsed.has('-i', '--info', '-O', '--to-stdout')) return { touches: touching('read', operands) };
  return { touches: touching('write', parsed.has('-n', '--newfile') ? operands.filter((_, at) => at % 2 === 1) : operands) };
}

function splitDoes(parsed: Parsed, { program }: { program: string }): Deed {
  const prefix = (program === 'csplit' ? parsed.value('-f', '--prefix') : parsed.operands[1]) ?? { text: 'x', exact: true };
  const filter = parsed.value('--filter');
  return {
    touches: [...touching('read', parsed.operands.slice(0, 1)), ...(filter === undefined ? touching('write', [{ ...prefix, text: `${prefix.text}aa` }]) : [])],
    runs: filter === undefined ? [] : [{ kind: 'script', text: filter.text, dialect: 'bash', exact: filter.exact }],
  };
}
