import * as vscode from 'vscode';

export interface Log {
  info(line: string): void;
  /** With the whole chain of causes; never with a secret, which no error of ours carries. */
  error(what: string, error: unknown): void;
  show(): void;
  dispose(): void;
}

/** The output channel; its level is the editor's own (“Developer: Set Log Level…”). */
export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('Pilothouse', { log: true });
  return {
    info: (line) => channel.info(line),
    error: (what, error) => channel.error(`${what}: ${describe(error)}`),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${describe(error.cause)}`;
}
