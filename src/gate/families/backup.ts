import { changesSystem, destroys, looks, looksAtInfra, printsSecrets, runsCode, sends } from '../analyse/effects.ts';
import { mergeDeeds, type Family, type Rule } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing, transfer } from './infraRules.ts';

/** Backup tools and clients of object stores. */

const dry = ['-n', '--dry-run'];
const unlessDry = (deed: (parsed: Parsed, call: Call) => Deed): NonNullable<Rule['does']> => (parsed, call) => (parsed.has(...dry) ? { effects: [looksAtInfra(nameOf(call))] } : deed(parsed, call));

const restic: Rule[] = [
  reading('restic snapshots|ls|list|find|stats|diff|check|cat|version|key', ['restic snapshots', 'restic ls latest', 'restic check'], ['restic snapshots --password-command x', 'restic key remove a'], { careful: '--password-command -o --option', does: (parsed, call) => (parsed.has('--password-command', '-o', '--option') ? { effects: [runsCode('restic', 'runs a program for its password or transport')] } : parsed.texts.some((text) => /^(remove|add|passwd)$/.test(text)) ? destruction('changes the keys of the repository', parsed.texts) : { effects: [looksAtInfra(nameOf(call))] }) }),
  { command: 'restic backup|copy|init|tag|unlock|mount|restore|dump|rewrite|migrate|recover|repair|rebuild-index|cache|self-update|generate', level: 'HIGH', operands: 'text', anyOption: true, does: unlessDry((parsed, call) => (parsed.has('--delete', '--forget') ? destruction('deletes what the snapshot does not hold', parsed.texts) : { effects: [sends('repository', nameOf(call))], touches: parsed.values('-t', '--target').map((word) => ({ word, how: 'write', recursive: true })) })), values: '-r --repo -p --password-file -t --target -e --exclude --tag --host -H --password-command', matches: ['restic backup src', 'restic restore latest --target out', 'restic mount m'], not: ['restic backup -n src', 'restic restore latest --delete --target a'] },
  { ...destroying('restic forget|prune', 'deletes snapshots', ['restic forget --keep-last 1 --prune', 'restic prune'], ['restic forget --dry-run --keep-last 1']), does: unlessDry((parsed) => destruction('deletes snapshots', parsed.texts)) },
];

const borg: Rule[] = [
  reading('borg list|info|diff|check|config|version|key', ['borg list repo::a', 'borg info repo', 'borg check repo'], ['borg check --repair repo', 'borg config repo a b', 'borg list --rsh x repo'], { values: '--rsh --remote-path --format -P --prefix -a --glob-archives', does: (parsed, call) => {
    if (parsed.has('--rsh', '--remote-path')) return { effects: [runsCode('borg', 'runs a program for its transport')] };
    if (parsed.has('--repair', '--delete')) return destruction('repairs by throwing away what does not fit', parsed.texts);
    if (call.words.some(({ text }) => text === 'key')) return { effects: [printsSecrets('borg key')] };
    return { effects: [call.words.some(({ text }) => text === 'config') && parsed.operands.length > 2 ? sends('repository', 'changes its settings') : looksAtInfra(nameOf(call))] };
  } }),
  { ...destroying('borg delete|prune|compact|recreate', 'deletes archives', ['borg delete repo::a', 'borg prune --keep-last 1', 'borg compact repo'], ['borg prune -n repo', 'borg list repo']), does: unlessDry((parsed) => destruction('deletes archives', parsed.texts)) },
  { command: 'borg create|extract|mount|umount|init|rename|break-lock|with-lock|upgrade|import-tar|export-tar|serve|benchmark', level: 'HIGH', operands: 'text', anyOption: true, does: unlessDry((parsed, call) => ({ effects: [sends(parsed.texts[0] ?? 'repository', nameOf(call))] })), matches: ['borg create repo::a src', 'borg extract repo::a', 'borg mount repo m'], not: ['borg extract --dry-run repo::a', 'borg create -n repo::a src'] },
];

const isStore = ({ text }: Word): boolean => /^[\w-]+:/.test(text) && !/^[A-Za-z]:[\\/]/.test(text);

/** A remote made up on the spot carries its own settings, among them programs. */
const rcloneCareful = (parsed: Parsed): Deed => (parsed.texts.some((text) => /^:|^[\w-]+,/.test(text)) || parsed.has('--password-command', '--config', '--metadata-mapper') || parsed.options.some(({ name }) => /-(command|program|ssh)$/.test(name)) ? { effects: [runsCode('rclone', 'settings or a program from elsewhere')] } : {});

