import { fetches, sends, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Touch, Word } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import { parseOptions, type OptionTable } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

const table: OptionTable = {
  flags: '-A -c -d -r -t -u -x -a -B -G -h -i -j -J -k -l -m -M -n -o -O -p -P -R -s -S -U -v -w -W -y -z -Z -? --catenate --concatenate --create --delete --diff --compare --append --list --test-label --update --extract --get --check-device --no-check-device --sparse --keep-old-files --keep-newer-files --keep-directory-symlink --no-overwrite-dir --one-top-level= --overwrite --overwrite-dir --recursive-unlink --remove-files --skip-old-files --unlink-first --verify --to-stdout --ignore-command-error --no-ignore-command-error --atime-preserve= --delay-directory-restore --no-delay-directory-restore --no-same-owner --no-same-permissions --numeric-owner --preserve-permissions --same-permissions --same-owner --preserve-order --same-order --touch --acls --no-acls --selinux --no-selinux --xattrs --no-xattrs --force-local --multi-volume --ignore-zeros --read-full-records --auto-compress --no-auto-compress --bzip2 --xz --lzip --lzma --lzop --gzip --gunzip --ungzip --compress --uncompress --zstd --exclude-backups --exclude-caches --exclude-caches-all --exclude-caches-under --exclude-ignore --exclude-vcs --exclude-vcs-ignores --no-null --no-recursion --no-unquote --no-verbatim-files-from --null --recursion --unquote --verbatim-files-from --dereference --hard-dereference --absolute-names --one-file-system --anchored --ignore-case --no-anchored --no-ignore-case --no-wildcards --no-wildcards-match-slash --wildcards --wildcards-match-slash --checkpoint= --full-time --show-defaults --show-omitted-dirs --show-transformed-names --show-stored-names --totals= --utc --verbose --interactive --confirmation --backup= --incremental --old-archive --portability --posix --check-links --seek --no-seek --restrict --block-number --fflags --no-fflags --mac-metadata --no-mac-metadata --no-xattrs --insecure --fast-read --clear-nochange-fflags --help --usage --version',
  values: '-C -f -F -g -H -I -K -L -N -T -V -X -b --directory --file --info-script --new-volume-script --listed-incremental --format --use-compress-program --starting-file --tape-length --newer --after-date --newer-mtime --files-from --label --exclude-from --blocking-factor --record-size --level --ignore-failed-read --occurrence --to-command --group --group-map --owner --owner-map --mode --mtime --clamp-mtime --sort --set-mtime-command --rmt-command --rsh-command --volno-file --exclude --exclude-tag --exclude-tag-all --exclude-tag-under --exclude-ignore-recursive --add-file --strip-components --transform --xform --suffix --checkpoint-action --index-file --hole-detection --sparse-version --quote-chars --no-quote-chars --quoting-style --warning --pax-option --options --uid --gid --uname --gname --passphrase --include --cd --lrzip',
};

/** tar of GNU and BSD: the first word may be letters without a dash. */
export const tar: Family = {
  name: 'tar',
  rules: [{
    command: 'tar|gtar|bsdtar', level: 'SAFE', insensitive: true, does: unlessHelp((_, call) => tarDoes(call)),
    matches: ['tar tf a.tar', 'tar -tvf a.tar', 'tar tvjf a.tar.bz2', 'tar --list --file=a.tar', 'tar -xOf a.tar b'],
    not: ['tar -tf a.tar --to-command=x', 'tar xf a.tar', 'tar cf a.tar b', 'tar -I ./x -tf a', 'tar tf a --checkpoint=1 --checkpoint-action=exec=x', 'tar tf host:a', 'tar -tf a --use-compress-prog=./x', 'tar -t --strange', 'tar xPf a', 'tar -rf a b', 'tar tf a -F ./x'],
  }],
};

/** `xzf a b` → `-x -z -f a b`: letters that take a value take the next words in turn. */
function dashed(words: readonly Word[]): Word[] {
  const [first, ...rest] = words;
  if (first === undefined || !first.exact || first.text.startsWith('-')) return [...words];
  return [...first.text].flatMap((letter) => [plain(`-${letter}`), ...('CfFgHIKLNTVXb'.includes(letter) ? rest.splice(0, 1) : [])]).concat(rest);
}

function tarDoes(call: Call): Deed {
  const parsed = parseOptions(dashed(call.words), { table, style: 'gnu', abbreviates: true });
  const archive = parsed.value('-f', '--file');
  const { operands } = parsed;
  const folders = parsed.values('-C', '--directory', '--cd');
  const into = folders.length > 0 ? folders : [plain('.')];
  const lists = parsed.has('-t', '--list', '-d', '--diff', '--compare', '--test-label');
  const extracts = parsed.has('-x', '--extract', '--get');
  const printed = parsed.has('-O', '--to-stdout');
  const isStream = archive === undefined || archive.text === '-';
  const archiveTouch = (how: Touch['how']): Touch[] => (isStream ? [] : touching(how, [archive]));
  const touches: Touch[] = [...touching('read', parsed.values('-T', '-X', '--files-from', '--exclude-from')), ...touching('write', parsed.values('-g', '--listed-incremental', '--index-file', '--volno-file'))];
  if (lists || (extracts && printed)) touches.push(...archiveTouch('read'));
  else if (extracts) touches.push(...archiveTouch('read'), ...touching('change', into, true));
  else touches.push(...archiveTouch(parsed.has('-c', '--create') ? 'write' : 'append'), ...touching(isStream ? 'read' : 'list', operands, true), ...touching('read', operands), ...touching('list', folders));
  const overwrites = extracts && !printed && !parsed.has('-k', '--keep-old-files', '--skip-old-files');
  const remote = !isStream && /^[^/]+:/.test(archive.text) && !parsed.has('--force-local');
  return {
    touches,
    runs: runsOf(parsed.values.bind(parsed)),
    effects: [
      ...[...parsed.unknown, ...parsed.unsure.map(({ text }) => text), ...parsed.values('-T', '--files-from').map(({ text }) => text)].map((text) => unknownHere('tar', `${text} is not known to be harmless`)),
      ...(overwrites ? [unknownHere('tar', 'replaces files of the same names as in the archive')] : []),
      ...(remote ? [lists ? fetches(archive.text) : sends(archive.text)] : []),
    ],
    ...(parsed.has('-P', '--absolute-names') && extracts ? { level: 'HIGH', reasons: ['The archive may write anywhere.'] } : {}),
    ...(parsed.has('--remove-files', '--recursive-unlink', '--delete') ? { level: 'DESTRUCTIVE', target: operands.at(-1)?.text ?? archive?.text ?? 'tar', reasons: ['Deletes what it has put away, or members of the archive.'] } : {}),
  };
}

function runsOf(values: (...names: string[]) => Word[]): Run[] {
  const scripts = [...values('--to-command', '-F', '--info-script', '--new-volume-script', '-I', '--use-compress-program', '--rsh-command', '--rmt-command', '--set-mtime-command'), ...values('--checkpoint-action').flatMap((word) => (word.text.startsWith('exec=') ? [{ ...word, text: word.text.slice(5) }] : []))];
  return scripts.filter(({ text }) => !/^(gzip|pigz|bzip2|pbzip2|xz|pixz|zstd|lz4|lzip|lzop|unzstd|zstdmt)( -[\dT]+| --threads=\d+| --long(=\d+)?)*$/.test(text)).map(({ text, exact }) => ({ kind: 'script', text, dialect: 'bash', exact }));
}
