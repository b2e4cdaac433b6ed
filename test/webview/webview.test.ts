import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AnyEvent } from '../../src/shared/events.ts';
import type { HostMessage } from '../../src/shared/messages.ts';
import { call, destructive, eventsOf, message, NOW, approval, snapshotOf, stories } from './stories.ts';
import { show as showIn, startHarness, THEMES, type Harness, type View } from './harness.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = { type: 'run-start', runId: 'r1' } as never;
const streamStart = [run, { type: 'assistant-start', runId: 'r1', messageId: 'm1' } as never];

describe('the webview in Chromium', function () {
  this.timeout(120_000);
  let harness: Harness;
  before(async () => { harness = await startHarness(); });
  after(() => harness.close());

  const show = (story: HostMessage, options?: Parameters<Harness['open']>[0]): Promise<View> => showIn(harness, story, options);
  const delta = (seq: number, text: string): AnyEvent => eventsOf([{ type: 'text-delta', messageId: message('m1'), text }], seq)[0] as AnyEvent;

  for (const theme of THEMES) {
    it(`has no accessibility violation and breaks no policy in ${theme}`, async () => {
      const found: string[] = [];
      for (const width of [300, 600]) {
        const view = await harness.open({ theme, width });
        await view.page.evaluate(axeSource);
        await view.page.evaluate("{ const sheet = new CSSStyleSheet(); sheet.replaceSync('.item, .row { content-visibility: visible !important; }'); document.adoptedStyleSheets = [sheet]; }");
        for (const [index, [name, story]] of Object.entries(stories).entries()) {
          await view.post({ ...story, epoch: index + 1 } as typeof story);
          await view.frames(3);
          await view.page.waitForTimeout(800);
          const violations = await view.page.evaluate<string[]>("axe.run().then(({ violations }) => violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target + ' ' + (node.any[0]?.message ?? '')).join('; ')))");
          found.push(...violations.map((one) => `${name} ${width}: ${one}`));
          const wide = await view.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          if (wide > 0) found.push(`${name} ${width}: ${wide} px too wide`);
        }
        found.push(...await view.faults());
        await view.page.context().close();
      }
      assert.deepEqual(found, []);
    });
  }

  it('asks for a snapshot when events are missing, and ignores events until it comes', async () => {
    const view = await show(snapshotOf(streamStart));
    await view.post({ type: 'events', epoch: 1, events: [delta(3, 'one')] }, { type: 'events', epoch: 1, events: [delta(5, 'three')] });
    await view.frames();
    assert.deepEqual((await view.sent()).filter(({ type }) => type === 'resync'), [{ type: 'resync', epoch: 1 }]);
    await view.post({ type: 'events', epoch: 1, events: [delta(4, 'two')] });
    await view.frames();
    assert.equal(await view.page.locator('.markdown').innerText(), 'one');
  });

  it('answers a ping at once', async () => {
    const view = await show(snapshotOf([]));
    await view.post({ type: 'ping', id: 7 });
    assert.deepEqual((await view.sent()).at(-1), { type: 'pong', id: 7 });
  });

  it('keeps a selection inside the block that streams', async () => {
    const view = await show(snapshotOf([...streamStart, { type: 'text-delta', messageId: message('m1'), text: 'The cart keeps its lines' }]));
    await view.page.evaluate("{ const node = document.querySelector('.markdown p span').firstChild; getSelection().setBaseAndExtent(node, 4, node, 8); }");
    for (let seq = 4; seq < 24; seq += 1) await view.post({ type: 'events', epoch: 1, events: [delta(seq, seq === 14 ? '.\n\nNext ' : ' and more')] });
    await view.frames(3);
    assert.equal(await view.page.evaluate('getSelection().toString()'), 'cart');
    assert.match(await view.page.locator('.markdown').innerText(), /Next and more/);
  });

  it('follows the end only until a person looks elsewhere, then offers a way down', async () => {
    const long = Array.from({ length: 80 }, (_, index) => `Paragraph ${index}`).join('\n\n');
    const view = await show(snapshotOf([...streamStart, { type: 'text-delta', messageId: message('m1'), text: long }]));
    const gap = (): Promise<number> => view.page.evaluate("{ const log = document.querySelector('.log'); Math.round(log.scrollHeight - log.scrollTop - log.clientHeight) }");
    assert.ok(await gap() <= 8);
    await view.page.locator('.log').hover();
    await view.page.mouse.wheel(0, -300);
    await view.until("(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight > 100)(document.querySelector('.log'))");
    const before = await view.page.evaluate("document.querySelector('.log').scrollTop");
    await view.post({ type: 'events', epoch: 1, events: [delta(4, '\n\nMore\n\nAnd more')] });
    await view.page.getByRole('button', { name: 'New messages' }).waitFor();
    assert.equal(await view.page.evaluate("document.querySelector('.log').scrollTop"), before);
    await view.page.getByRole('button', { name: 'New messages' }).click();
    await view.frames(3);
    assert.ok(await gap() <= 8);
  });

  describe('approval', () => {
    const answers = async (view: View) => (await view.sent()).filter(({ type }) => type === 'answer-approval');

    it('shows every character of the command, hidden ones as escapes', async () => {
      const view = await show(stories['approval-hidden'] as never);
      const text = await view.page.getByRole('region', { name: /Whole command/ }).innerText();
      assert.match(text, /⟨U\+202E⟩ && rm -rf build⟨U\+200B⟩/);
      assert.match(text, /step-30 --with a-rather-long-argument-29/);
    });

    it('cannot be given before its buttons were in view for 700 ms', async () => {
      const view = await show(stories['approval-moderate'] as never, { clock: NOW });
      await view.page.getByRole('button', { name: 'Allow once' }).click({ force: true });
      await view.page.clock.runFor(600);
      await view.page.getByRole('button', { name: 'Allow once' }).click({ force: true });
      assert.deepEqual(await answers(view), []);
      await view.arm('Allow once');
      await view.page.getByRole('button', { name: 'Allow once' }).click();
      assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'allow-once' }]);
    });

    it('is given by Ctrl+Enter in the card, never by Enter', async () => {
      const view = await show(stories['approval-moderate'] as never, { clock: NOW });
      await view.arm('Allow once');
      await view.page.getByRole('button', { name: 'Allow once' }).focus();
      await view.page.keyboard.press('Enter');
      await view.page.getByPlaceholder('Reason for rejecting').focus();
      await view.page.keyboard.press('Control+Enter');
      assert.deepEqual(await answers(view), []);
      await view.page.getByRole('button', { name: 'Reject' }).focus();
      await view.page.keyboard.press('Control+Enter');
      assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'allow-once' }]);
    });

    it('of something destructive is not given here: its button and Ctrl+Enter only open the dialog of the editor', async () => {
      for (const way of ['click', 'keys']) {
        const view = await show(stories['approval-destructive'] as never, { clock: NOW });
        const destroy = view.page.getByRole('button', { name: 'Destroy dev…' });
        await destroy.click({ force: true });
        const opened = async () => (await view.sent()).filter(({ type }) => type === 'open-confirmation');
        assert.deepEqual(await opened(), []);
        await view.arm('Destroy dev…');
        await destroy.focus();
        await view.page.keyboard.press('Enter');
        assert.deepEqual(await opened(), []);
        if (way === 'click') await destroy.click();
        else await view.page.keyboard.press('Control+Enter');
        assert.deepEqual(await opened(), [{ type: 'open-confirmation', approvalId: 'a1' }]);
        assert.deepEqual(await answers(view), []);
      }
    });

    it('can be reached from anywhere by Alt+Shift+Down, each in turn, with the focus on Reject', async () => {
      const view = await show(stories['approvals-two'] as never);
      await view.page.getByLabel('Message to Pilothouse').focus();
      const at = (): Promise<string> => view.page.evaluate("document.activeElement.textContent + ' ' + document.activeElement.closest('[data-approval]')?.dataset.approval");
      const places: string[] = [];
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
        await view.page.keyboard.press(`Alt+Shift+${key}`);
        places.push(await at());
      }
      assert.deepEqual(places, ['Reject a2', 'Reject a1', 'Reject a2', 'Reject a1']);
    });

    it('tells a screen reader once, politely, that it is about to expire', async () => {
      const view = await show(stories['approval-moderate'] as never, { clock: NOW });
      const polite = view.page.locator('[role=status][aria-live=polite]').first();
      await view.page.clock.runFor(200_000);
      assert.doesNotMatch(await polite.innerText(), /expires/);
      await view.page.clock.runFor(40_000);
      assert.match(await polite.innerText(), /The approval for .* expires in less than a minute\./);
      assert.match(await view.page.locator('.asked').innerText(), /expires in less than a minute/);
    });

    it('names each effect once, in words, with what can be undone, the dry run and a safer way', async () => {
      const view = await show(stories['approval-loss'] as never);
      const card = view.page.locator('.approval');
      const text = await card.innerText();
      for (const once of ['/home/ada/shop/web/build', '/home/ada/shop/web/src', 'overwrites the branch', 'Cannot be undone', '17 of them are not in git']) {
        assert.equal(text.split(once).length - 1, 1, once);
      }
      assert.match(text, /\$'\\x72\\x6d' means rm/);
      assert.match(text, /Asked by sub-agent explorer, for your message in the chat/);
      assert.equal(await card.getByRole('list', { name: 'What each command would do' }).locator('> li').count(), 2);
    });

    it('says on the card what is computed before the question', async () => {
      const view = await show(stories['checking'] as never);
      assert.equal(await view.page.locator('.tool-state-text').innerText(), 'Computing what would be lost…');
    });

    it('is rejected with the reason that was written', async () => {
      const view = await show(snapshotOf([run, { type: 'tool-call', runId: 'r1' as never, callId: call('c1'), name: 'infra_destroy', title: 'Destroy', input: {} }, destructive]));
      await view.page.getByPlaceholder('Reason for rejecting').fill('not today');
      await view.page.getByRole('button', { name: 'Reject' }).click();
      assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'reject-once', reason: 'not today' }]);
    });

    it('takes the focus to Reject only if nobody is typing', async () => {
      const events = eventsOf([{ type: 'tool-call', runId: 'r1' as never, callId: call('c1'), name: 'run', title: 'Run', input: {} }, approval('HIGH')], 2);
      const typing = await show(snapshotOf([run]));
      await typing.page.getByLabel('Message to Pilothouse').focus();
      await typing.post({ type: 'events', epoch: 1, events });
      await typing.page.getByRole('button', { name: 'Reject' }).waitFor();
      assert.equal(await typing.page.evaluate('document.activeElement.tagName'), 'TEXTAREA');
      const idle = await show(snapshotOf([run]));
      await idle.post({ type: 'events', epoch: 1, events });
      await idle.page.getByRole('button', { name: 'Reject' }).waitFor();
      await idle.frames(3);
      assert.equal(await idle.page.evaluate('document.activeElement.textContent'), 'Reject');
    });
  });

  it('makes no element of hostile markdown that is not on the list', async () => {
    const hostile = '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](command:workbench.action.quit) ![e](https://evil.example/x.png)\n\n<iframe src="https://evil.example"></iframe><svg onload=alert(1)>\n\n<a href="javascript:alert(1)" style="color:red">x</a>\n\n[f]: javascript:alert(1)\n\n[f]\n\n- <details open ontoggle=alert(1)>';
    const view = await show(snapshotOf([...streamStart, { type: 'text-delta', messageId: message('m1'), text: hostile }, { type: 'assistant-end', messageId: message('m1'), reason: 'end' }]));
    const tags = await view.page.evaluate<string[]>("[...new Set([...document.querySelectorAll('.markdown *')].map((one) => one.tagName.toLowerCase()))].sort()");
    assert.deepEqual(tags, ['a', 'li', 'p', 'path', 'span', 'svg', 'ul']);
    assert.deepEqual(await view.page.evaluate("[...document.querySelectorAll('.markdown a')].map((one) => one.title)"), ['https://evil.example/x.png']);
    assert.deepEqual(await view.faults(), []);
  });

  it('colours code once its fence is closed', async () => {
    const view = await show(stories.chat as never);
    assert.equal(await view.page.locator('.code-block .tok-keyword').first().innerText(), 'export');
  });

  it('keeps the draft over a reload, and completes commands by keyboard', async () => {
    const view = await show(snapshotOf([]));
    const composer = view.page.getByLabel('Message to Pilothouse');
    await composer.fill('/p');
    await view.page.keyboard.press('Enter');
    assert.equal(await composer.inputValue(), '/preview');
    await view.until("sessionStorage.getItem('state')?.includes('/preview')");
    await view.page.reload();
    await view.post(snapshotOf([]));
    await view.frames();
    assert.equal(await composer.inputValue(), '/preview');
    await composer.press('Enter');
    assert.deepEqual((await view.sent()).at(-1), { type: 'send', text: '/preview', chipIds: [] });
  });

  it('walks the resource tree by arrows and opens changed properties', async () => {
    const view = await show(stories['deploy-failed'] as never);
    const first = view.page.getByRole('treeitem').first();
    assert.match(await first.innerText(), /orders[\s\S]*replacing failed/);
    await first.focus();
    await view.page.keyboard.press('ArrowRight');
    await view.page.getByText('forces replacement').waitFor();
    await view.page.keyboard.press('ArrowDown');
    assert.match(await view.page.evaluate<string>('document.activeElement.innerText'), /^~\s+api/m);
  });
});
