import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keepFailures, openChat, openScene, pictures, type Scene } from './scene.ts';

const edit = (from: string, to: string) => ({ name: 'edit', input: { path: 'cart.ts', edits: [{ old: from, new: to }] } });

describe('the agent at work in the real editor', () => {
  let scene: Scene;

  before(async () => {
    // the profile that asks for edits too
    scene = await openScene({ settings: { 'pilothouse.approvals.profile': 'careful' } });
    await openChat(scene);
  });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  it('reads and searches without a question', async () => {
    scene.model.push(
      { calls: [{ name: 'read', input: { path: 'cart.ts' } }, { name: 'search', input: { pattern: 'price' } }] },
      { text: 'I have read it.' },
    );
    await scene.chat.send('Look at the cart.');
    await scene.chat.lastAnswer.getByText('I have read it.').waitFor();
    assert.match(scene.model.requests.at(-1)?.text ?? '', /for \(const price of prices\)/);
    assert.equal(await scene.chat.approvals.count(), 0);
    await scene.chat.idle();
  });

  it('edits a file only after the person allowed it with the mouse', async () => {
    const before = scene.read('cart.ts');
    scene.model.push({ calls: [edit('let sum = 0;', 'let sum = 0; // cents')] }, { text: 'Noted.' });
    await scene.chat.send('Say that it counts cents.');
    await scene.chat.approvals.first().waitFor();
    assert.match(await scene.chat.approvals.first().innerText(), /cents/);
    assert.equal(scene.read('cart.ts'), before);
    await pictures(scene, 'approval');
    await scene.chat.allow();
    await scene.chat.lastAnswer.getByText('Noted.').waitFor();
    assert.match(scene.read('cart.ts'), /let sum = 0; \/\/ cents/);
    await scene.chat.idle();
  });

  it('shows the change in the editor’s own diff view, and takes it back', async () => {
    const card = scene.chat.card(/^Edit cart\.ts/);
    await card.getByRole('button', { name: 'Open diff' }).click();
    await scene.page.locator('.monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert').first().waitFor();
    await card.getByRole('button', { name: 'Undo' }).click();
    await card.getByText('Undone').waitFor();
    assert.doesNotMatch(scene.read('cart.ts'), /cents/);
  });

  it('runs a command after Ctrl+Enter in its card', async () => {
    scene.model.push({ calls: [{ name: 'shell', input: { command: 'echo made > made.txt' } }] }, { text: 'Made it.' });
    await scene.chat.send('Make a file.');
    const approval = scene.chat.approvals.first();
    await approval.waitFor();
    assert.match(await approval.innerText(), /echo made > made\.txt/);
    assert.equal(existsSync(join(scene.folder, 'made.txt')), false);
    const allow = approval.getByRole('button', { name: 'Allow once' });
    // the keys count as late as the button does
    await approval.locator('button[data-allow][aria-disabled=false]').first().waitFor();
    await allow.focus();
    await scene.page.keyboard.press('Control+Enter');
    await scene.chat.lastAnswer.getByText('Made it.').waitFor();
    assert.equal(scene.read('made.txt').trim(), 'made');
    await scene.chat.idle();
  });

  it('does not take Enter alone for a yes', async () => {
    scene.model.push({ calls: [{ name: 'shell', input: { command: 'echo again > again.txt' } }] }, { text: 'I see, not that.' });
    await scene.chat.send('Make another one.');
    const approval = scene.chat.approvals.first();
    await approval.waitFor();
    await approval.locator('button[data-allow][aria-disabled=false]').first().waitFor();
    await approval.getByRole('button', { name: 'Allow once' }).focus();
    await scene.page.keyboard.press('Enter');
    assert.equal(await scene.chat.approvals.count(), 1);
    assert.equal(existsSync(join(scene.folder, 'again.txt')), false);
  });

  it('tells the model why, where the person says no', async () => {
    const approval = scene.chat.approvals.first();
    await approval.getByRole('textbox', { name: /Reason for rejecting/ }).fill('one file is enough');
    await approval.getByRole('button', { name: 'Reject' }).click();
    await scene.chat.lastAnswer.getByText('I see, not that.').waitFor();
    assert.match(scene.model.requests.at(-1)?.text ?? '', /one file is enough/);
    assert.equal(existsSync(join(scene.folder, 'again.txt')), false);
    await scene.chat.idle();
  });
});
