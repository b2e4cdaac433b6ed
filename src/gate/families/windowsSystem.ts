import type { Call, Deed } from '../analyse/call.ts';
import { changesSystem, destroys, fetches, looks, runsCode, sends, steersProcesses, takesRights, unknownHere } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';

/** Programs of Windows that steer the machine. Their verbs stand among the words in any case, so they are looked for there. */

const words = ({ words: given }: Call): string[] => given.map(({ text }) => text.toLowerCase().replace(/^\/\//, '/'));
const verb = (call: Call): string => words(call).find((word) => !/^[-/]/.test(word)) ?? '';
const named = ({ words: given, program }: Call): string => given.filter(({ text }) => !/^[-/]/.test(text)).at(1)?.text ?? given[0]?.text ?? program;
const allKnown = ({ words: given }: Call): boolean => given.every(({ exact }) => exact);

function rule(command: string, level: Rule['level'], does: (call: Call) => Deed | undefined, matches: string[], not: string[]): Rule {
  return { command, level, operands: 'text', anyOption: true, ...(not.length === 0 ? { insensitive: true } : {}), does: (_parsed: Parsed, call) => does(call), matches, not };
}

/** A program with reading verbs, verbs that lose, and anything else. */
function verbs(reads: RegExp, loses: RegExp, otherwise: (name: string) => Deed): (call: Call) => Deed {
  return (call) => {
    const all = words(call);
    const name = named(call);
    if (all.some((word) => loses.test(word))) return { effects: [destroys(name, `${call.program} deletes`)], target: name };
    return reads.test(verb(call) === '' ? all[0] ?? '' : verb(call)) && allKnown(call) ? { effects: [looks(call.program)] } : otherwise(name);
  };
}

const services: Rule[] = [
  rule('reg', 'SAFE', verbs(/^(query|compare)$/, /^(delete|unload|restore)$/, (name) => ({ effects: [changesSystem(name, 'the registry')] })), ['reg query HKLM'], ['reg add HKLM x', 'reg delete HKLM', 'reg import a.reg', 'reg export HKLM a']),
  rule('sc', 'SAFE', verbs(/^(query|queryex|qc|qdescription|qfailure|getdisplayname|getkeyname|enumdepend)$/, /^delete$/, (name) => ({ effects: [steersProcesses(name, 'a service')] })), ['sc query', 'sc qc w3svc'], ['sc stop a', 'sc delete a', 'sc create a', 'sc config a']),
  rule('net|net1', 'MODERATE', netDoes, ['net view', 'net share', 'net user'], ['net user bob /add', 'net stop a', 'net use x', 'net user bob /delete', 'net localgroup administrators bob /add']),
  rule('netsh', 'SAFE', (call) => (words(call).some((word) => /^(show|dump)$/.test(word)) && !words(call).some((word) => /^(key=clear|set|add|delete|reset|import|export|-f|exec)$/.test(word)) ? { effects: [looks('the network')] } : words(call).some((word) => /^(delete|reset)$/.test(word)) ? { effects: [destroys('the network configuration', 'deletes or resets it')], target: 'netsh' } : { effects: [changesSystem('the network')] }), ['netsh interface show interface'], ['netsh advfirewall set allprofiles state off', 'netsh wlan show profile x key=clear', 'netsh winsock reset']),
  rule('schtasks', 'SAFE', (call) => byFlag(call, /^[-/]query$/, /^[-/]delete$/, (name) => ({ effects: [runsCode(name, 'a task that runs later')] })), ['schtasks /query', 'schtasks'], ['schtasks /create /tn a', 'schtasks /delete /tn a', 'schtasks /run /tn a']),
  rule('at', 'HIGH', (call) => ({ effects: [runsCode(named(call), 'runs it later')] }), ['at 12:00 x'], []),
  rule('taskkill|tskill|logoff|rwinsta', 'HIGH', (call) => ({ effects: [steersProcesses(named(call))] }), ['taskkill /f /im node.exe', 'tskill 1'], []),
  rule('wmic', 'MODERATE', (call) => (words(call).some((word) => /^(delete|call|create|set|\/node:.*|\/output:.*|\/append:.*|\/format:.*)$/.test(word)) ? (words(call).includes('delete') ? { effects: [destroys(named(call), 'wmic deletes')], target: named(call) } : { effects: [runsCode(call.program, 'starts or changes things')] }) : { effects: [unknownHere('wmic', 'asks the system')] }), ['wmic os get caption'], ['wmic process call create x', 'wmic shadowcopy delete', 'wmic os get /format:http']),
  rule('powercfg', 'MODERATE', (call) => (/^[-/](list|l|query|q|getactivescheme|availablesleepstates|a|requests|lastwake)$/.test(words(call)[0] ?? '') ? { effects: [unknownHere('powercfg', 'asks the system')] } : { effects: [changesSystem('power settings')] }), ['powercfg /list'], ['powercfg /h off']),
  rule('sfc|dism|wusa|pkgmgr|ocsetup', 'HIGH', () => ({ effects: [changesSystem('the system', 'repairs or installs parts of Windows')] }), ['sfc /scannow', 'dism /online /cleanup-image'], []),
  rule('regedit|regini|secedit|gpupdate|auditpol|bitsadmin|manage-bde|mountvol|netdom|dsadd|dsmod|ktpass|nltest|setspn|cmdkey|runas|logman|wevtutil|wecutil|fltmc|pnputil|devcon|winrm|winrs|psexec|paexec', 'HIGH', riskyDoes, ['regedit /s a.reg', 'runas /user:x cmd', 'bitsadmin /transfer x', 'wevtutil qe System'], []),
];

function netDoes(call: Call): Deed {
  const all = words(call);
  const first = verb(call);
  if (all.some((word) => /^[-/]delete$/.test(word))) return { effects: [destroys(named(call), `net ${first} /delete`)], target: named(call) };
  if (/^(user|localgroup|group|accounts)$/.test(first) && (all.some((word) => /^[-/]/.test(word)) || all.length > 2)) return { effects: [takesRights(named(call))] };
  if (/^(start|stop|pause|continue|restart)$/.test(first) && all.length > 1) return { effects: [steersProcesses(named(call))] };
  if (/^(use|share|session|file|computer|time|config)$/.test(first) && all.length > 1) return { effects: [changesSystem(named(call), 'shares and sessions')] };
  return { effects: [fetches('the local network')] };
}

function byFlag(call: Call, reads: RegExp, loses: RegExp, otherwise: (name: string) => Deed): Deed {
  const all = words(call);
  if (all.some((word) => loses.test(word))) return { effects: [destroys(named(call), `${call.program} deletes`)], target: named(call) };
  return allKnown(call) && !all.includes('/s') && (all.length === 0 || all.some((word) => reads.test(word))) ? { effects: [looks(call.program)] } : otherwise(named(call));
}

function riskyDoes(call: Call): Deed {
  const all = words(call);
  if (call.program === 'wevtutil' && all.some((word) => /^(cl|clear-log)$/.test(word))) return { effects: [destroys(named(call), 'clears an event log')], target: named(call) };
  if (call.program === 'regedit' && all.some((word) => /^[-/]d$/.test(word))) return { effects: [destroys('the registry', 'deletes keys')], target: 'registry' };
  if (call.program === 'bitsadmin') return { effects: [sends('bitsadmin', 'copies files over the network and may run what it copied')] };
  if (/^(runas|psexec|paexec|winrs|winrm|cmdkey|secedit|manage-bde|setspn|ktpass)$/.test(call.program)) return { effects: [takesRights(call.program)] };
  return { effects: [changesSystem(call.program)] };
}

const disks: Rule[] = [
  rule('vssadmin', 'MODERATE', verbs(/^$/, /^(delete|resize|revert)$/, () => ({ effects: [unknownHere('vssadmin', 'shadow copies')] })), ['vssadmin list shadows'], ['vssadmin delete shadows /all']),
  rule('wbadmin', 'MODERATE', verbs(/^$/, /^(delete|disable|restore)$|^start$/, () => ({ effects: [unknownHere('wbadmin', 'backups')] })), ['wbadmin get versions'], ['wbadmin delete catalog']),
  rule('diskpart|format|sdelete|sdelete64', 'DESTRUCTIVE', (call) => ({ effects: [destroys(call.words[0]?.text ?? call.program, 'disks and volumes do not come back')], target: call.words[0]?.text ?? call.program }), ['diskpart /s a.txt', 'format D: /q', 'sdelete a'], []),
  rule('bcdedit|bootrec|bootsect|bcdboot', 'DESTRUCTIVE', (call) => (call.program === 'bcdedit' && words(call).every((word) => /^[-/](enum|v|\?)$/.test(word)) ? { effects: [takesRights('bcdedit', 'looks at the boot configuration')] } : { effects: [destroys('the boot configuration', 'the machine may not start again')], target: 'boot' }), ['bcdedit /set x', 'bootrec /fixmbr'], ['bcdedit', 'bcdedit /enum']),
  rule('cipher', 'HIGH', (call) => (words(call).some((word) => /^[-/]w/.test(word)) ? { effects: [destroys(call.words[0]?.text ?? 'free space', 'wipes it')], target: 'cipher' } : { effects: [changesSystem('encryption of files')] }), ['cipher /e a'], ['cipher /w:c']),
  rule('fsutil', 'HIGH', (call) => (words(call).some((word) => /^(deletejournal|setzerodata|delete|setvaliddata|dismount|seteof)$/.test(word)) ? { effects: [destroys(call.words.at(-1)?.text ?? 'a volume', 'fsutil deletes')], target: call.words.at(-1)?.text ?? 'fsutil' } : { effects: [changesSystem('the file system')] }), ['fsutil behavior set x'], ['fsutil usn deletejournal /d c:', 'fsutil file setzerodata a']),
];

const interpreters: Rule[] = [
  rule('mshta|rundll32|regsvr32|regsvcs|regasm|installutil|wscript|cscript|msdt|odbcconf|cmstp|forfiles|pcalua|scriptrunner|xwizard|msiexec|infdefaultinstall|presentationhost|ieexec|dnscmd|appvlp|syncappvpublishingserver|wsl|start', 'HIGH', (call) => ({ effects: [runsCode(call.words.find(({ text }) => !/^[-/]/.test(text))?.text ?? call.program, 'runs code that is named in its words')], forgettable: true }), ['mshta x', 'rundll32 a.dll', 'regsvr32 /s a.dll', 'msiexec /i a.msi', 'forfiles /c x'], []),
  rule('certutil', 'HIGH', (call) => certutilDoes(call), ['certutil -urlcache -f https://example.com a', 'certutil -decode a b'], ['certutil -hashfile a.txt']),
  rule('winget|choco|scoop|chocolatey', 'SAFE', packagesDoe, ['winget list', 'choco list', 'scoop status'], ['winget install a', 'choco install a', 'scoop uninstall a', 'winget search a']),
];

function certutilDoes(call: Call): Deed {
  const all = words(call);
  if (all.some((word) => /^[-/](urlcache|verifyctl|url)$/.test(word))) return { effects: [sends(call.words.find(({ text }) => /^https?:/i.test(text))?.text ?? 'certutil', 'downloads a file past the usual ways')] };
  const file = call.words.find(({ text }) => !/^[-/]/.test(text));
  if (/^[-/]hashfile$/.test(all[0] ?? '') && file !== undefined) return { touches: [{ word: file, how: 'read' }] };
  return { effects: [takesRights('certutil', 'decodes files or changes certificates')] };
}

function packagesDoe(call: Call): Deed {
  const first = verb(call);
  if (/^(list|show|info|status|features|source|outdated|bucket|which|prefix|help|config)$/.test(first) && words(call).length === 1) return { effects: [looks(call.program)] };
  if (/^(uninstall|remove|rm)$/.test(first)) return { effects: [changesSystem(named(call), 'removes a program')] };
  if (/^(search|list|show|info|find|outdated)$/.test(first)) return { effects: [fetches(call.program)] };
  return { effects: [runsCode(named(call), 'installs or changes programs')] };
}

export const windowsSystem: Family = { name: 'Windows: the machine', style: 'gnu', rules: [...services, ...disks, ...interpreters] };
