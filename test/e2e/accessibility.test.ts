import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { keepFailures, openChat, openScene, type Scene } from './scene.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation { id: string; impact: string; nodes: { html: string }[] }

describe('accessibility of the chat in the real editor', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
    await openChat(scene);
  });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  it('has no violation that axe finds, with an answer, a card and an open confirmation in view', async () => {
    scene.model.push(
      { text: 'First I **read**.\n\n```ts\nlet a = 1;\n```\n', calls: [{ name: 'read', input: { path: 'cart.ts' } }] },
      { calls: [{ name: 'shell', input: { command: 'touch new.txt' } }] },
    );
    await scene.chat.send('Make a file.');
    await scene.chat.approvals.first().waitFor();
    await scene.chat.approvals.first().locator('button[data-allow][aria-disabled=false]').first().waitFor();
    const frame = await chatFrame(scene);
    await frame.evaluate(axe);
    const violations = await frame.evaluate<Violation[]>('axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)');
    assert.deepEqual(violations.map(({ id, impact, nodes }) => `${impact}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`), []);
  });
});

async function chatFrame(scene: Scene): Promise<Frame> {
  for (const frame of scene.page.frames()) {
    if (await frame.locator('.app textarea').count() > 0) return frame;
  }
  throw new Error('the chat has no frame');
}
