import type { Call, Deed, Run } from '../analyse/call.ts';
import { changesSystem, destroys, destroysInfra, fetches, runsCode, sends, steersProcesses, takesRights } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, common, script } from './powerShellCommon.ts';

/** Cmdlets that run code, use the network, or change the machine. */

const any = (command: string, level: Rule['level'], does: Rule['does'], matches: string[], not: string[] = []): Rule => ({ command, level, operands: 'text', anyOption: true, insensitive: true, does, matches, not });
/** Parameters are read loosely (`anyOption`), so a value in a word of its own is an operand: the last one names what is acted on. */
const subject = ({ texts, options }: Parsed, { program }: Call): string => texts[0] ?? options.find(({ value }) => value !== undefined)?.value?.text ?? program;

const running: Rule[] = [
  any('invoke-expression', 'HIGH', (parsed, call): Deed => ({ effects: [runsCode(call.program, 'runs a text as code')], runs: parsed.operands.filter(({ text }) => !text.startsWith('{')).map((word) => script(word)), forgettable: true }), ['invoke-expression "x"']),
  any('invoke-command', 'HIGH', (parsed): Deed => ({ effects: [parsed.options.some(({ name }) => /^-(comp|cn|host|session|vm|conn|cont|ssh)/i.test(name)) ? sends(parsed.texts[0] ?? 'another machine', 'runs commands there') : runsCode('invoke-command', 'runs a block of code')], forgettable: true }), ['invoke-command -scriptblock x', 'invoke-command -computername a']),
  any('start-job|start-threadjob|register-objectevent|register-engineevent|register-wmievent|register-cimindicationevent|invoke-history|invoke-item|invoke-psake|invoke-build|add-type|import-module|using-module|import-localizeddata|import-alias|set-alias|new-alias|new-module|update-typedata|update-formatdata|set-psbreakpoint|enter-pssession|new-pssession|connect-pssession|receive-job|import-pssession|invoke-cimmethod|invoke-wmimethod|invoke-dscresource|start-dscconfiguration|invoke-sqlcmd|set-psreadlineoption|set-psreadlinekeyhandler|register-argumentcompleter|set-variable|new-variable|clear-variable|remove-variable|remove-module|remove-alias|set-strictmode|set-psdebug|trace-command|debug-process|start-transcript', 'HIGH', (parsed, call): Deed => codeDoes(parsed, call), ['invoke-item a', 'add-type x', 'import-module a', 'set-alias ls rm']),
  any('invoke-pester|invoke-scriptanalyzer', 'MODERATE', (parsed, { program }): Deed => (parsed.options.some(({ name }) => /^-(fix|customr)/i.test(name)) ? { effects: [runsCode(program, 'changes or runs rules')] } : { effects: [{ kind: 'exec', target: program, inWorkspace: true, detail: "runs the project's own code" }] }), ['invoke-pester', 'invoke-scriptanalyzer .']),
  { command: 'start-process', level: 'HIGH', operands: 'text', flags: '-NoNewWindow -PassThru -Wait -LoadUserProfile -UseNewEnvironment', values: '-FilePath -ArgumentList -Args -WorkingDirectory -RedirectStandardOutput -RedirectStandardError -RedirectStandardInput -WindowStyle -Verb -Credential -Environment', does: startDoes, matches: ['start-process node', 'start-process -filepath pwsh -verb RunAs'], not: ['start-process node -whatif'] },
];

function codeDoes(parsed: Parsed, call: Call): Deed {
  if (call.program === 'invoke-sqlcmd' && parsed.texts.some((text) => /\b(drop|truncate|delete|alter)\b/i.test(text))) {
    const statement = parsed.texts.find((text) => /\b(drop|truncate|delete|alter)\b/i.test(text)) ?? '';
    return { effects: [destroysInfra(subject(parsed, call), 'deletes data')], losses: [{ kind: 'data', engine: 'mssql', statement }], target: 'data' };
  }
  return { effects: [runsCode(`${call.program} ${parsed.texts[0] ?? ''}`.trim(), 'runs code or decides what later commands do')], forgettable: true };
}

function startDoes(parsed: Parsed, { program }: Call): Deed {
  const file = parsed.value('-FilePath') ?? parsed.operands[0];
  const given = parsed.values('-ArgumentList', '-Args');
  const words = (given.length > 0 ? given : parsed.operands.slice(1)).flatMap((word) => word.list ?? (word.exact ? word.text.split(/\s+/).filter((text) => text !== '').map((text) => ({ text, exact: true })) : [word]));
  const rises = parsed.value('-Verb', '-Credential');
  const run: Run[] = file === undefined ? [] : [{ kind: 'words', words: [file, ...words] }];
  const touches = parsed.values('-RedirectStandardOutput', '-RedirectStandardError').map((word) => ({ word, how: 'write' as const }));
  return changing(parsed, program, { effects: [rises === undefined ? runsCode(file?.text ?? program, 'starts a program outside the shell') : takesRights(file?.text ?? program, `starts it as ${rises.text}`)], runs: run, touches, forgettable: true });
}

