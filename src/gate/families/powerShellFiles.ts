import type { Call, Deed, Touch, Word } from '../analyse/call.ts';
import { destroys, printsSecrets, runsCode, takesRights, unknownHere } from '../analyse/effects.ts';
import { mergeDeeds, plain, singly, type Family, type Rule } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { changeOf, providerOf } from '../analyse/powerShell/provider.ts';
import { changes, changing, common, deletes, pipedFiles } from './powerShellCommon.ts';

/** Cmdlets for files, folders and the other drives that look like them: the registry, the environment. */

const paths = '-Path -LiteralPath -PSPath -LP';
const filters = '-Filter -Include -Exclude -Stream -Credential';
const content = '-Encoding -Delimiter';

/** Words that name what is looked at: by parameter, else the first operands. */
const named = (parsed: Parsed, first = 1): Word[] => {
  const given = parsed.values('-Path', '-LiteralPath', '-PSPath', '-LP', '-FilePath');
  return given.length > 0 ? given : parsed.operands.slice(0, first);
};

const secretName = /key|token|secret|passw|pwd|credential|connection/i;

function seen(words: readonly Word[], how: Touch['how'], recursive = false): Deed {
  return mergeDeeds(singly(words).map((word): Deed => {
    const provider = providerOf(word.text);
    if (provider === 'environment') return { effects: [secretName.test(word.text) ? printsSecrets(word.text) : unknownHere(word.text, 'environment variables, which may hold secrets')] };
    if (provider === 'session') return {};
    return { touches: [{ word, how, ...(recursive ? { recursive } : {}) }] };
  }));
}

/** What is read: the words that name it, else what comes through the pipe. */
function readsFrom(words: readonly Word[], { program, stdin }: Call): Deed {
  if (words.length > 0) return seen(words, 'read');
  return pipedFiles(program, stdin);
}

const looking: Rule[] = [
  { command: 'get-childitem', level: 'SAFE', operands: 'text', flags: '-Recurse -s -Force -Name -Directory -ad -File -af -Hidden -ah -h -ReadOnly -ar -System -as -FollowSymlink', values: `${paths} -Filter -Include -Exclude -Depth -Attributes`, does: (parsed): Deed => seen(orHere(named(parsed)), 'list', parsed.has('-Recurse', '-s')), matches: ['get-childitem', 'get-childitem src -recurse -filter x', 'get-childitem -path . -rec', 'get-childitem -file -force'], not: ['get-childitem /etc', 'get-childitem env:', 'get-childitem -outvariable x'] },
  { command: 'get-content', level: 'SAFE', operands: 'text', flags: '-Raw -Force -Wait -AsByteStream', values: `${paths} ${filters} ${content} -ReadCount -TotalCount -First -Head -Tail -Last`, does: (parsed, call): Deed => readsFrom(named(parsed), call), matches: ['get-content a.txt', 'get-content -path a.txt -tail 5', 'get-content a.txt -raw'], not: ['get-content .env', 'get-content ../x', 'get-content env:API_KEY'] },
  { command: 'get-item|get-itemproperty|get-itempropertyvalue|get-acl|get-authenticodesignature', level: 'SAFE', operands: 'text', flags: '-Force -Audit -AllCentralAccessPolicies', values: `${paths} ${filters} -Name -InputObject -FilePath`, does: (parsed): Deed => seen(named(parsed), 'list'), matches: ['get-item a.txt', 'get-itemproperty a.txt -name Length'], not: ['get-item /etc/passwd', 'get-item env:API_KEY'] },
  { command: 'get-filehash', level: 'SAFE', operands: 'text', values: `${paths} -Algorithm -InputStream`, does: (parsed, call): Deed => readsFrom(named(parsed), call), matches: ['get-filehash a.txt', 'get-filehash a.txt -algorithm MD5'], not: ['get-filehash ../a'] },
  { command: 'test-path|resolve-path|convert-path', level: 'SAFE', operands: 'text', flags: '-IsValid -Relative -Force', values: `${paths} ${filters} -PathType -Type -OlderThan -NewerThan -RelativeBasePath`, does: (parsed): Deed => seen(named(parsed), 'list'), matches: ['test-path a.txt', 'test-path -path a -pathtype Leaf'], not: ['test-path ../a', 'test-path -bogus a'] },
  { command: 'select-string', level: 'SAFE', operands: 'text', flags: '-SimpleMatch -CaseSensitive -Quiet -List -NotMatch -AllMatches -NoEmphasis -Raw', values: `-Pattern ${paths} -Include -Exclude -Context -Encoding -Culture -InputObject`, does: (parsed, call): Deed => readsFrom(named({ ...parsedAfterPattern(parsed, '-Pattern') } as Parsed), call), matches: ['select-string foo a.txt', 'select-string -pattern foo -path a.txt -casesensitive'], not: ['select-string foo ../a', 'select-string foo .env'] },
  { command: 'import-csv|import-clixml|import-powershelldatafile|test-modulemanifest', level: 'SAFE', operands: 'text', flags: '-UseCulture -IncludeTotalCount -SkipLimitCheck', values: `${paths} ${content} -Header -Skip -First`, does: (parsed, call): Deed => readsFrom(named(parsed), call), matches: ['import-csv a.csv'], not: ['import-csv ../a.csv', 'import-csv -bogus a'] },
  { command: 'convertfrom-markdown', level: 'SAFE', operands: 'text', flags: '-AsVT100EncodedString', values: '-Path -LiteralPath -PSPath -LP -InputObject', does: (parsed, call): Deed => readsFrom(named(parsed), call), matches: ['convertfrom-markdown a.md'], not: ['convertfrom-markdown ../a.md', 'convertfrom-markdown .env'] },
  { command: 'select-xml', level: 'SAFE', operands: 'text', values: `${paths} -XPath -Xml -Content -Namespace`, does: (parsed, call): Deed => readsFrom(named({ ...parsedAfterPattern(parsed, '-XPath') } as Parsed), call), matches: ['select-xml //b a.xml', 'select-xml -xpath //b -path a.xml'], not: ['select-xml b ../a.xml', 'select-xml -xpath //b -path ../a.xml'] },
  { command: 'test-json', level: 'SAFE', operands: 'text', values: `${paths} -Json -Options -Schema -SchemaFile`, does: (parsed): Deed | undefined => (parsed.value('-Schema') !== undefined ? undefined : seen([...named(parsed, 0), ...parsed.values('-SchemaFile')], 'read')), matches: ['test-json -path a.json', 'test-json -path a.json -schemafile b.json'], not: ['test-json -path ../a.json', 'test-json -path a.json -schemafile ../b.json', 'test-json -path a.json -schema x'] },
  { command: 'set-location|push-location', level: 'SAFE', operands: 'text', flags: '-PassThru', values: `${paths} -StackName`, maxOperands: 1, does: (parsed): Deed => ({ changesFolder: named(parsed)[0] ?? plain('~') }), matches: ['set-location src', 'push-location -path src'], not: ['set-location -bogus'] },
  { command: 'pop-location', level: 'MODERATE', operands: 'none', flags: '-PassThru', values: '-StackName', does: { effects: [unknownHere('pop-location', 'goes to a folder that is not followed')], changesFolder: { text: 'pop-location', exact: false } }, matches: ['pop-location'], not: [], insensitive: true },
];

