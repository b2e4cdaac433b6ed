import { destroys, fetches, looks, runsCode, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Deed, Touch, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';

const flags = '-v --verbose -q --quiet --no-motd -c --checksum -a --archive -r --recursive -R --relative -b --backup -u --update --inplace --append --append-verify -d --dirs --old-dirs --mkpath -l --links -L --copy-links --copy-unsafe-links --safe-links --munge-links -k --copy-dirlinks -K --keep-dirlinks -H --hard-links -p --perms -E --executability -A --acls -X --xattrs -o --owner -g --group --devices --specials -D -t --times -U --atimes --open-noatime -N --crtimes -O --omit-dir-times -J --omit-link-times --super --fake-super -S --sparse --preallocate -W --whole-file -x --one-file-system --existing --ignore-existing --ignore-errors --force --delay-updates -m --prune-empty-dirs --numeric-ids -I --ignore-times --size-only -y --fuzzy -z --compress --old-compress --new-compress --zc -C --cvs-exclude -F -0 --from0 -s --secluded-args --protect-args --old-args --trust-sender --copy-as -8 --8-bit-output -h --human-readable --progress -P --partial -i --itemize-changes --list-only -4 --ipv4 -6 --ipv6 --blocking-io --stats --no-implied-dirs --fsync -n --dry-run --del --delete --delete-before --delete-during --delete-delay --delete-after --delete-excluded --delete-missing-args --ignore-missing-args --remove-source-files --remove-sent-files --version --write-devices --copy-devices --no-i-r --no-inc-recursive --no-perms --no-owner --no-group --no-times --no-links --no-devices --no-specials --no-whole-file --no-compress --no-recursive --no-o --no-g --no-p --no-t --no-D --no-W --inc-recursive --msgs2stderr --help';
const values = '--info --debug --stderr --backup-dir --suffix --chmod --block-size -B --max-delete --max-size --min-size --max-alloc --contimeout --timeout -@ --modify-window --compress-choice --compress-level --zl --skip-compress -f --filter --exclude --include --partial-dir --usermap --groupmap --chown --port --sockopts --outbuf --remote-option -M --out-format --log-file-format --bwlimit --stop-after --stop-at --protocol --iconv --checksum-seed --checksum-choice --cc -e --rsh --rsync-path --address -T --temp-dir --early-input';
const isRemote = ({ text }: Word): boolean => text.startsWith('rsync://') || /^[^/\\]+:/.test(text) && !/^[A-Za-z]:[\\/]/.test(text);

function rsyncDoes(parsed: Parsed): Deed | undefined {
  if (parsed.has('--version', '--help')) return { effects: [looks('rsync')] };
  const to = parsed.operands.at(-1);
  const from = parsed.operands.length > 1 ? parsed.operands.slice(0, -1) : parsed.operands;
  if (to === undefined) return undefined;
  const lists = parsed.operands.length === 1 || parsed.has('--list-only', '-n', '--dry-run');
  const sources: Touch[] = from.filter((word) => !isRemote(word)).map((word) => ({ word, how: lists ? 'list' : 'read', recursive: parsed.has('-a', '--archive', '-r', '--recursive') }));
  const program = parsed.has('-e', '--rsh', '--rsync-path', '-M', '--remote-option', '--iconv', '--copy-as') ? programs(parsed) : [];
  const network = parsed.operands.filter(isRemote).map(({ text }) => (isRemote(to) && !lists ? sends(text, 'copies to another machine') : fetches(text)));
  if (lists) return { effects: [...network, ...program], touches: sources };
  const deletes = parsed.options.some(({ name }) => name.startsWith('--del'));
  const moves = parsed.has('--remove-source-files', '--remove-sent-files');
  const lost = deletes ? to.text : moves ? from.map(({ text }) => text).join(' ') : undefined;
  return {
    effects: [...network, ...program, ...(lost === undefined ? [] : [destroys(lost, deletes ? 'deletes at the destination what the source does not hold' : 'deletes the sources once they are copied')])],
    touches: [...sources, ...(isRemote(to) ? [] : [{ word: to, how: deletes ? 'delete' : 'write', recursive: true } as const]), ...(moves ? from.filter((word) => !isRemote(word)).map((word) => ({ word, how: 'delete', recursive: true }) as const) : [])],
    ...(lost === undefined ? {} : { target: lost, alternative: 'rsync -n shows what would go.' }),
  };
}

/** The usual remote shell with plain options is no program of its own. */
const programs = (parsed: Parsed): ReturnType<typeof runsCode>[] => {
  const shell = parsed.value('-e', '--rsh');
  const usual = shell === undefined || (shell.exact && /^ssh( -(p \d+|[46CqT]|i \S+))*$/.test(shell.text));
  return usual && !parsed.has('--rsync-path', '-M', '--remote-option', '--copy-as') ? [] : [runsCode(shell?.text ?? 'rsync', 'connects through a program, or runs one on the other side')];
};

export const rsync: Family = {
  name: 'rsync',
  rules: [{
    command: 'rsync|openrsync', level: 'MODERATE', operands: 'text', flags, values, reads: '--exclude-from --include-from --files-from --password-file --compare-dest --copy-dest --link-dest --read-batch', writes: '--log-file --write-batch --only-write-batch', does: rsyncDoes,
    matches: ['rsync -a src/ build/', 'rsync -avz --exclude node_modules a b'],
    not: ['rsync -n -a src/ build/', 'rsync -a --delete a/ b/', 'rsync -a src/ host:dest/', 'rsync -e "sh -c x" a host:b', 'rsync --remove-source-files a b', 'rsync -a a /etc/b', 'rsync -a --del a b'],
  }],
};
