import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Session } from '../core/session.ts';
import type { HostState } from '../shared/messages.ts';
import { visibleText } from '../shared/visible.ts';
import { activityOf, changesActivity, type Activity } from './activity.ts';
import type { ChatView } from './chatView.ts';
import type { ChipList } from './chipList.ts';
import { Command, ContextKey, Setting } from './contributions.ts';
import { DisposableStore } from './disposables.ts';
import type { HostHandle } from './hostHandle.ts';
import { findKey, modelName, PROVIDERS } from './modelSettings.ts';
import { readModelSettings, readSetting } from './settings.ts';
import { isPulumiProject, stackInUse } from './stackInUse.ts';
import type { Sessions } from './sessions.ts';
import type { StatusBar } from './statusBar.ts';
import { statusBarText } from './statusText.ts';

/** Milliseconds in which changes are gathered. */
const REFRESH_MS = 20;
/** Milliseconds that looking for the `pulumi` command may take. */
const LOOK_MS = 30_000;

export interface PresenceParts {
  view: ChatView;
  statusBar: StatusBar;
  sessions: Sessions;
  chips: ChipList;
  handle: HostHandle;
  secrets: vscode.SecretStorage;
  /** Folder that Pilothouse works in, absolute. */
  readonly cwd: () => string | undefined;
  showError(what: string, error: unknown): void;
}

export interface Presence extends vscode.Disposable {
  /** Brings everything up to date soon; many calls in a row become one. */
  refresh(): void;
}

/** Keeps in step with the session what is seen of it outside the conversation: status bar, badge, context keys, frame of the chat. */
export function createPresence(parts: PresenceParts): Presence {
  const { view, statusBar, sessions, chips, handle, cwd } = parts;
  const store = new DisposableStore();
  const announced = new Set<string>();
  let unsubscribe: (() => void) | undefined;
  let updating = false;
  let again = false;
  let disposed = false;
  let sentState = '';
  let looked: 'not yet' | 'looking' | 'done' = 'not yet';
  const closing = new AbortController();

  const activity = (): Activity => (sessions.shown === undefined ? { status: 'idle', running: false, waiting: [] } : activityOf(sessions.shown.state));
  /** That the command is missing matters only where there is something to deploy; elsewhere it would nag. */
  const pulumiState = (isProject: boolean): HostState['pulumi'] => {
    const pulumi = handle.loaded?.pulumi;
    if (pulumi !== undefined && isProject && looked === 'not yet') {
      looked = 'looking';
      pulumi.look(AbortSignal.any([closing.signal, AbortSignal.timeout(LOOK_MS)])).catch((error: unknown) => parts.showError('Looking for Pulumi', error)).finally(() => {
        looked = 'done';
        refresh();
      });
    }
    const isKnown = pulumi !== undefined && (pulumi.state.state !== 'missing' || (isProject && looked === 'done'));
    return isKnown ? pulumi.state : { state: 'ready', detail: '' };
  };
  const update = async (): Promise<void> => {
    const now = activity();
    const folder = cwd();
    const settings = readModelSettings();
    const [stack, isProject, key] = await Promise.all([
      stackInUse(folder, now, readSetting(Setting.productionStacks)),
      folder === undefined ? false : isPulumiProject(folder),
      findKey(settings, async (name) => parts.secrets.get(name), process.env),
    ]);
    if (disposed) return;
    const model = modelName(settings);
    const state: HostState = {
      ...(settings.provider === '' || model === undefined ? {} : { model: { provider: settings.provider, id: model } }),
      hasKey: key !== undefined || (settings.provider !== '' && PROVIDERS[settings.provider].key === 'optional'),
      chips: chips.items,
      pulumi: pulumiState(isProject),
      ...(stack === undefined ? {} : { stack }),
      trusted: vscode.workspace.isTrusted,
    };
    const written = JSON.stringify(state);
    if (written !== sentState) view.setHost(state);
    sentState = written;
    statusBar.update(statusBarText(now, stack, folder, handle.loaded?.sandbox.state));
    const count = now.waiting.length;
    view.setBadge(count === 0 ? undefined : { value: count, tooltip: count === 1 ? 'A confirmation waits for you' : `${count} confirmations wait for you` });
    void vscode.commands.executeCommand('setContext', ContextKey.running, now.running);
    void vscode.commands.executeCommand('setContext', ContextKey.canUndo, now.undoable !== undefined && !now.running);
    announce(now);
  };
  /** A hidden view cannot ask: say once for each confirmation that somebody has to come. One that was seen is known. */
  const announce = ({ waiting }: Activity): void => {
    const fresh = waiting.filter(({ approvalId }) => !announced.has(approvalId));
    for (const { approvalId, title } of fresh) {
      announced.add(approvalId);
      if (view.visible) continue;
      void vscode.window.showInformationMessage(`Pilothouse waits for your confirmation: ${visibleText(title)}`, 'Answer', 'Show').then((choice) => {
        if (choice === 'Answer') void vscode.commands.executeCommand(Command.answerApproval, approvalId);
        if (choice === 'Show') void vscode.commands.executeCommand(Command.openChat);
      });
    }
  };
  const refresh = (): void => {
    again = true;
    if (updating) return;
    updating = true;
    void updateUntilStill();
  };
  /** One update at a time, so that an older one never overwrites a newer one. */
  const updateUntilStill = async (): Promise<void> => {
    while (again && !disposed) {
      await wait(REFRESH_MS);
      again = false;
      await update().catch((error: unknown) => parts.showError('Showing the state', error));
    }
    updating = false;
  };
  const follow = (session: Session): void => {
    unsubscribe?.();
    unsubscribe = session.subscribe((events) => {
      if (changesActivity(events)) refresh();
    });
    view.show(session);
    refresh();
  };

  store.add({ dispose: sessions.onShown(follow) });
  store.add({ dispose: chips.onChange(refresh) });
  handle.onLoaded((host) => {
    for (const notice of host.notices) void vscode.window.showWarningMessage(notice);
    store.add({ dispose: host.pulumi.onChange(refresh) });
    store.add({ dispose: host.sandbox.onChange(refresh) });
    refresh();
  });
  store.add(parts.secrets.onDidChange(refresh));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  store.add(vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('pilothouse')) refresh();
  }));
  statusBar.update(statusBarText(activity(), undefined, cwd()));
  return {
    refresh,
    dispose() {
      disposed = true;
      closing.abort();
      unsubscribe?.();
      store.dispose();
    },
  };
}
