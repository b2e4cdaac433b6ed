import { destroys, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Touch, Word } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { isWide, leavesFolder, touching, unlessHelp, within } from './common.ts';

const rightsFlags = '-c -f -h -H -L -n -P -R -v -E -C -N -i -I --changes --silent --quiet --verbose --dereference --no-dereference --no-preserve-root --preserve-root --recursive';

/** Programs that make, move, remove files or change their attributes. What an overwrite or a delete costs is judged where the files are looked at. */
export const fileChanges: Family = {
  name: 'file changes',
  globals: { flags: '--help --version' },
  rules: [
    { command: 'mkdir|gmkdir|rmdir|mkfifo', level: 'MODERATE', flags: '-p -v -Z= --parents --verbose --context= --ignore-fail-on-non-empty', values: '-m --mode', operands: 'text', does: unlessHelp(({ operands }) => ({ touches: touching('change', operands) })), matches: ['mkdir -p a/b', 'rmdir a'], not: ['mkdir /etc/x', 'mkdir --help'] },
    { command: 'touch|gtouch', level: 'MODERATE', operands: 'text', flags: '-a -c -f -h -m --no-create --no-dereference', values: '-d -t -A --date --time', reads: '-r --reference', does: unlessHelp(({ operands }) => ({ touches: touching('change', operands) })), matches: ['touch a b', 'touch -d yesterday a'], not: ['touch /etc/x', 'touch --help'] },
    {
      command: 'cp|gcp|ditto', level: 'MODERATE', operands: 'text', abbreviates: true, does: unlessHelp(copyDoes),
      flags: '-a -b -c -d -f -H -i -l -L -n -N -p -P -r -R -s -S= -T -u -v -V -x -X -Z= --archive --attributes-only --backup= --copy-contents --debug --force --interactive --link --dereference --no-clobber --no-dereference --preserve= --no-preserve= --parents --recursive --reflink= --remove-destination --sparse= --strip-trailing-slashes --symbolic-link --no-target-directory --update= --verbose --keep-directory-symlink --one-file-system --context= --rsrc --norsrc --extattr --noextattr --acl --noacl --qtn --noqtn --clone --noclone --nocache', values: '-t --target-directory --suffix --arch --bom',
      matches: ['cp a b', 'cp -r a b', 'cp -t d a b'], not: ['cp a /etc/b', 'cp .env x', 'cp --help'],
    },
    {
      command: 'mv|gmv', level: 'MODERATE', operands: 'text', abbreviates: true, does: unlessHelp(moveDoes), flags: '-b -f -h -i -n -T -u -v -Z --backup= --debug --exchange --force --interactive --no-clobber --no-copy --strip-trailing-slashes --no-target-directory --update= --verbose --context', values: '-t -S --target-directory --suffix',
      matches: ['mv a b', 'mv a b c'], not: ['mv a /dev/null', 'mv a /etc/b', 'mv --force --verbose a /dev/null', 'mv a /dev/null b'],
    },
    {
      command: 'ln|gln', level: 'MODERATE', operands: 'text', does: unlessHelp(linkDoes), flags: '-b -d -f -F -h -i -L -n -P -r -s -T -v -w --backup= --directory --force --interactive --logical --no-dereference --physical --relative --symbolic --no-target-directory --verbose', values: '-S -t --suffix --target-directory',
      matches: ['ln -s a b', 'ln a b'], not: ['ln -s /etc x', 'ln -s a /usr/b'],
    },
    { command: 'link', level: 'MODERATE', operands: 'text', maxOperands: 2, does: linkDoes, matches: ['link a b'], not: ['link /etc/passwd b'] },
    {
      command: 'rm|grm', level: 'HIGH', operands: 'text', abbreviates: true, does: unlessHelp(removeDoes), flags: '-d -f -i -I -P -r -R -v -W -x --dir --force --interactive= --one-file-system --no-preserve-root --preserve-root= --recursive --verbose',
      matches: ['rm a.txt', 'rm -i a b', 'rm -f a', 'rm'], not: ['rm -rf build', 'rm -r -f x', 'rm --recursive x', 'rm -fR x', 'rm -rf .', 'rm -f /', 'rm / -rf', 'rm --help'],
    },
    { command: 'unlink', level: 'HIGH', operands: 'deletes', maxOperands: 1, matches: ['unlink a'], not: ['unlink --help'] },
    { command: 'trash|trash-put|gio-trash|rmtrash', level: 'MODERATE', operands: 'text', flags: '-d -f -i -r -R -v -F', does: ({ operands }): Deed => ({ touches: touching('change', operands), effects: [unknownHere('trash', 'moves to the trash, from where it can come back')] }), matches: ['trash a'], not: ['trash /a'] },
    { command: 'trash-empty|trash-rm|rimraf|del-cli|srm|wipe|shred|gshred', level: 'DESTRUCTIVE', operands: 'text', anyOption: true, does: unlessHelp(({ operands }, { program }) => gone(program, operands, 'gone for good')), matches: ['shred -u a', 'rimraf dist', 'trash-empty'], not: ['shred --help'] },
    {
      command: 'truncate|gtruncate', level: 'DESTRUCTIVE', operands: 'text', flags: '-c -o --no-create --io-blocks', values: '-s --size', reads: '-r --reference', does: unlessHelp(truncateDoes), matches: ['truncate -s 0 a', 'truncate -s0 a'], not: ['truncate -s +10M a'],
    },
    { command: 'fallocate', level: 'MODERATE', operands: 'writes', flags: '-n -v -x -c -d -i -p -z --keep-size --posix --verbose --collapse-range --dig-holes --insert-range --punch-hole --zero-range', values: '-l -o --length --offset', does: (parsed): Deed => (parsed.has('-c', '-p', '-z', '--collapse-range', '--punch-hole', '--zero-range') ? { level: 'DESTRUCTIVE', target: parsed.texts.at(-1), reasons: ['Cuts a piece out of the file.'] } : {}), matches: ['fallocate -l 1G a'], not: ['fallocate -p -o 0 -l 1 a', 'fallocate -l 1G /swapfile'] },
    { command: 'dd|gdd', level: 'SAFE', operands: 'text', does: unlessHelp(ddDoes), matches: ['dd if=a bs=1 count=3', 'dd if=a of=/dev/null'], not: ['dd if=/dev/zero of=/dev/sda', 'dd of=a if=b', 'dd if=/dev/sda', 'dd if=.env'] },
    {
      command: 'install|ginstall', level: 'MODERATE', operands: 'text', does: unlessHelp(installDoes), flags: '-b -B= -c -C -d -D -M -p -s -S= -T -U -v -Z --backup= --compare --directory --preserve-timestamps --strip --no-target-directory --verbose', values: '-f -g -l -m -o -t --group --mode --owner --target-directory --suffix --strip-program',
      matches: ['install -m 755 a b', 'install -d a'], not: ['install -s --strip-program=./x a b', 'install a /usr/local/bin/a'],
    },
    { command: 'mktemp', level: 'MODERATE', operands: 'text', does: mktempDoes, flags: '-d -q -u -t= --directory --dry-run --quiet --tmpdir=', values: '-p --suffix', matches: ['mktemp', 'mktemp -d a.XXXX'], not: ['mktemp -u', 'mktemp /etc/x.XXXX'] },
    { command: 'mknod', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp({ effects: [takesRights('mknod', 'makes a device')] }), matches: ['mknod a b 1 2'], not: ['mknod --help'] },
    { command: 'sync', level: 'SAFE', operands: 'lists', flags: '-d -f --data --file-system', matches: ['sync'], not: ['sync --x'] },
    {
      command: 'tee|gtee', level: 'MODERATE', operands: 'text', flags: '-a -i -p --append --ignore-interrupts --output-error=', does: unlessHelp((parsed) => ({ touches: streamless(touching(parsed.has('-a', '--append') ? 'append' : 'write', parsed.operands)) })),
      matches: ['tee a', 'tee -a a b'], not: ['tee /etc/x', 'tee', 'tee /dev/null'],
    },
    { command: 'sponge', level: 'MODERATE', operands: 'writes', flags: '-a', matches: ['sponge a'], not: ['sponge /etc/hosts'] },
    { command: 'chmod|gchmod', level: 'MODERATE', operands: 'text', does: unlessHelp(rightsDoes), reads: '--reference', flags: `${rightsFlags} -r -w -x -X -s -t`, matches: ['chmod +x a', 'chmod u+x a', 'chmod 755 a', 'chmod -x a'], not: ['chmod -R 777 x', 'chmod u+s a', 'chmod 666 a', 'chmod -R .', 'chmod 777 -R /'] },
    { command: 'chown|chgrp|gchown|gchgrp', level: 'HIGH', operands: 'text', does: unlessHelp(rightsDoes), reads: '--reference', values: '--from', flags: `${rightsFlags} -x`, matches: ['chown root a', 'chown -R a src'], not: ['chown -R a:b .', 'chown --help'] },
    { command: 'chattr|chflags|setfacl|setfattr|chcon|setcap|SetFile', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(({ operands }, { program }) => ({ effects: [takesRights(program, 'changes attributes or rights of files')], touches: touching('change', operands.slice(1)) })), matches: ['chattr +i a', 'setfacl -m u:a:rwx b'], not: ['setfacl --help'] },
  ],
};

