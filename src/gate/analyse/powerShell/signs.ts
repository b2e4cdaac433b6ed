import type { Deed } from '../call.ts';
import { destroys, printsSecrets, runsCode, unknownHere } from '../effects.ts';
import { isSecretFile } from '../../paths.ts';
import { meanings } from './aliases.ts';

/** Signs of gravity in a PowerShell text that could not be read: wherever a command, a method or a type may stand. */

const loses = /^(remove-\w+|clear-(content|item|itemproperty|disk|eventlog|recyclebin)|format-volume|initialize-disk|reset-\w+|uninstall-\w+|stop-computer|restart-computer|restart-server|rmdir|rm|shred|mkfs\S*|diskpart|format|vssadmin|wbadmin|bcdedit|cipher)$/;
const losesByMember = /(?:::|\.)\s*["']?(delete\w*|move(?:to)?|replace|writeall\w*|setaccesscontrol|truncate|kill|terminate|clear|empty\w*)["']?\s*\(/i;
const sql = /\b(drop|truncate)\s+(table|database|schema)\b|\bdelete\s+from\b/i;
const mayCarryMore = /[$[\](){}&;|<>@%]|-e\w*\b|invoke-|\b(iex|iwr|irm|icm|saps|powershell|pwsh|cmd|rundll32|mshta|regsvr32|certutil|bitsadmin)\b|\b(start|set|new|add|import|out|move|copy|rename|register|enable|disable)-/i;

/** At most this much of a text is looked at: what is longer asks anyway, and DESTRUCTIVE signs do not hide behind length alone. */
const LOOKED_AT = 20_000;

export function signsOf(source: string): Deed {
  const text = source.slice(0, LOOKED_AT).replaceAll(/`(.)/g, '$1').replaceAll(/[‘’‚‛“”„]/g, "'").replaceAll(/[–—―]/g, '-');
  const words = text.split(/[\s(){};|&,'"=]+/).filter((word) => word !== '');
  const at = words.findIndex((word) => meanings(word.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '')).some((name) => loses.test(name)));
  const member = losesByMember.exec(text)?.[1] ?? sql.exec(text)?.[0];
  const secret = words.find((word) => isSecretFile(word));
  const shown = source.slice(0, 200);
  if (at >= 0 || member !== undefined) {
    const name = at >= 0 ? words[at] ?? '' : member ?? '';
    const target = at >= 0 ? words.slice(at + 1).find((word) => !word.startsWith('-')) ?? name : name;
    return { effects: [destroys(target, `${name} deletes or erases`), ...(secret === undefined ? [] : [printsSecrets(secret)])], reasons: [`${name} deletes or erases.`], target, forgettable: true };
  }
  const effect = mayCarryMore.test(text) ? runsCode(shown, 'what this does is not known') : unknownHere(shown, 'what this does is not known');
  return { effects: [effect, ...(secret === undefined ? [] : [printsSecrets(secret)])], forgettable: true };
}
