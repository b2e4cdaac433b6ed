import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { Command, Setting } from '../../src/editor/contributions.ts';
import { PERSON } from '../../src/editor/person.ts';
import { selectionTasks } from '../../src/editor/prompts.ts';
import type { TestApi } from '../../src/editor/testApi.ts';
import type { Session } from '../../src/core/session.ts';
import type { Item, ToolItem } from '../../src/shared/sessionState.ts';
import { startModelServer, type ModelServer } from '../fixtures/modelServer/modelServer.ts';
import { activate, inWorkspace, openHost, showSelected, until } from './support.ts';

const set = (key: string, value: unknown) => vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);

async function idle(session: Session): Promise<Item[]> {
  await until(() => session.state.run === undefined && session.state.items.length > 0);
  return session.state.items;
}

describe('asking by a code action', () => {
  let api: TestApi;
  let server: ModelServer;
  before(async () => {
    api = await activate();
    server = await startModelServer();
    await set(Setting.provider, 'custom');
    await set(Setting.modelName, 'scripted');
    await set(Setting.baseUrl, `${server.baseUrl}/v1`);
  });
  after(async () => {
    for (const key of Object.values(Setting)) await set(key, undefined);
    await server.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens the chat, sends at once, with the selection as context, and the answer arrives', async () => {
    server.push({ text: 'It adds up the prices.' });
    const session = await api.sessions.startNew();
    await showSelected('explained.ts', 'const a = 1;\nconst b = 2;\n', 1, 1);
    await vscode.commands.executeCommand(Command.explainSelection);
    const items = await idle(session);
    const [message] = items;
    assert.ok(message?.kind === 'user');
    assert.equal(message.text, selectionTasks.explain.prompt);
    assert.deepEqual(message.context.find((item) => item.kind === 'selection')?.text, 'const b = 2;');
    const answer = items.find((item) => item.kind === 'assistant');
    assert.equal(answer?.kind === 'assistant' && answer.text, 'It adds up the prices.');
    assert.ok(api.isChatVisible());
    assert.match(server.requests.at(-1)?.text ?? '', /const b = 2;/);
  });

  it('says on a card what is missing where no model is chosen', async () => {
    await set(Setting.provider, undefined);
    const session = await api.sessions.startNew();
    await showSelected('explained.ts', 'const a = 1;\n', 0, 0);
    await vscode.commands.executeCommand(Command.explainSelection);
    const last = (await idle(session)).at(-1);
    assert.ok(last?.kind === 'notice');
    assert.equal(last.error?.code, 'no-model');
    assert.ok(last.error.actions.includes('choose-model'));
  });
});

describe('a command of the model', () => {
  it('runs without a question when it is proven to read only', async () => {
    const server = await startModelServer([{ calls: [{ name: 'shell', input: { command: 'ls' } }] }, { text: 'These are the files.' }]);
    const host = await openHost('silent', { modelConfig: () => Promise.resolve({ dialect: 'chat', provider: 'custom', model: 'scripted', baseUrl: `${server.baseUrl}/v1` }) });
    try {
      const session = host.openSession();
      const run = session.send({ text: 'list the files', context: [] }, PERSON);
      await until(() => session.state.run === undefined || session.state.status === 'awaiting-approval');
      const call = session.state.items.find((item): item is ToolItem => item.kind === 'tool');
      assert.deepEqual([call?.approval?.reasons, call?.level, call?.outcome], [undefined, 'SAFE', 'ok']);
      assert.equal(await run, 'done');
    } finally {
      await host.dispose();
      await server.close();
    }
  });
});

describe('a folder that is not trusted', () => {
  it('is read, and nothing in it is changed or run', async () => {
    const server = await startModelServer([
      { calls: [{ name: 'read', input: { path: 'README.md' } }] },
      { calls: [{ name: 'write', input: { path: 'untrusted.txt', content: 'written' } }] },
      { calls: [{ name: 'shell', input: { command: 'touch untrusted.txt' } }] },
      { text: 'I could only read.' },
    ]);
    const host = await openHost('untrusted', { workspaceTrusted: () => false, modelConfig: () => Promise.resolve({ dialect: 'chat', provider: 'custom', model: 'scripted', baseUrl: `${server.baseUrl}/v1` }) });
    try {
      const session = host.openSession();
      assert.equal(await session.send({ text: 'write a file', context: [] }, PERSON), 'done');
      const calls = session.state.items.filter((item): item is ToolItem => item.kind === 'tool');
      assert.deepEqual(calls.map((call) => [call.name, call.outcome]), [['read', 'ok'], ['write', 'denied'], ['shell', 'denied']]);
      assert.equal(existsSync(inWorkspace('untrusted.txt').fsPath), false);
    } finally {
      await host.dispose();
      await server.close();
    }
  });
});
