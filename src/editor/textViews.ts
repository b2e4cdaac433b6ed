import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import type { FileChange } from '../shared/events.ts';
import type { BlobId } from '../shared/ids.ts';

/** Scheme of read-only documents: the bytes of a file before or after a change. */
export const BEFORE_SCHEME = 'pilothouse-before';
/** Scheme of read-only documents: the output of a tool call. */
export const OUTPUT_SCHEME = 'pilothouse-output';

export interface TextViews extends vscode.Disposable {
  /** Opens the editor's diff view without taking the focus; only ever on request. */
  openDiff(change: FileChange): Promise<void>;
  openOutput(title: string, text: string): Promise<void>;
}

export function createTextViews(host: () => Promise<Host>): TextViews {
  const outputs = new Map<string, string>();
  const decode = (bytes: Uint8Array | undefined): string => (bytes === undefined ? '' : new TextDecoder().decode(bytes));
  const blobUri = (path: string, blob: BlobId | undefined): vscode.Uri => vscode.Uri.file(path).with({ scheme: BEFORE_SCHEME, query: blob ?? '' });
  const registrations = [
    vscode.workspace.registerTextDocumentContentProvider(BEFORE_SCHEME, {
      provideTextDocumentContent: async (uri) => (uri.query === '' ? '' : decode((await host()).blob(uri.query as BlobId))),
    }),
    vscode.workspace.registerTextDocumentContentProvider(OUTPUT_SCHEME, { provideTextDocumentContent: (uri) => outputs.get(uri.toString()) ?? '' }),
    vscode.workspace.onDidCloseTextDocument((document) => outputs.delete(document.uri.toString())),
  ];
  return {
    async openDiff(change) {
      const file = vscode.Uri.file(change.path);
      const name = vscode.workspace.asRelativePath(file, false);
      const untouched = await isStill(file, (await host()).blob(change.after));
      const right = untouched ? file : blobUri(change.path, change.after);
      const title = `${name} (${change.before === undefined ? 'new file' : 'before the change'} ↔ ${untouched ? 'now' : 'after the change'})`;
      await vscode.commands.executeCommand('vscode.diff', blobUri(change.path, change.before), right, title, { preview: true, preserveFocus: true });
    },
    async openOutput(title, text) {
      const uri = vscode.Uri.from({ scheme: OUTPUT_SCHEME, path: `/${title.replaceAll(/[\\/?#]/g, ' ').slice(0, 60)}`, query: String(outputs.size + 1) });
      outputs.set(uri.toString(), text);
      await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    },
    dispose() {
      for (const registration of registrations) registration.dispose();
    },
  };
}

/** True where the file still is what the change left: then the diff shows the file itself, which can be edited. */
async function isStill(file: vscode.Uri, after: Uint8Array | undefined): Promise<boolean> {
  if (after === undefined) return false;
  try {
    return Buffer.compare(await vscode.workspace.fs.readFile(file), after) === 0;
  } catch {
    return false;
  }
}
