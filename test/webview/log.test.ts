import assert from 'node:assert/strict';
import type { EventBody } from '../../src/shared/events.ts';
import type { HostMessage } from '../../src/shared/messages.ts';
import type { SessionState } from '../../src/shared/sessionState.ts';
import { emptySession, reduceSession } from '../../src/shared/sessionState.ts';
import { approval, call, deployOf, eventsOf, manyRows, message, readyHost, snapshotOf } from './stories.ts';
import { show, startHarness, type Harness, type View } from './harness.ts';

const question = (index: number): EventBody => ({ type: 'user-message', messageId: message(`u${index}`), text: `Question ${index}`, context: [] });
const run: EventBody = { type: 'run-start', runId: 'r1' as never };

/** A session of `count` messages, and its newest `held` ones as the host's snapshot. */
function session(count: number, held: number): { whole: SessionState; snapshot: HostMessage } {
  const whole = eventsOf(Array.from({ length: count }, (_, index) => question(index))).reduce(reduceSession, emptySession());
  return { whole, snapshot: { type: 'snapshot', epoch: 1, sessionId: 's1' as never, state: { ...whole, items: whole.items.slice(-held), earlier: count - held }, host: readyHost } };
}

/** Presses “Show earlier” once and answers as the host does. Returns what the webview asked for. */
async function pageBack(view: View, whole: SessionState): Promise<{ count: number; earlier?: number } | undefined> {
  await view.page.evaluate('__sent.length = 0');
  await view.page.getByRole('button', { name: /^Show \d+ earlier/ }).click();
  const asked = (await view.sent()).find((one) => one.type === 'load-earlier');
  if (asked?.type === 'load-earlier') {
    const end = asked.earlier ?? 0;
    const start = Math.max(0, end - asked.count);
    await view.post({ type: 'earlier', epoch: 1, items: whole.items.slice(start, end), earlier: start });
  }
  await view.frames(4);
  return asked?.type === 'load-earlier' ? { count: asked.count, ...(asked.earlier === undefined ? {} : { earlier: asked.earlier }) } : undefined;
}

const articles = (view: View): Promise<number> => view.page.locator('article').count();
const topOf = (view: View, key: string): Promise<number> => view.page.evaluate(`Math.round(document.querySelector('[data-key="${key}"]').getBoundingClientRect().top)`);

