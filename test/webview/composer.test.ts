import assert from 'node:assert/strict';
import { snapshotOf } from './stories.ts';
import { show, startHarness, type Harness, type View } from './harness.ts';

describe('the composer in Chromium', function () {
  this.timeout(60_000);
  let harness: Harness;
  before(async () => { harness = await startHarness(); });
  after(() => harness.close());

  const composer = (view: View) => view.page.getByLabel('Message to Pilothouse');
  const sends = async (view: View) => (await view.sent()).filter(({ type }) => type === 'send');
  /** A reload at this very moment, with no time for anything that was put off. */
  async function reload(view: View): Promise<void> {
    await view.page.reload();
    await view.post(snapshotOf([]));
    await view.frames(2);
  }

  it('brings back the newest draft, however soon the view goes away', async () => {
    const view = await show(harness, snapshotOf([]));
    await composer(view).fill('an old thought');
    await composer(view).fill('a new thought');
    await reload(view);
    assert.equal(await composer(view).inputValue(), 'a new thought');
    await view.post({ type: 'draft', text: 'given back by the host' });
    await view.frames(2);
    await reload(view);
    assert.equal(await composer(view).inputValue(), 'given back by the host\na new thought');
    await composer(view).press('Enter');
    assert.equal((await sends(view)).length, 1);
    await reload(view);
    assert.equal(await composer(view).inputValue(), '');
  });

  it('keeps a draft for each session, and takes along what was written before there was one', async () => {
    const { sessionId: _none, ...placeholder } = snapshotOf([]) as Extract<ReturnType<typeof snapshotOf>, { type: 'snapshot' }>;
    const of = (id: string, epoch: number) => ({ ...placeholder, epoch, sessionId: id as never });
    const view = await show(harness, placeholder);
    await composer(view).fill('early');
    await view.post(of('one', 2));
    await view.frames(2);
    assert.equal(await composer(view).inputValue(), 'early');
    await view.post(of('two', 3));
    await view.frames(2);
    assert.equal(await composer(view).inputValue(), '');
    await composer(view).fill('second');
    await view.post(of('one', 4));
    await view.frames(2);
    assert.equal(await composer(view).inputValue(), 'early');
    await view.post(placeholder);
    await view.frames(2);
    assert.equal(await composer(view).inputValue(), '');
  });

  it('does not send while an input method composes', async () => {
    const view = await show(harness, snapshotOf([]));
    await composer(view).focus();
    const input = await view.page.context().newCDPSession(view.page);
    await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    assert.equal(await composer(view).inputValue(), 'にほん');
    await view.page.evaluate("for (const init of [{ isComposing: true }, { keyCode: 229 }]) document.querySelector('textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }))");
    assert.deepEqual(await sends(view), []);
    await input.send('Input.insertText', { text: '日本' });
    await composer(view).press('Enter');
    assert.deepEqual(await sends(view), [{ type: 'send', text: '日本', chipIds: [] }]);
  });
});
