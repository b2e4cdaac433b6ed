import * as vscode from 'vscode';
import { AppError } from '../core/errors.ts';
import { judgeLink, resolveShownPath } from './links.ts';

/** Opens a file that the conversation names. @throws AppError `file-missing` */
export async function openFile(cwd: string, path: string, line: number | undefined): Promise<void> {
  const resolved = resolveShownPath(cwd, path);
  const uri = resolved === undefined ? undefined : vscode.Uri.file(resolved);
  const stat = uri === undefined ? undefined : await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  if (uri === undefined || stat === undefined || (stat.type & vscode.FileType.File) === 0) throw new AppError('file-missing', `There is no file “${path}” here.`);
  const place = line === undefined ? undefined : new vscode.Position(Math.max(0, Math.floor(line) - 1), 0);
  await vscode.window.showTextDocument(uri, { preview: true, ...(place === undefined ? {} : { selection: new vscode.Range(place, place) }) });
}

/** Opens a web address in the browser. The editor asks by itself for domains that the person does not trust yet. */
export async function openLink(text: string): Promise<void> {
  const verdict = judgeLink(text);
  if (verdict.kind === 'refused') {
    void vscode.window.showWarningMessage(`${verdict.reason} ${text.slice(0, 300)}`);
    return;
  }
  if (verdict.kind === 'ask') {
    const choice = await vscode.window.showWarningMessage('Open this link? It carries data to the site it names.', { modal: true, detail: verdict.url }, 'Open');
    if (choice !== 'Open') return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(verdict.url, true));
}
