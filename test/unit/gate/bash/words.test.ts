import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expandGlob, matchesGlob, type ListFolder } from '../../../../src/gate/analyse/bash/globs.ts';
import { cookWord, type Cooked, type Scope } from '../../../../src/gate/analyse/bash/words.ts';
import { parsed, scriptOf } from './parser.ts';
import { bashHome, hasBash, wordsByBash } from './realBash.ts';

const scope: Scope = { variables: new Map([['x', 'a'], ['y', 'b c'], ['e', ''], ['unknown', undefined]]), home: bashHome };

/** The arguments of `show` in this text, cooked; undefined where it is not understood as one command. */
async function cookAll(text: string): Promise<Cooked[] | undefined> {
  const result = await parsed(`show ${text}`);
  if ('problem' in result || result.script.body.kind !== 'command') return undefined;
  const { words, redirects } = result.script.body;
  return redirects.length > 0 ? undefined : words.slice(1).map((word) => cookWord(word, scope));
}

/** What a program gets in a folder without files; undefined where that is not known, or names other folders. */
function gets(cooked: readonly Cooked[]): string[] | undefined {
  const words = cooked.flatMap((one) => one.words);
  if (words.some(({ pattern }) => pattern !== undefined && /^\.|\//.test(pattern.glob))) return undefined;
  return words.every(({ word, pattern }) => word.exact || pattern !== undefined) ? words.map(({ word, pattern }) => pattern?.literal ?? word.text) : undefined;
}

describe('words of a script', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'words-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Every text is compared with a real bash where there is one. */
  async function compare(texts: readonly string[]): Promise<{ known: number }> {
    const real = wordsByBash(texts, folder);
    let known = 0;
    for (const [index, text] of texts.entries()) {
      const cooked = await cookAll(text);
      const words = cooked === undefined ? undefined : gets(cooked);
      const answer = real[index];
      if (words !== undefined && answer !== undefined) {
        assert.deepEqual(words, answer, text);
        known++;
      } else if (cooked !== undefined && answer !== undefined) {
        comparePrefixes(text, cooked, answer);
      }
    }
    return { known };
  }

  /** As long as each word before is one word for certain, what is said of its beginning must hold. */
  function comparePrefixes(text: string, cooked: readonly Cooked[], answer: readonly string[]): void {
    for (const [index, { word, pattern }] of cooked.flatMap((one) => one.words).entries()) {
      if (!word.exact && pattern === undefined && word.prefix === undefined) return;
      if (word.exact) assert.equal(answer[index], word.text, text);
      else assert.ok(answer[index]?.startsWith(word.prefix ?? ''), `${text}: ${answer[index] ?? 'nothing'} does not begin with ${word.prefix ?? ''}`);
    }
  }

  const ansi = [
    "$'a'", "$'\\a\\b\\e\\E\\f\\n\\r\\t\\v'", "$'\\\\ \\' \\\" \\?'", "$'\\101\\1013\\7\\0101'", "$'\\x41\\x4\\x4g\\xg'", "$'\\u41\\u0041z\\U00000041\\u4'", "$'\\cA\\ca\\c[\\c?\\cz'", "$'\\q\\8\\ '", "$'a\\\nb'", "$'a\nb'", "$'\\x{41}'", "$'a\\0b'c", "$'a\\x00b'c", "$'é'", "$'\\xc3\\xa9'", "$'\\u00e9'",
    "$'\\''$'\\x27'", "\"$'a'\"", "$'\\c\\\\a'", "$'\\x72\\155' $'-\\u0072f'", "a$'\\tb'c", "$''", "$'\\c'",
  ];
  const braces = [
    '{a,b}', 'x{a,b}y', '{a,b}{c,d}', '{a}', '{a,b', 'a,b}', 'x{a,b}y{e', '{a,b}}', '{{a,b}', '{{a,b},c}', '{a,{b,c}}', 'a{,}b', '{,}', '{,a}', '{a,}', '{}', '{ }', '{1..3}', '{3..1}', '{a..e..2}', '{e..a}', '{01..10..4}', '{-1..1}', '{-01..2}', '{1..2..0}', '{1..5..-2}', '{+1..3}', '{001..3}', '{1.5..2}', '{a..3}', '{x..}', '{1..3}..',
    '{a,b}$x', '${x}{a,b}', '{$x,b}', '{"a,b",c}', "{a,'b c'}", '{a\\,b,c}', '\\{a,b}', '"{a,b}"', '{a,b"}"', '$\\{a,b}', '{a,b,{c,d}e}f', '{a..z..25}', 'a{b}c{d,e}', '{1..3}{4,5}', '{~,b}/x', '~{a,b}', '{a,b}=~', 'a={~,b}', 'a={b,c}', '{*,b}', '[{a,]}', '{a,b}[', 'f{,.bak}', '{a,b}"$y"', '{a,"$y"}c', "{$'a,b',c}", '{1..70}', '{a..C}', 'x{1..1}', '{0..0}', '{00..2}', '{a,b}{1..2}{x,y}', '{{1..2},{a..b}}', '{a,b}\\{c,d}', '{@,:}', '{a;b}', '{,,}', '@{u}', 'HEAD@{1}', '{a,b}@{1}',
  ];
  const others = [
    '~', '~/a', 'a=~', 'a=b:~', 'a:~', '--x=~', '~"a"', '~\\a', '"~"', 'x~', '"a"=~', 'a\\=~', '~$x', '$x', '"$x"', '$y', '"$y"', '$e', '"$e"', '$e$e', '$e""', '${x}b', '$xb', '"${y}"z', "a'b'\"c\"\\d", "''", '""', '\\', 'a\\\nb', '"a\\\nb"', "'a\\\nb'", '"\\a\\$\\`\\"\\\\"', '"$"', '$', '"a$"', '*', 'a?', '[ab]', '[a', 'a]', '[]', '"*"', '\\*', '[!]', '[]a]', 'a[b"]"', '!a', 'a!', '#a', 'a#b', '$x*', '"$x"*', '*"$x"', '-$unknown', '"-$unknown"', '"a$unknown"', 'a$unknown', '"a$@"', '"$*"', 'a"$#"', '$#', '$((1+1))', 'a$((1))', '"a$(echo b c)"', 'a$(echo b c)', '`echo -r -f`', '<(true)', 'a<(true)', '"${x:-b}"', '${e:-b c}', '=~', 'a+=~', '%', '^', '+', ',', '@', ':', '.', '..',
  ];

  it('are what a real bash makes of them, with ANSI-C quotes', async function () {
    if (!hasBash) return this.skip();
    const { known } = await compare(ansi);
    assert.ok(known >= 15, `${known} known`);
  });

  it('are what a real bash makes of them, with braces', async function () {
    if (!hasBash) return this.skip();
    const { known } = await compare(braces);
    assert.ok(known >= 60, `${known} known`);
  });

  it('are what a real bash makes of them, with tildes, variables and patterns', async function () {
    if (!hasBash) return this.skip();
    const { known } = await compare(others);
    assert.ok(known >= 50, `${known} known`);
  });

  it('are what a real bash makes of them, however they are quoted', async function () {
    if (!hasBash) return this.skip();
    this.timeout(60_000);
    const character = fc.constantFrom(...'abz019-_./~=:,{}[]*?!@%+^$#\\ éß');
    const text = fc.string({ unit: character, maxLength: 4 });
    const piece = fc.oneof(
      { weight: 4, arbitrary: text },
      text.map((inner) => `'${inner}'`),
      text.map((inner) => `"${inner.replace(/\\$/, '')}"`),
      text.map((inner) => `$'${inner.replace(/\\$/, '')}'`),
      character.map((inner) => `\\${inner}`),
      fc.constantFrom('$x', '"$y"', '${x}', '$e', '"${e}"', '{a,b}', '{1..3}', '{,', '..', '~/', "$'\\x41\\n'", "$'\\u0042'", '"\\$x"', '""', "''", '\\\n', '$y', '"$unknown"', '$(echo x)'),
    );
    const word = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    let known = 0;
    await fc.assert(fc.asyncProperty(fc.array(word, { minLength: 200, maxLength: 200 }), async (texts) => {
      known += (await compare(texts)).known;
    }), { numRuns: 8, seed: 20_261, endOnFailure: true });
    assert.ok(known > 800, `${known} of 1600 known`);
  });

  it('bring the scripts inside them along, at any place', async () => {
    const { body } = await scriptOf('echo "$(a)" ${x:-$(b)} {c,$(d)} <(e) [$(f)] $((1+$(g)))');
    assert.equal(body.kind, 'command');
    const scripts = body.words.flatMap((word) => cookWord(word, scope).scripts);
    assert.deepEqual(scripts.map(({ source }) => source), ['a', 'b', 'd', 'e', 'f', 'g']);
  });

  it('are hostile where they evaluate what a variable holds, unless that is a number', async () => {
    assert.deepEqual((await cookAll('$((1+2)) $((x+2))'))?.map(({ hostile }) => hostile), [false, true]);
    const { body } = await scriptOf('echo $((n+2))');
    assert.ok(body.kind === 'command' && body.words[1] !== undefined);
    assert.equal(cookWord(body.words[1], { variables: new Map([['n', '4']]) }).hostile, false);
    assert.equal(cookWord(body.words[1], { variables: new Map([['n', 'a[$(rm x)]']]) }).hostile, true);
  });
});

describe('patterns of names', () => {
  const names = ['a', 'b', 'ab', 'abc', 'A', 'B1', '1', '-', '-r', 'a-b', 'a b', 'a.ts', 'b.ts', 'c.test.ts', '.hidden', '.a.ts', '[a]', '[', ']', 'a]', '!a', '^', 'é', 'x*y', 'x\\y', '{a}', '_', 'z', '~'];
  const globs = [
    '*', '?', '??', '*.ts', '*.*', '.*', '.?*', '[ab]', '[!ab]', '[^ab]*', '[a-c]*', '[c-a]', '[]]', '[]a]*', '[!]]', '[[]*', '[[]a]', '\\[a\\]', '[a', 'a[', '[a-]*', '[-a]*', '[!-]', '[[:alpha:]]', '[[:alpha:][:digit:]]*', '[[:upper:]]*', '[^[:alnum:]]', '[[:punct:]]*', '[[:space:]]', 'a[[:blank:]]b', '[[:nope:]]', '*[[:digit:]]', 'x\\*y', 'x\\\\y', 'x[*]y', 'x[\\\\]y', '[\\]]', '[\\a]', '**', '*a*', '*b*c', 'a*b', '*-*', '[!.]*', '[.]*', '\\.*', '{a}', '[a-z]', '[A-Z]*', '[é]', 'a?b', '*s', '*?s', '?*.ts', '[[:xdigit:]]', '[a-b-c]', '~', '*]',
  ];
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'globs-'));
    for (const name of names) writeFileSync(join(folder, name), '');
    for (const name of ['one', 'two/deep', '.git', 'three.d']) mkdirSync(join(folder, 'tree', name), { recursive: true });
    for (const name of ['one/a.ts', 'one/b.js', 'two/a.ts', 'two/deep/a.ts', 'top.ts', '.git/a.ts', 'three.d/x']) writeFileSync(join(folder, 'tree', name), '');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const list: ListFolder = async (path) => readdirSync(join(folder, 'tree', path), { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: entry.isDirectory() ? 'directory' : 'file' }));

  it('match the names that a real bash finds', function () {
    if (!hasBash) return this.skip();
    const real = wordsByBash(globs, folder);
    for (const [index, glob] of globs.entries()) {
      const mine = [...names, 'tree'].filter((name) => matchesGlob(glob, name)).sort();
      const literal = glob.replaceAll(/\\(.)/g, '$1');
      const theirs = real[index]?.filter((name) => name !== '.' && name !== '..').sort();
      if (glob === '~') assert.deepEqual(theirs, [bashHome]);
      else assert.deepEqual(mine.length > 0 ? mine : [literal], theirs, glob);
    }
  });

  it('are followed through folders as a real bash does', async function () {
    if (!hasBash) return this.skip();
    const paths = ['*', '*/a.ts', '*/*.ts', '*/', './*', '../tree/o*', 'one/*', '*/deep/*', '.*/a.ts', '*/*/a.ts', 'one/../t*', 'no*/x', '*//a.ts', 'o*/./a.ts', '*.ts/', 't[hw]*', 'one/*.[tj]s'];
    const real = wordsByBash(paths, join(folder, 'tree'));
    for (const [index, glob] of paths.entries()) {
      const found = await expandGlob(glob, list);
      assert.ok(found !== undefined);
      const same = (path: string): string => path.replaceAll(/\/+/g, '/');
      assert.deepEqual(found.length > 0 ? found.sort() : [glob], real[index]?.map(same).sort(), glob);
    }
  });

  it('take no time to match, whatever the pattern', () => {
    assert.equal(matchesGlob('*a'.repeat(60) + 'b', 'a'.repeat(250)), false);
  });
});
