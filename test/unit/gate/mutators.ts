/** Ways to write a command differently so that it still does at least what it did. */
export interface Mutator {
  name: string;
  /** Undefined where the command is not of the kind that this changes. */
  mutate(command: string): string | undefined;
}

const inQuotes = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const ansi = (text: string): string => `$'${[...text].map((character) => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`).join('')}'`;

/** Writes the program's name differently, where the line begins with a plain name. */
const program = (name: string, write: (program: string) => string): Mutator => ({
  name: `program ${name}`,
  mutate: (command) => (/^[\w./-]{2,}(?=\s|$)/.test(command) && !reserved.test(command) ? command.replace(/^[\w./-]+/, write) : undefined),
});

/** Words that stop being what they are when they are quoted. */
const reserved = /^(if|while|until|for|case|function|select|time|coproc|export|declare|typeset|local|readonly)\b/;

/** Writes every argument differently, where the line is nothing but plain words. */
const argument = (name: string, write: (argument: string) => string): Mutator => ({
  name: `arguments ${name}`,
  mutate: (command) => (/^[\w./-]+( +[\w./:@,+=-]+)+$/.test(command) && !reserved.test(command) ? command.replaceAll(/(?<= )[\w./:@,+=-]+/g, write) : undefined),
});

const around = (name: string, write: (command: string) => string): Mutator => ({ name, mutate: write });

/** A line of a single command, which a wrapper can begin. */
const wrapped = (name: string, wrapper: string): Mutator => ({ name: `wrapper ${name}`, mutate: (command) => (/^[\w./-]/.test(command) && !reserved.test(command) && !/^\w+=/.test(command) ? `${wrapper} ${command}` : undefined) });

const half = (text: string): number => Math.ceil(text.length / 2);

