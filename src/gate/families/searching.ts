import type { Deed, Run, Touch, Word } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { isSecretFile } from '../paths.ts';
import { leavesFolder, touching } from './common.ts';

/** Programs that search the content of files. */
export const searching: Family = {
  name: 'searching',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'grep|egrep|fgrep|ggrep|gegrep|rgrep|zgrep|zegrep|zfgrep|bzgrep|xzgrep|zstdgrep', level: 'SAFE', operands: 'text', numeric: true, abbreviates: true, does: grepDoes,
      flags: '-i -v -n -l -L -c -o -w -x -E -F -G -P -q -s -S -H -h -a -I -J -M -O -p -b -z -Z -T -r -R -u -U -y --basic-regexp --binary --byte-offset --color= --colour= --count --dereference-recursive --extended-regexp --files-with-matches --files-without-match --fixed-strings --ignore-case --initial-tab --invert-match --line-buffered --line-number --line-regexp --no-filename --no-ignore-case --no-messages --null --null-data --only-matching --perl-regexp --quiet --recursive --silent --text --unix-byte-offsets --with-filename --word-regexp --mmap --bz2decompress --decompress --lzma --xz -C= --context= --no-group-separator',
      values: '-e -A -B -m -d -D --regexp --after-context --before-context --max-count --include --exclude --exclude-dir --include-dir --label --binary-files --devices --directories --group-separator', reads: '-f --file --exclude-from',
      matches: ['grep -n foo a.ts', "grep -rn foo --include='*.ts' src", 'grep -e a -e b c', 'grep -C 3 a b', 'grep -r foo .'], not: ['grep --strange x', 'grep foo .env', 'grep foo /etc/hosts', 'grep -f .env a'],
    },
    {
      command: 'rg', level: 'SAFE', operands: 'text', numeric: true, does: ripgrepDoes,
      flags: '-n -N -i -s -S -w -x -l -c -v -o -F -P -U -H -I -q -p -a -0 -L -b -u -. -h -V --auto-hybrid-regex --binary --block-buffered --byte-offset --case-sensitive --column --count --count-matches --crlf --debug --files --files-with-matches --files-without-match --fixed-strings --follow --glob-case-insensitive --heading --hidden --ignore-case --ignore-file-case-insensitive --include-zero --invert-match --json --line-buffered --line-number --line-regexp --max-columns-preview --mmap --multiline --multiline-dotall --no-config --no-filename --no-heading --no-ignore --no-ignore-dot --no-ignore-exclude --no-ignore-files --no-ignore-global --no-ignore-messages --no-ignore-parent --no-ignore-vcs --no-json --no-line-number --no-messages --no-mmap --no-pcre2-unicode --no-require-git --no-unicode --null --null-data --one-file-system --only-matching --passthru --passthrough --pcre2 --pcre2-version --pretty --print0 --quiet --smart-case --sort-files --stats --stop-on-nonmatch --text --trace --trim --type-list --unicode --unrestricted --vimgrep --with-filename --word-regexp --no-hidden --ignore --no-column --no-pre --no-stats --no-trim --no-text --no-context-separator',
      values: '-e -g -t -T -A -B -C -m -d -M -r -j -E --after-context --before-context --color --colors --context --context-separator --dfa-size-limit --encoding --engine --field-context-separator --field-match-separator --generate --glob --hyperlink-format --iglob --max-columns --max-count --max-depth --maxdepth --max-filesize --path-separator --regexp --regex-size-limit --replace --sort --sortr --threads --type --type-add --type-clear --type-not --pre --pre-glob --hostname-bin', reads: '-f --file --ignore-file',
      matches: ['rg foo', "rg -n 'a b' src -g '*.ts'", 'rg --files', "rg -g '!dist' foo", 'rg --json foo .', 'rg --hidden foo'], not: ['rg --pre ./a foo', 'rg --hostname-bin=./a foo', 'rg -z foo', 'rg --search-zip foo', 'rg foo ../x', 'rg foo .env'],
    },
    { command: 'ag|ack|ack-grep|ugrep|pt|sift', level: 'SAFE', operands: 'text', numeric: true, does: agDoes, flags: '-a -c -g= -H -h -i -l -L -n -N -o -q -Q -r -R -s -S -v -w -x -z= --ackmate --all-text --all-types --nobreak --break --color --nocolor --column --count --files-with-matches --files-without-matches --filename --nofilename --follow --nofollow --group --nogroup --heading --noheading --ignore-case --smart-case --case-sensitive --line-numbers --list-file-types --literal --match --numbers --nonumbers --only-matching --print-long-lines --recurse --norecurse --no-recurse --silent --stats --stats-only --vimgrep --word-regexp --fixed-strings --help-types -f', values: '-A -B -C -G -m -t --after --before --context --depth --file-search-regex --ignore --ignore-dir --max-count --type --width -W', matches: ['ag foo src', 'ack -i foo'], not: ['ag --pager ./x foo', 'ack --pager=./x foo', 'ag foo /etc', 'ag --hidden foo'] },
  ],
};

