import { changesSystem, destroys, fetches, looks, printsSecrets, runsCode, steersProcesses, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Call, Deed, Run } from '../analyse/call.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { touching, unlessHelp } from './common.ts';

/** Tools of macOS. Most take verbs or long options of one dash; what only shows is named, all else changes. */
export const macos: Family = {
  name: 'macOS',
  globals: { flags: '--help -help' },
  rules: [
    { command: 'defaults', level: 'SAFE', operands: 'text', anyOption: true, does: ({ texts }): Deed => (/^(read|read-type|domains|find|help)$/.test(texts.find((text) => !text.startsWith('-')) ?? '') ? {} : { effects: [changesSystem(texts.slice(0, 2).join(' '), 'changes preferences')] }), matches: ['defaults read', 'defaults -currentHost read', 'defaults domains'], not: ['defaults delete com.apple.Finder', 'defaults write a b c', 'defaults', 'defaults export a b', 'defaults import a b'] },
    { command: 'plutil', level: 'SAFE', operands: 'text', does: plutilDoes, flags: '-p -lint -s -r -convert -insert -replace -remove -extract -type -create -e= -help -string -n -append', values: '-o -expect', matches: ['plutil -p a.plist', 'plutil -lint a', 'plutil a', 'plutil -extract key json a.plist -o -'], not: ['plutil -convert xml1 a', 'plutil -insert k -string v a', 'plutil -remove k a', 'plutil -convert json -o b a', 'plutil -extract k json a -o b'] },
    { command: 'PlistBuddy', level: 'SAFE', operands: 'reads', flags: '-x -h -l', values: '-c', does: (parsed): Deed | undefined => (parsed.has('-h') || (parsed.has('-c') && parsed.values('-c').every(({ text, exact }) => exact && /^(print|help)\b/i.test(text))) ? {} : undefined), matches: ["PlistBuddy -c 'Print :a' b.plist"], not: ["PlistBuddy -c 'Set :a b' c.plist", 'PlistBuddy a'] },
    { command: 'dscl|dsmemberutil|dscacheutil|dsconfigad|dsenableroot', level: 'SAFE', operands: 'text', anyOption: true, does: directoryDoes, matches: ['dscl . -read /Users/alice', 'dscl . list /Users', 'dscl -raw . -list /Users', 'dscl . -search /Users name alice', 'dscacheutil -q user'], not: ['dscl . -create /Users/x', 'dscl . delete /Users/x', 'dscl -P x . -passwd a', 'dscl', 'dscacheutil -flushcache'] },
    { command: 'codesign', level: 'SAFE', operands: 'text', does: codesignDoes, flags: '-v -vv -vvv -vvvv -d -dv -dvv -dvvv -dvvvv -f -fs -h --verify --display --deep --strict= --force --verbose= --xml --der --check-notarization --ignore-resources --all-architectures --no-strict --remove-signature --validate-constraint --generate-entitlement-der --dump --continue', values: '-a -i -o -r -R -s -D -P --architecture --bundle-version --requirements --test-requirement --entitlements --identifier --options --sign --keychain --timestamp --prefix --preserve-metadata --detached --detached-database --extract-certificates --file-list --pagesize', matches: ['codesign -dv a.app', 'codesign -v --deep a.app', 'codesign -d --entitlements - a.app', 'codesign -h 12'], not: ["codesign --sign 'x' a.app", 'codesign -fs x a.app', 'codesign --remove-signature a', 'codesign -d --extract-certificates x a'] },
    { command: 'spctl', level: 'SAFE', operands: 'text', anyOption: true, values: '-t --type', does: (parsed): Deed => ((parsed.options.length > 0 && parsed.options.every(({ name }) => /^(-a|-v+|-vv|--assess|--verbose|-t|--type|--status|--list|--ignore-cache|--raw|--context|-av+|-avv)$/.test(name)) && parsed.has('-a', '--assess', '--status', '--list', '-av', '-avv')) ? { effects: [looks('a signature')] } : { effects: [takesRights('Gatekeeper', 'changes what may run')] }), matches: ['spctl --assess a.app', 'spctl -a a.app', 'spctl --status', 'spctl --assess -t execute a'], not: ['spctl --master-disable', 'spctl --add a.app', 'spctl'] },
    { command: 'csrutil|fdesetup|firmwarepasswd|nvram|bless|pmset|systemsetup|tccutil|lsregister|AssetCacheManagerUtil|mdmclient|socketfilterfw|bputil|powermetrics|trimforce|languagesetup', level: 'SAFE', operands: 'text', anyOption: true, does: ({ texts }, { program, words }) => (/^(status|list|isactive|-?g|-get\w*|-list\w*|-p|--info|-info|--getglobalstate|--listapps|help|-help|-check)$/.test(texts[0] ?? words[0]?.text ?? '') && program !== 'powermetrics' && !/=/.test(words.at(-1)?.text ?? '') ? { effects: [looks(program)] } : { effects: [takesRights(program, 'changes how the machine starts or guards itself')] }), matches: ['csrutil status', 'fdesetup status', 'pmset -g', 'systemsetup -gettimezone'], not: ['csrutil disable', 'pmset sleepnow', 'nvram a=b', 'tccutil reset All', 'fdesetup disable'] },
    { command: 'pkgutil', level: 'SAFE', operands: 'text', does: packageDoes, flags: '-f -v -h --force --verbose --pkgs= --pkgs-plist --packages --groups --groups-plist --only-files --only-dirs --regexp --help', values: '--volume --edit-pkg --pkg-info --pkg-info-plist --pkg-groups --files --group-pkgs --lsbom --export-plist --file-info --file-info-plist --payload-files --bom --check-signature --verify --repair --learn --forget --expand --expand-full --flatten --flatten-full', matches: ['pkgutil --pkgs', 'pkgutil --pkg-info a', 'pkgutil --groups', 'pkgutil --payload-files a.pkg', 'pkgutil --files a'], not: ['pkgutil --forget a', 'pkgutil --expand a b', 'pkgutil --learn a', 'pkgutil'] },
    { command: 'installer|softwareupdate|xcode-select|xip|startosinstall|createinstallmedia|pkgbuild|productbuild|productsign|notarytool|stapler|altool', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp(installerDoes), matches: ['installer -pkg a.pkg -target /', 'softwareupdate -i -a', 'xcode-select --install', 'xcode-select -s /x'], not: ['softwareupdate --list', 'xcode-select -p', 'xcode-select --version', 'softwareupdate --history'] },
    { command: 'xcrun', level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '-f -find -r -run -l -log -n -k -v -h --find --run --log --no-cache --kill-cache --verbose --show-sdk-path --show-sdk-version --show-sdk-build-version --show-sdk-platform-path --show-sdk-platform-version --version', values: '-sdk -toolchain --sdk --toolchain', does: xcrunDoes, matches: ['xcrun swift', 'xcrun --sdk macosx clang'], not: ['xcrun --find clang', 'xcrun --show-sdk-path'] },
    { command: 'diskutil', level: 'SAFE', operands: 'text', anyOption: true, does: diskDoes, matches: ['diskutil list disk0', 'diskutil info -plist disk0', 'diskutil activity', 'diskutil listFilesystems -plist', 'diskutil apfs list'], not: ['diskutil eraseDisk JHFS+ X disk2', 'diskutil mount disk0s1', 'diskutil apfs deleteVolume disk1s1', 'diskutil partitionDisk disk2 1 GPT', 'diskutil'] },
    { command: 'hdiutil', level: 'SAFE', operands: 'text', anyOption: true, does: imageDoes, matches: ['hdiutil info', 'hdiutil verify a.dmg', 'hdiutil checksum -type SHA256 a.dmg', 'hdiutil imageinfo a.dmg', 'hdiutil help'], not: ['hdiutil attach a.dmg', 'hdiutil create -size 1m a.dmg', 'hdiutil resize -size 1g a.dmg', 'hdiutil erasekeys a.dmg', 'hdiutil'] },
    { command: 'tmutil', level: 'SAFE', operands: 'text', anyOption: true, does: backupDoes, matches: ['tmutil listbackups', 'tmutil destinationinfo -X', 'tmutil latestbackup -m', 'tmutil compare -a x', 'tmutil help', 'tmutil status'], not: ['tmutil delete /x', 'tmutil disable', 'tmutil deletelocalsnapshots 2024-01-01', 'tmutil restore a b', 'tmutil localsnapshot'] },
    { command: 'profiles', level: 'SAFE', operands: 'text', anyOption: true, does: ({ texts }): Deed => (/^(help|status|list|show|version|validate)$/.test(texts[0] ?? '') ? {} : { effects: [takesRights('profiles', 'changes the rules of the machine')] }), matches: ['profiles status -type configuration', 'profiles list', 'profiles show -all'], not: ['profiles remove -identifier a', 'profiles', 'profiles -R -p x'] },
    { command: 'sips', level: 'SAFE', operands: 'text', does: imageToolDoes, flags: '-h -H -v -i -j= -1 --verify --addIcon --optimizeColorForSharing --help --helpProperties --version --oneLine --debug --deleteColorManagementProperties', values: '-g -s -d -e -m -M -x -o -r -f -c -p -z -Z --getProperty --setProperty --deleteProperty --extractTag --extractProfile --deleteTag --deleteTagGo --copyTag --loadTag --embedProfile --embedProfileIfNone --matchTo --matchToWithIntent --out --rotate --flip --cropToHeightWidth --padToHeightWidth --padColor --resampleHeightWidth --resampleHeightWidthMax --resampleWidth --resampleHeight --cropOffset --repair --makeIcon --js', matches: ['sips -g format a.png', 'sips a.png', 'sips --verify a.icc'], not: ['sips -s format jpeg a.png', 'sips -r 90 a.png', 'sips --out b -z 1 1 a', 'sips -c 100 100 a.png', 'sips -x b a', 'sips -i a', 'sips -j x.js a'] },
    { command: 'textutil', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ operands, options }): Deed => (options.some(({ name }) => name === '-info' || name === '-help') && !options.some(({ name }) => /^-(convert|cat)$/.test(name)) ? { touches: touching('read', operands) } : options.some(({ name }) => name === '-stdout') ? { touches: touching('read', operands) } : { effects: [unknownHere('textutil', 'writes converted files')], touches: touching('change', operands) }), matches: ['textutil -convert rtf a.txt'], not: ['textutil -info a.rtf', 'textutil -help'] },
    { command: 'mdimport', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ options, operands }): Deed => (options.some(({ name }) => /^-(t|L|A|X|h)/.test(name)) && !options.some(({ name }) => /^-[ir]/.test(name)) ? { touches: touching('list', operands) } : { effects: [unknownHere('mdimport', 'changes the search index')], touches: touching('list', operands) }), matches: ['mdimport -i a', 'mdimport a'], not: ['mdimport -t -d1 a', 'mdimport -L'] },
    { command: 'mdls', level: 'SAFE', operands: 'lists', flags: '-raw', values: '-name -nullMarker -plist', matches: ['mdls a'], not: ['mdls --strange a'] },
    { command: 'mdutil', level: 'HIGH', operands: 'text', anyOption: true, does: ({ options }): Deed => (options.length > 0 && options.every(({ name }) => /^-(s|sa|as|sv|a)$/.test(name)) ? { effects: [looks('the search index')] } : { effects: [changesSystem('the search index')] }), matches: ['mdutil -E /', 'mdutil -i off /'], not: ['mdutil -s /'] },
    { command: 'qlmanage', level: 'SAFE', operands: 'text', values: '-s -f -c -g -d', flags: '-p -t -m -x -i -h -z -r', writes: '-o', does: (parsed): Deed => (parsed.has('-r') ? { effects: [changesSystem('Quick Look')] } : { touches: touching('read', parsed.operands) }), matches: ['qlmanage -p a.pdf', 'qlmanage -t -s 512 a.pdf', 'qlmanage -m'], not: ['qlmanage -r', 'qlmanage -t -o b a.pdf'] },
    { command: 'say', level: 'SAFE', operands: 'text', values: '-v -r -a -n --voice --rate --quality --channels --bit-rate --audio-device --network-send --data-format --file-format --interactive-style', flags: '-i --interactive= --progress --voices', reads: '-f --input-file', writes: '-o --output-file', does: (parsed): Deed => (parsed.has('-n', '--network-send') ? { effects: [fetches('another machine')], level: 'HIGH' } : {}), matches: ["say 'Hello'", 'say --voice=Samantha hi', 'say -f a'], not: ['say -o a.aiff x', 'say -n host x'] },
    { command: 'screencapture', level: 'HIGH', operands: 'writes', anyOption: true, does: { effects: [printsSecrets('the screen')] }, insensitive: true, matches: ['screencapture a.png'], not: [] },
    { command: 'sample', level: 'SAFE', operands: 'text', does: sampleDoes, flags: '-wait -mayDie -fullPaths -e', writes: '-file', matches: ['sample 1234', 'sample -wait Safari', 'sample 1 10'], not: ['sample -file a 1', 'sample', 'sample 1 -file /var/x'] },
    { command: 'symbols|atos|nm|otool|lipo|size|dwarfdump|objdump|readelf|addr2line|c++filt|dyldinfo|vtool|llvm-nm|llvm-objdump|llvm-readelf|vmmap|heap|leaks|stringdups|malloc_history|footprint|spindump|allmemory|dyld_info|swift-demangle', level: 'SAFE', operands: 'text', anyOption: true, writes: '-o -output --output -saveSignature -symbolsPackageDir -outputGraph', values: '-arch --arch -lookup', does: binaryDoes, matches: ['symbols -arch x86_64 a', 'nm -g a.o', 'otool -L a', 'lipo -info a', 'symbols -w a', 'objdump -d a'], not: ['symbols -saveSignature x a', 'lipo -create a b -output c', 'lipo -thin arm64 a -output b', 'heap 12', 'nm --plugin ./x.so a', 'vtool -set-build-version a'] },
    { command: 'ldd', level: 'MODERATE', operands: 'text', flags: '-d -r -u -v --verbose --data-relocs --function-relocs --unused --version', does: unlessHelp(({ texts }) => ({ effects: [{ kind: 'exec', target: texts.at(-1) ?? 'ldd', inWorkspace: true, detail: 'may start the program it looks at' }] })), matches: ['ldd a'], not: ['ldd --version'] },
    { command: 'strip|install_name_tool|dsymutil|objcopy|patchelf|ranlib|libtool|chrpath|upx', level: 'MODERATE', operands: 'text', anyOption: true, does: unlessHelp(({ operands }) => ({ touches: touching('write', operands.slice(-1)) })), matches: ['strip a'], not: ['strip --help', 'strip /bin/ls'] },
    { command: 'xattr', level: 'SAFE', operands: 'text', flags: '-p -w -d -c -l -r -s -v -x -h', does: (parsed): Deed => (parsed.has('-w', '-d', '-c') ? { effects: [takesRights(parsed.texts.at(-1) ?? 'xattr', 'changes attributes such as the quarantine')], touches: touching('change', parsed.operands.slice(-1)) } : { touches: touching('list', parsed.has('-p') ? parsed.operands.slice(1) : parsed.operands) }), matches: ['xattr a', 'xattr -l a', 'xattr -pl com.apple.quarantine a'], not: ['xattr -d x a', 'xattr -c a', 'xattr -wd x a', 'xattr -rc a'] },
    { command: 'security', level: 'SAFE', operands: 'text', anyOption: true, does: keychainDoes, matches: ['security find-identity -v -p codesigning', 'security find-generic-password -s x', 'security help find-certificate', 'security error 1', 'security verify-cert -c a'], not: ['security find-generic-password -w -s x', 'security find-generic-password -gs x', 'security dump-keychain -d', 'security delete-keychain a', 'security unlock-keychain', 'security default-keychain -s a', 'security export -o a'] },
    { command: 'osacompile|automator|shortcuts|scselect|dtutil|open_directory', level: 'HIGH', operands: 'text', anyOption: true, does: unlessHelp((_, { program, words }) => (program === 'shortcuts' && words[0]?.text === 'list' ? { effects: [looks(program)] } : { effects: [runsCode(program, 'runs or makes programs that steer others')] })), matches: ['automator a.workflow', 'shortcuts run x'], not: ['shortcuts list'] },
    { command: 'log', level: 'SAFE', operands: 'text', anyOption: true, does: ({ texts }): Deed => (/^(show|stream|stats|help)$/.test(texts[0] ?? '') ? { effects: [looks('logs')] } : /^erase$/.test(texts[0] ?? '') ? { effects: [destroys('logs', 'deletes them')], target: 'logs' } : { effects: [steersProcesses('logs')] }), matches: ['log show --last 1h', 'log stream'], not: ['log erase --all', 'log config --mode x', 'log collect'] },
  ],
};

