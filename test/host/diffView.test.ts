import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/editor/testApi.ts';
import type { BlobId } from '../../src/shared/ids.ts';
import { activate, inWorkspace, showSelected, withStub } from './support.ts';

async function openedDiff(): Promise<{ before: string; after: string; original: vscode.Uri; modified: vscode.Uri; label: string }> {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  assert.ok(tab?.input instanceof vscode.TabInputTextDiff, 'no diff is in front');
  const { original, modified } = tab.input;
  const [before, after] = await Promise.all([original, modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()));
  return { before: before ?? '', after: after ?? '', original, modified, label: tab.label };
}

describe('the diff of a change', () => {
  const kept: Record<string, string> = { old: 'const a = 1;\n', new: 'const a = 2;\n' };
  let api: TestApi;
  before(async () => (api = await activate()));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const withBlobs = async (body: () => Promise<void>): Promise<void> => {
    const blob = (id: BlobId): Uint8Array | undefined => (kept[id] === undefined ? undefined : Buffer.from(kept[id]));
    await withStub(await api.host(), 'blob', blob, body);
  };

  it('compares the kept content with the file itself while nobody changed it since', async () => {
    const uri = inWorkspace('changed.ts');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(kept.new ?? ''));
    await withBlobs(async () => {
      await api.openDiff({ path: uri.fsPath, before: 'old' as BlobId, after: 'new' as BlobId });
      const diff = await openedDiff();
      assert.deepEqual([diff.before, diff.after], [kept.old, kept.new]);
      assert.deepEqual([diff.original.scheme, diff.modified.scheme], ['pilothouse-before', 'file']);
      assert.equal(diff.label, 'changed.ts (before the change ↔ now)');
    });
  });

  it('compares with what the call left where the file went on', async () => {
    const uri = inWorkspace('wentOn.ts');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('const a = 3;\n'));
    await withBlobs(async () => {
      await api.openDiff({ path: uri.fsPath, before: 'old' as BlobId, after: 'new' as BlobId });
      const diff = await openedDiff();
      assert.deepEqual([diff.before, diff.after], [kept.old, kept.new]);
      assert.equal(diff.modified.scheme, 'pilothouse-before');
    });
  });

  it('has an empty side for a new file', async () => {
    await withBlobs(async () => {
      await api.openDiff({ path: inWorkspace('fresh.ts').fsPath, after: 'new' as BlobId });
      const diff = await openedDiff();
      assert.deepEqual([diff.before, diff.after], ['', kept.new]);
      assert.match(diff.label, /new file/);
    });
  });

  it('leaves what a person is typing in where it is', async () => {
    const editor = await showSelected('typing.ts', 'let me type\n', 0, 0);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'unsaved '));
    await withBlobs(async () => {
      await api.openDiff({ path: inWorkspace('fresh.ts').fsPath, after: 'new' as BlobId });
      await openedDiff();
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      assert.ok(tabs.some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.fsPath === editor.document.uri.fsPath && tab.isDirty));
    });
    await editor.document.save();
  });
});
