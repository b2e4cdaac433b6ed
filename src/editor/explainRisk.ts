import * as vscode from 'vscode';
import type { HostHandle } from './hostHandle.ts';
import type { TextViews } from './textViews.ts';

/** Asks for a command, beginning with what is selected, and shows what it would do. Nothing runs. */
export async function explainRisk(handle: HostHandle, texts: TextViews): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const command = await vscode.window.showInputBox({
    title: 'Explain Command Risk', prompt: 'A command for the shell of this workspace. It is only looked at, never run.', ignoreFocusOut: true,
    value: editor?.document.getText(editor.selection).trim() ?? '',
  });
  if (command === undefined || command.trim() === '') return;
  const host = await handle.get();
  const { explanation } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Looking at the command', cancellable: true }, (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return host.assess(command, controller.signal);
  });
  await texts.openOutput('Command Risk', explanation);
}
