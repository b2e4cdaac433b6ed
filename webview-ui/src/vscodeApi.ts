import type { WebviewMessage } from '../../src/shared/messages.ts';

/** What VS Code gives a webview; it may be acquired once only. */
interface VsCodeApi {
  postMessage(message: WebviewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a message to the host, which parses it and may refuse it. */
export function post(message: WebviewMessage): void {
  api.postMessage(message);
}

/** State that survives hiding and reloading the view; the host never sees it. */
export const viewState = {
  get: (): unknown => api.getState(),
  set: (state: unknown): void => { api.setState(state); },
};