function plutilDoes(parsed: Parsed): Deed {
  const files = parsed.operands.slice(-1);
  const output = parsed.values('-o').filter(({ text }) => text !== '-');
  const changes = parsed.has('-convert', '-insert', '-replace', '-remove', '-append', '-create', '-e');
  if (!changes || parsed.values('-o').some(({ text }) => text === '-')) return { touches: [...touching('read', files), ...touching('write', output)] };
  return { touches: [...touching('read', files), ...touching('write', output.length > 0 ? output : files)] };
}

function directoryDoes(_: Parsed, { program, words }: Call): Deed {
  const verbs = words.map(({ text }) => text.replace(/^-/, '')).filter((text) => /^[a-z]\w*$/i.test(text));
  const reading = program === 'dscl' ? /^(read|readall|readpl|readpli|list|search|diff|help)$/ : /^(q|configuration|statistics|show|checkmembership|getid|getuuid|getsid)$/;
  const changing = /^(create|createpl|createpli|append|merge|delete|deletepl|deletepli|change|changei|passwd|authonly|mcx\w*|P|u|flushcache|cachedump|add|remove|enableroot|d)$/;
  const shows = verbs.some((verb) => reading.test(verb)) && !verbs.some((verb) => changing.test(verb));
  return shows ? { effects: [looks('the directory of accounts')] } : { effects: [takesRights('accounts', 'changes the directory of accounts')] };
}

