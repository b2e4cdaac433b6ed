import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import { destroys, looks, printsSecrets, runsCode, unknownHere } from '../analyse/effects.ts';
import { createLookUp, mergeDeeds, plain, type Family, type Rule } from '../analyse/family.ts';
import { script } from './powerShellCommon.ts';
import { windowsFiles } from './windowsFiles.ts';

/** Shells of Windows as programs: what they are given to run is analysed in turn. */

const powerShellFlags = ['noprofile', 'nologo', 'noninteractive', 'noexit', 'sta', 'mta', 'interactive', 'noprofileloadtime', 'help', '?'];
const powerShellValues = ['executionpolicy', 'ep', 'windowstyle', 'inputformat', 'if', 'outputformat', 'of', 'version'];
/** They decide what runs besides the command, or where: start files, a door for others, another folder. */
const powerShellSteers = ['workingdirectory', 'wd', 'custompipename', 'configurationname', 'config', 'configurationfile', 'settingsfile', 'settings', 'psconsolefile', 'login'];
const powerShellEnds = ['encodedcommand', 'ec', 'encodedarguments', 'ea', 'command', 'commandwithargs', 'cwa', 'file', 'sshservermode', 'servermode', 'namedpipeservermode', 'socketservermode'];

/** Options may be cut to any beginning; where it fits several, the first of these lists is what PowerShell takes. */
function powerShellOption(text: string): { name: string; kind: 'flag' | 'value' | 'steers' | 'end' } | undefined {
  const [, written] = /^(?:--?|\/)([\w?]+)$/.exec(text.toLowerCase()) ?? [];
  if (written === undefined) return undefined;
  const fits = (names: readonly string[]): string | undefined => names.find((name) => name === written) ?? names.find((name) => name.startsWith(written));
  const end = fits(powerShellEnds);
  if (end !== undefined) return { name: end, kind: 'end' };
  const steers = fits(powerShellSteers);
  if (steers !== undefined) return { name: steers, kind: 'steers' };
  const value = fits(powerShellValues);
  if (value !== undefined && !(written === 'v' || written === 'i')) return { name: value, kind: 'value' };
  const flag = fits(powerShellFlags);
  return flag === undefined ? undefined : { name: flag, kind: 'flag' };
}

function powerShellDoes(call: Call): Deed {
  const { words, program, stdin } = call;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const option = word.exact ? powerShellOption(word.text) : undefined;
    if (option === undefined) return given(program === 'pwsh' && !word.text.startsWith('{') ? 'file' : 'command', words.slice(at), call);
    if (option.kind === 'end') return given(option.name, words.slice(at + 1), call);
    if (option.kind === 'steers') {
      const rest: Call = { ...call, words: words.slice(option.name === 'login' ? at + 1 : at + 2) };
      const steered: Deed = { effects: [runsCode(`${program} ${word.text}`, 'decides where it runs, or what runs besides it')], forgettable: true };
      return rest.words.length === 0 ? steered : mergeDeeds([steered, powerShellDoes(rest)]);
    }
    if (option.kind === 'value') at++;
  }
  if (words.some(({ text }) => /^--?(v|ver|version|h|help|\?)$/i.test(text))) return { effects: [looks(program)] };
  return { effects: [runsCode(program, stdin.kind === 'none' ? 'an interactive shell' : 'runs what it is handed')], ...(stdin.kind === 'text' ? { runs: [{ kind: 'script', text: stdin.text, dialect: 'powershell', exact: stdin.exact }] } : stdin.kind === 'pipe' && stdin.text !== undefined ? { runs: [{ kind: 'script', text: stdin.text, dialect: 'powershell', exact: true }] } : {}), forgettable: true };
}

function given(option: string, words: readonly Word[], { program }: Call): Deed {
  const [first] = words;
  if (first === undefined || first.text === '-') return { effects: [runsCode(program, 'runs what it is handed')], forgettable: true };
  switch (option) {
    case 'encodedcommand': case 'ec': {
      const text = first.exact ? decoded(first.text) : undefined;
      const effects = [runsCode(text ?? program, 'a command that was encoded, so that nobody reads it')];
      return { effects, ...(text === undefined ? {} : { runs: [script(plain(text))], reasons: [`The encoded command is: ${text}`] }), forgettable: true };
    }
    case 'file': return { runs: [{ kind: 'file', path: first, language: 'powershell' }], forgettable: true };
    case 'command': case 'commandwithargs': case 'cwa': return { runs: [{ kind: 'script', text: words.map(({ text }) => text).join(' '), dialect: 'powershell', exact: words.every(({ exact }) => exact) }], forgettable: true };
    default: return { effects: [runsCode(program, 'runs what comes over a connection')], forgettable: true };
  }
}

/** Base64 of UTF-16, as `-EncodedCommand` takes it; undefined for anything else. */
export function decoded(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.length % 2 === 0 ? bytes.toString('utf16le') : undefined;
}