/** Files of these kinds hold code or prose, and none of the names of secrets. */
const proseOrCode = /\.(ts|tsx|js|jsx|mjs|cjs|mts|cts|py|pyi|go|rs|java|kt|rb|php|c|h|cc|cpp|hpp|cs|swift|scala|sh|css|scss|less|html|vue|svelte|md|mdx|txt|rst|sql|proto|graphql|lock|toml|xml|svg|csv|log)$/;

/** Searched files: what stands after the pattern, which may be an option's value. */
function searched(parsed: Parsed, patternOptions: readonly string[]): readonly Word[] {
  return parsed.has(...patternOptions) ? parsed.operands : parsed.operands.slice(1);
}

const staysInside = (words: readonly Word[]): boolean => words.every((word) => word.exact && !leavesFolder(word) && !isSecretFile(word.text));
const notStream = ({ word }: Touch): boolean => word.text !== '-';

function grepDoes(parsed: Parsed, { program }: { program: string }): Deed {
  const files = searched(parsed, ['-e', '-f', '--regexp', '--file']);
  const recursive = program === 'rgrep' || parsed.has('-r', '-R', '--recursive', '--dereference-recursive') || parsed.values('-d', '--directories').some(({ text }) => text === 'recurse');
  const places = files.length === 0 && recursive ? [plain('.')] : files;
  const included = parsed.values('--include');
  const onlyProse = included.length > 0 && included.every(({ text, exact }) => exact && proseOrCode.test(text) && !/[{}]/.test(text));
  const named = parsed.has('-l', '-L', '--files-with-matches', '--files-without-match') && staysInside(places);
  const followsLinks = parsed.has('-R', '--dereference-recursive');
  return { touches: touching(recursive && onlyProse && !followsLinks ? 'list' : 'read', places, recursive).filter(notStream).map((touch) => ({ ...touch, followsLinks })), ...(named ? { prints: 'names' } : {}) };
}

function ripgrepDoes(parsed: Parsed, { stdin }: { stdin: { kind: string } }): Deed {
  const lists = parsed.has('--files', '--type-list', '--pcre2-version', '-V', '--generate');
  const files = lists ? parsed.operands : searched(parsed, ['-e', '-f', '--regexp', '--file']);
  const asksOnly = parsed.has('--type-list', '--pcre2-version', '-V', '--version', '--help', '-h', '--generate');
  const places = files.length > 0 || asksOnly || (stdin.kind !== 'none' && !lists) ? files : [plain('.')];
  const shown = parsed.has('-.', '-u', '--hidden', '--unrestricted', '--no-ignore', '--no-ignore-dot', '--no-ignore-exclude', '--no-ignore-files', '--no-ignore-global', '--no-ignore-parent', '--no-ignore-vcs');
  const chosen = !parsed.values('-g', '--glob', '--iglob').every(isHarmlessGlob);
  const programs = parsed.values('--pre', '--hostname-bin').filter(({ text }) => text !== '');
  const named = (lists || parsed.has('-l', '--files-with-matches', '--files-without-match')) && !shown && !chosen && staysInside(places);
  return {
    touches: places.filter(({ text }) => text !== '-').map((word): Touch => ({ word, how: lists ? 'list' : 'read', recursive: true, followsLinks: parsed.has('-L', '--follow'), ...(shown || chosen ? {} : { skipsHidden: true }) })),
    runs: programs.map((program): Run => ({ kind: 'words', words: [program] })),
    ...(programs.length > 0 ? { level: 'HIGH' } : {}),
    ...(named ? { prints: 'names' } : {}),
  };
}

/** A glob of inclusion beats ripgrep's rule to skip hidden and ignored files, so its kinds have to be harmless. */
function isHarmlessGlob({ text, exact }: Word): boolean {
  if (!exact) return false;
  if (text.startsWith('!')) return true;
  const braced = /^[^{}]*\.\{([\w,]+)\}$/.exec(text)?.[1];
  return braced === undefined ? proseOrCode.test(text) && !/[{}]/.test(text) : braced.split(',').every((kind) => proseOrCode.test(`.${kind}`));
}

function agDoes(parsed: Parsed): Deed {
  const byName = parsed.has('-g', '-f', '--help-types', '--list-file-types');
  const files = byName && !parsed.has('-G') ? parsed.operands : searched(parsed, ['--match']);
  return { touches: (files.length === 0 ? [plain('.')] : files).map((word): Touch => ({ word, how: byName ? 'list' : 'read', recursive: true, skipsHidden: true, followsLinks: parsed.has('-f', '--follow') })) };
}