function codesignDoes(parsed: Parsed): Deed {
  const signs = parsed.has('-s', '-f', '-fs', '--sign', '--force', '--remove-signature', '--detached', '--detached-database');
  const written = [...parsed.values('--extract-certificates', '--file-list'), ...(parsed.has('-d', '-dv', '-dvv', '-dvvv', '-dvvvv', '--display') ? parsed.values('--entitlements').map((word) => ({ ...word, text: word.text.replace(/^:/, '') })) : [])].filter(({ text }) => text !== '-' && text !== '');
  const shows = parsed.has('-v', '-vv', '-vvv', '-vvvv', '-d', '-dv', '-dvv', '-dvvv', '-dvvvv', '-h', '--verify', '--display', '--validate-constraint', '--help', '-help');
  return signs || !shows ? { effects: [takesRights(parsed.texts.at(-1) ?? 'codesign', 'signs code')], touches: touching('change', parsed.operands) } : { effects: [looks('a signature')], touches: touching('write', written) };
}

function packageDoes(parsed: Parsed): Deed {
  const shows = parsed.options.some(({ name }) => /^--(pkgs|packages|groups|pkg-info|pkg-groups|files|group-pkgs|lsbom|export-plist|file-info|payload-files|check-signature|verify|help)/.test(name)) || parsed.has('-h', '-help');
  const acts = parsed.options.some(({ name }) => /^--(forget|learn|edit-pkg|expand|flatten|repair|bom)/.test(name));
  return shows && !acts ? {} : { effects: [changesSystem('installed packages')] };
}

