import assert from 'node:assert/strict';
import { keepFailures, openScene, type Scene } from './scene.ts';

describe('code actions in the real editor', () => {
  let scene: Scene;

  before(async () => { scene = await openScene(); });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  it('explain a selection in the chat, with the lines attached', async () => {
    scene.model.push({ text: 'It adds up prices.' });
    await scene.workbench.openFile('cart.ts');
    await scene.workbench.codeAction('Explain with Pilothouse', () => scene.workbench.selectLines(2, 4));
    await scene.chat.lastAnswer.getByText('It adds up prices.').waitFor();
    const request = scene.model.requests.at(-1)?.text ?? '';
    assert.match(request, /Explain what the selected code does/);
    assert.match(request, /for \(const price of prices\)/);
    await scene.chat.idle();
  });

  it('fix a problem with its message attached', async () => {
    scene.model.push({ text: 'The port is missing.' });
    await scene.workbench.openFile('broken.json');
    await scene.page.locator('.squiggly-error').first().waitFor();
    await scene.workbench.codeAction('Fix with Pilothouse', async () => {
      await scene.workbench.line(4).click();
      await scene.page.keyboard.press('Home');
    });
    await scene.chat.lastAnswer.getByText('The port is missing.').waitFor();
    const request = scene.model.requests.at(-1)?.text ?? '';
    assert.match(request, /Value expected/);
    assert.match(request, /\\"port\\":/);
  });
});
