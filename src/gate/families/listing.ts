import { printsSecrets } from '../analyse/effects.ts';
import type { Deed } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { isSecretFile } from '../paths.ts';
import { leavesFolder, touching } from './common.ts';

/** Programs that show names and attributes of files, and facts about the user and the machine. Letters are the union of GNU, BSD and macOS. */
export const listing: Family = {
  name: 'listing',
  globals: { flags: '--help --version' },
  rules: [
    {
      command: 'ls|dir|vdir|gls', level: 'SAFE', operands: 'lists', abbreviates: true, does: listDoes,
      flags: '-a -A -b -B -c -C -d -e -f -F -g -G -h -H -i -k -l -L -m -n -N -o -O -p -P -q -Q -r -R -s -S -t -u -U -v -W -x -X -y -Z -1 -@ -% -, -T= -I= -w= -D= --all --almost-all --author --escape --ignore-backups --color= --directory --dired --classify= --file-type --full-time --group-directories-first --no-group --human-readable --si --dereference-command-line --dereference-command-line-symlink-to-dir --hyperlink= --inode --kibibytes --dereference --numeric-uid-gid --literal --hide-control-chars --show-control-chars --quote-name --reverse --recursive --size --context --zero',
      values: '--block-size --format --hide --indicator-style --ignore --quoting-style --sort --time --time-style --tabsize --width',
      matches: ['ls', 'ls -la src', 'ls --color=never -1', 'ls -lt --rev'], not: ['ls --unknown', 'ls /etc'],
    },
    { command: 'exa|eza|lsd', level: 'SAFE', operands: 'lists', anyOption: true, defaultsToHere: true, matches: ['eza -la --git', 'lsd --tree src'], not: ['exa /etc'] },
    {
      command: 'tree', level: 'SAFE', operands: 'lists', defaultsToHere: true, reads: '--gitfile --infofile', writes: '-o', values: '-L -I -P -H -T --filelimit --charset --timefmt --sort --hintro --houtro',
      flags: '-a -d -f -i -l -x -p -u -g -s -h -D -F -q -N -Q -n -C -A -S -X -J -v -t -c -U -r --dirsfirst --filesfirst --noreport --gitignore --prune --du --si --inodes --device --ignore-case --matchdirs --metafirst --info --nolinks --sort= --hyperlink',
      matches: ['tree -L 2 src', 'tree'], not: ['tree -o out', 'tree -R -H . -L 1', 'tree --fromfile x'],
    },
    { command: 'stat|gstat', level: 'SAFE', operands: 'lists', flags: '-L -t= -x -f= -F -l -n -q -r -s --dereference --file-system --terse', values: '-c --format --printf --cached', matches: ['stat a', "stat -c '%y' a", 'stat -f %z a'], not: ['stat --strange a', 'stat /etc/passwd'] },
    {
      command: 'file', level: 'SAFE', operands: 'lists', reads: '-f --files-from -m --magic-file', values: '-e --exclude --exclude-quiet -F --separator -P --parameter',
      flags: '-b -c -d -D -E -h -i -I -k -l -L -n -N -p -r -s -S -v -0 --brief --checking-printout --extension --apple --mime --mime-type --mime-encoding --keep-going --list --dereference --no-dereference --no-buffer --no-pad --preserve-date --print0 --raw --special-files',
      matches: ['file a', 'file -b --mime-type a b'], not: ['file -C -m a', 'file -z a'],
    },
    {
      command: 'du|gdu', level: 'SAFE', operands: 'lists', defaultsToHere: true, reads: '-X --exclude-from', values: '-d --max-depth --exclude -t --threshold -B --block-size --time-style -I',
      flags: '-A -a -b -c -D -g -h -H -i -k -l -L -m -n -P -r -s -S -x -0 --all --apparent-size --bytes --total --dereference-args --human-readable --inodes --count-links --dereference --no-dereference --null --separate-dirs --si --summarize --one-file-system --time=',
      matches: ['du -sh src', 'du -d 1'], not: ['du --files0-from=x', 'du -sh /home'],
    },
    {
      command: 'df', level: 'SAFE', operands: 'lists', values: '-B --block-size -x --exclude-type -t --type', flags: '-a -b -c -g -h -H -i -I -k -l -m -n -P -T= -v -Y -, --all --human-readable --si --inodes --local --no-sync --output= --portability --total --print-type',
      matches: ['df -h', 'df -hT .', 'df -i'], not: ['df --sync'],
    },
    { command: 'basename|dirname', level: 'SAFE', operands: 'text', flags: '-a -z --multiple --zero', values: '-s --suffix', matches: ['basename a/b .ts', 'dirname /a/b'], not: ['basename --x a'] },
    {
      command: 'realpath|readlink|grealpath|greadlink', level: 'SAFE', operands: 'lists', values: '--relative-to --relative-base',
      flags: '-e -f -L -m -n -P -q -s -v -z --canonicalize --canonicalize-existing --canonicalize-missing --logical --physical --quiet --silent --no-symlinks --strip --zero --no-newline --verbose', matches: ['realpath a', 'readlink -f a'], not: ['realpath --x a'],
    },
    { command: 'pathchk|which|gwhich', level: 'SAFE', operands: 'text', flags: '-a -s -p -P --all --portability', matches: ['which node', 'which -a python3 node'], not: ['which --read-alias x'] },
    { command: 'whereis', level: 'SAFE', operands: 'text', flags: '-a -b -l -m -q -s -u -x', matches: ['whereis gcc'], not: ['whereis --x gcc'] },
    { command: 'lsattr|getfacl|getfattr|namei', level: 'SAFE', operands: 'lists', flags: '-a -c -d -e -E -h -l -L -m -n -o -p -P -R -s -t -v -x --absolute-names --omit-header --access --default --tabular --numeric --all-effective --long --modes --owners --vertical --no-dereference --skip-base', matches: ['lsattr a', 'getfacl a'], not: ['getfacl --strange a'] },
    {
      command: 'tokei|scc|loc|gocloc|sloccount|cloc|dust|duf|dua|erd|ffprobe|mediainfo|pdfinfo|exiftool|identify|exiv2|soxi|pngcheck', level: 'SAFE', operands: 'lists', numeric: true, does: describeDoes,
      flags: '-a -b -c -C -d= -e= -f= -F= -g= -h -H -i= -j -J -l= -m= -n= -N -p= -q -r -R -s= -S -t= -T -u -v= -w -x= -hide_banner -show_format -show_streams -show_entries= -print_format= -of= -v= -loglevel= -select_streams= -verbose --files --json --by-file --quiet --hidden --no-ignore --sort= --format= --csv --yaml --xml --hide-progress --apparent-size --reverse --all --verbose --wide --no-complexity --no-cocomo',
      values: '--exclude-dir --exclude --include-dir --include-lang --include-ext --exclude-ext --type --depth --languages --output-format', matches: ['tokei src', 'cloc --json src', 'ffprobe -hide_banner a.mp4', 'dust -d 2'], not: ['cloc --out=a src', 'exiftool -Author=x a.jpg', 'cloc --extract-with=./x a', 'scc -o a', 'dua i', 'ffprobe http://a.example/b', 'identify ephemeral:a', "identify '|touch x'"],
    },
    { command: 'pwd', level: 'SAFE', operands: 'none', flags: '-L -P --logical --physical', matches: ['pwd', 'pwd -P'], not: ['pwd x'] },
    { command: 'printenv', level: 'HIGH', operands: 'text', flags: '-0 --null', does: printenvDoes, matches: ['printenv', 'printenv API_KEY'], not: ['printenv PATH HOME'] },
    { command: 'locate|plocate|mlocate|mdfind', level: 'MODERATE', anyOption: true, does: { touches: [{ word: { text: '/', exact: true }, how: 'list' }] }, operands: 'text', insensitive: true, matches: ['locate x', "mdfind 'kind:pdf'"], not: [] },
  ],
};

