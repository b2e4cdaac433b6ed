import * as vscode from 'vscode';
import { Command } from './contributions.ts';
import type { StatusBarText } from './statusText.ts';

export interface StatusBar extends vscode.Disposable {
  update(text: StatusBarText): void;
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem('pilothouse.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Pilothouse';
  item.command = Command.openChat;
  item.show();
  return {
    update({ text, tooltip, warning }) {
      item.text = text;
      item.tooltip = tooltip;
      item.accessibilityInformation = { label: tooltip, role: 'button' };
      item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    },
    dispose: () => item.dispose(),
  };
}
