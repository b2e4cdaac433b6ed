import * as vscode from 'vscode';

/** The one folder that Pilothouse works in; sessions and locks belong to it. */
export interface WorkFolder {
  /** Absolute path: of the file in front, else the first; undefined where no folder of this machine is open. */
  readonly path: () => string | undefined;
  /** From now on it stays the same, whatever file comes to the front. */
  readonly settle: () => string | undefined;
}

export function createWorkFolder(): WorkFolder {
  let settled: string | undefined;
  return {
    path: () => settled ?? find(),
    settle: () => settled ??= find(),
  };
}

function find(): string | undefined {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  const active = vscode.window.activeTextEditor;
  const inFront = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active.document.uri);
  const folder = folders.find(({ uri }) => uri.toString() === inFront?.uri.toString()) ?? folders[0];
  return folder?.uri.fsPath;
}
