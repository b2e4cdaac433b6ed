import type { Deed } from '../call.ts';
import { destroys, looks, runsCode, unknownHere } from '../effects.ts';

/** What .NET members do that a text reaches without any command: `[IO.File]::Delete('x')`, `$file.Delete()`. */

const pureTypes = /^(math|string|char|int|int32|int64|long|double|decimal|bool|boolean|byte|datetime|datetimeoffset|timespan|version|guid|regex|convert|bitconverter|stringcomparison|text\.encoding)$/;
const purePath = /^(combine|join|getfilename|getfilenamewithoutextension|getdirectoryname|getextension|getfullpath|getpathroot|ispathrooted|changeextension|getrelativepath|directoryseparatorchar|altdirectoryseparatorchar|pathseparator)$/;
const pureEnvironment = /^(newline|machinename|username|userdomainname|osversion|version|processorcount|is64bitoperatingsystem|is64bitprocess|currentdirectory|tickcount|tickcount64)$/;
const readsFiles = /^(exists|read\w*|getfiles|getdirectories|enumerate\w*|getlastwritetime\w*|getcreationtime\w*|getattributes|openread|opentext|getcurrentdirectory)$/;
const loses = /^(delete\w*|move\w*|replace|writeall\w*|setaccesscontrol|truncate|encrypt|clear\w*|drop\w*|format|remove\w*|destroy\w*|kill|empty\w*)$/;

/** Types that a value may be converted to without running anything but a conversion. */
export const isPlainType = (type: string): boolean => /^(string|char|int|int32|int64|long|uint32|uint64|double|float|single|decimal|bool|boolean|byte|datetime|timespan|version|guid|array|object|switch|void|ordered|pscustomobject|hashtable|regex)$/.test(bare(type)) || /^(string|int|object|char|byte)\[\]$/.test(bare(type));

const bare = (type: string): string => type.toLowerCase().replace(/^system\./, '');

/** `[type]::member`, called or not. */
export function staticMember(type: string, member: string, called: boolean): Deed | undefined {
  const of = bare(type);
  const name = member.toLowerCase();
  const shown = `[${type}]::${member}`;
  if (pureTypes.test(of) && name !== 'createfromfile') return undefined;
  if (of === 'io.path' && purePath.test(name)) return undefined;
  if (of === 'environment' && pureEnvironment.test(name)) return { effects: [looks(shown)] };
  if (!called && /^[\w.]+$/.test(of) && !/^(appdomain|scriptblock|ref|runspace)/.test(of)) return { effects: [unknownHere(shown, 'a .NET property')] };
  if (loses.test(name)) return { effects: [destroys(shown, 'a .NET call that deletes or replaces')], target: shown };
  if (/^io\.(file|directory)$/.test(of) && readsFiles.test(name)) return { effects: [unknownHere(shown, 'a .NET call that reads')] };
  return { effects: [runsCode(shown, 'a .NET call')] };
}

const harmlessMethods = /^(tostring|tolower|toupper|tolowerinvariant|toupperinvariant|trim|trimstart|trimend|split|startswith|endswith|contains|substring|indexof|lastindexof|padleft|padright|gettype|equals|compareto|tochararray|adddays|addhours|addminutes|addseconds|addmonths|addyears|touniversaltime|tolocaltime|toshortdatestring|tolongdatestring|toshorttimestring)$/;

/** `value.method(…)`. */
export function instanceMethod(method: string): Deed | undefined {
  const name = method.toLowerCase();
  if (harmlessMethods.test(name)) return undefined;
  if (name === 'replace') return { effects: [unknownHere(`.${method}()`, 'replaces in a text, or a file')] };
  if (loses.test(name) || /^(stop|terminate|uninstall|shutdown|reboot)\w*$/.test(name)) return { effects: [destroys(`.${method}()`, 'a .NET call that deletes or ends')], target: method };
  return { effects: [runsCode(`.${method}()`, 'a method call')] };
}

/** A variable that is set: some decide what later commands do. */
export function assignment(variable: string): Deed {
  const powerful = /^\$(env|global|function|alias|using|script|variable|\w+:)|^\$(psdefaultparametervalues|psmoduleautoloadingpreference|profile|executioncontext|host|erroractionpreference|whatifpreference|confirmpreference|outputencoding|psnativecommandusee\w+|home|pwd)\b/i.test(variable) || !/^\$\w+$/.test(variable);
  return { effects: [powerful ? runsCode(variable, 'sets what later commands rely on') : unknownHere(variable, 'sets a variable')], forgettable: true };
}
