import * as vscode from 'vscode';
import type { Confirmation } from '../core/hostSteps.ts';

/** Asks in a native modal for what a person started outside a session. Whatever is not the button means no. */
export async function confirmWithModal({ title, level, reasons }: Confirmation, signal: AbortSignal): Promise<boolean> {
  const confirm = 'Do This Once';
  try {
    const choice = await vscode.window.showWarningMessage(`${title} (${level})`, { modal: true, detail: reasons.join('\n') }, confirm);
    return choice === confirm && !signal.aborted;
  } catch {
    return false;
  }
}