const network: Rule[] = [
  {
    command: 'invoke-webrequest|invoke-restmethod', level: 'MODERATE', operands: 'text', maxOperands: 1,
    flags: '-UseBasicParsing -DisableKeepAlive -SkipCertificateCheck -SkipHttpErrorCheck -SkipHeaderValidation -AllowUnencryptedAuthentication -AllowInsecureRedirect -PreserveAuthorizationOnRedirect -PreserveHttpMethodOnRedirect -NoProxy -PassThru -Resume -UseDefaultCredentials -ProxyUseDefaultCredentials -FollowRelLink',
    values: '-Uri -Method -CustomMethod -CM -Body -Form -InFile -OutFile -Headers -ContentType -TimeoutSec -ConnectionTimeoutSeconds -OperationTimeoutSeconds -MaximumRedirection -MaximumFollowRelLink -MaximumRetryCount -RetryIntervalSec -UserAgent -Authentication -Token -Credential -Certificate -CertificateThumbprint -Proxy -ProxyCredential -WebSession -SessionVariable -SV -TransferEncoding -SslProtocol -HttpVersion -ResponseHeadersVariable -StatusCodeVariable',
    does: requestDoes,
    matches: ['invoke-webrequest https://example.com', 'invoke-restmethod -uri https://example.com -method get', 'invoke-webrequest https://example.com -outfile a.html'],
    not: ['invoke-restmethod https://example.com -method delete', 'invoke-webrequest https://example.com -method post -body x', 'invoke-webrequest https://example.com -infile a', 'invoke-webrequest https://example.com -outfile ../a', 'invoke-webrequest https://example.com -token x'],
  },
  any('start-bitstransfer', 'HIGH', (parsed, call): Deed => ({ effects: [sends(subject(parsed, call), 'copies files over the network')] }), ['start-bitstransfer https://example.com/a b']),
  any('send-mailmessage|publish-module|publish-script|publish-psresource|send-magicpacket|new-pssessionconfigurationfile|enable-psremoting|disable-psremoting', 'HIGH', (parsed, call): Deed => ({ effects: [sends(subject(parsed, call))] }), ['send-mailmessage -to a', 'publish-module a']),
];

function requestDoes(parsed: Parsed, { program }: Call): Deed {
  const host = parsed.value('-Uri') ?? parsed.operands[0];
  const method = parsed.value('-Method', '-CustomMethod', '-CM');
  const target = host?.text ?? program;
  const out = parsed.values('-OutFile').map((word) => ({ word, how: 'write' as const }));
  const sent = parsed.values('-InFile').map((word) => ({ word, how: 'read' as const }));
  const touches = [...out, ...sent];
  if (method !== undefined && /^delete$/i.test(method.text)) return { effects: [{ ...sends(target, 'deletes'), recoverable: 'none' }], touches, level: 'DESTRUCTIVE', target };
  const plainRead = method === undefined || (method.exact && /^(get|head|options|default)$/i.test(method.text));
  const carries = parsed.has('-Body', '-Form', '-InFile', '-Token', '-Credential', '-Certificate', '-CertificateThumbprint', '-UseDefaultCredentials', '-WebSession', '-Headers', '-SkipCertificateCheck') || host?.exact !== true;
  return { effects: [plainRead && !carries ? fetches(target) : sends(target)], touches };
}

