import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, PROVIDER_IDS, Setting } from '../../src/editor/contributions.ts';
import { activate } from './support.ts';

describe('activation', () => {
  it('happens by itself after the start and registers every command', async () => {
    await activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(Object.values(Command).filter((command) => !registered.has(command)), []);
  });

  it('gives its inside to tests only, and that without loading the host', async () => {
    const api = await activate();
    assert.equal(typeof api.chips, 'function');
    assert.equal(api.isHostLoaded(), false);
  });

  it('knows every setting with its default', () => {
    const settings = vscode.workspace.getConfiguration();
    assert.equal(settings.get(Setting.provider), '');
    assert.equal(settings.get(Setting.useEnvironmentKeys), false);
    for (const key of Object.values(Setting)) assert.notEqual(settings.inspect(key)?.defaultValue, undefined, key);
    assert.equal(PROVIDER_IDS.length, 8);
  });
});
