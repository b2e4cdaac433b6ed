import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, Setting } from '../../src/editor/contributions.ts';
import { keyName } from '../../src/editor/modelSettings.ts';
import type { TestApi } from '../../src/editor/testApi.ts';
import { activate, withStub } from './support.ts';

const set = (key: string, value: unknown) => vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);

describe('keys and models', () => {
  let api: TestApi;
  before(async () => (api = await activate()));
  afterEach(async () => {
    for (const key of Object.values(Setting)) await set(key, undefined);
    await api.secrets.remove(keyName('anthropic'));
  });

  it('keep a key in the secret storage, use it, and remove it', async () => {
    let shown: vscode.InputBoxOptions | undefined;
    const type = (options: vscode.InputBoxOptions | undefined) => {
      shown = options;
      return Promise.resolve(' sk-ant-test-key-0123 ');
    };
    await withStub(vscode.window, 'showInputBox', type as typeof vscode.window.showInputBox, async () => {
      await vscode.commands.executeCommand(Command.setApiKey, 'anthropic');
    });
    assert.equal(shown?.password, true);
    assert.equal(await api.secrets.get(keyName('anthropic')), 'sk-ant-test-key-0123');
    assert.equal(vscode.workspace.getConfiguration().get(Setting.provider), 'anthropic');
    assert.equal((await api.modelConfig()).apiKey, 'sk-ant-test-key-0123');
    await vscode.commands.executeCommand(Command.removeApiKey, 'anthropic');
    assert.equal(await api.secrets.get(keyName('anthropic')), undefined);
    await assert.rejects(api.modelConfig(), { code: 'no-api-key' });
  });

  it('store nothing where the person leaves off', async () => {
    await withStub(vscode.window, 'showInputBox', (() => Promise.resolve(undefined)), async () => {
      await vscode.commands.executeCommand(Command.setApiKey, 'anthropic');
    });
    assert.equal(await api.secrets.get(keyName('anthropic')), undefined);
    assert.equal(vscode.workspace.getConfiguration().get(Setting.provider), '');
  });

  it('say what is missing', async () => {
    await assert.rejects(api.modelConfig(), { code: 'no-model' });
    await set(Setting.provider, 'custom');
    await assert.rejects(api.modelConfig(), { code: 'no-model' });
  });

  it('come from the settings at each turn', async () => {
    await set(Setting.provider, 'vllm');
    await set(Setting.modelName, 'first');
    await set(Setting.baseUrl, 'http://127.0.0.1:9/v1/');
    assert.deepEqual(await api.modelConfig(), { dialect: 'chat', provider: 'vllm', model: 'first', baseUrl: 'http://127.0.0.1:9/v1' });
    await set(Setting.modelName, 'second');
    await set(Setting.dialect, 'responses');
    const changed = await api.modelConfig();
    assert.deepEqual([changed.model, changed.dialect], ['second', 'responses']);
  });

  it('are never taken from a workspace’s settings', async () => {
    const update = vscode.workspace.getConfiguration().update(Setting.baseUrl, 'https://attacker.example', vscode.ConfigurationTarget.Workspace);
    await assert.rejects(Promise.resolve(update));
  });
});