const streamless = (touches: readonly Touch[]): Touch[] => touches.filter(({ word }) => !/^(-|\/dev\/(null|stdout|stderr|tty))$/.test(word.text));
const isRecursive = (parsed: Parsed): boolean => parsed.has('-r', '-R', '-a', '--recursive', '--archive');
const gone = (program: string, words: readonly Word[], detail: string): Deed => ({ effects: [destroys(words.at(-1)?.text ?? program, detail)], touches: touching('delete', words), target: words.at(-1)?.text ?? program });

/** Sources and what they become: the destination may be a folder, which only a look at it would tell. */
function pairs(parsed: Parsed): { sources: Word[]; results: Word[] } {
  const folder = parsed.value('-t', '--target-directory');
  const sources = folder === undefined ? parsed.operands.slice(0, -1) : [...parsed.operands];
  const destination = folder ?? parsed.operands.at(-1);
  if (destination === undefined || sources.length === 0) return { sources: [...parsed.operands], results: [] };
  const surelyFolder = folder !== undefined || sources.length > 1 || /(^|\/)(\.{0,2})$/.test(destination.text);
  return { sources, results: [...(surelyFolder ? [] : [destination]), ...sources.map((source) => within(destination, source))] };
}

function copyDoes(parsed: Parsed, { program }: Call): Deed {
  const { sources, results } = pairs(parsed);
  const recursive = program === 'ditto' || isRecursive(parsed);
  return { touches: streamless([...touching('read', sources, recursive), ...touching(parsed.has('-n', '--no-clobber') ? 'change' : 'write', results, recursive)]) };
}

