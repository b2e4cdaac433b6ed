import assert from 'node:assert/strict';
import { diffLines } from '../../../webview-ui/src/format/diff.ts';
import { amount, cost, duration } from '../../../webview-ui/src/format/units.ts';
import { visibleText } from '../../../src/shared/visible.ts';
import { linkTarget } from '../../../webview-ui/src/markdown/links.ts';

const shown = visibleText;

describe('text for a person', () => {
  it('draws hidden, control and bidi characters as escapes and leaves the rest alone', () => {
    assert.equal(shown('rm\u202e -rf\u200b\u0007 \u00a0x\ny\tz'), 'rm⟨U+202E⟩ -rf⟨U+200B⟩⟨U+0007⟩ ⟨U+00A0⟩x\ny\tz');
    assert.equal(shown('\u{e0041}\ud800\r\u001b[2K'), '⟨U+E0041⟩⟨U+D800⟩⟨U+000D⟩⟨U+001B⟩[2K');
    assert.equal(shown('grüße 漢字 👍 “x”'), 'grüße 漢字 👍 “x”');
  });

  it('shortens durations and amounts, and never makes an unknown price zero', () => {
    assert.deepEqual([-5, 12_000, 185_000, 3_720_000].map(duration), ['0s', '12s', '3m 05s', '1h 02m']);
    assert.deepEqual([950, 12_345, 1_200_000].map(amount), ['950', '12.3k', '1.2M']);
    assert.equal(cost({ inputTokens: 1, outputTokens: 1 }), 'price unknown');
    assert.equal(cost({ inputTokens: 1, outputTokens: 1, costUsd: 0.001 }), '< $0.01');
  });

  it('reads the lines of a diff without its file headers', () => {
    assert.deepEqual(diffLines('--- a\n+++ b\n@@ -1 +1 @@\n--- x\n+y\n'), [
      { kind: 'hunk', text: '@@ -1 +1 @@' }, { kind: 'removed', text: '-- x' }, { kind: 'added', text: 'y' },
    ]);
  });

  it('lets only listed schemes and workspace paths be links', () => {
    assert.deepEqual(linkTarget('https://example.com/a'), { kind: 'web', url: 'https://example.com/a' });
    assert.deepEqual(linkTarget('src/a.ts#L12-L20'), { kind: 'file', path: 'src/a.ts', line: 12 });
    assert.deepEqual(linkTarget('C:\\x\\a.ts:3'), { kind: 'file', path: 'C:\\x\\a.ts', line: 3 });
    for (const bad of ['javascript:alert(1)', 'JaVaScRiPt:x', 'data:text/html,x', 'vbscript:x', 'command:x', '//evil.example', '#x', 'java\u0000script:x', 'vscode://x', '']) assert.equal(linkTarget(bad), undefined, bad);
  });
});