function installerDoes({ texts }: Parsed, { program, words }: Call): Deed {
  const [first] = words;
  const shows = (program === 'softwareupdate' && /^(-l|--list|--history|--list-full-installers)$/.test(first?.text ?? '') && words.length === 1) || (program === 'xcode-select' && /^(-p|--print-path|-v|-h)$/.test(first?.text ?? '')) || (program === 'installer' && words.some(({ text }) => /^-(pkginfo|dominfo|volinfo|query|vers)$/.test(text)));
  return shows ? { effects: [looks(program)] } : { effects: [changesSystem(texts.at(-1) ?? program, 'installs or signs software')] };
}

function xcrunDoes(parsed: Parsed): Deed {
  if (parsed.has('-f', '-find', '--find') || parsed.options.some(({ name }) => name.startsWith('--show-') || name === '--version')) return {};
  return { runs: parsed.operands.length > 0 ? [{ kind: 'words', words: parsed.operands } satisfies Run] : [] };
}

function diskDoes({ texts }: Parsed): Deed {
  const [verb = '', second = '', third = ''] = texts.map((text) => text.toLowerCase());
  const shows = /^(list|info|information|activity|listfilesystems|help)$/;
  if (shows.test(verb) || (verb === 'apfs' && /^(list|listsnapshots|listcryptousers|listvolumegroups|listusers)$/.test(second))) return { effects: [looks('disks')] };
  const grave = [verb, second].some((word) => /^(erase|reformat|zero|random|secureerase|partition|delete|remove|destroy|resize|split|merge|create|revert|encrypt|decrypt|format|defragment|convert)/.test(word)) || /^(delete|remove|create)/.test(third);
  const target = texts.findLast((text) => /disk\d/.test(text)) ?? texts.at(-1) ?? 'diskutil';
  return grave ? { effects: [destroys(target, 'erases or remakes a disk')], target } : { effects: [changesSystem(target, 'changes a disk')] };
}

