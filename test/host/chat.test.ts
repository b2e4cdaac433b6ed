import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions.ts';
import type { TestApi } from '../../src/editor/testApi.ts';
import { activate, inWorkspace, showSelected, until, withStub } from './support.ts';

const selections = (api: TestApi) => api.chips().filter((chip) => chip.kind === 'selection');

describe('the chat', () => {
  let api: TestApi;
  before(async () => (api = await activate()));
  afterEach(async () => {
    await api.takeChips();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('comes to the front by its command', async () => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand(Command.openChat);
    await until(() => api.isChatVisible());
    assert.ok(api.isChatVisible());
  });

  it('takes the selection as a chip with file and lines', async () => {
    await showSelected('total.ts', 'one\ntwo\nthree\nfour\n', 1, 2);
    await vscode.commands.executeCommand(Command.openChat);
    const [chip] = selections(api);
    assert.deepEqual([chip?.label, chip?.path, chip?.startLine, chip?.endLine], ['total.ts:2-3', 'total.ts', 2, 3]);
    const sent = (await api.takeChips()).find((item) => item.kind === 'selection');
    assert.equal(sent?.text, 'two\nthree');
  });

  it('sends the text as it is when the message goes, also after edits above it', async () => {
    const editor = await showSelected('moved.ts', 'one\ntwo\nthree\n', 1, 1);
    await vscode.commands.executeCommand(Command.openChat);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'new first line\n');
      edit.replace(new vscode.Range(1, 1, 1, 2), 'WW');
    });
    const sent = (await api.takeChips()).find((item) => item.kind === 'selection');
    assert.deepEqual([sent?.text, sent?.startLine, sent?.label], ['tWWo', 3, 'moved.ts:3']);
  });

  it('takes no chip without a selection, but names the file in front', async () => {
    const editor = await showSelected('front.ts', 'one\n', 0, 0);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand(Command.openChat);
    assert.deepEqual(selections(api), []);
    await until(() => api.chips().some((chip) => chip.kind === 'file' && chip.path === 'front.ts'));
    const file = (await api.takeChips()).find((chip) => chip.kind === 'file');
    assert.match(file?.text ?? '', /In front in the editor/);
    assert.doesNotMatch(file?.text ?? '', /one/);
  });

  it('never takes a secret file by itself', async () => {
    await showSelected('.env', 'PASSWORD=1\n', 0, 0);
    await vscode.commands.executeCommand(Command.openChat);
    assert.deepEqual(api.chips(), []);
  });

  it('takes a secret file only when a person says so', async () => {
    await showSelected('.env', 'PASSWORD=1\n', 0, 0);
    const answers: (string | undefined)[] = [undefined, 'Attach It'];
    const asked: string[] = [];
    const answer = (message: string) => {
      asked.push(message);
      return Promise.resolve(answers.shift());
    };
    await withStub(vscode.window, 'showWarningMessage', answer as typeof vscode.window.showWarningMessage, async () => {
      await vscode.commands.executeCommand(Command.attachSelection);
      assert.deepEqual(selections(api), []);
      await vscode.commands.executeCommand(Command.attachSelection);
      assert.deepEqual(selections(api).map((chip) => chip.label), ['.env:1']);
    });
    assert.equal(asked.length, 2);
  });

  it('shows the problems of the file in front as a chip', async () => {
    await showSelected('broken.ts', 'const x = y;\n', 0, 0);
    const collection = vscode.languages.createDiagnosticCollection('test');
    try {
      collection.set(inWorkspace('broken.ts'), [new vscode.Diagnostic(new vscode.Range(0, 10, 0, 11), 'Cannot find name y.', vscode.DiagnosticSeverity.Error)]);
      await until(() => api.chips().some((chip) => chip.kind === 'diagnostic'));
      const sent = (await api.takeChips()).find((chip) => chip.kind === 'diagnostic');
      assert.deepEqual([sent?.label, sent?.text], ['1 problem in broken.ts', 'error at 1:11: Cannot find name y.']);
    } finally {
      collection.dispose();
    }
  });
});
