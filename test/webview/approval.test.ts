import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBody } from '../../src/shared/events.ts';
import { approval, call, destructive, eventsOf, NOW, snapshotOf, stories } from './stories.ts';
import { show, startHarness, type Harness, type View } from './harness.ts';

const golden = join(import.meta.dirname, 'golden');
const run: EventBody = { type: 'run-start', runId: 'r1' as never };
const toolCall: EventBody = { type: 'tool-call', runId: 'r1' as never, callId: call('c1'), name: 'infra_destroy', title: 'Destroy dev', input: {} };

describe('approvals in Chromium', function () {
  this.timeout(60_000);
  let harness: Harness;
  before(async () => { harness = await startHarness(); });
  after(() => harness.close());

  const answers = async (view: View) => (await view.sent()).filter(({ type }) => type === 'answer-approval');
  const focused = (view: View): Promise<string> => view.page.evaluate("document.activeElement.textContent || document.activeElement.closest('label')?.textContent || document.activeElement.tagName");

  for (const name of ['approval-moderate', 'approval-destructive', 'deploy-running', 'error']) {
    it(`reads well in a screen reader: ${name}`, async () => {
      const story = stories[name];
      assert.ok(story !== undefined);
      const view = await show(harness, story, { clock: NOW });
      await view.page.clock.runFor(900);
      const text = `${await view.page.locator('.log').ariaSnapshot()}\n`;
      const file = join(golden, `${name}.txt`);
      // PILOTHOUSE_RECORD=1 writes what is there now; read the difference before it is committed
      if (process.env.PILOTHOUSE_RECORD === '1') {
        mkdirSync(golden, { recursive: true });
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
    });
  }

  it('can be given by keyboard alone at 300 px, by Space on the button and not by Enter', async () => {
    const view = await show(harness, snapshotOf([run, toolCall, destructive]), { width: 300, clock: NOW });
    await view.page.clock.runFor(100);
    assert.equal(await focused(view), 'Reject');
    await view.page.keyboard.press('Shift+Tab');
    await view.page.keyboard.press('Shift+Tab');
    assert.match(await focused(view), /Type dev to confirm/);
    await view.page.keyboard.type('dev');
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('Control+Enter');
    for (let index = 0; index < 3; index += 1) await view.page.keyboard.press('Tab');
    assert.equal(await focused(view), 'Destroy dev');
    await view.arm('Destroy dev');
    await view.page.keyboard.press('Enter');
    assert.deepEqual(await answers(view), []);
    await view.page.keyboard.press('Space');
    assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'allow-once', typed: 'dev' }]);
  });

  it('is rejected by Space at 300 px, without any waiting', async () => {
    const view = await show(harness, snapshotOf([run, toolCall, approval('HIGH')]), { width: 300 });
    assert.equal(await focused(view), 'Reject');
    await view.page.keyboard.press('Space');
    assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'reject-once' }]);
  });

  it('says "always" only below what that matches and does not match', async () => {
    const always = { matches: 'Exactly `npm test` in /home/ada/shop', not: ['`npm test -- --watch`', 'another folder'], days: 7 };
    const view = await show(harness, snapshotOf([run, toolCall, approval('MODERATE', { always })]), { width: 300, clock: NOW });
    await view.page.clock.runFor(900);
    const button = view.page.getByRole('button', { name: 'Always allow', exact: true });
    assert.equal(await button.isVisible(), false);
    await view.page.getByRole('button', { name: 'Always allow this exact command…' }).click();
    assert.match(await view.page.getByRole('group', { name: 'What would be allowed for good' }).innerText(), /for 7 days: Exactly `npm test`[\s\S]*Does not allow:[\s\S]*npm test -- --watch[\s\S]*another folder/);
    await button.focus();
    await view.page.keyboard.press('Enter');
    assert.deepEqual(await answers(view), []);
    await view.arm('Always allow');
    await view.page.keyboard.press('Space');
    assert.deepEqual(await answers(view), [{ type: 'answer-approval', approvalId: 'a1', outcome: 'allow-always' }]);
  });

  it('offers no "always" that the host did not offer', async () => {
    const view = await show(harness, snapshotOf([run, toolCall, approval('MODERATE')]));
    assert.equal(await view.page.getByRole('button', { name: /Always/ }).count(), 0);
  });

  it('takes no focus while the person is in another part of the editor', async () => {
    const view = await show(harness, snapshotOf([run]));
    await view.page.evaluate('document.hasFocus = () => false');
    await view.post({ type: 'events', epoch: 1, events: eventsOf([toolCall, approval('HIGH')], 2) });
    await view.page.getByRole('button', { name: 'Reject' }).waitFor();
    await view.frames(3);
    assert.equal(await view.page.evaluate('document.activeElement.tagName'), 'BODY');
  });

  it('starts anew when another question takes its place: nothing typed, not armed', async () => {
    const view = await show(harness, snapshotOf([run, toolCall, destructive]), { clock: NOW });
    await view.page.getByLabel('Type dev to confirm').fill('dev');
    await view.arm('Destroy dev');
    const again = { ...destructive, request: { ...(destructive as Extract<EventBody, { type: 'approval-requested' }>).request, approvalId: 'a2' as never } } as EventBody;
    await view.post({ type: 'events', epoch: 1, events: eventsOf([again], 4) });
    await view.page.clock.runFor(100);
    assert.equal(await view.page.getByLabel('Type dev to confirm').inputValue(), '');
    assert.equal(await view.page.getByRole('button', { name: 'Destroy dev', exact: true }).getAttribute('aria-disabled'), 'true');
  });

  it('numbers the lines of a long command and says that there are hidden characters', async () => {
    const view = await show(harness, stories['approval-hidden'] ?? snapshotOf([]));
    assert.equal(await view.page.locator('.command-line').count(), 31);
    assert.equal(await view.page.getByText('Contains hidden characters').count(), 1);
    assert.equal(await view.page.locator('.approval h3').innerText(), 'Run this command?');
  });
});
