import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expandWord } from '../../../src/gate/analyse/expand.ts';
import { Scope } from '../../../src/gate/analyse/scope.ts';
import type { Word } from '../../../src/gate/analyse/call.ts';
import { facts } from './analyser.ts';
import { parsed } from './bash/parser.ts';
import { bashHome, hasBash, wordsByBash } from './bash/realBash.ts';

/** What the words of one command become, and what happens on the way. */
interface Expanded {
  words: Word[][];
  /** Scripts that run, in order. */
  scripts: string[];
  hostile: string[];
}

/** The arguments of `show` in this text; undefined where it is not understood as one command. */
async function expandAll(text: string, folder: string, values: Record<string, string> = { x: 'a', y: 'b c', e: '' }): Promise<Expanded | undefined> {
  const result = await parsed(`show ${text}`);
  if ('problem' in result || result.script.body.kind !== 'command' || result.script.body.redirects.length > 0) return undefined;
  const scope = new Scope([folder]);
  for (const [name, value] of Object.entries(values)) scope.variables.set(name, { text: value });
  const expanded: Expanded = { words: [], scripts: [], hostile: [] };
  const list = async (path: string): Promise<{ name: string; kind: 'file' | 'directory' }[]> => readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: entry.isDirectory() ? 'directory' : 'file' }));
  for (const word of result.script.body.words.slice(1)) {
    expanded.words.push(await expandWord(word, scope, {
      facts: facts({ home: bashHome, cwd: folder, workspaceRoots: [folder], list }),
      substitute: async ({ source }) => { expanded.scripts.push(source); return {}; },
      hostile: (code) => void expanded.hostile.push(code),
    }));
  }
  return expanded;
}

/** What a program gets; undefined where that is not known, or names are matched. */
function gets({ words }: Expanded): string[] | undefined {
  const all = words.flat();
  return all.every(({ exact, matches }) => exact && matches === undefined) ? all.map(({ text }) => text) : undefined;
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
      const expanded = await expandAll(text, folder);
      const words = expanded === undefined ? undefined : gets(expanded);
      const answer = real[index];
      if (words !== undefined && answer !== undefined) {
        assert.deepEqual(words, answer, text);
        known++;
      } else if (expanded !== undefined && answer !== undefined) {
        comparePrefixes(text, expanded, answer);
      }
    }
    return { known };
  }

  /** As long as each word before is one word for certain, what is said of its beginning must hold. */
  function comparePrefixes(text: string, { words }: Expanded, answer: readonly string[]): void {
    for (const [index, word] of words.flat().entries()) {
      if (word.matches !== undefined || (!word.exact && word.prefix === undefined)) return;
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

  it('run the scripts inside them, at any place', async () => {
    const expanded = await expandAll('"$(a)" ${x:-$(b)} {c,$(d)} <(e) [$(f)] $((1+$(g)))', folder);
    assert.deepEqual(expanded?.scripts, ['a', 'b', 'd', 'e', 'f', 'g']);
  });

  it('are hostile where they evaluate what a variable holds, unless that is a number', async () => {
    assert.deepEqual((await expandAll('$((1+2)) $((x+2))', folder))?.hostile, ['$((x+2))']);
    assert.deepEqual((await expandAll('$((n+2))', folder, { n: '4' }))?.hostile, []);
    assert.deepEqual((await expandAll('$((n+2))', folder, { n: 'a[$(rm x)]' }))?.hostile, ['$((n+2))']);
  });

  it('are not known where there are too many of them', async () => {
    assert.deepEqual((await expandAll('{1..9}{1..9}{1..9}', folder))?.words.flat().map(({ exact }) => exact), [false]);
  });
});