function imageDoes({ operands, texts }: Parsed): Deed {
  const [verb = ''] = texts;
  if (texts.some((text) => text.includes('://'))) return { effects: [fetches('an image')], level: 'HIGH' };
  if (/^(help|info|verify|checksum|imageinfo|isencrypted|plugins|pmap|fsid)$/.test(verb)) return { touches: touching('list', operands.slice(1).filter(({ text }) => /\.\w+$/.test(text))) };
  if (/^(erasekeys|burn|compact|resize|chpass|erase)/.test(verb)) return { effects: [destroys(texts.at(-1) ?? 'hdiutil', 'changes an image for good')], target: texts.at(-1) };
  return { effects: [changesSystem(texts.slice(0, 2).join(' ') || 'hdiutil', 'attaches or makes disk images')], touches: touching('change', operands.slice(1).filter(({ text }) => text.includes('.'))) };
}

function backupDoes({ texts }: Parsed): Deed {
  const [verb = ''] = texts;
  if (/^(help|version|destinationinfo|latestbackup|machinedirectory|list\w*|compare|isexcluded|status|currentphase|uniquesize|calculatedrift|verifychecksums)$/.test(verb)) return { effects: [looks('backups')] };
  return /^(delete|restore|thinlocalsnapshots|removedestination|inheritbackup|associatedisk)/.test(verb) ? { effects: [destroys(texts.at(-1) ?? verb, 'deletes or replaces backups')], target: texts.at(-1) } : { effects: [changesSystem('backups')] };
}

