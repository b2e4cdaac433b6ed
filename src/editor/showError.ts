import * as vscode from 'vscode';
import { AppError, isAbort, toErrorCard } from '../core/errors.ts';
import type { ErrorAction } from '../shared/events.ts';
import { Command, type CommandId } from './contributions.ts';
import type { Log } from './log.ts';

/** What an error's action is called on a button, and the command behind it. */
const buttons: Partial<Record<ErrorAction, { label: string; command: CommandId }>> = {
  'set-api-key': { label: 'Set API Key', command: Command.setApiKey },
  'choose-model': { label: 'Choose Model', command: Command.chooseModel },
  'open-settings': { label: 'Open Settings', command: Command.openSettings },
  'show-log': { label: 'Show Log', command: Command.showLog },
  'set-up-pulumi': { label: 'Set Up Pulumi', command: Command.setUpPulumi },
  'open-practice-project': { label: 'Open Practice Project', command: Command.openPracticeProject },
};

export type ShowError = (what: string, error: unknown) => void;

/** The one place where errors become messages: aborts never, `log` errors in the log only, the rest with their actions. */
export function createShowError(log: Log): ShowError {
  return (what, error) => {
    if (isAbort(error)) return;
    log.error(what, error);
    if (error instanceof AppError && error.audience === 'log') return;
    const card = toErrorCard(error);
    const offered = card.actions.map((action) => buttons[action]).filter((button) => button !== undefined);
    const text = card.detail === '' ? card.title : `${card.title} ${card.detail}`;
    void vscode.window.showErrorMessage(text, ...offered.map((button) => button.label)).then((label) => {
      const chosen = offered.find((button) => button.label === label);
      if (chosen !== undefined) void vscode.commands.executeCommand(chosen.command);
    });
  };
}