const orHere = (words: Word[]): Word[] => (words.length === 0 ? [plain('.')] : words);

/** `Select-String pattern path`: without the parameter of the pattern, the first operand is none of the paths. */
const parsedAfterPattern = (parsed: Parsed, pattern: string): Pick<Parsed, 'values' | 'operands'> => ({ values: (...names) => parsed.values(...names), operands: parsed.value(pattern) === undefined ? parsed.operands.slice(1) : parsed.operands });

/** What follows the path is text; without `-Path` the first operand is the path. */
const writesTo = (how: Touch['how']) => (parsed: Parsed, { program }: Call): Deed => changing(parsed, program, changes(named(parsed), how));

const writing: Rule[] = [
  { command: 'set-content', level: 'MODERATE', operands: 'text', flags: '-Force -NoNewline -AsByteStream -PassThru', values: `${paths} ${filters} ${content} -Value`, does: writesTo('write'), matches: ['set-content a.txt hello', 'set-content -path a.txt -value hello'], not: ['set-content ../a hello', 'set-content env:PATH x', 'set-content function:prompt x', 'set-content HKLM:x y'] },
  { command: 'add-content', level: 'MODERATE', operands: 'text', flags: '-Force -NoNewline -AsByteStream -PassThru', values: `${paths} ${filters} ${content} -Value`, does: writesTo('append'), matches: ['add-content a.txt hello'], not: ['add-content ../a hello'] },
  { command: 'out-file|tee-object', level: 'MODERATE', operands: 'text', flags: '-Append -Force -NoClobber -NoOverwrite -NoNewline', values: `-FilePath ${paths} -Encoding -Width -InputObject`, does: (parsed, { program }): Deed => changing(parsed, program, changes(named(parsed), parsed.has('-Append', '-NoClobber', '-NoOverwrite') ? 'append' : 'write')), matches: ['out-file a.txt', 'out-file -filepath a.txt -append', 'tee-object a.txt'], not: ['out-file ../a'] },
  { command: 'export-csv|export-clixml|export-psession|export-alias|export-formatdata', level: 'MODERATE', operands: 'text', flags: '-NoTypeInformation -IncludeTypeInformation -Append -Force -NoClobber -UseCulture -NoHeader', values: `${paths} ${content} -InputObject -Depth -UseQuotes -QuoteFields`, does: writesTo('write'), matches: ['export-csv a.csv', 'export-csv -path a.csv -notypeinformation'], not: ['export-csv ../a.csv'] },
  { command: 'new-item', level: 'MODERATE', operands: 'text', flags: '-Force', values: '-Path -Name -ItemType -Type -Value -Target -Credential', does: newItemDoes, matches: ['new-item a.txt', 'new-item -itemtype Directory -path src', 'new-item -path src -name a.txt'], not: ['new-item ../a', 'new-item -itemtype SymbolicLink -path a -target /etc', 'new-item HKCU:x'] },
  { command: 'new-temporaryfile', level: 'HIGH', operands: 'none', does: { touches: [{ word: plain('/tmp'), how: 'change' }] }, matches: ['new-temporaryfile'], not: [], insensitive: true },
  { command: 'copy-item', level: 'MODERATE', operands: 'text', flags: '-Recurse -Force -Container -PassThru', values: `${paths} ${filters} -Destination -FromSession -ToSession`, does: copyDoes, matches: ['copy-item a b', 'copy-item -path a -destination b -recurse'], not: ['copy-item a ../b', 'copy-item .env b', 'copy-item a b -tosession x'] },
  { command: 'move-item', level: 'HIGH', operands: 'text', flags: '-Force -PassThru', values: `${paths} ${filters} -Destination`, does: moveDoes, matches: ['move-item a b'], not: ['move-item', 'move-item a b -whatif'] },
  { command: 'rename-item', level: 'HIGH', operands: 'text', flags: '-Force -PassThru', values: `${paths} -NewName -Credential`, does: moveDoes, matches: ['rename-item a b', 'rename-item -path a -newname b'], not: ['rename-item a b -whatif'] },
  { command: 'set-item|set-itemproperty|new-itemproperty|rename-itemproperty|copy-itemproperty|move-itemproperty|clear-itemproperty', level: 'MODERATE', operands: 'text', flags: '-Force -PassThru', values: `${paths} ${filters} -Name -Value -Type -PropertyType -InputObject -NewName -Destination`, does: (parsed, { program }): Deed => changing(parsed, program, changes([...named(parsed), ...parsed.values('-Destination')], 'change')), matches: ['set-itemproperty a.txt -name IsReadOnly -value x'], not: ['set-itemproperty HKLM:x -name y -value z', 'set-item env:PATH x', 'set-item function:ls x'] },
  { command: 'set-acl', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }): Deed => ({ effects: [takesRights(texts[0] ?? 'files', 'changes who may do what')] }), matches: ['set-acl a'], not: [], insensitive: true },
  { command: 'unblock-file', level: 'HIGH', operands: 'text', values: paths, does: ({ texts }): Deed => ({ effects: [runsCode(texts[0] ?? 'a file', 'lets a downloaded file run')] }), matches: ['unblock-file a'], not: [], insensitive: true },
  { command: 'expand-archive', level: 'HIGH', operands: 'text', flags: '-Force -PassThru', values: `${paths} -DestinationPath`, does: (parsed): Deed => changing(parsed, 'expand-archive', { touches: [...singly(named(parsed)).map((word): Touch => ({ word, how: 'read' })), { word: parsed.value('-DestinationPath') ?? parsed.operands[1] ?? plain('.'), how: 'change' }], ...(parsed.has('-Force') ? { effects: [unknownHere('expand-archive', 'replaces files that are there')] } : {}), level: 'HIGH' }), matches: ['expand-archive a.zip', 'expand-archive a.zip -destinationpath b'], not: [], insensitive: true },
  { command: 'compress-archive', level: 'MODERATE', operands: 'text', flags: '-Update -Force -PassThru', values: `${paths} -DestinationPath -CompressionLevel`, does: (parsed): Deed => changing(parsed, 'compress-archive', { touches: [...singly(named(parsed)).map((word): Touch => ({ word, how: 'read', recursive: true })), ...[parsed.value('-DestinationPath') ?? parsed.operands[1]].flatMap((word) => (word === undefined ? [] : [{ word, how: 'write' } satisfies Touch]))] }), matches: ['compress-archive src a.zip'], not: ['compress-archive src ../a.zip', 'compress-archive .env a.zip'] },
];

