import type { Call, Deed, Word } from '../analyse/call.ts';
import { printsSecrets, runsCode, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';

/** Builtins of bash. What they change about the shell itself (folder, variables) the walk follows. */
export const shellBuiltins: Family = {
  name: 'shell builtins',
  rules: [
    { command: 'cd', level: 'SAFE', flags: '-L -P -e -@', operands: 'text', maxOperands: 1, insensitive: true, does: ({ operands }): Deed => changesTo(operands[0]), matches: ['cd src', 'cd'], not: [] },
    { command: 'pushd', level: 'SAFE', flags: '-n', operands: 'text', maxOperands: 1, does: ({ operands }): Deed => changesTo(operands[0] ?? elsewhere), matches: ['pushd src'], not: ['pushd -x'] },
    { command: 'popd', level: 'SAFE', flags: '-n', operands: 'text', maxOperands: 1, matches: ['popd'], not: ['popd -x'] },
    { command: 'dirs', level: 'SAFE', flags: '-c -l -p -v', operands: 'text', matches: ['dirs -v'], not: ['dirs --x'] },
    { command: 'export', level: 'SAFE', flags: '-n -p', operands: 'text', does: exportDoes, matches: ['export LANG=C'], not: ['export', 'export -f ls'] },
    { command: 'declare|typeset|local|readonly', level: 'SAFE', flags: '-a -A -g -i -l -r -t -u -x -p -I', operands: 'text', does: declareDoes, matches: ['declare a=b', 'readonly LANG=C', 'declare -i a=1'], not: ['declare -p', 'declare -f', 'local -n a=b', "declare 'a[x]=1'", 'declare -i a=x'] },
    { command: 'unset', level: 'SAFE', flags: '-v -f', operands: 'text', does: hostileNames, matches: ['unset a'], not: ['unset -n a', "unset 'a[$(touch x)]'", "unset 'a[x]'"] },
    { command: 'set', level: 'SAFE', flags: '-b -e -f -h -m -n -t -u -v -x -B -C -E -H -P -T', values: '-o', operands: 'text', does: setDoes, matches: ['set -euo pipefail', 'set +e', 'set -- a b'], not: ['set', 'set -a', 'set -k', 'set -o allexport'] },
    { command: 'shopt', level: 'SAFE', flags: '-s -u -p -q -o', operands: 'text', does: ({ operands }): Deed | undefined => (operands.every(({ text, exact }) => exact && !/^(expand_aliases|extdebug|sourcepath|cdable_vars|lastpipe|assoc_expand_once|array_expand_once)$/.test(text)) ? {} : undefined), matches: ['shopt -s nullglob'], not: ['shopt -s expand_aliases', 'shopt -s lastpipe'] },
    { command: 'alias', level: 'SAFE', flags: '-p', operands: 'text', does: aliasDoes, matches: ['alias', 'alias -p'], not: ["alias ls='touch x'"] },
    { command: 'unalias', level: 'SAFE', flags: '-a', operands: 'text', matches: ['unalias ls'], not: ['unalias --x'] },
    { command: 'trap', level: 'SAFE', flags: '-l -p', operands: 'text', does: trapDoes, matches: ['trap - INT', "trap '' INT", 'trap -p', "trap 'echo bye' EXIT"], not: ["trap 'touch x' EXIT"] },
    { command: 'eval', level: 'SAFE', stopsAtOperand: true, operands: 'text', does: evalDoes, matches: ['eval'], not: ["eval 'touch x'", 'eval -x'] },
    { command: 'source|.', level: 'HIGH', stopsAtOperand: true, operands: 'text', does: sourceDoes, matches: ['source a.sh', '. ./a.sh x'], not: [] , insensitive: true },
    { command: 'enable', level: 'SAFE', flags: '-a -p -s', operands: 'none', matches: ['enable -p'], not: ['enable -f ./x.so x', 'enable -n cd'] },
    { command: 'hash', level: 'SAFE', flags: '-r -l -t -d', operands: 'text', matches: ['hash -t git'], not: ['hash -p ./a git'] },
    { command: 'read', level: 'SAFE', flags: '-r -s -e', values: '-p -t -n -N -d -u -i -a', operands: 'text', does: hostileNames, matches: ['read -r a b'], not: ["read 'a[$(touch x)]'", "read 'a[x]'", 'read PATH', 'read -a PATH', 'read --x'] },
    { command: 'mapfile|readarray', level: 'SAFE', flags: '-t', values: '-d -n -O -s -u', operands: 'text', maxOperands: 1, does: hostileNames, matches: ['mapfile -t lines'], not: ['mapfile -C "touch x" lines', 'mapfile PATH'] },
    { command: 'getopts', level: 'SAFE', operands: 'text', does: hostileNames, matches: ['getopts ab: opt'], not: ["getopts a 'x[$(touch y)]'"] },
    { command: 'test|[', level: 'SAFE', operands: 'text', insensitive: true, does: testDoes, matches: ['test -f a', '[ -n x ]'], not: ["test -v 'a[$(touch x)]'", "test -v 'a[x]'"] },
    { command: 'let', level: 'SAFE', operands: 'text', insensitive: true, does: letDoes, matches: ["let 'a=1+2'"], not: ["let 'a[$(touch x)]=1'", 'let a=x'] },
    { command: 'ulimit', level: 'SAFE', flags: '-S -H -a -b -c= -d= -e= -f= -i= -k= -l= -m= -n= -p= -q= -r= -s= -t= -u= -v= -x= -P= -R= -T=', operands: 'text', maxOperands: 1, matches: ['ulimit -a', 'ulimit -n 4096'], not: ['ulimit --x'] },
    { command: 'umask', level: 'SAFE', flags: '-p -S', operands: 'text', does: ({ operands }): Deed => (operands.length === 0 ? {} : { effects: [unknownHere('umask', 'changes the rights that new files get')] }), matches: ['umask', 'umask -S'], not: ['umask 000'] },
    { command: 'type', level: 'SAFE', flags: '-a -f -p -P -t', operands: 'text', matches: ['type -p rm'], not: ['type --x'] },
    { command: 'help', level: 'SAFE', flags: '-d -m -s', operands: 'text', matches: ['help cd'], not: ['help --x'] },
    { command: 'wait', level: 'SAFE', flags: '-n -f', values: '-p', operands: 'text', does: ({ options }): Deed => hostileNames({ operands: [], options }), matches: ['wait', 'wait %1'], not: ['wait --x', "wait -p 'a[x]'"] },
    { command: 'jobs', level: 'SAFE', flags: '-l -n -p -r -s', operands: 'text', matches: ['jobs -l'], not: ['jobs -x rm a'] },
    { command: 'fg|bg', level: 'SAFE', operands: 'text', matches: ['bg %1'], not: ['bg --x'] },
    { command: 'disown', level: 'SAFE', flags: '-a -h -r', operands: 'text', matches: ['disown -a'], not: ['disown --x'] },
    { command: 'exit|return|break|continue|shift|logout', level: 'SAFE', operands: 'text', insensitive: true, matches: ['exit 1', 'shift'], not: [] },
    { command: 'times|caller', level: 'SAFE', operands: 'text', maxOperands: 1, matches: ['times'], not: ['times --x'] },
    { command: 'compgen', level: 'SAFE', flags: '-a -b -c -d -f -g -j -k -s -u', values: '-A -W -P -S', operands: 'text', maxOperands: 1, matches: ['compgen -c git'], does: compgenDoes, not: ['compgen -C ./a b', 'compgen -F f', "compgen -W '$(touch x)'"] },
  ],
};

const elsewhere: Word = { text: 'another folder of the stack', exact: false };

/** Without a folder it leads home, which the walk knows. */
const changesTo = (folder: Word | undefined): Deed => (folder === undefined ? {} : { changesFolder: /^[-+]\d/.test(folder.text) ? elsewhere : folder });

/** A subscript is evaluated: what its names hold may run code, so that only a number is harmless. */
const isHostile = ({ text, exact }: Word): boolean => !exact || (text.includes('[') && !/^[A-Za-z_]\w*\[(-?\d+|[@*])\]$/.test(text));
/** The name in front of the value of an assignment. */
const nameOf = (word: Word): Word => (word.exact || /^[A-Za-z_]\w*\+?=/.test(word.text) ? { ...word, text: word.text.replace(/\+?=[\s\S]*$/, ''), exact: word.exact || (word.prefix ?? '').includes('=') } : word);

function hostileNames({ operands, options }: Pick<Parsed, 'operands'> & Partial<Pick<Parsed, 'options'>>): Deed {
  // `read -a name`, `wait -p name`
  const names = [...operands, ...(options ?? []).flatMap(({ name, value }) => (value !== undefined && (name === '-a' || name === '-p') && value.text.includes('[') ? [value] : []))];
  return names.some(isHostile) ? { effects: [runsCode(names.map(({ text }) => text).join(' '), 'evaluates a name that may run code')] } : {};
}

function exportDoes(parsed: Parsed): Deed {
  if (parsed.operands.length === 0) return { effects: [printsSecrets('environment', 'prints the environment, which may hold secrets')] };
  return hostileNames({ operands: parsed.operands.filter(({ text }) => !/^\w+=/.test(text)).map(nameOf) });
}

function declareDoes(parsed: Parsed, { program }: Call): Deed {
  if (parsed.operands.length === 0 || parsed.has('-p')) return program === 'local' ? {} : { effects: [printsSecrets('variables', 'prints variables, which may hold secrets')] };
  return hostileNames({ operands: parsed.operands.filter(({ text }) => !/^\w+=/.test(text)).map(nameOf) });
}

const options = /^(braceexpand|emacs|errexit|errtrace|functrace|hashall|histexpand|ignoreeof|interactive-comments|monitor|noclobber|noglob|nolog|notify|nounset|physical|pipefail|posix|verbose|vi|xtrace)$/;

function setDoes(parsed: Parsed, { words }: Call): Deed | undefined {
  if (words.length === 0) return { effects: [printsSecrets('variables', 'prints variables, which may hold secrets')] };
  if (words.some(({ text }) => text === '--')) return {};
  const named = parsed.values('-o');
  const switches = parsed.operands.every(({ text }) => !text.startsWith('+') || /^\+[befhmntuvxBCEHPT]+$/.test(text) || text === '+o');
  return switches && named.every(({ text, exact }) => exact && options.test(text)) ? {} : undefined;
}

function aliasDoes({ operands }: Parsed): Deed {
  const defined = operands.filter(({ text, exact }) => !exact || text.includes('='));
  if (defined.length === 0) return {};
  return {
    level: 'MODERATE', reasons: ['An alias changes what a later command does.'],
    runs: defined.map(({ text, exact }) => ({ kind: 'script', text: text.slice(text.indexOf('=') + 1), dialect: 'bash', exact })),
  };
}

function trapDoes({ operands, options: given }: Parsed): Deed {
  const [action] = operands;
  if (action === undefined || operands.length < 2 || given.length > 0 || (action.exact && (action.text === '-' || action.text === ''))) return {};
  return { runs: [{ kind: 'script', text: action.text, dialect: 'bash', exact: action.exact && action.matches === undefined }], forgettable: true };
}

function evalDoes({ operands }: Parsed): Deed {
  if (operands.length === 0) return {};
  return { level: 'MODERATE', reasons: ['eval runs text as a command.'], runs: [{ kind: 'script', text: operands.map(({ text }) => text).join(' '), dialect: 'bash', exact: operands.every(({ exact, matches }) => exact && matches === undefined) }] };
}

function sourceDoes({ operands: [file] }: Parsed): Deed {
  return file === undefined ? { effects: [unknownHere('source', 'names no file')] } : { runs: [{ kind: 'file', path: file, language: 'shell' }] };
}

/** Comparisons of numbers and `-v` evaluate names with subscripts. */
function testDoes(_: Parsed, { words: operands }: Call): Deed {
  const evaluates = operands.some(({ text, exact }) => exact && /\[[^\]]*[$`(]/.test(text)) || operands.some(({ text }, at) => /^-[vR]$/.test(text) && operands.slice(at + 1, at + 2).some(isHostile));
  return evaluates ? { effects: [runsCode(operands.map(({ text }) => text).join(' '), 'evaluates a name that may run code')] } : {};
}

/** The variable that is set is not evaluated, unless its subscript is. */
function letDoes({ operands }: Parsed): Deed {
  return { evaluates: operands.map(({ text, ...word }) => ({ ...word, text: text.replace(/^\s*[A-Za-z_]\w*\s*=(?!=)/, '').replaceAll(/\+\+|--/g, ' ') })) };
}

/** A list of words is expanded as in the shell. */
function compgenDoes(parsed: Parsed): Deed | undefined {
  return parsed.values('-W').every(({ text, exact }) => exact && !/[$`<>]/.test(text)) ? {} : undefined;
}
