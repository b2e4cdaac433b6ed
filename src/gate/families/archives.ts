import { unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import { plain, type Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Programs that pack and unpack, but for tar. What an extraction replaces is known only from the archive. */
export const archives: Family = {
  name: 'archives',
  globals: { flags: '--help --version --license' },
  rules: [
    { command: 'gzip|gunzip|pigz|unpigz|bzip2|bunzip2|pbzip2|lbzip2|xz|unxz|lzma|unlzma|pixz|lzip|lzop|zstd|unzstd|zstdmt|lz4|unlz4|brotli|compress|uncompress', level: 'MODERATE', operands: 'text', numeric: true, does: compressDoes, flags: '-a -c -d -D= -e -f -h -H -i -k -K -l -L -m -M= -n -N -O -q -r -R -t -v -V -w= -z -Z -C -x -9 --ascii --best --compress --decompress --uncompress --fast= --force --keep --list --name --no-name --no-warn --processes --quiet --recursive --rsyncable --small --stdout --to-stdout --synchronous --test --ultra --verbose --extreme --threads= --long= --adaptive= --single-thread --check --no-check --rm --robot --single-stream --no-sparse --sparse --repetitive-fast --repetitive-best --auto-threads= --content-size --no-content-size --no-progress --progress --independent --stdin --info', values: '-b -F -o -p -S -T -s -B -q-level --suffix --format --memlimit --blocks --lgwin --quality --output --output-dir-flat --output-dir-mirror', matches: ['gzip a', 'gunzip -f a.gz', 'xz -9 a', 'zstd a -o b'], not: ['gzip -l a.gz', 'gunzip -lv a.gz', 'gzip -c a', 'gzip --test a', 'gzip -dt a', 'zstd --rm a', 'gzip --help'] },
    { command: 'zcat|gzcat|bzcat|bz2cat|xzcat|lzcat|lzmacat|zstdcat|lz4cat|zmore|zless|bzless|bzmore|xzless|xzmore|zdiff|zcmp|bzdiff|bzcmp|xzdiff|xzcmp|zipinfo|gzless', level: 'SAFE', operands: 'reads', flags: '-1 -2 -a -c -C -d -f -h -k -l -L -m -M -n -N -p -q -r -s -t -T -u -v -V -z -Z -i -w -y -b -S', matches: ['zcat a.gz', 'zipinfo -1 a.zip'], not: ['zcat --strange a'] },
    {
      command: 'unzip', level: 'MODERATE', operands: 'text', does: unzipDoes, flags: '-a -aa -b -B -c -C -D -DD -f -h -hh -j -K -l -L -LL -M -n -o -p -q -qq -s -S -t -T -u -U -UU -v -V -W -X -z -Z -1 -2 -: -^', values: '-d -P -x= -O -I', matches: ['unzip a.zip', 'unzip -o a.zip', 'unzip -q a.zip -d b', 'unzip -j a.zip'], not: ['unzip -l a.zip', 'unzip -lq a.zip', 'unzip -Z -1 a.zip', 'unzip -tl a.zip', 'unzip -p a.zip b', 'unzip -: a.zip', 'unzip --help', 'unzip a.zip -d /etc', 'unzip -h'],
    },
    {
      command: 'zip|zipcloak|zipnote|zipsplit', level: 'MODERATE', operands: 'text', numeric: true, does: unlessHelp(zipDoes), flags: '-0 -A -B -c -d -D -DF -df -e -E -f -F -FF -FI -FS -g -h -h2 -i= -j -J -k -l -ll -L -la -m -MM -nw -o -p -q -r -R -RE -s= -sb -sc -sd -sf -so -su -sU -sv -T -u -U -v -V -w -x= -X -y -z -@ -ws -fd -fz -dc -dd -dg -db -du -dv -lf -li -TT= --out= --recurse-paths --junk-paths --move --delete --encrypt --update --freshen --filesync --test --quiet --verbose --symlinks --no-extra', values: '-b -n -O -P -t -tt -Z -lp', matches: ['zip -r a.zip src', 'zip -9 a.zip b'], not: ['zip -m a.zip b', 'zip -T -TT x a.zip b', 'zip --help', 'zip a.zip .env', 'zip -d a.zip b'],
    },
    {
      command: '7z|7za|7zr|7zz|7zzs|p7zip', level: 'SAFE', operands: 'text', anyOption: true, does: unlessHelp(sevenDoes),
      matches: ['7z l -slt a.7z', '7z t -p a.7z', '7z b -mmt=4', '7z', '7zz --help', '7zz h -scrcSHA256 a', '7z -h'], not: ['7z x a.7z', '7z a b.7z c', '7z a -sdel b.7z c', '7z d a.7z b', '7z e -o/etc a.7z', '7z t .env'],
    },
    { command: 'ar|gar|llvm-ar', level: 'SAFE', operands: 'text', does: keyedDoes, flags: '-t -p -x -r -q -d -m -s -v -V -h -c -u -o -O -a -b -i -S -T -D -U -P -f -l -N', matches: ['ar t a.a', 'ar -tv a.a', 'ar p a.a b.o'], not: ['ar rcs a.a b.o', 'ar x a.a', 'ar d a.a b.o'] },
    { command: 'unrar|rar|lsar', level: 'SAFE', operands: 'text', anyOption: true, does: unlessHelp(rarDoes), matches: ['unrar l a.rar', 'unrar t a.rar', 'lsar a.rar'], not: ['unrar x a.rar', 'rar a b.rar c', 'rar d b.rar c'] },
    { command: 'unar|aa|yaa|lha|arj|unace|cabextract|ouch|atool|aunpack', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(({ operands }) => ({ touches: touching('list', operands), effects: [unknownHere('archive', 'packs or unpacks files')] })), matches: ['unar a.rar'], not: ['unar --help'] },
    { command: 'cpio|gcpio|bsdcpio', level: 'MODERATE', operands: 'text', does: cpioDoes, flags: '-0 -6 -a -A -b -B -c -d -f -i -k -l -L -m -n -o -p -q -r -s -S -t -u -v -V -w -y -z -Z -J -j --null --reset-access-time --append --create --make-directories --nonmatching --extract --pass-through --link --dereference --list --preserve-modification-time --no-absolute-filenames --absolute-filenames --no-preserve-owner --numeric-uid-gid --quiet --unconditional --verbose --dot --to-stdout --only-verify-crc --sparse --swap --insecure', values: '-C -D -E -F -H -I -M -O -R -W --directory --format --file --message --owner --pattern-file --block-size --io-size --warning --rsh-command', matches: ['cpio -id', 'cpio -pdm b'], not: ['cpio -it', 'cpio -i --rsh-command=./x', 'cpio --absolute-filenames -i', 'cpio -o -O /etc/x'] },
    { command: 'pax', level: 'MODERATE', operands: 'text', does: paxDoes, flags: '-0 -a -c -d -D -i -j -k -l -L -H -n -O -P -r -t -u -v -w -X -Y -z -Z', values: '-b -B -E -f -G -o -p -s -T -U -x', matches: ['pax -rf a', 'pax -wf a b'], not: ['pax -f a', 'pax -wf /etc/a b'] },
    { command: 'binhex|macbinary|applesingle', level: 'SAFE', operands: 'text', flags: '-c -p -P -v -V -h -f -F -s --to-stdout --pipe --verbose', values: '-o -C -t', does: (parsed): Deed => ({ touches: touching('read', parsed.operands.slice(1)), effects: parsed.texts[0] !== 'probe' && parsed.operands.length > 0 && !parsed.has('-c', '-p', '--to-stdout', '--pipe') ? [unknownHere('binhex', 'writes the converted file')] : [] }), matches: ['binhex probe a', 'binhex decode -c a', 'macbinary -V'], not: ['binhex encode a', 'binhex decode -o b a'] },
    { command: 'compression_tool', level: 'SAFE', operands: 'none', flags: '-encode -decode -v -h', values: '-a -b -t', reads: '-i', writes: '-o', matches: ['compression_tool -decode -i a'], not: ['compression_tool -encode -i a -o b'] },
  ],
};

const replaces = (program: string): Deed => ({ effects: [unknownHere(program, 'replaces files of the same names as in the archive')] });

function compressDoes(parsed: Parsed, { program }: Call): Deed {
  const { operands } = parsed;
  const looksOnly = operands.length === 0 || parsed.has('-l', '-t', '-c', '--list', '--test', '--stdout', '--to-stdout', '-V', '-h', '--help', '--version', '-L', '--license');
  if (looksOnly && parsed.value('-o', '--output') === undefined) return { touches: touching('read', operands) };
  const unpacks = /^un|^bun/.test(program) || parsed.has('-d', '--decompress', '--uncompress');
  const output = parsed.values('-o', '--output', '--output-dir-flat', '--output-dir-mirror');
  const results = output.length > 0 ? output : operands.map((word) => ({ ...word, text: unpacks ? word.text.replace(/\.\w+$/, '') : `${word.text}.${program}` }));
  const removes = parsed.has('--rm') && /zst/.test(program);
  return {
    touches: [...touching('read', operands, parsed.has('-r', '--recursive')), ...touching(parsed.has('-f', '--force') ? 'write' : 'change', results)],
    ...(removes ? { level: 'HIGH', reasons: ['Deletes the original files.'] } : {}),
  };
}

function unzipDoes(parsed: Parsed): Deed {
  const { operands } = parsed;
  if (operands.length === 0 || parsed.has('-h', '-hh', '--help')) return {};
  if (parsed.has('-l', '-v', '-t', '-z', '-Z', '-T', '-p')) return { touches: touching('read', operands.slice(0, 1)) };
  if (parsed.has('-c')) return { touches: touching('read', operands.slice(0, 1)), effects: [unknownHere('unzip', 'prints what the archive holds')] };
  const into = parsed.values('-d');
  return {
    touches: [...touching('read', operands.slice(0, 1)), ...touching('change', into.length > 0 ? into : [plain('.')], true)],
    effects: replaces('unzip').effects ?? [],
    ...(parsed.has('-:') ? { level: 'HIGH', reasons: ['The archive may write anywhere.'] } : {}),
  };
}

function zipDoes(parsed: Parsed): Deed {
  const [archive, ...sources] = parsed.operands;
  const tests = parsed.values('-TT').map(({ text, exact }): Run => ({ kind: 'script', text, dialect: 'bash', exact }));
  const moved = parsed.has('-m', '--move', '-d', '--delete');
  const toStdout = archive?.text === '-';
  return {
    touches: [...touching(parsed.has('-sf', '-h', '-h2', '-v') && sources.length === 0 ? 'list' : 'write', archive === undefined || toStdout ? [] : [archive]), ...touching('write', parsed.values('-O', '--out')), ...touching('read', sources), ...touching(toStdout ? 'read' : 'list', sources, true)],
    runs: tests,
    ...(parsed.has('-TT') ? { level: 'HIGH' } : {}),
    ...(moved ? { level: 'DESTRUCTIVE', target: sources.at(-1)?.text ?? archive?.text, reasons: ['Deletes the originals, or members of the archive.'] } : {}),
  };
}

function sevenDoes({ operands, options }: Parsed): Deed | undefined {
  const [verb, archive, ...sources] = operands;
  const has = (name: string): boolean => options.some((option) => option.name === name);
  const into = options.filter(({ name }) => /^-o./.test(name)).map(({ name, value }) => plain(value === undefined ? name.slice(2) : `${name.slice(2)}=${value.text}`));
  const archives = archive === undefined ? [] : [archive];
  switch (verb?.text.toLowerCase()) {
    case undefined: case 'b': case 'i': return {};
    case 'l': case 't': case 'h': return { touches: touching('read', [...archives, ...sources]) };
    case 'x': case 'e': return has('-so') ? { touches: touching('read', archives) } : { touches: [...touching('read', archives), ...touching('change', into.length > 0 ? into : [plain('.')], true)], ...replaces('7z') };
    case 'a': case 'u': case 'rn': return { touches: [...touching('write', archives), ...touching('read', sources), ...touching('list', sources, true)], ...(has('-sdel') ? { level: 'DESTRUCTIVE', target: sources.at(-1)?.text ?? '7z', reasons: ['Deletes the originals.'] } : {}) };
    case 'd': return { touches: touching('write', archives), level: 'HIGH', reasons: ['Deletes members of the archive.'] };
    default: return undefined;
  }
}

/** `ar`: the first word is letters, an operation and its modifiers. */
function keyedDoes(parsed: Parsed): Deed | undefined {
  const [first, ...others] = parsed.operands;
  const letters = parsed.options.length > 0 ? parsed.options.map(({ name }) => name.slice(1)).join('') : (first?.text ?? '');
  const names = parsed.options.length > 0 ? parsed.operands : others;
  if (letters === '' || /[hV]/.test(letters)) return {};
  if (!/[xrqdmsM]/.test(letters) && /[tp]/.test(letters)) return { touches: touching('read', names.slice(0, 1)) };
  if (letters.includes('x')) return { touches: [...touching('read', names.slice(0, 1)), ...touching('change', names.slice(1))], ...replaces('ar') };
  return { touches: [...touching(/[rq]/.test(letters) ? 'append' : 'write', names.slice(0, 1)), ...touching('read', names.slice(1))], ...(letters.includes('d') ? { level: 'HIGH', reasons: ['Deletes members of the archive.'] } : {}) };
}

function rarDoes({ operands }: Parsed, { program }: Call): Deed {
  const [verb, archive, ...sources] = operands;
  const archives = archive === undefined ? [] : [archive];
  if (program === 'lsar') return { touches: touching('read', operands) };
  if (verb === undefined || /^([ltv][bta]*|p|pb|t)$/i.test(verb.text)) return { touches: touching('read', archives) };
  if (/^[xe]$/i.test(verb.text)) return { touches: [...touching('read', archives), ...touching('change', sources.length > 0 ? sources.slice(-1) : [plain('.')], true)], ...replaces(program) };
  return { touches: [...touching('write', archives), ...touching('read', sources)], ...(/^(d|m|mf)$/i.test(verb.text) ? { level: 'DESTRUCTIVE', target: sources.at(-1)?.text ?? verb.text, reasons: ['Deletes the originals, or members of the archive.'] } : {}) };
}

function cpioDoes(parsed: Parsed): Deed {
  const archive = parsed.values('-F', '-I', '--file');
  const written = parsed.values('-O');
  if (parsed.has('-t', '--list', '--to-stdout')) return { touches: touching('read', archive) };
  const into: Word[] = parsed.has('-p', '--pass-through') ? [...parsed.operands] : parsed.has('-i', '--extract') ? [plain('.'), ...parsed.values('-D', '--directory')] : [];
  return {
    touches: [...touching(into.length > 0 ? 'read' : 'write', archive), ...touching('write', written), ...touching('change', into, true)],
    effects: [unknownHere('cpio', 'copies files whose names it is handed')],
    runs: parsed.values('--rsh-command').map((program): Run => ({ kind: 'words', words: [program] })),
    ...(parsed.has('--absolute-filenames', '--insecure', '--rsh-command') ? { level: 'HIGH', reasons: ['The archive may write anywhere, or a program of its own is started.'] } : {}),
  };
}

function paxDoes(parsed: Parsed): Deed {
  const [reads, writes] = [parsed.has('-r'), parsed.has('-w')];
  const archive = parsed.values('-f');
  if (!reads && !writes) return { touches: touching('read', archive) };
  return { touches: [...touching(writes ? 'write' : 'read', archive), ...touching('read', writes ? parsed.operands : []), ...touching('change', reads ? [plain('.')] : [], true)], effects: [unknownHere('pax', 'packs or unpacks files')] };
}