function moveDoes(parsed: Parsed): Deed {
  if (parsed.operands.some(({ text }, at) => at > 0 && text === '/dev/null')) return gone('mv', parsed.operands.slice(0, 1), 'moved to where nothing comes back from');
  const { sources, results } = pairs(parsed);
  return { touches: [...touching('read', sources), ...touching('change', sources), ...touching(parsed.has('-n', '--no-clobber') ? 'change' : 'write', results)] };
}

/** A link that leads out of the folder makes other places look as if they were inside. */
function linkDoes(parsed: Parsed): Deed {
  const { sources, results } = pairs(parsed);
  const made = results.length > 0 ? results : sources.map((source) => within({ text: '.', exact: true }, source));
  const outward = sources.some((source) => leavesFolder(source) || !source.exact);
  return {
    touches: [...touching('list', sources), ...touching(parsed.has('-f', '--force') ? 'write' : 'change', made)],
    ...(outward ? { level: 'HIGH', reasons: ['The link leads out of the folder it stands in.'] } : {}),
  };
}

function removeDoes(parsed: Parsed): Deed {
  const { operands } = parsed;
  if (operands.length === 0) return { effects: [unknownHere('rm', 'deletes what it is handed')], level: 'HIGH' };
  const recursive = parsed.has('-r', '-R', '--recursive');
  const grave = operands.find((word) => isWide(word) && (recursive || parsed.has('-f', '--force') || word.text !== '.'));
  return {
    touches: touching('delete', operands, recursive), target: (grave ?? operands.at(-1))?.text,
    ...(grave === undefined ? {} : { level: 'DESTRUCTIVE', reasons: [`Deletes ${grave.text} with everything in it.`] }),
    ...(recursive ? { alternative: 'Move it to the trash, or delete only what is named one by one.' } : {}),
  };
}