function imageToolDoes(parsed: Parsed): Deed {
  const files = parsed.operands.filter(({ text }) => /[./]/.test(text));
  if (parsed.has('-j', '--js')) return { effects: [runsCode('sips', 'runs a script')] };
  const changes = parsed.options.some(({ name }) => !/^(-g|--getProperty|--verify|-h|-H|-v|-1|--help.*|--version|--oneLine|--debug|-help)$/.test(name));
  const written = parsed.values('-o', '--out', '-x', '--extractProfile');
  return changes ? { touches: [...touching('read', files), ...touching('write', written.length > 0 ? written : files)], effects: [unknownHere('sips', 'changes images')] } : { touches: touching('read', files) };
}

function sampleDoes({ operands }: Parsed): Deed | undefined {
  return operands.length === 0 ? undefined : { effects: [looks('a running program')] };
}

function binaryDoes(parsed: Parsed, { program, words }: Call): Deed {
  if (words.some(({ text }) => /^--?plugin/.test(text))) return { effects: [runsCode(program, 'loads code')] };
  if (/^(vmmap|heap|leaks|stringdups|malloc_history|spindump|allmemory)$/.test(program)) return { effects: [printsSecrets(program, "looks into other programs' memory")] };
  const writes = words.some(({ text }) => /^-(create|extract|extract_family|thin|remove|replace|set-.*|remove-.*|noobjc|saveSignature|symbolsPackageDir|outputGraph)$/.test(text));
  if (writes) return { effects: [unknownHere(program, 'writes a file')] };
  // what the system itself ships is no secret
  return { touches: touching('list', parsed.operands.filter(({ text }) => !/^\d+$|^0x|^\/(usr\/(bin|lib|sbin)|bin|sbin|lib|System)\//.test(text))) };
}

const keychainReads = /^(help|show-keychain-info|find-(certificate|identity|key|generic-password|internet-password)|get-identity-preference|dump-trust-settings|verify-cert|error|leaks|requirement-evaluate|list-smartcards)$/;

function keychainDoes({ texts }: Parsed, { words }: Call): Deed {
  const [verb = ''] = texts;
  const shows = words.some(({ text }) => /^-[a-zA-Z]*[gw]/.test(text)) && /password/.test(verb);
  if (keychainReads.test(verb) && !shows) return { effects: [looks('the keychain')] };
  if (/^delete-/.test(verb)) return { effects: [destroys(texts.at(-1) ?? verb, 'deletes from the keychain')], target: texts.at(-1) };
  return { effects: [printsSecrets('the keychain')] };
}