const cmdBuiltins: Family = {
  name: 'cmd', style: 'dos',
  rules: [
    { command: 'echo|rem|title|color|prompt|pause|exit|ver|vol|date|time', level: 'SAFE', operands: 'text', insensitive: true, matches: ['echo a'], not: [] },
    { command: 'dir|tree', level: 'SAFE', flags: '/a /b /c /-c /d /l /n /o /p /q /r /s /t /w /x /4 /f /-n', operands: 'lists', defaultsToHere: true, matches: ['dir /s'], not: ['dir ..'] },
    { command: 'type|more', level: 'SAFE', flags: '/e /c /p /s', operands: 'reads', matches: ['type a'], not: ['type .env'] },
    { command: 'find|sort', level: 'SAFE', flags: '/v /c /n /i /r /offline /unique', operands: 'text-then-reads', matches: ['find a b'], not: ['find a .env'] },
    { command: 'cd|chdir|pushd', level: 'SAFE', flags: '/d', operands: 'text', maxOperands: 1, does: ({ operands }): Deed => (operands[0] === undefined ? {} : { touches: [{ word: operands[0], how: 'list' }] }), matches: ['cd src'], not: ['cd ..'] },
    { command: 'set', level: 'MODERATE', operands: 'text', insensitive: true, does: ({ texts }): Deed => ({ effects: [texts.length === 0 ? printsSecrets('environment variables') : unknownHere(texts[0] ?? 'set', 'sets a variable')] }), matches: ['set a=b'], not: [] },
    { command: 'mkdir|md', level: 'MODERATE', operands: 'writes', matches: ['mkdir a'], not: ['mkdir ../a'] },
    { command: 'rmdir|rd', level: 'HIGH', flags: '/s /q', operands: 'text', does: (parsed): Deed => ({ touches: parsed.operands.map((word) => ({ word, how: 'delete', recursive: parsed.has('/s') })) }), matches: ['rmdir a'], not: ['rmdir /s a'] },
  ],
};
const lookUpBuiltin = createLookUp([cmdBuiltins, windowsFiles]);

const losesData = /(?:^|[\s&|(])(del|erase|rd|rmdir|format|diskpart|remove-item)(?=[\s/]|$)/i;

function cmdDoes({ words, program }: Call): Deed {
  const at = words.findIndex(({ text }) => /^\/{1,2}[ckr]/i.test(text));
  if (at < 0) return words.some(({ text }) => /^\/{1,2}\?$/.test(text)) ? { effects: [looks(program)] } : { effects: [runsCode(program, 'an interactive shell')], forgettable: true };
  const glued = (words[at]?.text ?? '').replace(/^\/{1,2}[ckr]/i, '');
  const rest = words.slice(at + 1);
  const text = [glued, ...rest.map((word) => (rest.length > 1 && /\s/.test(word.text) ? `"${word.text}"` : word.text))].join(' ').trim();
  const commands = rest.every(({ exact }) => exact) ? cmdCommands(text) : undefined;
  if (commands !== undefined) return { ...mergeDeeds(commands.map(cmdCommand)), forgettable: true };
  const loss = losesData.exec(text);
  return { effects: [loss === null ? runsCode(text, 'a command line of cmd that is not followed') : destroys(text, `${loss[1] ?? 'it'} deletes`)], ...(loss === null ? {} : { target: text }), forgettable: true };
}

/** Plain commands joined by `&`, `&&`, `||` and `|`; undefined where there is more to it: variables, carets, redirections. */
export function cmdCommands(text: string): Word[][] | undefined {
  if (/[%!^()<>\n`']/.test(text) || (text.split('"').length - 1) % 2 !== 0) return undefined;
  const commands: Word[][] = [[]];
  for (const [token] of text.matchAll(/"[^"]*"|&&?|\|\|?|[^\s"&|]+/g)) {
    if (/^[&|]/.test(token)) commands.push([]);
    else commands.at(-1)?.push(plain(token.replaceAll('"', '')));
  }
  return commands.every((words) => words.length > 0) ? commands : undefined;
}

function cmdCommand([first, ...words]: Word[]): Deed {
  const name = (first?.text ?? '').toLowerCase().replace(/\.(exe|cmd|bat|com)$/, '');
  const answer = lookUpBuiltin({ program: name, words, stdin: { kind: 'pipe' }, dialect: 'bash', elsewhere: false });
  if (answer !== undefined) return answer;
  if (/^(if|for|call|goto|setlocal|start|path|mklink|assoc|ftype)$/.test(name)) return { effects: [runsCode(name, 'is not followed')] };
  const run: Run = { kind: 'words', words: [plain(name), ...words] };
  return { runs: [run] };
}

const shells: Rule[] = [
  { command: 'powershell|pwsh|powershell_ise|pwsh-preview', level: 'SAFE', operands: 'text', anyOption: true, insensitive: true, does: (_parsed, call): Deed => powerShellDoes(call), matches: ["powershell -NoProfile -Command 'Get-Date'", 'powershell -c Get-Date', 'pwsh -Version'], not: ['pwsh -wd / -c Get-Date', 'pwsh -ConfigurationFile a.pssc -c Get-Date', 'powershell -enc RwBlAHQALQBEAGEAdABlAA==', 'pwsh', 'pwsh -File a.ps1', 'powershell -c Stop-Computer'] },
  { command: 'cmd', level: 'SAFE', operands: 'text', anyOption: true, insensitive: true, does: (_parsed, call): Deed => cmdDoes(call), matches: ["cmd /c 'echo hi'", 'cmd /c dir'], not: ['cmd', 'cmd /c del a', "cmd /c 'rd /s /q a'", "cmd /c 'echo %PATH%'", 'cmd /c npm test'] },
];

export const windowsShells: Family = { name: 'Windows: shells', style: 'gnu', rules: shells };
