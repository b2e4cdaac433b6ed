import { basename } from 'node:path';
import * as vscode from 'vscode';
import { createPracticeProject } from '../infra/practice/project.ts';

/** Makes the practice project under the extension's own storage, or finds it there, and opens it. */
export async function openPracticeProject(context: vscode.ExtensionContext): Promise<void> {
  const { extensionUri, globalStorageUri } = context;
  const to = vscode.Uri.joinPath(globalStorageUri, 'practice', 'shop').fsPath;
  const project = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Making the practice project', cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => controller.abort());
    try {
      return await createPracticeProject({
        from: vscode.Uri.joinPath(extensionUri, 'media', 'practice', 'shop').fsPath,
        to,
        providerBundle: vscode.Uri.joinPath(extensionUri, 'dist', 'pulumi-resource-sim.js').fsPath,
        nodePath: process.execPath,
        signal: controller.signal,
      });
    } finally {
      cancelling.dispose();
    }
  });
  const folder = vscode.Uri.file(project);
  if (vscode.workspace.workspaceFolders?.some((open) => open.uri.fsPath === folder.fsPath) === true) {
    void vscode.window.showInformationMessage(`The practice project is open already: ${basename(project)}.`);
    return;
  }
  // an open folder is never taken away from its window
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: vscode.workspace.workspaceFolders !== undefined });
}
