import assert from 'node:assert/strict';
import { age } from '../../../src/editor/age.ts';
import { judgeLink, resolveShownPath } from '../../../src/editor/links.ts';
import { placeholderFor } from '../../../src/editor/placeholder.ts';
import { noFolder } from '../../../src/editor/hostHandle.ts';
import { MAX_PROBLEMS, problemLabel, problemText } from '../../../src/editor/problems.ts';
import { isProduction } from '../../../src/gate/production.ts';
import { webviewHtml } from '../../../src/editor/webviewHtml.ts';

describe('a link in the conversation', () => {
  for (const link of ['command:workbench.action.reloadWindow', 'file:///etc/passwd', 'vscode://ext/x', 'javascript:alert(1)', 'data:text/html,x', 'cart.ts', 'https://user:pass@host/']) {
    it(`is refused as ${link}`, () => assert.equal(judgeLink(link).kind, 'refused'));
  }
  it('is opened when it is a plain web address', () => {
    assert.deepEqual(judgeLink('https://www.pulumi.com/docs/#stacks'), { kind: 'open', url: 'https://www.pulumi.com/docs/#stacks' });
  });
  it('is shown whole first when it carries data away', () => {
    assert.equal(judgeLink('https://host/?q=secret').kind, 'ask');
    assert.equal(judgeLink(`https://host/${'x'.repeat(300)}`).kind, 'ask');
    assert.equal(judgeLink(`https://${'x'.repeat(60)}.${'y'.repeat(30)}.host/`).kind, 'ask');
  });
});

describe('a path in the conversation', () => {
  it('is read from the session’s folder', () => assert.equal(resolveShownPath('/shop', 'src/cart.ts', 'linux'), '/shop/src/cart.ts'));
  it('may be absolute', () => assert.equal(resolveShownPath('/shop', '/tmp/out.txt', 'linux'), '/tmp/out.txt'));
  it('never reaches for another machine or a device', () => {
    assert.equal(resolveShownPath('C:\\shop', '\\\\attacker\\share\\x', 'win32'), undefined);
    assert.equal(resolveShownPath('C:\\shop', '//attacker/share/x', 'win32'), undefined);
    assert.equal(resolveShownPath('/shop', '/dev/zero', 'linux'), undefined);
    assert.equal(resolveShownPath('/shop', 'a\0b', 'linux'), undefined);
  });
});

describe('problems as text', () => {
  const problem = (line: number, severity: 'error' | 'warning') => ({ severity, line, column: 1, message: 'broken\n  here' });
  it('come errors first, one line each, with their origin', () => {
    const text = problemText([problem(1, 'warning'), { ...problem(9, 'error'), source: 'ts', code: '2304' }]);
    assert.equal(text, 'error at 9:1: broken here (ts 2304)\nwarning at 1:1: broken here');
  });
  it('are counted beyond a bound', () => {
    const lines = problemText(Array.from({ length: MAX_PROBLEMS + 5 }, (_, index) => problem(index, 'error'))).split('\n');
    assert.equal(lines.length, MAX_PROBLEMS + 1);
    assert.equal(lines.at(-1), '… and 5 more');
  });
  it('are labelled by number and file', () => {
    assert.equal(problemLabel(1, 'src/cart.ts'), '1 problem in cart.ts');
    assert.equal(problemLabel(2, 'cart.ts'), '2 problems in cart.ts');
  });
});

describe('a production stack', () => {
  const standard = '(^|[-_./])prod(uction)?($|[-_./])';
  it('is known by its name', () => {
    for (const name of ['prod', 'Production', 'eu-prod', 'org/shop/prod']) assert.ok(isProduction(name, standard), name);
    for (const name of ['dev', 'product', 'reproduce']) assert.ok(!isProduction(name, standard), name);
  });
  it('is none where the setting is empty, and any where it is no expression', () => {
    assert.ok(!isProduction('prod', ''));
    assert.ok(isProduction('dev', '('));
  });
});


describe('the chat’s page', () => {
  const page = webviewHtml({ cspSource: 'https://host', scriptUri: 'https://host/main.js?a&b', styleUri: 'https://host/main.css', nonce: 'n0nce', language: 'en"><script>' });
  it('allows only its own script, by nonce, and no network', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    assert.equal(policy, "default-src 'none'; style-src https://host; font-src https://host; img-src https://host data:; script-src 'nonce-n0nce'");
    assert.equal([...page.matchAll(/<script/g)].length, 1);
    assert.match(page, /<script type="module" nonce="n0nce" src="https:\/\/host\/main\.js\?a&amp;b">/);
  });
  it('has no inline style and no handler', () => assert.doesNotMatch(page, /<style|style=|\son\w+=/));
});

describe('the chat without a session', () => {
  it('says that a folder is needed and offers the practice project', () => {
    const { items } = placeholderFor(noFolder()).state;
    const [notice] = items;
    assert.ok(notice?.kind === 'notice' && notice.level === 'info');
    assert.deepEqual(notice.error?.actions, ['open-practice-project']);
  });
  it('says what went wrong where the host could not be loaded', () => {
    const [notice] = placeholderFor(new Error('disk full')).state.items;
    assert.ok(notice?.kind === 'notice' && notice.level === 'error');
    assert.equal(notice.error?.detail, 'disk full');
  });
});

describe('an age', () => {
  it('is told in words', () => {
    const minute = 60_000;
    assert.deepEqual([0, 5 * minute, 61 * minute, 180 * minute, 30 * 60 * minute, 72 * 60 * minute].map(age),
      ['just now', '5 min ago', '1 hour ago', '3 hours ago', 'yesterday', '3 days ago']);
  });
});