const machine: Rule[] = [
  any('stop-process|stop-service|restart-service|suspend-service|resume-service|start-service|set-service|new-service|stop-job|remove-job|suspend-job|resume-job|restart-webapppool|stop-website|start-website|stop-vm|start-vm|restart-vm|suspend-vm|save-vm|checkpoint-vm|stop-scheduledtask|start-scheduledtask|stop-dtc|stop-transcript', 'HIGH', (parsed, call): Deed => ({ effects: [steersProcesses(subject(parsed, call))] }), ['stop-process -name node', 'restart-service w3svc', 'stop-vm a']),
  any('stop-computer|restart-computer|reset-computermachinepassword|reset-physicaldisk|restore-computer|checkpoint-computer|rename-computer|add-computer|remove-computer|sysprep', 'DESTRUCTIVE', (_parsed, call): Deed => ({ effects: [destroys(call.program, 'ends everything that runs on the machine, or changes what it is')], target: call.program }), ['stop-computer', 'restart-computer -force']),
  any('set-executionpolicy|set-mppreference|add-mppreference|remove-mppreference|set-netfirewallprofile|set-netfirewallrule|new-netfirewallrule|enable-netfirewallrule|disable-netfirewallrule|new-localuser|set-localuser|enable-localuser|disable-localuser|rename-localuser|add-localgroupmember|new-localgroup|register-scheduledtask|new-scheduledtask|set-scheduledtask|enable-scheduledtask|disable-scheduledtask|register-scheduledjob|import-certificate|import-pfxcertificate|export-certificate|export-pfxcertificate|new-selfsignedcertificate|set-authenticodesignature|set-pssessionconfiguration|register-pssessionconfiguration|set-wsmaninstance|enable-wsmancredssp|grant-smbshareaccess|new-smbshare|set-smbshare|unblock-smbshareaccess|disable-bitlocker|suspend-bitlocker|enable-bitlocker|unlock-bitlocker|set-processmitigation|set-aduser|set-adaccountpassword|new-aduser|new-adgroup|add-adgroupmember|enable-adaccount|disable-adaccount|unlock-adaccount|set-adgroup|set-adobject|set-gpregistryvalue|new-gpo|set-secret|register-secretvault|unlock-secretstore', 'HIGH', (parsed, call): Deed => ({ effects: [takesRights(subject(parsed, call))] }), ['set-executionpolicy Bypass', 'new-localuser bob', 'add-localgroupmember Administrators bob']),
  any('install-module|install-script|install-package|install-psresource|update-module|update-script|update-psresource|install-packageprovider|register-psrepository|set-psrepository|save-module|save-script|update-help|install-windowsfeature|add-windowscapability|enable-windowsoptionalfeature|add-windowspackage|add-appxpackage|add-appxprovisionedpackage|install-language|enable-experimentalfeature', 'HIGH', (parsed, call): Deed => ({ effects: [runsCode(subject(parsed, call), 'installs code on the machine')] }), ['install-module Pester', 'install-psresource a']),
  any('set-date|set-timezone|set-culture|set-winuserlanguagelist|set-winsystemlocale|set-clipboard|set-netipaddress|new-netipaddress|set-netadapter|enable-netadapter|disable-netadapter|restart-netadapter|set-dnsclientserveraddress|clear-dnsclientcache|new-netroute|set-netroute|set-netconnectionprofile|new-smbmapping|new-psdrive|remove-psdrive|mount-diskimage|dismount-diskimage|new-partition|set-partition|set-disk|set-volume|repair-volume|optimize-volume|add-printer|set-printer|out-printer|new-eventlog|write-eventlog|limit-eventlog|new-vm|set-vm|add-vmnetworkadapter|set-vmmemory|import-vm|export-vm|enable-computerrestore|new-website|set-website|set-webconfigurationproperty|new-webapppool|set-windowsedition|disable-windowsoptionalfeature|export-startlayout', 'HIGH', (parsed, call): Deed => ({ effects: [changesSystem(subject(parsed, call))] }), ['set-date 1', 'new-psdrive -name X', 'set-dnsclientserveraddress -interfacealias a']),
  any('uninstall-module|uninstall-script|uninstall-package|uninstall-psresource|unregister-psrepository|uninstall-windowsfeature|remove-windowscapability|remove-windowspackage|remove-appxpackage|remove-appxprovisionedpackage|remove-localuser|remove-localgroup|remove-localgroupmember|unregister-scheduledtask|remove-service|remove-netfirewallrule|remove-netipaddress|remove-netroute|remove-smbshare|remove-smbmapping|remove-printer|remove-website|remove-webapppool|remove-webapplication|remove-eventlog|clear-eventlog|remove-ciminstance|remove-wmiobject|remove-wsmaninstance|remove-secret|unregister-secretvault|reset-secretstore|disable-computerrestore|remove-pssession|remove-event|unregister-event|remove-psbreakpoint|remove-gpo|unpublish-module|remove-typedata', 'DESTRUCTIVE', (parsed, call): Deed => ({ effects: [destroys(subject(parsed, call), 'removes it from the machine')], target: subject(parsed, call) }), ['remove-localuser bob', 'clear-eventlog System', 'remove-service a']),
  any('format-volume|clear-disk|initialize-disk|remove-partition|resize-partition|remove-virtualdisk|remove-storagepool|remove-volume|convert-volume|clear-storagediagnosticinfo|remove-vm|remove-vmsnapshot|remove-vmharddiskdrive|restore-vmsnapshot|remove-vmswitch|convert-vhd|resize-vhd|merge-vhd|set-vhd', 'DESTRUCTIVE', (parsed, call): Deed => ({ effects: [destroys(subject(parsed, call), 'disks, volumes and virtual machines do not come back')], target: subject(parsed, call) }), ['format-volume -driveletter D', 'clear-disk 1', 'remove-vm a']),
  any('remove-aduser|remove-adgroup|remove-adcomputer|remove-adobject|remove-adorganizationalunit|remove-adgroupmember|uninstall-addsdomaincontroller|remove-addomain', 'DESTRUCTIVE', (parsed, call): Deed => ({ effects: [destroysInfra(subject(parsed, call), 'deletes from the directory')], target: subject(parsed, call) }), ['remove-aduser bob']),
  any('get-aduser|get-adgroup|get-adcomputer|get-adobject|get-adorganizationalunit|get-addomain|get-adforest|get-adgroupmember|get-addomaincontroller|get-adprincipalgroupmembership', 'MODERATE', (parsed, call): Deed => ({ effects: [fetches(subject(parsed, call))] }), ['get-aduser bob']),
];

export const powerShellSystem: Family = { name: 'PowerShell: code, network and the machine', style: 'powershell', globals: common, rules: [...running, ...network, ...machine] };
