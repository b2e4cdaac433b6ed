import type { Deed, Touch } from '../analyse/call.ts';
import { changesSystem, destroys, runsCode, takesRights, unknownHere } from '../analyse/effects.ts';
import { singly, type Family, type Rule } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';

/** File commands of cmd.exe and the programs of Windows that copy, find and grant. */

const pattern = /[*?]/;

/** `del a`, `rd /s b`: a pattern or everything below is more than a file. */
function delDoes(parsed: Parsed): Deed | undefined {
  if (parsed.operands.length === 0) return undefined;
  const recursive = parsed.has('/s');
  const target = parsed.texts.join(' ');
  const touches = parsed.operands.map((word): Touch => ({ word, how: 'delete', recursive: recursive || pattern.test(word.text) }));
  return { touches, target };
}

const all = (parsed: Parsed, how: Touch['how']): Touch[] => singly(parsed.operands).map((word) => ({ word, how }));

function copyDoes(parsed: Parsed): Deed | undefined {
  const [from, to, ...rest] = parsed.operands;
  if (from === undefined || rest.length > 0) return undefined;
  return { touches: [{ word: from, how: 'read', recursive: parsed.has('/s', '/e') }, { word: to ?? { text: '.', exact: true }, how: 'write' }] };
}

function moveDoes(parsed: Parsed): Deed | undefined {
  const [from, to] = parsed.operands;
  if (from === undefined || to === undefined) return undefined;
  return { touches: [{ word: from, how: 'change' }, { word: to, how: 'write' }], level: 'HIGH' };
}

function robocopyDoes(parsed: Parsed): Deed | undefined {
  const [from, to] = parsed.operands;
  if (from === undefined || to === undefined) return undefined;
  if (parsed.has('/l')) return { touches: [{ word: from, how: 'list' }, { word: to, how: 'list' }] };
  const touches: Touch[] = [{ word: from, how: 'read', recursive: true }, { word: to, how: 'write' }];
  if (parsed.has('/mir', '/purge')) return { touches: [...touches, { word: to, how: 'delete', recursive: true }], effects: [destroys(to.text, 'deletes what the source does not have')], target: to.text, alternative: 'Add /L first: it lists what would be deleted.' };
  if (parsed.has('/mov', '/move')) return { touches: [...touches, { word: from, how: 'delete', recursive: true }], effects: [destroys(from.text, 'deletes the source after copying')], target: from.text };
  return { touches, level: 'HIGH' };
}

const files: Rule[] = [
  { command: 'del|erase', level: 'HIGH', flags: '/p /f /s /q', values: '/a', operands: 'text', does: delDoes, matches: ['del a.txt', 'del /q a.txt', 'del /f/q a.txt'], not: ['del /s a', 'del'] },
  { command: 'rd', level: 'HIGH', flags: '/s /q', operands: 'text', does: delDoes, matches: ['rd a', 'rd /q a'], not: ['rd /s /q a', 'rd /s a'] },
  { command: 'copy|xcopy', level: 'MODERATE', flags: '/a /b /d /v /n /y /-y /z /l /s /e /i /q /f /h /r /t /u /k /c /g /w /p /m /x /o /j', values: '/exclude', operands: 'text', does: copyDoes, matches: ['copy a b', 'xcopy /s /y a b'], not: ['copy a ../b', 'copy .env b'] },
  { command: 'move|ren', level: 'HIGH', flags: '/y /-y', operands: 'text', does: moveDoes, matches: ['move a b', 'ren a b', 'move /y a b'], not: [], insensitive: true },
  { command: 'md', level: 'MODERATE', operands: 'text', does: (parsed): Deed => ({ touches: all(parsed, 'change') }), matches: ['md a'], not: ['md ../a'] },
  { command: 'robocopy', level: 'HIGH', flags: '/s /e /z /b /zb /j /efsraw /sec /copyall /nocopy /secfix /timfix /purge /mir /mov /move /create /fat /256 /mt /xo /xn /xc /xx /xl /is /it /im /l /x /v /ts /fp /bytes /ns /nc /nfl /ndl /np /eta /tee /njh /njs /unicode /xj /xjd /xjf /fft /dst /r /w /reg /tbd', values: '/lev /copy /dcopy /a /ia /xa /xf /xd /max /min /maxage /minage /log /log+ /unilog /ipg', operands: 'text', does: robocopyDoes, matches: ['robocopy a b /e', 'robocopy a b /s /r:1 /w:1'], not: ['robocopy a b /mir', 'robocopy a b /purge', 'robocopy a b /e /move', 'robocopy a b /l'] },
  { command: 'attrib', level: 'SAFE', flags: '/s /d /l', operands: 'text', does: (parsed): Deed => ({ touches: parsed.operands.filter(({ text }) => !/^[+-][a-z]$/i.test(text)).map((word): Touch => ({ word, how: parsed.texts.some((text) => /^[+-][a-z]$/i.test(text)) ? 'change' : 'list' })) }), matches: ['attrib a.txt'], not: ['attrib +h a.txt', 'attrib -r a.txt /s'] },
  { command: 'where', level: 'SAFE', flags: '/q /f /t', values: '/r', operands: 'text', matches: ['where git'], not: ['where /bogus git', 'where /r ../x git'], does: (parsed): Deed => ({ touches: parsed.values('/r').map((word): Touch => ({ word, how: 'list', recursive: true })) }) },
  { command: 'findstr', level: 'SAFE', flags: '/b /e /l /r /s /i /x /v /n /m /o /p /offline', values: '/a /c /d', operands: 'text', does: (parsed): Deed => ({ touches: [...(parsed.value('/c') === undefined ? parsed.operands.slice(1) : parsed.operands)].map((word): Touch => ({ word, how: 'read' })) }), matches: ['findstr foo a.txt', 'findstr /s /i foo a.txt', 'findstr /c:foo a.txt'], not: ['findstr foo ../a', 'findstr foo .env', 'findstr /g:x a'] },
  { command: 'chkdsk|cls|ver|systeminfo|driverquery|getmac|ipconfig|qwinsta|quser|tzutil|gpresult|tasklist|openfiles', level: 'SAFE', flags: '/all /v /svc /nh /g /l /r /s: /displaydns /allcompartments /?', values: '/fi /fo /m', operands: 'none', matches: ['ver', 'systeminfo', 'ipconfig /all', 'tasklist /v', 'tasklist /fo csv'], not: ['ipconfig /release', 'ipconfig /flushdns', 'tasklist /s host', 'chkdsk /f', 'tzutil /s X'] },
  { command: 'icacls|takeown|cacls|xcacls|subinacl', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: ({ texts }): Deed => ({ effects: [takesRights(texts[0] ?? 'files', 'changes who may do what')] }), matches: ['icacls a /grant x', 'takeown /f a', 'cacls a'], not: [] },
  { command: 'mklink|subst|assoc|ftype', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: ({ texts }): Deed => ({ effects: [runsCode(texts[0] ?? 'a link', 'makes names lead elsewhere')] }), matches: ['mklink a b', 'subst x: y'], not: [] },
  { command: 'setx', level: 'HIGH', operands: 'text', anyOption: true, insensitive: true, does: ({ texts }): Deed => ({ effects: [changesSystem(texts[0] ?? 'the environment', 'what later programs run in')] }), matches: ['setx PATH x'], not: [] },
  { command: 'clip', level: 'MODERATE', operands: 'text', insensitive: true, does: { effects: [unknownHere('the clipboard', 'replaces it')] }, matches: ['clip'], not: [] },
];

export const windowsFiles: Family = { name: 'Windows: files', style: 'dos', rules: files };
