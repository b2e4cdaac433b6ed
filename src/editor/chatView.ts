import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { HostState, WebviewMessage } from '../shared/messages.ts';
import { FOCUS_CHAT } from './contributions.ts';
import { createWatchdog } from './watchdog.ts';
import { createChannel, type SessionSource } from './webviewChannel.ts';
import { webviewHtml } from './webviewHtml.ts';

/** What the webview may ask of the host, besides the protocol's own messages. */
export type ChatMessage = Exclude<WebviewMessage, { type: 'ready' | 'resync' | 'load-earlier' | 'pong' }>;

export interface ChatViewOptions {
  extensionUri: vscode.Uri;
  /** A page came up, for the first time or again. */
  onReady(): void;
  onMessage(message: ChatMessage): void;
  log(line: string): void;
}

export interface ChatView extends vscode.Disposable {
  readonly provider: vscode.WebviewViewProvider;
  readonly visible: boolean;
  /** Brings the view to the front with the cursor in the composer. */
  focus(): Promise<void>;
  show(source: SessionSource): void;
  setHost(state: HostState): void;
  draft(text: string): void;
  setBadge(badge: vscode.ViewBadge | undefined): void;
}

/** The chat in the side bar: one webview that is thrown away when hidden and comes back from a snapshot. */
export function createChatView(options: ChatViewOptions): ChatView {
  const assets = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  let view: vscode.WebviewView | undefined;
  let badge: vscode.ViewBadge | undefined;

  const channel = createChannel((message) => {
    // a message that did not arrive shows as a gap, and the webview asks for a new snapshot
    void view?.webview.postMessage(message);
  });
  const load = (): void => {
    if (view === undefined) return;
    channel.disconnect();
    const { webview } = view;
    const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString();
    webview.html = webviewHtml({
      cspSource: webview.cspSource, scriptUri: uri('main.js'), styleUri: uri('main.css'), nonce: randomBytes(16).toString('base64url'), language: vscode.env.language,
    });
  };
  const watchdog = createWatchdog({
    ping: (id) => void view?.webview.postMessage({ type: 'ping', id }),
    reload: () => {
      options.log('The chat view did not answer for 5 seconds; loading it again.');
      load();
    },
    giveUp: () => {
      options.log('The chat view does not answer after a reload either.');
      void vscode.window.showWarningMessage('The Pilothouse view does not answer. Your conversation is safe.', 'Reload View', 'Reload Window').then((choice) => {
        if (choice === 'Reload View') load();
        if (choice === 'Reload Window') void vscode.commands.executeCommand('workbench.action.reloadWindow');
      });
    },
  });
  const receive = (message: WebviewMessage | undefined): void => {
    if (message === undefined) {
      options.log('Left out a message of the chat view that is not in the protocol.');
      return;
    }
    switch (message.type) {
      case 'ready':
        watchdog.connected();
        channel.receive(message);
        options.onReady();
        return;
      case 'resync':
      case 'load-earlier':
        channel.receive(message);
        return;
      case 'pong':
        watchdog.pong(message.id);
        return;
      default:
        options.onMessage(message);
    }
  };

  const provider: vscode.WebviewViewProvider = {
    resolveWebviewView(resolved) {
      view = resolved;
      resolved.webview.options = { enableScripts: true, localResourceRoots: [assets] };
      resolved.badge = badge;
      // the schemas are a bundle of their own, which only an open view needs; messages stay in order behind it
      const schemas = import('../shared/messages.ts');
      resolved.webview.onDidReceiveMessage(async (value: unknown) => {
        const { parseWebviewMessage } = await schemas;
        receive(parseWebviewMessage(value));
      });
      resolved.onDidChangeVisibility(() => {
        if (resolved.visible) return;
        channel.disconnect();
        watchdog.pause();
      });
      resolved.onDidDispose(() => {
        if (view !== resolved) return;
        view = undefined;
        channel.disconnect();
        watchdog.pause();
      });
      load();
    },
  };
  return {
    provider,
    get visible() {
      return view?.visible ?? false;
    },
    async focus() {
      channel.focusComposer();
      await vscode.commands.executeCommand(FOCUS_CHAT);
    },
    show: (source) => channel.show(source),
    setHost: (state) => channel.setHost(state),
    draft: (text) => channel.draft(text),
    setBadge(next) {
      badge = next;
      if (view !== undefined) view.badge = next;
    },
    dispose() {
      watchdog.pause();
      channel.dispose();
    },
  };
}
