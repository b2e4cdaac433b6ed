import type { Deed } from '../analyse/call.ts';
import { fetches, printsSecrets, runsCode, unknownHere } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { common, pipedFiles, remotely } from './powerShellCommon.ts';

/**
 * Cmdlets that look, by name: a verb alone proves nothing (`Get-Credential` asks, `Get-Clipboard` reads another program's
 * secrets, `Out-File` writes).
 */
const remote = '-ComputerName -CimSession -ThrottleLimit';

function look(command: string, table: { flags?: string; values?: string }, examples: { matches: string[]; not?: string[] }): Rule {
  const [first = ''] = command.split('|');
  return { command, level: 'SAFE', operands: 'text', ...table, does: (parsed): Deed => remotely(parsed) ?? dearLook(parsed) ?? {}, matches: examples.matches, not: examples.not ?? [`${first} -outvariable x`] };
}

/** A counter of another machine; a class that checks and repairs every installed program when it is listed. */
function dearLook({ texts, options }: Parsed): Deed | undefined {
  const words = [...texts, ...options.map(({ value }) => value?.text ?? '')];
  const host = words.find((text) => /^\\\\[^.\\]/.test(text));
  if (host !== undefined) return { effects: [fetches(host)] };
  return words.some((text) => /win32_product\b/i.test(text)) ? { effects: [runsCode('Win32_Product', 'checks and repairs installed programs')] } : undefined;
}

