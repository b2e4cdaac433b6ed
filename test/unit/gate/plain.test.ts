import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Parser } from 'web-tree-sitter';
import { agree, cookWord, isQuietRedirect, type PlainParse } from '../../../src/gate/analyse/plain.ts';
import { loadBashParser, plainByTreeSitter } from '../../../src/gate/analyse/treeSitterPlain.ts';
import { plainByUnbash } from '../../../src/gate/analyse/unbashPlain.ts';

const folder = (name: string): string => `../../../node_modules/${name === 'web-tree-sitter.wasm' ? 'web-tree-sitter' : 'tree-sitter-bash'}/${name}`;

describe('plain words', () => {
  let parser: Parser;
  before(async () => { parser = await loadBashParser((name) => readFile(new URL(folder(name), import.meta.url))); });
  const byTreeSitter = (source: string): PlainParse => plainByTreeSitter(parser, source, Infinity);

  for (const [source, words] of [
    ['ls -la', ['ls', '-la']], [`a 'b c' "d e"f g\\ h`, ['a', 'b c', 'd ef', 'g h']], [`"l"s ''`, ['ls', '']], ['a "x\\"y\\n"', ['a', 'x"y\\n']],
    ['find . ! -name a', ['find', '.', '!', '-name', 'a']], ['git show a@{1}', ['git', 'show', 'a@{1}']], ['a b#c', ['a', 'b#c']],
  ] as [string, string[]][]) {
    it(`both parsers read ${JSON.stringify(source)} alike`, () => {
      const expected = { commands: [{ operator: ';', words }] };
      assert.deepEqual(byTreeSitter(source), expected);
      assert.deepEqual(plainByUnbash(source), expected);
    });
  }

  it('both keep the operators between commands', () => {
    const source = 'a && b || c | d; e 2>&1\nf >/dev/null';
    const expected = { commands: [[';', 'a'], ['&&', 'b'], ['||', 'c'], ['|', 'd'], [';', 'e'], [';', 'f']].map(([operator, word]) => ({ operator, words: [word] })) };
    assert.deepEqual(byTreeSitter(source), expected);
    assert.deepEqual(plainByUnbash(source), expected);
  });

  it('one of them sees a hidden second line, so that they never agree on hiding it', () => {
    const source = 'ls \\\r\nrm -rf x';
    const second = plainByUnbash(source);
    assert.ok('commands' in second && second.commands.length === 2);
    assert.ok('problem' in agree(byTreeSitter(source), second));
  });

  it('believes neither parser where they differ', () => {
    const one: PlainParse = { commands: [{ operator: ';', words: ['ls'] }] };
    const other: PlainParse = { commands: [{ operator: ';', words: ['ls', 'x'] }] };
    const joined: PlainParse = { commands: [{ operator: '|', words: ['ls'] }] };
    assert.deepEqual(agree(one, one), one);
    for (const [left, right] of [[one, other], [one, joined], [one, { problem: 'x' }], [{ problem: 'x' }, one]] as const) assert.ok('problem' in agree(left, right));
  });

  for (const source of ['a*', 'a?', '[a]', '{a,b}', '~', '~/x', 'x=~/a', '$a', '"$a"', '`a`', "'a", '"a', 'a\\', '$(a)', '"$(a)"', '<(a)', 'a>b', '#a', '"a\\\nb"']) {
    it(`does not hold ${JSON.stringify(source)} for plain`, () => assert.equal(cookWord(source), undefined));
  }

  it('lets only redirections pass that change nothing', () => {
    for (const quiet of ['2>&1', '>/dev/null', '2> /dev/null', '&>/dev/null', '>&2']) assert.equal(isQuietRedirect(quiet), true, quiet);
    for (const loud of ['> a', '>/dev/null2', '>/dev/nul', '2>a', '>&a', '< a', '>| /dev/null', '>/dev/null/x', '> /dev/null a', '3>/dev/tcp/x/1']) assert.equal(isQuietRedirect(loud), false, loud);
  });
});