const losing: Rule[] = [
  { command: 'remove-item', level: 'HIGH', operands: 'text', flags: '-Recurse -r -Force', values: `${paths} ${filters}`, does: (parsed): Deed => changing(parsed, 'remove-item', deletes(named(parsed, Infinity), parsed.has('-Recurse', '-r'), 'what the pipe hands over')), matches: ['remove-item a.txt', 'remove-item -path a.txt -force'], not: ['remove-item a -recurse', 'remove-item -recurse -force a', 'remove-item', 'remove-item HKLM:x', 'remove-item a -whatif'] },
  { command: 'clear-content', level: 'MODERATE', operands: 'text', flags: '-Force', values: `${paths} ${filters}`, does: (parsed): Deed => { const words = named(parsed); return changing(parsed, 'clear-content', words.length === 0 ? deletes([], false, 'what the pipe hands over') : { ...changes(words, 'write'), target: words.map(({ text }) => text).join(', '), level: 'HIGH' }); }, matches: ['clear-content a.txt -whatif'], not: ['clear-content a.txt', 'clear-content'] },
  { command: 'clear-item|remove-itemproperty', level: 'DESTRUCTIVE', operands: 'text', flags: '-Force', values: `${paths} ${filters} -Name`, does: (parsed, { program }): Deed => changing(parsed, program, { effects: [destroys(named(parsed)[0]?.text ?? 'what the pipe hands over', 'erases values')], target: named(parsed)[0]?.text ?? program }), matches: ['clear-item HKCU:x', 'remove-itemproperty -path HKCU:x -name y'], not: ['clear-item HKCU:x -whatif'] },
  { command: 'clear-recyclebin', level: 'DESTRUCTIVE', operands: 'text', flags: '-Force', values: '-DriveLetter', does: (parsed): Deed => changing(parsed, 'clear-recyclebin', { effects: [destroys('the recycle bin', 'empties it for good')], target: 'recycle bin' }), matches: ['clear-recyclebin', 'clear-recyclebin -force'], not: ['clear-recyclebin -whatif'] },
];