const system: Rule[] = [
  look('get-date', { flags: '-AsUTC', values: '-Date -UnixTimeSeconds -Year -Month -Day -Hour -Minute -Second -Millisecond -DisplayHint -Format -UFormat' }, { matches: ['get-date', 'get-date -format yyyy-MM-dd'] }),
  look('get-host|get-uiculture|get-culture|get-timezone|get-verb|get-error|get-pscallstack|get-executionpolicy|get-location|get-history|get-random|get-securerandom|get-uptime', { flags: '-ListAvailable -List -Stack -Shuffle -Since -NoUserOverrides', values: '-Name -Id -Scope -PSDrive -PSProvider -StackName -Count -Maximum -Minimum -SetSeed -InputObject -Newest -Verb -Group' }, { matches: ['get-location', 'get-random -maximum 10', 'get-executionpolicy -list'] }),
  look('get-process', { flags: '-Module -FileVersionInfo -IncludeUserName', values: `-Name -Id -InputObject ${remote}` }, { matches: ['get-process', 'get-process -name node', 'get-process node'], not: ['get-process -computername host'] }),
  look('get-service', { flags: '-DependentServices -RequiredServices', values: `-Name -DisplayName -Include -Exclude -InputObject ${remote}` }, { matches: ['get-service', 'get-service -name w3svc'], not: ['get-service -computername host'] }),
  look('get-computerinfo|get-hotfix|get-psdrive|get-psprovider|get-volume|get-disk|get-partition|get-physicaldisk|get-netadapter|get-netipaddress|get-netipconfiguration|get-nettcpconnection|get-netudpendpoint|get-netroute|get-netfirewallrule|get-netfirewallprofile|get-dnsclientserveraddress|get-dnsclient|get-scheduledtask|get-scheduledtaskinfo|get-localuser|get-localgroup|get-localgroupmember|get-windowsfeature|get-windowsoptionalfeature|get-windowscapability|get-appxpackage|get-mpcomputerstatus|get-mppreference|get-tpm|get-printer|get-pnpdevice|get-smbshare|get-smbmapping|get-counter|get-winuserlanguagelist|get-winsystemlocale|get-job|get-pssession|get-eventsubscriber|get-event|get-psbreakpoint|get-psrepository|get-packageprovider|get-package|get-packagesource|get-installedmodule|get-installedscript|get-psresource|get-installedpsresource|get-vm|get-vmsnapshot|get-vmswitch|get-vmhost|get-vmnetworkadapter', { flags: '-Online -AllUsers -All -ListAvailable -AllVersions -Physical -IncludeHidden -Continuous', values: `${remote} -Name -Id -Property -PSProvider -Scope -DriveLetter -Number -DiskNumber -PartitionNumber -InterfaceAlias -InterfaceIndex -AddressFamily -LocalPort -RemotePort -LocalAddress -RemoteAddress -State -OwningProcess -DisplayName -DisplayGroup -Enabled -Direction -Action -Profile -TaskName -TaskPath -Group -Member -SID -FeatureName -MountPoint -Counter -MaxSamples -SampleInterval -ListSet -InstanceId -Class -Status -HotFixId -VMName -DestinationPrefix -InputObject -ProviderName -Publisher` }, { matches: ['get-computerinfo', 'get-nettcpconnection -localport 3000', 'get-psdrive -psprovider FileSystem'], not: ['get-volume -cimsession host'] }),
  look('get-eventlog|get-winevent', { flags: '-List -Oldest -AsBaseObject -AsString', values: `${remote} -LogName -Newest -EntryType -Source -InstanceId -Index -After -Before -Message -UserName -MaxEvents -ListLog -ListProvider -ProviderName -FilterHashtable -FilterXPath` }, { matches: ['get-winevent -logname System -maxevents 5'], not: ['get-winevent -computername host', 'get-winevent -path a.evtx'] }),
  look('get-ciminstance|get-wmiobject|get-cimclass', { flags: '-KeyOnly -Shallow -List -Recurse -Amended', values: `${remote} -ClassName -Class -Filter -Property -Namespace -Query -QueryDialect -OperationTimeoutSec -ResultClassName -Association` }, { matches: ['get-ciminstance Win32_OperatingSystem', 'get-ciminstance -classname Win32_Process -filter x'], not: ['get-ciminstance -computername host', 'get-wmiobject Win32_Product'] }),
  look('get-command|get-alias|get-member|get-module|get-pssnapin|get-typedata|get-formatdata|get-psreadlineoption|get-psreadlinekeyhandler|get-experimentalfeature|get-help', { flags: '-All -ListImported -Syntax -ShowCommandInfo -Static -Force -ListAvailable -Refresh -SkipEditionCheck -Full -Detailed -Examples -Bound -Unbound -UseFuzzyMatching -UseAbbreviationExpansion', values: '-Name -Verb -Noun -Module -FullyQualifiedName -TotalCount -ArgumentList -CommandType -ParameterName -ParameterType -MemberType -View -InputObject -Definition -Exclude -Scope -PSEdition -TypeName -Category -Component -Functionality -Role -Parameter' }, { matches: ['get-command git', 'get-module -listavailable', 'get-help get-item -examples'] }),
  { command: 'get-variable', level: 'SAFE', operands: 'text', flags: '-ValueOnly', values: '-Name -Include -Exclude -Scope', matches: ['get-variable', 'get-variable -name x'], not: ['get-variable -outvariable x'] },
  { command: 'start-sleep', level: 'SAFE', operands: 'text', values: '-Seconds -Milliseconds -Duration -s -m -ms', matches: ['start-sleep 2', 'start-sleep -seconds 5'], not: ['start-sleep -bogus'] },
  { command: 'clear-host|clear-history', level: 'SAFE', operands: 'text', values: '-Id -Count -CommandLine', flags: '-Newest', matches: ['clear-host'], not: ['clear-host -bogus'] },
  { command: 'wait-process|wait-job', level: 'SAFE', operands: 'text', flags: '-Any -PassThru -Force', values: '-Name -Id -Timeout -InputObject -Job -State', matches: ['wait-process -name node'], not: ['wait-process -bogus'] },
  { command: 'get-computerrestorepoint', level: 'SAFE', operands: 'text', values: '-RestorePoint', flags: '-LastStatus', matches: ['get-computerrestorepoint'], not: ['get-computerrestorepoint -bogus'] },
  { command: 'get-clipboard', level: 'HIGH', operands: 'text', flags: '-Raw', values: '-Format -TextFormatType -Delimiter', does: { effects: [printsSecrets('the clipboard', 'may hold what was copied from a password manager')] }, matches: ['get-clipboard'], not: [] , insensitive: true },
  { command: 'get-bitlockervolume|get-credential|get-secret|get-secretinfo|get-pfxcertificate|get-storedcredential|convertfrom-securestring', level: 'HIGH', operands: 'text', anyOption: true, does: ({ texts }): Deed => ({ effects: [printsSecrets(texts[0] ?? 'a credential')] }), matches: ['get-credential', 'get-secret x'], not: [], insensitive: true },
];