describe('the log in Chromium', function () {
  this.timeout(120_000);
  let harness: Harness;
  before(async () => { harness = await startHarness(); });
  after(() => harness.close());

  it('pages back from where it is, keeps the place, and announces nothing of the past', async () => {
    const { whole, snapshot } = session(200, 60);
    const view = await show(harness, snapshot);
    await view.page.evaluate("document.querySelector('.log').scrollTop = 0");
    await view.frames(3);
    const before = await topOf(view, 'user:u140');
    assert.deepEqual(await pageBack(view, whole), { count: 100, earlier: 140 });
    assert.ok(Math.abs(await topOf(view, 'user:u140') - before) <= 2);
    assert.equal(await articles(view), 160);
    await view.page.evaluate("document.querySelector('.log').scrollTop = 0");
    assert.deepEqual(await pageBack(view, whole), { count: 100, earlier: 40 });
    assert.equal(await view.page.getByRole('button', { name: /earlier/ }).count(), 0);
    assert.equal(await articles(view), 200);
    assert.equal(await view.page.locator('[role=status]').innerText(), '');
    assert.equal(await view.page.getByRole('button', { name: 'New messages' }).count(), 0);
  });

  it('never holds more than 600 messages in the page, and leads back to the newest', async () => {
    const { whole, snapshot } = session(900, 60);
    const view = await show(harness, snapshot);
    for (let page = 0; page < 9; page += 1) await pageBack(view, whole);
    assert.equal(await articles(view), 600);
    assert.equal(await view.page.locator('article').first().textContent(), 'YouQuestion 0');
    await view.page.evaluate("{ const log = document.querySelector('.log'); log.scrollTop = log.scrollHeight; }");
    await view.page.getByRole('button', { name: 'Show the newest (300 more)' }).click();
    await view.frames(4);
    assert.equal(await view.page.locator('article').last().textContent(), 'YouQuestion 899');
    assert.ok(await articles(view) <= 160);
    assert.ok(await view.page.evaluate("(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight <= 8)(document.querySelector('.log'))"));
  });

  it('is at the same place after a reload', async () => {
    const { snapshot } = session(60, 60);
    const view = await show(harness, snapshot, { height: 500 });
    await view.page.locator('.log').hover();
    await view.page.mouse.wheel(0, -700);
    await view.until("sessionStorage.getItem('state')?.includes('offset')");
    await view.page.waitForTimeout(500);
    const item = await view.page.evaluate<string>("JSON.parse(sessionStorage.getItem('state')).scroll.item");
    const before = await topOf(view, item);
    await view.page.reload();
    await view.post(snapshot);
    await view.frames(12);
    assert.ok(Math.abs(await topOf(view, item) - before) <= 2, `${await topOf(view, item)} instead of ${before}`);
    await view.post({ type: 'events', epoch: 1, events: eventsOf([question(60)], 61) });
    await view.frames(3);
    assert.ok(Math.abs(await topOf(view, item) - before) <= 2, 'a new message moved the log');
  });

  it('says where an approval waits that is out of view, also while it follows the end', async () => {
    const ask = (id: string, index: number): EventBody[] => [
      { type: 'tool-call', runId: 'r1' as never, callId: call(id), name: 'shell', title: `Run ${index}`, input: {} },
      approval('HIGH', { approvalId: `a${index}` as never, callId: call(id) }),
    ];
    const view = await show(harness, snapshotOf([run, ...ask('c1', 1), ...ask('c2', 2), ...ask('c3', 3)]), { height: 600 });
    const pill = view.page.locator('.pill');
    await pill.waitFor();
    assert.match(await pill.innerText(), /^(1 approval waits|2 approvals wait)\s+above/);
    await view.page.locator('.log').hover();
    await view.page.mouse.wheel(0, -5_000);
    await view.page.getByRole('button', { name: /waits? below/ }).waitFor();
    await pill.click();
    await view.page.getByRole('button', { name: /waits? above/ }).waitFor();
    assert.equal(await view.page.getByRole('group', { name: /Run npm|Run this/ }).count(), 3);
  });

  it('draws a tree of 500 resources with few nodes, and touches only the row that changed', async () => {
    const rows = manyRows(500);
    const view = await show(harness, snapshotOf([run, { type: 'tool-call', runId: 'r1' as never, callId: call('c1'), name: 'infra_deploy', title: 'Deploy dev', input: {} }, { type: 'tool-start', callId: call('c1'), level: 'HIGH', rule: 'r', reasons: [] }, deployOf(rows)]));
    assert.equal(await view.page.getByRole('treeitem').count(), 500);
    assert.ok(await view.page.evaluate<number>("document.querySelectorAll('.tree *').length") <= 500 * 14);
    await view.page.evaluate(`{
      globalThis.touched = new Set();
      new MutationObserver((all) => all.forEach(({ target }) => touched.add((target.parentElement ?? target).closest('.row') ?? target))).observe(document.querySelector('.tree'), { subtree: true, childList: true, attributes: true, characterData: true });
    }`);
    const row = rows[3];
    assert.ok(row !== undefined);
    await view.post({ type: 'events', epoch: 1, events: eventsOf([deployOf([{ ...row, state: 'failed', message: 'quota exceeded' }])], 5) });
    await view.page.getByText('quota exceeded').waitFor();
    const touched = await view.page.evaluate<string[]>("[...touched].filter((one) => !one.querySelector?.('.spinner')).map((one) => one.className)");
    assert.ok(touched.length <= 3, touched.join(', '));
  });

  it('keeps what is selected in a code block when its fence closes', async () => {
    const delta = (seq: number, text: string): HostMessage => ({ type: 'events', epoch: 1, events: eventsOf([{ type: 'text-delta', messageId: message('m1'), text }], seq) });
    const view = await show(harness, snapshotOf([run, { type: 'assistant-start', runId: 'r1' as never, messageId: message('m1') }]));
    await view.post(delta(3, '```ts\nexport const total = 1;\nexport const count = 2;\n'));
    await view.frames(2);
    await view.page.evaluate("{ const node = document.querySelector('.code-block code span').firstChild; getSelection().setBaseAndExtent(node, 7, node, 40); }");
    const selected = await view.page.evaluate<string>('String(getSelection())');
    await view.post(delta(4, '```\n\nDone.'));
    await view.page.locator('.tok-keyword').first().waitFor();
    assert.equal(await view.page.evaluate('String(getSelection())'), selected);
    assert.match(selected, /^const total = 1;\nexport const c/);
  });
});