const linkTypes = /^(symboliclink|junction|hardlink)$/i;

function newItemDoes(parsed: Parsed, { program }: Call): Deed {
  const kind = parsed.value('-ItemType', '-Type');
  const folder = named(parsed)[0];
  const name = parsed.value('-Name');
  const word = folder === undefined ? name : name === undefined ? folder : { ...folder, text: `${folder.text}/${name.text}`, exact: folder.exact && name.exact };
  if (kind !== undefined && (!kind.exact || linkTypes.test(kind.text))) return { effects: [runsCode(word?.text ?? program, 'makes a link, so that later writes land elsewhere')] };
  if (word === undefined) return { effects: [unknownHere(program, 'makes something that is named elsewhere')] };
  return changing(parsed, program, changeOf(word, parsed.has('-Force') && kind?.text.toLowerCase() !== 'directory' ? 'write' : 'change'));
}

function copyDoes(parsed: Parsed, { program, stdin }: Call): Deed | undefined {
  if (parsed.value('-ToSession', '-FromSession') !== undefined) return { effects: [runsCode(program, 'copies between machines')] };
  const [source, operand] = parsed.value('-Path', '-LiteralPath') === undefined ? parsed.operands : [undefined, parsed.operands[0]];
  const from = named(parsed);
  const to = parsed.value('-Destination') ?? (source === undefined ? operand : parsed.operands[1]) ?? plain('.');
  if (from.length === 0 && stdin.kind === 'none') return undefined;
  return changing(parsed, program, mergeDeeds([seen(from, 'read', parsed.has('-Recurse')), changeOf(to, 'write')]));
}

/** What is moved is gone from where it was; what was at its new place is lost. */
function moveDoes(parsed: Parsed, { program }: Call): Deed {
  const from = named(parsed);
  const rest = parsed.operands.filter((word) => !from.includes(word));
  const to = parsed.value('-Destination', '-NewName') ?? rest[0];
  if (from.length === 0) return { effects: [destroys('what the pipe hands over', 'moves or renames whatever is handed to it')], target: 'what the pipe hands over' };
  const moved = mergeDeeds(singly(from).map((word): Deed => (providerOf(word.text) === undefined ? { touches: [{ word, how: 'change' }] } : changeOf(word, 'change'))));
  return changing(parsed, program, { ...mergeDeeds([moved, ...(to === undefined ? [] : [changeOf(to, 'write')])]), level: 'HIGH' });
}

export const powerShellFiles: Family = { name: 'PowerShell: files and drives', style: 'powershell', globals: common, rules: [...looking, ...writing, ...losing] };
