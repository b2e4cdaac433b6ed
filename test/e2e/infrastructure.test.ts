import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepFailures, openChat, openScene, pictures, type Scene } from './scene.ts';

const ENGINE_MS = 90_000;

describe('infrastructure with the real engine in the real editor', () => {
  let scene: Scene;

  before(async () => {
    // no model: the verbs need none
    scene = await openScene({ practice: true, settings: { 'pilothouse.model.provider': '' } });
    await openChat(scene);
  });
  after(async () => { await scene.close(); });
  keepFailures(() => scene);

  const lastCard = () => scene.chat.frame.locator('section.tool-card').last();
  const ended = (words: RegExp) => lastCard().getByText(words).waitFor({ timeout: ENGINE_MS });

  it('says how a stack stands', async () => {
    await scene.chat.send('/status dev');
    await ended(/status succeeded/);
    await lastCard().getByText('Last update').waitFor();
    await scene.chat.idle();
  });

  it('previews in plain words, without a model, and draws the tree', async () => {
    await scene.chat.send('what would change if I deployed dev?');
    await ended(/preview succeeded/);
    await scene.chat.tree.getByRole('treeitem', { name: /database/ }).waitFor();
    assert.equal(scene.model.requests.length, 0);
    assert.equal(await scene.chat.approvals.count(), 0);
    await scene.chat.idle();
  });

  it('deploys what was previewed after one yes, with a live tree', async () => {
    await scene.chat.send('/deploy dev');
    await scene.chat.approvals.first().waitFor({ timeout: ENGINE_MS });
    await scene.chat.allow();
    await ended(/deploy succeeded/);
    assert.match(await scene.chat.tree.innerText(), /created/);
    await pictures(scene, 'deploy');
    await scene.chat.idle();
  });

  it('shows outputs and keeps the secret one to itself', async () => {
    await scene.chat.send('/outputs dev');
    await ended(/outputs succeeded/);
    const table = lastCard().getByRole('table', { name: 'Outputs' });
    assert.match(await table.innerText(), /databasePassword\s*\[secret\]/);
    await scene.chat.idle();
  });

  it('refuses a plan whose program was changed while the question was open', async () => {
    const program = scene.read('Pulumi.yaml');
    writeFileSync(join(scene.folder, 'Pulumi.yaml'), program.replace('retentionHours: 48', 'retentionHours: 72'));
    await scene.chat.send('/deploy dev');
    await scene.chat.approvals.first().waitFor({ timeout: ENGINE_MS });
    writeFileSync(join(scene.folder, 'Pulumi.yaml'), program.replace('retentionHours: 48', 'retentionHours: 96'));
    await scene.chat.allow();
    await scene.chat.idle();
    assert.match(await scene.chat.log.innerText(), /changed/i);
    writeFileSync(join(scene.folder, 'Pulumi.yaml'), program);
    await scene.chat.send('/preview dev');
    await ended(/preview succeeded/);
    assert.doesNotMatch(await lastCard().innerText(), /to update|to replace/, 'the refused deployment changed the stack');
    await scene.chat.idle();
  });

  it('destroys nothing where the person says no', async () => {
    await scene.chat.send('/destroy dev');
    await scene.chat.approvals.first().waitFor({ timeout: ENGINE_MS });
    await pictures(scene, 'destroy');
    await scene.chat.approvals.first().getByRole('button', { name: 'Reject' }).click();
    await scene.chat.idle();
    await scene.chat.send('/status dev');
    await ended(/status succeeded/);
    assert.doesNotMatch(await lastCard().getByRole('definition').last().innerText(), /^0$/);
    await scene.chat.idle();
  });

  it('leaves the question open where the dialog is put off, and takes its answer for nothing once the run is stopped', async () => {
    await scene.chat.send('/destroy dev');
    const approval = scene.chat.approvals.first();
    await approval.waitFor({ timeout: ENGINE_MS });
    await approval.locator('button[data-allow][aria-disabled=false]').last().click();
    await scene.workbench.dialogButton('Cancel').click();
    await scene.workbench.dialog().waitFor({ state: 'detached' });
    assert.equal(await scene.chat.approvals.count(), 1);
    await scene.workbench.runCommand('Pilothouse: Answer Waiting Approval');
    await scene.workbench.dialogButton('Continue').click();
    const field = scene.page.locator('.quick-input-widget input.input');
    await field.waitFor();
    await scene.chat.stopButton.click();
    await field.waitFor({ state: 'hidden' });
    await scene.chat.idle();
    await scene.chat.send('/status dev');
    await ended(/status succeeded/);
    assert.doesNotMatch(await lastCard().getByRole('definition').last().innerText(), /^0$/);
    await scene.chat.idle();
  });

  it('destroys only after the stack’s name was typed, with the losses in view', async () => {
    await scene.chat.send('/destroy dev');
    const approval = scene.chat.approvals.first();
    await approval.waitFor({ timeout: ENGINE_MS });
    assert.match(await approval.innerText(), /holds data/);
    const target = await approval.locator('strong.target').innerText();
    assert.match(target, /dev/);
    await approval.locator('button[data-allow][aria-disabled=false]').last().click();
    const dialog = scene.workbench.dialog();
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Destructive: Deletes \d+ resources of shop\/dev[\s\S]*holds data[\s\S]*Asked by you, with a slash command/);
    assert.equal(await scene.page.evaluate<string>('document.activeElement.textContent'), 'Reject');
    await pictures(scene, 'destroy-dialog');
    await scene.workbench.dialogButton('Continue').click();
    const field = scene.page.locator('.quick-input-widget input.input');
    await field.fill('prod');
    await scene.page.keyboard.press('Enter');
    await scene.page.locator('.quick-input-widget .quick-input-message', { hasText: 'Type dev exactly' }).waitFor();
    assert.equal(await scene.chat.approvals.count(), 1);
    await scene.workbench.quickInput(target);
    await ended(/destroy succeeded/);
    assert.match(await scene.chat.tree.innerText(), /deleted/);
    await scene.chat.idle();
  });
});
