import * as vscode from 'vscode';
import { createAuditView } from './editor/auditView.ts';
import { createChat } from './editor/chat.ts';
import type { NativeAnswers } from './editor/confirm.ts';
import { createChatView, type ChatView } from './editor/chatView.ts';
import { createChipList } from './editor/chipList.ts';
import { registerCodeActions } from './editor/codeActions.ts';
import { registerCommands } from './editor/commands.ts';
import { View } from './editor/contributions.ts';
import { DisposableStore } from './editor/disposables.ts';
import { createEditorContext } from './editor/editorContext.ts';
import { createHostHandle, type HostHandle } from './editor/hostHandle.ts';
import { loadHost } from './editor/loadHost.ts';
import { createLog } from './editor/log.ts';
import { resolveModel } from './editor/modelSettings.ts';
import { createPresence } from './editor/presence.ts';
import { createSecrets } from './editor/secrets.ts';
import { createSessions } from './editor/sessions.ts';
import { readModelSettings } from './editor/settings.ts';
import { createShowError } from './editor/showError.ts';
import { createStatusBar } from './editor/statusBar.ts';
import type { TestApi } from './editor/testApi.ts';
import { createTextViews } from './editor/textViews.ts';
import { createWorkFolder } from './editor/workspaceFolder.ts';

let handle: HostHandle | undefined;

/** Builds each object once; the host behind them is loaded on first use. */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const store = new DisposableStore();
  context.subscriptions.push(store);

  const log = store.add(createLog());
  const showError = createShowError(log);
  const secrets = createSecrets(context.secrets);
  const folder = createWorkFolder();
  const hosts = createHostHandle(() => loadHost({ context, secrets, folder, appRoot: vscode.env.appRoot, isTrusted: () => vscode.workspace.isTrusted, log }));
  handle = hosts;
  const sessions = createSessions(hosts, (what, error) => log.error(what, error));
  const chips = createChipList();
  const texts = store.add(createTextViews(() => hosts.get()));
  let answers: Promise<NativeAnswers> | undefined;
  const native = (): Promise<NativeAnswers> => (answers ??= import('./editor/confirm.ts').then(({ createNativeAnswers }) => createNativeAnswers((title, text) => texts.openOutput(title, text))));
  const chat = createChat({
    view: (): ChatView => view, sessions, chips, texts, native, showError,
  });
  const view = store.add(createChatView({
    extensionUri: context.extensionUri, onReady: () => void chat.connect(), onMessage: (message) => chat.handle(message), log: (line) => log.info(line),
  }));
  const editorContext = store.add(createEditorContext(chips, folder.path));
  const presence = store.add(createPresence({
    view, statusBar: store.add(createStatusBar()), sessions, chips, handle: hosts, secrets: context.secrets, cwd: folder.path, showError,
  }));
  store.add(vscode.window.registerWebviewViewProvider(View.chat, view.provider, { webviewOptions: { retainContextWhenHidden: false } }));
  store.add(registerCommands({ context, chat, view, chips, editorContext, auditView: store.add(createAuditView(hosts)), handle: hosts, sessions, secrets, texts, log, showError }));
  store.add(registerCodeActions());
  presence.refresh();

  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    chips: () => chips.items,
    takeChips: () => chips.take(chips.items.map((item) => item.id)),
    isChatVisible: () => view.visible,
    fromChat: (message) => chat.handle(message),
    secrets,
    sessions,
    isHostLoaded: () => hosts.loaded !== undefined,
    host: () => hosts.get(),
    modelConfig: () => resolveModel(readModelSettings(), (name) => secrets.get(name), process.env),
    openDiff: (change) => texts.openDiff(change),
  };
}

/** Resolves when every run is stopped and every child has ended. */
export async function deactivate(): Promise<void> {
  await handle?.dispose();
}
