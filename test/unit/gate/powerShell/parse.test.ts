import assert from 'node:assert/strict';
import type { Word } from '../../../../src/gate/analyse/call.ts';
import { parsePowerShell } from '../../../../src/gate/analyse/powerShell/parse.ts';
import { structureOf } from '../../../../src/gate/analyse/powerShell/structure.ts';

/** `program word word~`, one for each command; `~` after what is not known to the letter. */
function shown(source: string): string[] {
  const { steps, problem } = parsePowerShell(source);
  assert.equal(problem, undefined, source);
  const word = ({ text, exact }: Word): string => (exact ? text : `${text}~`);
  return steps.flatMap(({ call }) => (call === undefined ? [] : [[call.program, ...call.words.map(word)].join(' ')]));
}

/** Kinds of effects beside commands. */
const beside = (source: string): string[] => parsePowerShell(source).steps.flatMap(({ also }) => [...(also?.effects ?? []).map(({ kind }) => kind), ...(also?.touches ?? []).map(({ how, word }) => `${how} ${word.text}`)]);

describe('PowerShell texts', () => {
  it('become one call for each command, in the order in which they run', () => {
    assert.deepEqual(shown('git status; npm test && npm run build | Out-Null'), ['git status', 'npm test', 'npm run build', 'out-null']);
    assert.deepEqual(shown('Write-Host (Get-Date) "$(Get-Location)"'), ['get-date', 'get-location', 'write-host (Get-Date)~ "$(Get-Location)"~']);
    assert.deepEqual(shown('if (Test-Path a) { gc a } else { ri b }'), ['test-path a', 'get-content a', 'remove-item b']);
    assert.deepEqual(shown('Get-Item a\nGet-Item b # c; Get-Item d'), ['get-item a', 'get-item b']);
  });

  it('have their aliases resolved in any case, and both meanings kept where platforms differ', () => {
    assert.deepEqual(shown('GCI a'), ['get-childitem a']);
    assert.deepEqual(shown('rm a'), ['remove-item a', 'rm a']);
    assert.deepEqual(shown('sc.exe query'), ['sc query']);
    assert.deepEqual(shown('cd..'), ['set-location ..']);
  });

  it('have quotes, escapes and line continuations removed as PowerShell does', () => {
    assert.deepEqual(shown("Write-Host 'it''s' \"a\"\"b\" c` d e'f'"), ["write-host it's a\"b c d ef"]);
    assert.deepEqual(shown('Get-Item `\n  a'), ['get-item a']);
    assert.deepEqual(shown('git log --format="a|b" -n5'), ['git log --format=a|b -n5']);
    assert.deepEqual(shown('Write-Host `n'), ['write-host `n~']);
  });

  it('never take for a parameter what PowerShell takes for a value', () => {
    assert.deepEqual(shown("Remove-Item '-WhatIf'"), ["remove-item '-WhatIf'~"]);
    assert.deepEqual(shown('Remove-Item -Confirm:$false -Path: a'), ['remove-item -Confirm:$false -Path:a']);
    assert.deepEqual(shown('prog -Dkey.x=1'), ['prog -Dkey.x=1~']);
  });

  it('keep the words of a list', () => {
    const [step] = parsePowerShell('Remove-Item a, b,c').steps;
    assert.deepEqual(step?.call?.words[0]?.list?.map(({ text }) => text), ['a', 'b', 'c']);
  });

  it('show what happens without any command', () => {
    assert.deepEqual(beside("[IO.File]::Delete('x')").slice(0, 1), ['delete']);
    assert.deepEqual(beside('$file.Delete()').slice(0, 1), ['delete']);
    assert.deepEqual(beside('$x = 1').slice(0, 1), ['unknown']);
    assert.deepEqual(beside('$env:PATH = "."').slice(0, 1), ['exec']);
    assert.deepEqual(beside('"a" > b.txt'), ['read', 'write b.txt']);
    assert.deepEqual(beside('Get-Date 2>> c *> $null'), ['append c']);
    assert.deepEqual(beside('& $x').slice(-1), ['exec']);
    assert.deepEqual(beside('$env:API_KEY').slice(0, 1), ['secret-read']);
  });

  for (const source of [
    '', ' ', 'Get-Date )', 'Get-Date |', "'a", '"a', '"$(a', 'a`', '${C:\\x}', '$function:x', "@'\nx\n'@", 'Get-Content a --% & del b', 'function f { }', 'filter f { }', 'class A { }', 'trap { }', 'switch ($x) { 1 { } }', 'param($x)',
    'a(b)', 'git show stash@{0}', 'Get-Content < a', '[a b]', '$x::y', '$x.$y', '$a ? 1 : 2', 'Write-Host “x', 'Remove-Item –Recurse x', 'ls \r\nrm x', 'a\u200bb', `${'$x['.repeat(60)}1${']'.repeat(60)}`, '('.repeat(20), 'a;'.repeat(60), 'a'.repeat(10_001), 'Get-Date <# x',
  ]) {
    it(`are not believed where they read ${JSON.stringify(source.slice(0, 30))}`, () => assert.notEqual(parsePowerShell(source).problem, undefined));
  }

  it('tell how gravely they look where they are not believed', () => {
    const effects = (source: string): string[] => parsePowerShell(source).steps.at(-1)?.also?.effects?.map(({ kind }) => kind) ?? [];
    assert.deepEqual(effects('function f { Rem`ove-Item x }'), ['delete']);
    assert.deepEqual(effects('function f { [IO.File]::Delete("x") }'), ['delete']);
    assert.deepEqual(effects('Remove-Item –Recurse x'), ['delete']);
    assert.deepEqual(effects('function f { Get-Content .env }'), ['exec', 'secret-read']);
  });

  it('are read without failing whatever they hold', function () {
    this.timeout(60_000);
    const pieces = ['Get-Item', ' ', '$x', '`', '"', "'", '(', ')', '{', '}', '|', ';', '&', ',', '@', '[', ']', '.', '::', '\n', '#', '<#', '>', '--%', '-a', '=', '%', '?', '1', '..', 'if', 'foreach', '$('];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let count = 0; count < 3000; count++) {
      const source = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join('');
      const { steps, problem } = parsePowerShell(source);
      assert.ok(problem !== undefined || steps.length > 0, source);
    }
  });

  it('are read in bounded steps at the limit of their length', function () {
    this.timeout(60_000);
    for (const piece of ['(', '"$(', '[int]', '$x[', '<#', '`', "'", '!', ',', 'a|', '@{a=', '{', '-not ', '#', '.a', '--%', 'x -a:', '-a:']) {
      assert.ok(parsePowerShell(`x ${piece.repeat(Math.floor(9_990 / piece.length))}`).steps.length <= 51, piece);
    }
  });
});

describe('the second opinion on a PowerShell text', () => {
  it('marks quotes, comments, blanks and structure', () => {
    assert.equal(structureOf("a 'b c' # d"), 'w_qqqqq_ccc');
    assert.equal(structureOf('a|b;{c}'), 'wswssws');
    assert.equal(structureOf('a#b `"'), 'www_ww');
  });

  it('has none where a quote does not end', () => {
    assert.equal(structureOf('a "b'), undefined);
    assert.equal(structureOf("a 'b"), undefined);
  });

  it('is decisive where quotes are nested in quotes', () => {
    assert.equal(parsePowerShell('Write-Host "a $(Get-Item "b") c"').problem, 'Two readers see the structure of this command differently.');
  });
});
