import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/editor/testApi.ts';
import type { createHost as CreateHost, Host, HostOptions } from '../../src/host.ts';

export function extension(): vscode.Extension<TestApi> {
  const found = vscode.extensions.getExtension<TestApi>('pilothouse.pilothouse');
  assert.ok(found, 'the extension is not installed in this editor');
  return found;
}

export const activate = async (): Promise<TestApi> => extension().activate();

/** Waits for what has no event of its own to wait for; the suite's limit ends it. */
export async function until<Value>(look: () => Value | undefined | false): Promise<Value> {
  for (;;) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A file of the opened folder. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes a file into the opened folder, shows it and selects these zero-based lines whole. */
export async function showSelected(name: string, text: string, firstLine: number, lastLine: number): Promise<vscode.TextEditor> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(firstLine, 0, lastLine, document.lineAt(lastLine).text.length);
  return editor;
}

/** Puts something else in the place of a function of the editor, for the length of `body`. */
export async function withStub<Target extends object, Key extends keyof Target>(target: Target, key: Key, stub: Target[Key], body: () => Promise<void>): Promise<void> {
  const original = target[key];
  target[key] = stub;
  try {
    await body();
  } finally {
    target[key] = original;
  }
}

/** A folder of this run for databases, outside of the opened folder. */
export function tempFolder(name: string): string {
  const folder = process.env.PILOTHOUSE_TEST_TEMP;
  assert.ok(folder, 'PILOTHOUSE_TEST_TEMP names no folder');
  return join(folder, name);
}

/** The host as it is shipped, loaded in this extension host, over a database of its own and without a model. */
export function openHost(name: string, options: Partial<HostOptions> = {}): Promise<Host> {
  const { extensionPath } = extension();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the built bundle, not the source
  const { createHost } = require(join(extensionPath, 'dist', 'host.js')) as { createHost: typeof CreateHost };
  return createHost({
    storageDir: tempFolder(name),
    cwd: inWorkspace('.').fsPath,
    extensionDir: extensionPath,
    secrets: { get: () => Promise.resolve(undefined), set: () => Promise.resolve(), remove: () => Promise.resolve() },
    modelConfig: () => Promise.reject(new Error('no model in this test')),
    humanPresent: true,
    workspaceTrusted: () => true,
    approvals: () => ({ profile: 'standard', role: 'admin', rememberDays: 7, production: '' }),
    warn: () => undefined,
    confirm: () => Promise.resolve(false),
    sandboxWanted: () => false, pulumiPath: () => '',
    appRoot: vscode.env.appRoot,
    log: () => undefined,
    ...options,
  });
}
