/** Names that PowerShell resolves before it looks for programs. */

const everywhere: Readonly<Record<string, string>> = {
  '%': 'foreach-object', '?': 'where-object', ac: 'add-content', cd: 'set-location', chdir: 'set-location', clc: 'clear-content', clear: 'clear-host', clhy: 'clear-history', cli: 'clear-item', clp: 'clear-itemproperty', cls: 'clear-host', clv: 'clear-variable',
  cnsn: 'connect-pssession', compare: 'compare-object', copy: 'copy-item', cpi: 'copy-item', cpp: 'copy-itemproperty', cvpa: 'convert-path', dbp: 'disable-psbreakpoint', del: 'remove-item', dir: 'get-childitem', dnsn: 'disconnect-pssession', ebp: 'enable-psbreakpoint',
  echo: 'write-output', epal: 'export-alias', epcsv: 'export-csv', erase: 'remove-item', etsn: 'enter-pssession', exsn: 'exit-pssession', fc: 'format-custom', fhx: 'format-hex', fl: 'format-list', foreach: 'foreach-object', ft: 'format-table', fw: 'format-wide',
  gal: 'get-alias', gbp: 'get-psbreakpoint', gc: 'get-content', gci: 'get-childitem', gcm: 'get-command', gcb: 'get-clipboard', gcs: 'get-pscallstack', gdr: 'get-psdrive', gerr: 'get-error', ghy: 'get-history', gi: 'get-item', gin: 'get-computerinfo', gjb: 'get-job', gl: 'get-location', gm: 'get-member', gmo: 'get-module', gp: 'get-itemproperty', gps: 'get-process', gpv: 'get-itempropertyvalue', group: 'group-object', gsn: 'get-pssession', gsv: 'get-service', gtz: 'get-timezone', gu: 'get-unique', gv: 'get-variable', gcim: 'get-ciminstance', gwmi: 'get-wmiobject',
  h: 'get-history', help: 'get-help', history: 'get-history', icim: 'invoke-cimmethod', icm: 'invoke-command', iex: 'invoke-expression', ihy: 'invoke-history', ii: 'invoke-item', ipal: 'import-alias', ipcsv: 'import-csv', ipmo: 'import-module', irm: 'invoke-restmethod', iwmi: 'invoke-wmimethod', iwr: 'invoke-webrequest',
  kill: 'stop-process', md: 'mkdir', measure: 'measure-object', mi: 'move-item', move: 'move-item', mp: 'move-itemproperty', nal: 'new-alias', ncim: 'new-cimsession', ndr: 'new-psdrive', ni: 'new-item', nmo: 'new-module', nsn: 'new-pssession', nv: 'new-variable', oh: 'out-host', ogv: 'out-gridview', popd: 'pop-location', pushd: 'push-location', pwd: 'get-location',
  r: 'invoke-history', rbp: 'remove-psbreakpoint', rcim: 'remove-ciminstance', rcjb: 'receive-job', rcsn: 'receive-pssession', rd: 'remove-item', rdr: 'remove-psdrive', ren: 'rename-item', ri: 'remove-item', rjb: 'remove-job', rmo: 'remove-module', rni: 'rename-item', rnp: 'rename-itemproperty', rp: 'remove-itemproperty', rsn: 'remove-pssession', rv: 'remove-variable', rvpa: 'resolve-path', rwmi: 'remove-wmiobject',
  sajb: 'start-job', sal: 'set-alias', saps: 'start-process', sasv: 'start-service', sbp: 'set-psbreakpoint', scb: 'set-clipboard', scim: 'set-ciminstance', select: 'select-object', set: 'set-variable', si: 'set-item', sl: 'set-location', sls: 'select-string', sp: 'set-itemproperty', spjb: 'stop-job', spps: 'stop-process', spsv: 'stop-service', start: 'start-process', stz: 'set-timezone', sv: 'set-variable', swmi: 'set-wmiinstance', type: 'get-content', where: 'where-object', wjb: 'wait-job', write: 'write-output',
};

/** Aliases on one platform or in one edition only: elsewhere the same word is a program. */
const somewhere: Readonly<Record<string, string>> = {
  cat: 'get-content', cp: 'copy-item', curl: 'invoke-webrequest', diff: 'compare-object', lp: 'out-printer', ls: 'get-childitem', man: 'get-help', mount: 'new-psdrive', mv: 'move-item', ps: 'get-process', rm: 'remove-item', rmdir: 'remove-item', sc: 'set-content', sleep: 'start-sleep', sort: 'sort-object', tee: 'tee-object', wget: 'invoke-webrequest',
};

/** What a command name may stand for, in lower case: one name, or a cmdlet and a program. */
export function meanings(name: string): readonly string[] {
  const folded = name.toLowerCase();
  const always = Object.hasOwn(everywhere, folded) ? everywhere[folded] : undefined;
  if (always !== undefined) return [always];
  const cmdlet = Object.hasOwn(somewhere, folded) ? somewhere[folded] : undefined;
  return cmdlet === undefined ? [folded] : [cmdlet, folded];
}

/** A cmdlet or a function named like one: `verb-noun`. */
export const isCmdlet = (name: string): boolean => /^[a-z]+-[a-z]\w*$/.test(name);