/** Code and media are described; `name=value` would change a tag, a verb would delete. */
function describeDoes({ operands, options }: Parsed, { program }: { program: string }): Deed | undefined {
  const changes = options.some(({ name, value }) => program === 'exiftool' && (value !== undefined || /^-[a-z]$/i.test(name) && name !== '-a' && name !== '-s' && name !== '-j'));
  const verb = /^(exiv2|dua)$/.test(program) && operands[0] !== undefined && !/^(pr|print|a|aggregate)$/.test(operands[0].text);
  // an address is fetched, and a prefix such as `msl:` has a coder of its own
  return changes || verb || operands.some(({ text }) => /^([\w+.-]+:|[|@])/.test(text)) ? undefined : {};
}

function listDoes(parsed: Parsed): Deed {
  const { operands } = parsed;
  const bare = !parsed.has('-a', '-A', '-f', '-g', '-i', '-l', '-n', '-o', '-s', '--all', '--almost-all', '--inode', '--size', '--full-time');
  const names = bare && operands.every((word) => word.exact && !leavesFolder(word) && !isSecretFile(word.text));
  const here = operands.length === 0 ? touching('list', [{ text: '.', exact: true }]) : [];
  return { touches: here, ...(names ? { prints: 'names' } : {}) };
}

const harmlessVariables = /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|TERM|LANG|LC_\w+|TZ|EDITOR|VISUAL|PAGER|TMPDIR|HOSTNAME|DISPLAY|COLORTERM|XDG_\w+|NODE_ENV|VIRTUAL_ENV|GOPATH|JAVA_HOME)$/;

function printenvDoes({ texts }: Parsed): Deed {
  const harmless = texts.length > 0 && texts.every((name) => harmlessVariables.test(name));
  return harmless ? {} : { effects: [printsSecrets('the environment', 'variables may hold secrets')] };
}
