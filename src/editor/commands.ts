import * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';
import { auditCommands, type AuditView } from './auditView.ts';
import { removeApiKey, setApiKey } from './apiKeys.ts';
import type { Chat } from './chat.ts';
import type { ChatView } from './chatView.ts';
import { chooseModel } from './chooseModel.ts';
import type { ChipList } from './chipList.ts';
import type { DiagnosticArguments, SelectionArguments } from './codeActions.ts';
import { Command, type CommandId, type ProviderId } from './contributions.ts';
import type { EditorContext } from './editorContext.ts';
import { explainRisk } from './explainRisk.ts';
import type { HostHandle } from './hostHandle.ts';
import type { Log } from './log.ts';
import { manageApprovals } from './manageApprovals.ts';
import { openPracticeProject } from './practice.ts';
import { fixProblemPrompt, selectionTasks, type SelectionTask } from './prompts.ts';
import { setUpPulumi } from './pulumiSetup.ts';
import { isSecretFile } from '../gate/paths.ts';
import { pickSession } from './sessionPicker.ts';
import type { Sessions } from './sessions.ts';
import { openSettings } from './settings.ts';
import type { ShowError } from './showError.ts';
import type { TextViews } from './textViews.ts';

export interface CommandParts {
  context: vscode.ExtensionContext;
  chat: Chat;
  view: ChatView;
  chips: ChipList;
  editorContext: EditorContext;
  auditView: AuditView;
  handle: HostHandle;
  sessions: Sessions;
  secrets: Secrets;
  texts: TextViews;
  log: Log;
  showError: ShowError;
}

/** Registers every command of the manifest; what one throws is shown in one place. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const handlers = commandHandlers(parts);
  const registrations = Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, async (...given: unknown[]) => {
    try {
      await handler(...given);
    } catch (error) {
      parts.showError(`Command ${id}`, error);
    }
  }));
  return vscode.Disposable.from(...registrations);
}

type Handlers = Record<CommandId, (...given: unknown[]) => unknown>;

function commandHandlers({ context, chat, view, chips, editorContext, auditView, handle, sessions, secrets, texts, log }: CommandParts): Handlers {
  const task = (name: SelectionTask) => (given?: unknown) => askAbout(given as SelectionArguments | undefined, selectionTasks[name].prompt);
  const askAbout = async (given: SelectionArguments | undefined, prompt: string): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const uri = given?.uri ?? editor?.document.uri;
    const range = given?.range ?? editor?.selection;
    if (uri === undefined || range === undefined || range.isEmpty) {
      void vscode.window.showInformationMessage('Select some code first.');
      return;
    }
    if (!await mayAttach(uri)) return;
    const document = await vscode.workspace.openTextDocument(uri);
    await chat.ask(prompt, () => chips.attach(editorContext.range(document, range)));
  };
  const fixDiagnostic = async (given?: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const { uri, diagnostics } = given as DiagnosticArguments | undefined ?? { uri: editor?.document.uri, diagnostics: undefined };
    if (uri === undefined) return;
    const cursor = editor?.selection;
    const wanted = diagnostics ?? vscode.languages.getDiagnostics(uri).filter(({ range }) => cursor !== undefined && range.intersection(cursor) !== undefined);
    const isWanted = (diagnostic: vscode.Diagnostic): boolean => wanted.some((one) => one.message === diagnostic.message && one.range.isEqual(diagnostic.range));
    const problems = editorContext.problems(uri, isWanted, `problem:${uri.toString()}`);
    if (problems === undefined) {
      void vscode.window.showInformationMessage('There is no problem here.');
      return;
    }
    if (!await mayAttach(uri)) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const lines = around(document, wanted.map((one) => one.range));
    await chat.ask(fixProblemPrompt, () => {
      chips.attach(problems);
      if (lines !== undefined) chips.attach(editorContext.range(document, lines));
    });
  };
  const attachSelection = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const chip = editor === undefined ? undefined : editorContext.selection(editor);
    if (editor === undefined || chip === undefined) {
      void vscode.window.showInformationMessage('Select some text in the editor first.');
      return;
    }
    if (await mayAttach(editor.document.uri)) chips.attach(chip);
    await view.focus();
  };
  return {
    [Command.openChat]: async () => {
      const editor = vscode.window.activeTextEditor;
      const chip = editor === undefined || isSecretFile(editor.document.uri.path) ? undefined : editorContext.selection(editor);
      if (chip !== undefined) chips.attach(chip);
      await view.focus();
    },
    [Command.newChat]: async () => {
      await sessions.startNew();
      chips.reset();
      await view.focus();
    },
    [Command.showSessions]: async () => {
      await pickSession(sessions);
    },
    [Command.setApiKey]: (provider) => setApiKey(secrets, provider as ProviderId | undefined),
    [Command.removeApiKey]: (provider) => removeApiKey(secrets, provider as ProviderId | undefined),
    [Command.chooseModel]: () => chooseModel(secrets),
    [Command.setUpPulumi]: async () => setUpPulumi(await handle.get()),
    [Command.openPracticeProject]: () => openPracticeProject(context),
    [Command.explainSelection]: task('explain'),
    [Command.fixSelection]: task('fix'),
    [Command.writeTests]: task('tests'),
    [Command.refactorSelection]: task('refactor'),
    [Command.fixDiagnostic]: fixDiagnostic,
    [Command.attachSelection]: attachSelection,
    [Command.stop]: () => chat.stop(),
    [Command.undoLastChange]: () => chat.undoLastChange(),
    [Command.openSettings]: () => openSettings(`@ext:${context.extension.id}`),
    [Command.showLog]: () => log.show(),
    [Command.explainRisk]: () => explainRisk(handle, texts),
    [Command.manageApprovals]: async () => manageApprovals((await handle.get()).approvals),
    ...auditCommands(auditView),
  };
}

/** A file that usually holds secrets goes along only if a person says so, each time. */
async function mayAttach(uri: vscode.Uri): Promise<boolean> {
  if (!isSecretFile(uri.path)) return true;
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const choice = await vscode.window.showWarningMessage(`Send a part of ${name} to the model?`, {
    modal: true, detail: 'Files of this name usually hold secrets. What you attach leaves this machine with your message, unless your model runs here.',
  }, 'Attach It');
  return choice === 'Attach It';
}

/** The lines of the problems with three around them, so that the model need not ask for them. */
function around(document: vscode.TextDocument, ranges: vscode.Range[]): vscode.Range | undefined {
  const [first, ...others] = ranges;
  if (first === undefined) return undefined;
  const all = others.reduce((union, range) => union.union(range), first);
  const last = Math.min(document.lineCount - 1, all.end.line + 3);
  return new vscode.Range(Math.max(0, all.start.line - 3), 0, last, document.lineAt(last).text.length);
}
