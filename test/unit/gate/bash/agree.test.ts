import assert from 'node:assert/strict';
import { parsed } from './parser.ts';

/** Texts that must not be believed, each with what gives it away. */
const disbelieved: readonly (readonly [string, string])[] = [
  ['ls \\\r\nrm -rf x', 'a line end after a backslash that one parser swallows'],
  ['ls\rrm -rf x', 'a carriage return that one parser takes for a blank'],
  ['ls\frm', 'a form feed'],
  ['ls\u00a0x | cat\u00a0y\r', 'blanks of other kinds'],
  ["echo 'a", 'an open quote'],
  ['echo $(ls', 'an open substitution'],
  ['if a; then b', 'an open condition'],
  ['cat <<E\n$(rm x)', 'a heredoc without its end'],
  ['a ) b', 'a stray parenthesis'],
  ['1A=2 git reset --hard', 'an assignment to what is no name'],
  ['{rm,-rf,x}', 'a command that only braces make'],
  ['coproc rm x', 'a background process with pipes'],
  ['time { rm x; }', 'timing of more than words'],
  ['echo $((foo`rm x`bar))', 'a substitution in the midst of arithmetic'],
  ['echo $(a;;b) `a |`', 'errors inside of substitutions'],
  [`echo $(${'|'.repeat(9_000)})`, 'operators that join nothing'],
  ['', 'nothing'],
  ['# only a comment', 'nothing but a comment'],
  ['#!/bin/sh\nls', 'a script header'],
  ['a && ', 'an operator without its right side'],
];

/** Readings that differ in form but not in meaning. */
const believed: readonly string[] = [
  'time ls', 'time -p ls -l', '! ls | grep x', 'a | time b', '[ -f "$x" ] && [ a = b ]', '[ ! -d x -o -n "$y" ]', 'test a = b', '[[ $a =~ ^x(y)$ && -f z ]]',
  'a 2>&1 >f arg', 'a >&- 2>&-', 'cat {fd}<x', 'a\\\nb', 'cp f{,.bak} "x"{a,b}$c', "echo 'a'\"b\"c\\ d$e", 'echo a=b "c"=d', 'unset x', 'declare -a x=(1 "$(a)")', 'echo $"x"',
  'git log @{u}..', 'find . \\( -name a -o -name b \\) -print', "awk '{print $1}' f", 'for i in a b\ndo\nc\ndone\nd', 'f() {\n  a\n}\nf', 'if a\nthen\n b\nfi # c\n\nd', 'cat <<A | b && c\n  x\nA\nd', 'echo foo#bar # c', "bash -c 'a; b'",
];

describe('two parsers', () => {
  for (const [source, what] of disbelieved) it(`do not agree on ${what}`, async () => assert.ok('problem' in await parsed(source)));
  for (const source of believed) it(`agree on ${JSON.stringify(source)}`, async () => assert.deepEqual(Object.keys(await parsed(source)), ['script']));
});

describe('too much of a script', () => {
  const tooMuch: Readonly<Record<string, string>> = {
    'more than 50 commands': 'ls;'.repeat(51), '51 commands in substitutions': `echo ${'$(ls) '.repeat(50)}`, 'nine levels of groups': `${'( '.repeat(9)}ls${' )'.repeat(9)}`,
    'nine levels of substitutions': `echo ${'$(echo '.repeat(9)}a${')'.repeat(9)}`, 'more than 1000 words': `ls ${'a '.repeat(1_000)}`, 'a deep tower of functions': 'f()'.repeat(3_000), 'a deep tower of brackets': '$['.repeat(3_000),
  };
  for (const [what, source] of Object.entries(tooMuch)) it(`is ${what}`, async () => assert.ok('problem' in await parsed(source)));

  it('is not made of brackets in quoted text', async () => {
    assert.ok('script' in await parsed(`jq '${'[({'.repeat(20)}' f`));
    assert.ok('script' in await parsed(`${'( '.repeat(8)}ls${' )'.repeat(8)}`));
    assert.ok('script' in await parsed(`${'ls;'.repeat(49)} ls`));
  });
});
