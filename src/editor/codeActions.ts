import * as vscode from 'vscode';
import { Command } from './contributions.ts';
import { selectionTasks, type SelectionTask } from './prompts.ts';

const kinds = {
  task: vscode.CodeActionKind.RefactorRewrite.append('pilothouse'),
  fix: vscode.CodeActionKind.QuickFix.append('pilothouse'),
};

const taskCommands: Record<SelectionTask, string> = {
  explain: Command.explainSelection, fix: Command.fixSelection, tests: Command.writeTests, refactor: Command.refactorSelection,
};

/** What the commands behind the code actions are given. */
export interface SelectionArguments { uri: vscode.Uri; range: vscode.Range }
export interface DiagnosticArguments { uri: vscode.Uri; diagnostics: readonly vscode.Diagnostic[] }

/** Explain, Fix, Write Tests and Refactor on a selection; “Fix with Pilothouse” on what is underlined. */
class PilothouseActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [kinds.task, kinds.fix] };

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range | vscode.Selection, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const wanted = (kind: vscode.CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
    const actions: vscode.CodeAction[] = [];
    if (context.diagnostics.length > 0 && wanted(kinds.fix)) {
      const action = new vscode.CodeAction('Fix with Pilothouse', kinds.fix);
      action.diagnostics = [...context.diagnostics];
      const given: DiagnosticArguments = { uri: document.uri, diagnostics: context.diagnostics };
      action.command = { command: Command.fixDiagnostic, title: action.title, arguments: [given] };
      actions.push(action);
    }
    if (!range.isEmpty && wanted(kinds.task)) {
      for (const task of Object.keys(selectionTasks) as SelectionTask[]) {
        const action = new vscode.CodeAction(`${selectionTasks[task].title} with Pilothouse`, kinds.task);
        const given: SelectionArguments = { uri: document.uri, range: new vscode.Range(range.start, range.end) };
        action.command = { command: taskCommands[task], title: action.title, arguments: [given] };
        actions.push(action);
      }
    }
    return actions;
  }
}

export function registerCodeActions(): vscode.Disposable {
  const places: vscode.DocumentFilter[] = [{ scheme: 'file' }, { scheme: 'untitled' }];
  return vscode.languages.registerCodeActionsProvider(places, new PilothouseActions(), PilothouseActions.metadata);
}