const rclone: Rule[] = [
  { ...reading('rclone ls|lsd|lsl|lsf|lsjson|size|about|tree|check|checksum|cryptcheck|md5sum|sha1sum|hashsum|listremotes|version|cat|ncdu|help|features', ['rclone ls remote:a', 'rclone about remote:', 'rclone check src remote:a'], ['rclone ls remote:a --password-command x']), does: (parsed, call) => mergeDeeds([{ effects: [looksAtInfra(nameOf(call))], touches: parsed.operands.filter((word) => !isStore(word)).map((word) => ({ word, how: 'read', recursive: true })) }, rcloneCareful(parsed)]) },
  { ...destroying('rclone delete|deletefile|purge|rmdir|rmdirs|cleanup|sync|dedupe|bisync', 'deletes files, also those that the source does not hold', ['rclone delete remote:a', 'rclone purge remote:a', 'rclone sync src remote:a', 'rclone sync remote:a out'], ['rclone sync -n a b', 'rclone copy a b']), does: unlessDry((parsed) => ({ ...destruction('deletes files, also those that the source does not hold', parsed.texts.slice(-1)), alternative: 'rclone with --dry-run shows what would go.' })) },
  { command: 'rclone copy|copyto|move|moveto|copyurl|rcat|mkdir|touch', level: 'HIGH', operands: 'text', anyOption: true, does: unlessDry((parsed, call) => mergeDeeds([transfer(parsed.operands, isStore, call) ?? { effects: [sends(parsed.texts.join(' '))] }, /^move/.test(call.words.find(({ text }) => !text.startsWith('-'))?.text ?? '') ? { effects: [destroys(parsed.texts[0] ?? 'source', 'removes the sources once they are copied')] } : {}, rcloneCareful(parsed)])), matches: ['rclone copy src remote:a', 'rclone mkdir remote:a'], not: ['rclone copy remote:a out', 'rclone copy -n src remote:a', 'rclone move src remote:a'] },
  { command: 'rclone config|obscure|reveal|authorize', level: 'HIGH', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [printsSecrets(nameOf(call)), changesSystem('rclone configuration')] }), matches: ['rclone config show', 'rclone config'], not: ['rclone listremotes'] },
  changing('rclone', 'serves, mounts or changes a store', ['rclone mount remote: m', 'rclone serve http remote:', 'rclone rc x'], ['rclone version']),
];

const stores: Rule[] = [
  reading('s3cmd ls|la|info|du|--version|accesslog', ['s3cmd ls s3://a', 's3cmd info s3://a/b'], ['s3cmd del s3://a/b']),
  destroying('s3cmd del|rm|rb|expire|multipart', 'deletes objects or buckets', ['s3cmd del --recursive s3://a', 's3cmd rb s3://a'], ['s3cmd ls']),
  { command: 's3cmd get|put|sync|cp|mv', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed, call) => (parsed.has('--delete-removed', '--delete-after') ? destruction('deletes at the destination what the source does not hold', parsed.texts.slice(-1)) : parsed.has(...dry) ? { effects: [looksAtInfra(nameOf(call))] } : transfer(parsed.operands, ({ text }) => text.startsWith('s3://'), call)), matches: ['s3cmd put a s3://b'], not: ['s3cmd get s3://a/b c', 's3cmd sync --delete-removed a s3://b'] },
  changing('s3cmd|s5cmd|aws-s3', 'changes the store', ['s3cmd mb s3://a', 's3cmd setacl s3://a', 's5cmd cp a s3://b'], ['s3cmd ls', 's5cmd ls', 's5cmd rm s3://a'], { does: (parsed, call) => (call.program !== 's5cmd' ? { effects: [sends(nameOf(call))] } : /^(ls|du|head|version|cat)$/.test(parsed.texts[0] ?? '') ? { effects: [looksAtInfra(nameOf(call))] } : /^(rm|rb)$/.test(parsed.texts[0] ?? '') || parsed.has('--delete') ? destruction('deletes objects', parsed.texts.slice(1)) : { effects: [sends(nameOf(call))] }) }),
  reading('mc ls|stat|tree|du|find|diff|cat|head|ping|version|ready', ['mc ls a/b', 'mc stat a/b'], ['mc rm a/b', 'mc find a --exec x'], { careful: '--exec --exec-cmd --watch' }),
  destroying('mc rm|rb|replicate|ilm|undo|retention|legalhold', 'deletes objects, buckets or their rules', ['mc rm --recursive --force a/b', 'mc rb a'], ['mc ls']),
  destroying('mc admin ** remove|rm|stop|delete|disable|detach', 'removes users, policies or servers', ['mc admin user remove a b'], ['mc ls']),
  { command: 'mc mirror|cp|mv|put|get|pipe', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed, call) => (parsed.has('--remove', '--overwrite') && call.words.some(({ text }) => text === 'mirror') ? destruction('deletes at the destination what the source does not hold', parsed.texts.slice(-1)) : { effects: [sends(nameOf(call), 'copies between stores')] }), matches: ['mc cp a b/c', 'mc mirror a b'], not: ['mc mirror --remove a b'] },
  changing('mc', 'changes the store, or opens a file manager', ['mc alias set a b c d', 'mc mb a', 'mc'], ['mc ls']),
  reading('duplicity collection-status|list-current-files|verify', ['duplicity collection-status a'], ['duplicity full a b']),
  destroying('duplicity remove-older-than|remove-all-but-n-full|remove-all-inc-of-but-n-full|cleanup', 'deletes backups', ['duplicity remove-older-than 1D --force a'], ['duplicity verify a b']),
  changing('duplicity|rdiff-backup|kopia|bacula|borgmatic|snapper|timeshift|duplicati-cli|tarsnap', 'makes, restores or deletes backups', ['duplicity full a b', 'kopia snapshot create a'], ['kopia snapshot list', 'kopia snapshot delete a'], { does: (parsed, call) => (parsed.texts.some((text) => /^(delete|remove|expire|prune|nuke|forget)/.test(text)) || parsed.has('--delete', '--remove-older-than', '-d', '--nuke') ? destruction('deletes backups', parsed.texts) : { effects: [parsed.texts.includes('list') || parsed.texts.includes('status') ? looks(nameOf(call)) : sends(nameOf(call), 'makes or restores backups')] }) }),
  revealing('mc admin config|user|policy|info get|info|export|list', ['mc admin config export a'], ['mc ls']),
];
export const backup: Family = {
  name: 'backups',
  help: '--help -h',
  globals: { values: '-r --repo --repository-file --config-dir --cache-dir -c', reads: '--password-file', flags: '-v --verbose -q --quiet --json --no-lock --progress --info --debug -P --force --recursive' },
  rules: [...restic, ...borg, ...rclone, ...stores],
};