const network: Rule[] = [
  look('test-wsman', { values: '-Authentication -Port' }, { matches: ['test-wsman'] }),
  { command: 'test-connection|test-netconnection|resolve-dnsname', level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }): Deed => ({ effects: [fetches(texts[0] ?? 'another machine')] }), matches: ['test-connection example.com', 'resolve-dnsname example.com'], not: [], insensitive: true },
  { command: 'find-module|find-script|find-package|find-psresource|find-command|search-winget', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [fetches('the package gallery')] }, matches: ['find-module Pester'], not: [], insensitive: true },
];

const printing: Rule[] = [
  { command: 'write-output', level: 'SAFE', operands: 'text', flags: '-NoEnumerate', values: '-InputObject', matches: ['write-output hello'], not: ['write-output -bogus x'] },
  { command: 'write-host', level: 'SAFE', operands: 'text', flags: '-NoNewline', values: '-Object -Separator -ForegroundColor -BackgroundColor', matches: ['write-host hello -foregroundcolor green'], not: ['write-host -bogus x'] },
  { command: 'write-error|write-warning|write-verbose|write-debug|write-information|write-progress', level: 'SAFE', operands: 'text', flags: '-Completed', values: '-Message -Category -ErrorId -TargetObject -RecommendedAction -MessageData -Tags -Activity -Status -Id -PercentComplete -SecondsRemaining -CurrentOperation -ParentId -SourceId -Exception', matches: ['write-warning careful'], not: ['write-warning -bogus x'] },
  { command: 'out-null|out-host|out-string|out-default', level: 'SAFE', operands: 'text', flags: '-Paging -Stream -NoNewline -Transcript', values: '-InputObject -Width', matches: ['out-null', 'out-string -width 200'], not: ['out-string -bogus'] },
];