export const mutators: readonly Mutator[] = [
  program('in single quotes', (name) => `'${name}'`), program('in double quotes', (name) => `"${name}"`), program('half quoted', (name) => `${name.slice(0, half(name))}'${name.slice(half(name))}'`),
  program('with empty quotes inside', (name) => `${name.slice(0, 1)}''${name.slice(1)}`), program('with a backslash before it', (name) => `\\${name}`), program('with backslashes inside', (name) => [...name].map((one) => `\\${one}`).join('')),
  program('in ANSI-C quotes', ansi), program('cut by a line that goes on', (name) => `${name.slice(0, 1)}\\\n${name.slice(1)}`), program('by its path', (name) => (name.includes('/') ? name : `/usr/bin/${name}`)),
  program('from a variable', (name) => `c=${name}; $c`), program('from braces', (name) => `{${name},}`), program('from a substitution', (name) => `$(echo ${name})`), program('with a pattern', (name) => `/bin/${name.slice(0, -1)}?`),
  argument('in single quotes', (word) => `'${word}'`), argument('in double quotes', (word) => `"${word}"`), argument('half quoted', (word) => `${word.slice(0, half(word))}"${word.slice(half(word))}"`), argument('with backslashes', (word) => `\\${word}`), argument('in ANSI-C quotes', ansi),
  argument('from a variable', (word) => `"\${none-${word}}"`), argument('from a substitution', (word) => `$(printf %s ${word})`), argument('in braces', (word) => `{${word},}`), argument('cut by a line that goes on', (word) => `${word.slice(0, 1)}\\\n${word.slice(1)}`),
  wrapped('env', 'env'), wrapped('env with an assignment', 'env A=b'), wrapped('env -i', 'env -i'), wrapped('timeout', 'timeout 5'), wrapped('timeout with options', 'timeout -k 1 --signal=KILL 5'), wrapped('nohup', 'nohup'), wrapped('nice', 'nice -n 5'), wrapped('command', 'command'), wrapped('builtin or program', 'command -p --'),
  wrapped('exec', 'exec'), wrapped('time', 'time'), wrapped('time -p', 'time -p'), wrapped('negation', '!'), wrapped('stdbuf', 'stdbuf -oL'), wrapped('setsid', 'setsid'), wrapped('xargs', 'xargs'), wrapped('echo into xargs', 'echo a | xargs -I%%'), wrapped('sudo', 'sudo'), wrapped('watch', 'watch -n1 -x'), wrapped('busybox', 'busybox'), wrapped('strange nesting', 'env nice timeout 3 command'),
  around('bash -c', (command) => `bash -c ${inQuotes(command)}`), around('sh -c in an absolute path', (command) => `/bin/sh -c ${inQuotes(command)}`), around('bash with options', (command) => `bash --norc -euo pipefail -c ${inQuotes(command)}`), around('nested shells', (command) => `bash -c ${inQuotes(`sh -c ${inQuotes(command)}`)}`), around('env -S', (command) => `env -S ${inQuotes(`bash -c ${inQuotes(command)}`)}`),
  around('eval', (command) => `eval ${inQuotes(command)}`), around('trap', (command) => `trap ${inQuotes(command)} EXIT`), around('find -exec', (command) => `find . -exec sh -c ${inQuotes(command)} \\;`), around('xargs of a shell', (command) => `ls | xargs -I{} sh -c ${inQuotes(command)}`), around('echo into a shell', (command) => `echo ${inQuotes(command)} | bash`), around('printf into a shell', (command) => `printf '%s\\n' ${inQuotes(command)} | sh -s`),
  around('heredoc to bash', (command) => `bash <<'STOP'\n${command}\nSTOP`), around('open heredoc to sh', (command) => `sh -s <<STOP\n${command}\nSTOP`), around('here-string to bash', (command) => `bash <<< ${inQuotes(command)}`), around('process substitution to source', (command) => `source <(echo ${inQuotes(command)})`), around('in a heredoc that expands', (command) => `cat <<STOP\n$(${command})\nSTOP`),
  around('after ;', (command) => `ls; ${command}`), around('after &&', (command) => `ls && ${command}`), around('after ||', (command) => `false || ${command}`), around('after |', (command) => `ls | ${command}`), around('after |&', (command) => `ls |& ${command}`), around('after &', (command) => `ls & ${command}`), around('after a line end', (command) => `ls\n${command}`), around('after a comment', (command) => `ls # fine\n${command}`), around('after cd', (command) => `cd ./. && ${command}`),
  around('before ;', (command) => `${command} ; ls`), around('before &&', (command) => `${command} && ls`), around('before ||', (command) => `${command} || true`), around('before |', (command) => `${command} | cat`), around('before &', (command) => `${command} &`), around('before a line end', (command) => `${command}\nls`), around('without output', (command) => `${command} >/dev/null 2>&1`), around('without input', (command) => `${command} </dev/null`),
  around('with CR LF at its end', (command) => `${command}\r\n`), around('after a backslash and CR LF', (command) => `ls \\\r\n${command}`), around('after a lone CR', (command) => `ls\r${command}`), around('with CR LF for line ends', (command) => `ls\r\n${command}\r\nls`), around('with a backslash and a line end before it', (command) => `\\\n${command}`),
  around('assignment before it', (command) => `A=b ${command}`), around('PATH before it', (command) => `PATH=/tmp/x ${command}`), around('LD_PRELOAD before it', (command) => `LD_PRELOAD=./a.so ${command}`), around('NODE_OPTIONS before it', (command) => `NODE_OPTIONS=--require=./a.js ${command}`), around('BASH_ENV before it', (command) => `BASH_ENV=./a ${command}`), around('exported PATH', (command) => `export PATH=.; ${command}`),
  around('in a substitution', (command) => `echo $(${command})`), around('in a quoted substitution', (command) => `echo "x$(${command})"`), around('in backticks', (command) => (/[\\`]/.test(command) ? command : `echo \`${command}\``)), around('in a process substitution', (command) => `cat <(${command})`), around('in an assignment', (command) => `x=$(${command})`), around('in a default', (command) => `echo "\${none:-$(${command})}"`), around('in arithmetic', (command) => `echo $((1+$(${command})))`), around('in an array', (command) => `x=(a "$(${command})")`), around('in a subscript', (command) => `x[$(${command})]=1`), around('in a redirection', (command) => `cat < "$(${command})"`), around('in a test', (command) => `[[ -n $(${command}) ]]`), around('in a case', (command) => `case $(${command}) in *) ;; esac`), around('in a brace', (command) => `echo {a,$(${command})}`),
  around('subshell', (command) => `(${command})`), around('group', (command) => `{ ${command}; }`), around('if body', (command) => `if true; then ${command}; fi`), around('condition', (command) => `if ${command}; then ls; fi`), around('else body', (command) => `if false; then ls; else ${command}; fi`), around('for body', (command) => `for i in 1 2; do ${command}; done`), around('while body', (command) => `while true; do ${command}; done`), around('while condition', (command) => `while ${command}; do ls; done`), around('case body', (command) => `case a in *) ${command};; esac`), around('function', (command) => `f() { ${command}; }; f`), around('function with the name of a reader', (command) => `ls() { ${command}; }; ls`), around('alias', (command) => `alias ls=${inQuotes(command)}\nls`), around('background process', (command) => `coproc ${command}`), around('deep nesting', (command) => `((((( ${command} )))))`), around('groups in groups', (command) => `( { ( { ${command}; } ) } )`),
];

/** Those that make any command more than a read, whatever it was. */
export const poisons: readonly Mutator[] = mutators.filter(({ name }) => /^(PATH|LD_PRELOAD|NODE_OPTIONS|BASH_ENV) before it$/.test(name) || /CR/.test(name));