function truncateDoes(parsed: Parsed): Deed {
  const grows = /^[+>%]/.test(parsed.value('-s', '--size')?.text ?? '');
  return grows ? { touches: touching('change', parsed.operands) } : { ...gone('truncate', parsed.operands, 'cut off'), touches: touching('write', parsed.operands) };
}

function ddDoes({ operands }: Parsed): Deed {
  const named = (key: string): Word[] => operands.filter(({ text }) => text.startsWith(key)).map((word) => ({ ...word, text: word.text.slice(key.length) }));
  const written = streamless(touching('write', named('of=')));
  const [target] = written;
  return {
    touches: [...streamless(touching('read', named('if=').filter(({ text }) => !/^\/dev\/(zero|u?random)$/.test(text)))), ...written],
    ...(operands.some(({ exact, text }) => !exact && !/^(if|bs|count|ibs|cbs|skip|status)=/.test(text)) ? { level: 'DESTRUCTIVE', target: 'dd' } : {}),
    ...(target === undefined ? {} : { level: 'DESTRUCTIVE', target: target.word.text, effects: [destroys(target.word.text, 'written over')] }),
  };
}

function installDoes(parsed: Parsed): Deed {
  if (parsed.has('-d', '--directory')) return { touches: touching('change', parsed.operands) };
  const { sources, results } = pairs(parsed);
  const strips = parsed.values('--strip-program').map((program): Run => ({ kind: 'words', words: [program, ...results] }));
  return { touches: [...touching('read', sources), ...touching('write', results)], runs: strips, ...(strips.length > 0 ? { level: 'HIGH' } : {}) };
}

function mktempDoes(parsed: Parsed): Deed {
  if (parsed.has('-u', '--dry-run')) return {};
  const named = parsed.has('-t') ? [] : parsed.operands;
  return { effects: [unknownHere('mktemp', 'makes an empty file of a new name')], touches: touching('change', [...named, ...parsed.values('-p', '--tmpdir')]) };
}

/** The mode's digits for group and others may not let anyone write, nor may it lend the owner's rights. */
const givesAway = (mode: string): boolean => /^[0-7]*[2367]$|^[1-7][0-7]{3}$|^0?[0-7]?[0-7]?[2367][0-7]$|[+=][rwxXt]*s|(^|,)[ugo]*[oa][ugoa]*[+=][rxX]*w/.test(mode);

function rightsDoes(parsed: Parsed, { program }: Call): Deed {
  const modeIsOption = parsed.has('-r', '-w', '-x', '-X', '-s', '-t', '--reference');
  const [mode, ...rest] = parsed.operands;
  const files = modeIsOption && program.endsWith('chmod') ? parsed.operands : rest;
  const recursive = parsed.has('-R', '--recursive');
  const wide = recursive ? parsed.operands.find(isWide) : undefined;
  const grave = recursive || program !== 'chmod' || mode?.exact !== true || givesAway(mode.text);
  return {
    touches: touching('change', files, recursive),
    effects: grave ? [takesRights(files.at(-1)?.text ?? program, 'changes who may use files')] : [],
    ...(wide === undefined ? {} : { level: 'DESTRUCTIVE', target: wide.text, reasons: [`Changes the rights of everything in ${wide.text}.`] }),
  };
}