const shaping: Rule[] = [
  { command: 'select-object', level: 'SAFE', operands: 'text', flags: '-Unique -Wait -CaseInsensitive', values: '-Property -ExcludeProperty -ExpandProperty -First -Last -Skip -SkipLast -SkipIndex -Index -InputObject', matches: ['select-object Name', 'select-object -first 5', 'select-object -skip 200'], not: ['select-object -bogus'] },
  { command: 'where-object', level: 'SAFE', operands: 'text', flags: '-EQ -CEQ -NE -CNE -GT -CGT -LT -CLT -GE -CGE -LE -CLE -Like -CLike -NotLike -CNotLike -Match -CMatch -NotMatch -CNotMatch -Contains -CContains -NotContains -CNotContains -In -CIn -NotIn -CNotIn -Is -IsNot -Not', values: '-FilterScript -Property -Value -InputObject', matches: ['where-object Name -like x', 'where-object -property Status -eq Running'], not: ['where-object -bogus'] },
  { command: 'foreach-object', level: 'SAFE', operands: 'text', values: '-Process -Begin -End -RemainingScripts -InputObject -MemberName', does: memberDoes, matches: ['foreach-object Name'], not: ['foreach-object Delete', 'foreach-object -parallel x', 'foreach-object -membername Kill'] },
  { command: 'sort-object|group-object|measure-object|compare-object|get-unique', level: 'SAFE', operands: 'text', flags: '-Descending -Unique -Stable -CaseSensitive -NoElement -AsHashTable -AsString -AllStats -Average -Sum -Maximum -Minimum -StandardDeviation -Line -Word -Character -IgnoreWhiteSpace -ExcludeDifferent -IncludeEqual -PassThru -OnType -CaseInsensitive', values: '-Property -Top -Bottom -InputObject -ReferenceObject -DifferenceObject -SyncWindow -Culture', matches: ['sort-object Length -descending', 'measure-object -line', 'group-object Extension -noelement'], not: ['sort-object -bogus'] },
  { command: 'format-table|format-list|format-wide|format-custom|format-hex', level: 'SAFE', operands: 'text', flags: '-AutoSize -Wrap -HideTableHeaders -Force -ShowError -DisplayError -RepeatHeader', values: '-Property -GroupBy -View -Expand -Column -Depth -InputObject -Encoding -Count -Offset', does: ({ operands }, { program, stdin }): Deed => (program !== 'format-hex' ? {} : operands.length === 0 ? pipedFiles(program, stdin) : { touches: operands.map((word) => ({ word, how: 'read' })) }), matches: ['format-table -autosize', 'format-list Name'], not: ['format-table -bogus'] },
  { command: 'convertto-json|convertfrom-json|convertto-csv|convertfrom-csv|convertto-html|convertto-xml|convertfrom-stringdata|convertto-yaml|convertfrom-yaml', level: 'SAFE', operands: 'text', flags: '-Compress -AsArray -EnumsAsStrings -AsHashtable -NoEnumerate -NoTypeInformation -IncludeTypeInformation -NoHeader -UseCulture -Fragment', values: '-Depth -InputObject -Delimiter -Header -QuoteFields -UseQuotes -EscapeHandling -Property -Title -As -StringData -DateKind', matches: ['convertto-json -depth 5', 'convertfrom-json'], not: ['convertto-html -cssuri http://x'] },
  { command: 'join-string|new-timespan|new-guid|join-path|split-path', level: 'SAFE', operands: 'text', flags: '-Leaf -LeafBase -Extension -Parent -Qualifier -NoQualifier -IsAbsolute -SingleQuote -DoubleQuote -UseCulture -Empty', values: '-Path -LiteralPath -ChildPath -AdditionalChildPath -Separator -Property -OutputPrefix -OutputSuffix -FormatString -InputObject -Start -End -Days -Hours -Minutes -Seconds', matches: ['join-path a b', 'split-path -leaf a/b'], not: ['join-path -bogus a', 'join-path /etc x -resolve'] },
  { command: 'measure-command', level: 'SAFE', operands: 'text', values: '-Expression -InputObject', does: ({ operands, options }): Deed | undefined => (operands.length + options.length === 0 ? undefined : {}), matches: ['measure-command x'], not: ['measure-command'] },
  { command: 'new-object', level: 'MODERATE', operands: 'text', flags: '-Strict', values: '-TypeName -ArgumentList -Property -ComObject', does: newObjectDoes, matches: ['new-object System.Object'], not: ['new-object -comobject Shell.Application', 'new-object System.IO.StreamWriter a.txt'] },
];

const plainMembers = /^(Name|FullName|Length|Count|Extension|BaseName|Directory|DirectoryName|LastWriteTime|CreationTime|Id|ProcessName|Path|Value|Key|Keys|Values|Line|LineNumber|Filename|Matches|Groups|Version|Status|DisplayName|Source|CommandType|CPU|Handles|Definition|ToString|Trim|ToUpper|ToLower|GetType)$/i;

/** `ForEach-Object Name` reads a property or calls the method of that name. */
function memberDoes(parsed: Parsed): Deed | undefined {
  const words = [...parsed.operands, ...parsed.values('-MemberName')];
  return words.every(({ text, exact }) => text.startsWith('{') || (exact && plainMembers.test(text))) ? {} : undefined;
}

function newObjectDoes(parsed: Parsed): Deed {
  const component = parsed.value('-ComObject');
  if (component !== undefined) return { effects: [runsCode(component.text, 'a component of the system that scripts steer')] };
  const type = parsed.value('-TypeName')?.text ?? parsed.texts[0] ?? 'an object';
  // making one opens a file, often an empty one over what was there
  if (/(^|\.)(filestream|\w*writer|\w*filestream)$/i.test(type) && !/(^|\.)stringwriter$/i.test(type)) return { effects: [runsCode(type, 'opens a file and may empty it')] };
  return { effects: [unknownHere(type, 'its methods may do anything')] };
}

export const powerShellRead: Family = { name: 'PowerShell: looking', style: 'powershell', globals: common, rules: [...system, ...network, ...printing, ...shaping] };
