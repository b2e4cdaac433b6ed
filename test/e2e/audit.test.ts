import assert from 'node:assert/strict';
import { keepFailures, openChat, openScene, type Scene } from './scene.ts';
import { screenshot } from '../support/browser.ts';

describe('the audit in the real editor', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
    await openChat(scene);
  });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  it('lists what ran and what a person rejected, each with its facts', async () => {
    scene.model.push({ calls: [{ name: 'read', input: { path: 'cart.ts' } }, { name: 'shell', input: { command: 'npm publish' } }] }, { text: 'I see.' });
    await scene.chat.send('Publish it.');
    await scene.chat.approvals.first().waitFor();
    await scene.chat.approvals.first().getByRole('button', { name: 'Reject' }).click();
    await scene.chat.lastAnswer.getByText('I see.').waitFor();
    await scene.workbench.runCommand('Pilothouse: Show Audit');
    const rows = scene.page.locator('.pane-body [role=treeitem]').filter({ hasText: /SAFE|HIGH/ });
    await rows.nth(1).waitFor();
    const texts = await rows.allInnerTexts();
    assert.match(texts[0] ?? '', /Run npm publish[\s\S]*HIGH · denied by a person/);
    assert.match(texts[1] ?? '', /Read cart\.ts[\s\S]*SAFE · allowed by rule, done/);
    await rows.first().click();
    await scene.page.keyboard.press('ArrowRight');
    await scene.page.getByRole('treeitem', { name: /^Digest [0-9a-f]{64}/ }).waitFor();
    await screenshot(scene.page, 'audit');
  });

  it('says that it is as it was written', async () => {
    await scene.workbench.runCommand('Pilothouse: Verify Audit');
    await scene.page.getByText(/The audit is as it was written: all \d+ records keep their seals/).first().waitFor();
  });
});
