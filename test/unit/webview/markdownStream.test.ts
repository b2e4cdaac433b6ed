import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Lexer, type Token } from 'marked';
import { MarkdownStream } from '../../../webview-ui/src/markdown/stream.ts';

const modules = resolve(import.meta.dirname, '../../../node_modules');
/** Line ends at a block's end belong to nobody. */
const plain = (blocks: Token[]): unknown => JSON.parse(JSON.stringify(blocks.map((block) => ({ ...block, raw: block.raw.trimEnd() }))));
const whole = (text: string): Token[] => Lexer.lex(text.replace(/\r\n|\r/g, '\n')).filter(({ type }) => type !== 'space');

function streamed(text: string, step: number): unknown {
  const stream = new MarkdownStream();
  for (let end = step; end < text.length; end += step) stream.update(text.slice(0, end), false);
  return plain(stream.update(text, true).blocks);
}

describe('markdown that streams', () => {
  it('ends as the same blocks as the whole text, whatever the cuts', function () {
    this.timeout(60_000);
    const readmes = readdirSync(modules).map((name) => join(modules, name, 'README.md')).flatMap((file) => {
      try { return [readFileSync(file, 'utf8').slice(0, 6_000)]; } catch { return []; }
    }).slice(0, 60);
    assert.ok(readmes.length > 20);
    for (const text of readmes) for (const step of [7, 60]) assert.deepEqual(streamed(text, step), plain(whole(text)));
  });

  it('never changes a settled block', () => {
    const text = '# A\n\n- one\n- two\n\ntext **bold**\n\n```ts\nconst a = 1;\n```\n\nend\n';
    const stream = new MarkdownStream();
    let settled: unknown[] = [];
    for (let end = 1; end <= text.length; end += 1) {
      const view = stream.update(text.slice(0, end), false);
      settled.forEach((block, index) => { assert.equal(view.blocks[index], block); });
      settled = view.blocks.slice(0, view.settled);
    }
    assert.ok(settled.length >= 4);
  });

  it('says while a fence is open, and shows its lines without a half-written closing line', () => {
    const stream = new MarkdownStream();
    const view = stream.update('Look:\n\n```ts\nconst a = 1;\n``', false);
    assert.equal(view.openFence, true);
    assert.deepEqual(view.blocks.map((block) => ('text' in block ? block.text as string : '')), ['Look:', 'const a = 1;']);
    assert.equal(stream.update('Look:\n\n```ts\nconst a = 1;\n```\n', false).openFence, false);
  });

  it('closes an open emphasis at the end instead of showing its marks', () => {
    const view = new MarkdownStream().update('The **cart', false);
    assert.match(JSON.stringify(view.blocks), /"type":"strong"/);
  });
});
