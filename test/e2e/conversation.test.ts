import assert from 'node:assert/strict';
import { keepFailures, openScene, pictures, type Scene } from './scene.ts';

const ANSWER = [
  'The function **adds up** all prices:', '', '```ts', 'const sum = prices.reduce((a, b) => a + b, 0);', '```', '',
  '- it starts at zero', '- an empty cart costs nothing', '',
].join('\n');

describe('a conversation in the real editor', () => {
  let scene: Scene;

  before(async () => { scene = await openScene(); });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  it('opens with Ctrl+Shift+K, with the selection as a chip that names file and lines', async () => {
    await scene.workbench.openFile('cart.ts');
    await scene.workbench.selectLines(2, 4);
    await scene.page.keyboard.press('Control+Shift+K');
    await scene.chat.ready();
    await scene.chat.chips.filter({ hasText: 'cart.ts:2-4' }).first().waitFor();
  });

  it('streams an answer as markdown with highlighted code, about the attached lines', async () => {
    scene.model.push({ text: ANSWER, chunk: 6, delayMs: 20 });
    await scene.chat.send('What does this do?');
    await scene.chat.lastAnswer.locator('[aria-busy=true]').waitFor();
    await scene.chat.lastAnswer.getByText('adds up').waitFor();
    await scene.chat.lastAnswer.locator('[aria-busy=false]').waitFor();
    assert.equal(await scene.chat.lastAnswer.locator('strong').innerText(), 'adds up');
    assert.ok(await scene.chat.lastAnswer.locator('pre code [class*=tok-]').count() > 2, 'the code has no colours');
    assert.equal(await scene.chat.lastAnswer.getByRole('listitem').count(), 2);
    const request = scene.model.requests.at(-1)?.text ?? '';
    assert.match(request, /for \(const price of prices\)/);
    assert.match(request, /What does this do\?/);
    await pictures(scene, 'answer');
  });

  it('remembers the conversation in a follow-up', async () => {
    scene.model.push({ text: 'Yes, with **reduce**.' });
    await scene.chat.send('Is there a shorter way?');
    await scene.chat.lastAnswer.getByText('Yes, with').waitFor();
    const request = scene.model.requests.at(-1)?.text ?? '';
    assert.match(request, /What does this do\?/);
    assert.match(request, /adds up/);
    await scene.chat.idle();
  });

  it('lets a chip be removed, and then sends nothing of it', async () => {
    await scene.workbench.openFile('README.md');
    await scene.workbench.selectLines(1, 1);
    await scene.page.keyboard.press('Control+Shift+K');
    const chip = scene.chat.chips.filter({ hasText: 'README.md:1' });
    await chip.first().waitFor();
    for (const name of ['README.md:1', 'README.md']) {
      await scene.chat.button(`Remove ${name}`).click();
      await scene.chat.button(`Remove ${name}`).waitFor({ state: 'detached' });
    }
    scene.model.push({ text: 'Nothing attached.' });
    await scene.chat.send('Without context, please.');
    await scene.chat.lastAnswer.getByText('Nothing attached.').waitFor();
    assert.doesNotMatch(JSON.stringify(lastUserMessage(scene)), /# Shop/);
    await scene.chat.idle();
  });

  it('stops in the middle of an answer, keeps what came, and is ready again', async () => {
    scene.model.push({ text: 'word '.repeat(2000), chunk: 10, delayMs: 25 });
    await scene.chat.send('Tell me a long story.');
    await scene.chat.lastAnswer.getByText('word word word').waitFor();
    await scene.chat.stopButton.click();
    await scene.chat.log.getByText('Stopped by you.').waitFor();
    assert.equal(await scene.model.requests.at(-1)?.ended, 'aborted');
    await scene.chat.lastAnswer.getByText('this answer is not complete').waitFor();
    assert.match(await scene.chat.lastAnswer.innerText(), /word word word/);
    await scene.chat.idle();
  });

  it('shows a card with the next step where the key is wrong', async () => {
    scene.model.push({ status: 401 });
    await scene.chat.send('Hello?');
    const card = scene.chat.frame.locator('section.error-card').last();
    await card.getByText(/wants an API key|did not accept the API key/).waitFor();
    await pictures(scene, 'error');
    await card.getByRole('button', { name: 'Set API key' }).click();
    await scene.page.locator('.quick-input-widget input.input').waitFor();
    await scene.page.keyboard.press('Escape');
  });

  it('tries again on request, after the failure', async () => {
    scene.model.push({ text: 'Here I am.' });
    scene.editor.setSettings({});
    await scene.chat.send('Hello again?');
    await scene.chat.lastAnswer.getByText('Here I am.').waitFor();
  });

  it('edits a file of the workspace without a question, and takes it back from the card', async () => {
    const before = scene.read('cart.ts');
    scene.model.push({ calls: [{ name: 'edit', input: { path: 'cart.ts', edits: [{ old: 'let sum = 0;', new: 'let sum = 0; // cents' }] } }] }, { text: 'It counts cents.' });
    await scene.chat.send('Say that it counts cents.');
    await scene.chat.lastAnswer.getByText('It counts cents.').waitFor();
    assert.equal(await scene.chat.approvals.count(), 0);
    assert.match(scene.read('cart.ts'), /let sum = 0; \/\/ cents/);
    await scene.chat.idle();
    const card = scene.chat.card(/^Edit cart\.ts/);
    await card.getByRole('button', { name: 'Undo' }).click();
    await card.getByText('Undone').waitFor();
    assert.equal(scene.read('cart.ts'), before);
  });

  it('asked no address outside this machine', () => {
    assert.deepEqual(scene.outside, []);
  });
});

function lastUserMessage(scene: Scene): unknown {
  const { messages } = (scene.model.requests.at(-1)?.body ?? {}) as { messages?: { role: string }[] };
  return messages?.findLast(({ role }) => role === 'user');
}
