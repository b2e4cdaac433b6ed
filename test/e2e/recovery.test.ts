import assert from 'node:assert/strict';
import { extensionHosts } from '../../scripts/lib/processTree.ts';
import { keepFailures, openChat, openScene, type Scene } from './scene.ts';

describe('a session that is cut off', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
    await openChat(scene);
  });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  const begin = async (question: string): Promise<string> => {
    scene.model.push({ text: 'step '.repeat(3000), chunk: 10, delayMs: 30 });
    await scene.chat.send(question);
    await scene.chat.lastAnswer.getByText('step step step step').waitFor();
    return scene.chat.lastAnswer.innerText();
  };
  const isBackWith = async (question: string, shown: string): Promise<void> => {
    await scene.chat.ready();
    await scene.chat.log.getByText(question).waitFor();
    await scene.chat.log.getByText('Interrupted: the editor closed').last().waitFor();
    const text = await scene.chat.lastAnswer.innerText();
    assert.ok(text.startsWith(shown.trimEnd().slice(0, 200)), `what was shown is gone: ${text.slice(0, 200)}`);
    assert.ok(text.length >= shown.trimEnd().length, 'the end of what was shown is gone');
  };
  const goesOn = async (words: string): Promise<void> => {
    scene.model.push({ text: words });
    await scene.chat.send('Go on, please.');
    await scene.chat.lastAnswer.getByText(words).waitFor();
    assert.match(scene.model.requests.at(-1)?.text ?? '', /step step/);
    await scene.chat.idle();
  };

  it('is back after the window was reloaded in mid-answer, marked as interrupted, and goes on', async () => {
    const shown = await begin('Which steps are there?');
    await scene.reload();
    await isBackWith('Which steps are there?', shown);
    await goesOn('That was all, after the reload.');
  });

  it('is back after kill -9 of the extension host, marked as interrupted, and goes on', async () => {
    const shown = await begin('And which steps come then?');
    const hosts = extensionHosts(scene.editor.running.child.pid ?? 0);
    assert.equal(hosts.length, 1);
    process.kill(hosts[0] ?? 0, 'SIGKILL');
    await scene.reload();
    await isBackWith('And which steps come then?', shown);
    await goesOn('That was all, after the kill.');
  });
});
