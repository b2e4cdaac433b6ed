import { isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { boundedText, rangeLabel, type Chip, type ChipList } from './chipList.ts';
import { DisposableStore } from './disposables.ts';
import { problemLabel, problemText, type Problem } from './problems.ts';
import { isSecretFile } from '../gate/paths.ts';
import { shiftSpan, type Span } from './trackedRange.ts';

export interface EditorContext extends vscode.Disposable {
  /** The selection as a chip; undefined where nothing is selected. */
  selection(editor: vscode.TextEditor): Chip | undefined;
  /** A range of a document as a chip. */
  range(document: vscode.TextDocument, range: vscode.Range): Chip;
  /** Diagnostics of a document as a chip, read again when it is sent. */
  problems(uri: vscode.Uri, among: (diagnostic: vscode.Diagnostic) => boolean, id: string): Chip | undefined;
}

/** Makes chips out of what the editor shows, and keeps the list's own chips (file in front, its problems) up to date. */
export function createEditorContext(chips: ChipList, cwd: () => string | undefined): EditorContext {
  const store = new DisposableStore();
  const tracked = new Map<string, { uri: string; span: Span | undefined }>();

  const pathOf = (uri: vscode.Uri): string => {
    const folder = cwd();
    if (uri.scheme !== 'file' || folder === undefined) return uri.scheme === 'file' ? uri.fsPath.replaceAll(sep, '/') : uri.path;
    const inside = relative(folder, uri.fsPath);
    return (inside.startsWith('..') || isAbsolute(inside) ? uri.fsPath : inside).replaceAll(sep, '/');
  };
  const rangeChip = (document: vscode.TextDocument, range: vscode.Range): Chip => {
    const path = pathOf(document.uri);
    const id = `selection:${path}:${range.start.line}.${range.start.character}-${range.end.line}.${range.end.character}`;
    const item = (now: Span, text: string) => {
      const { startLine, endLine } = shownLines(now);
      return { id, kind: 'selection' as const, label: rangeLabel(path, startLine, endLine), path, startLine, endLine, text };
    };
    const first: Span = { start: range.start, end: range.end };
    tracked.set(id, { uri: document.uri.toString(), span: first });
    return {
      item: item(first, ''),
      async capture() {
        const span = tracked.get(id)?.span;
        if (span === undefined) return undefined;
        const open = vscode.workspace.textDocuments.find((other) => other.uri.toString() === document.uri.toString());
        const text = (open ?? await vscode.workspace.openTextDocument(document.uri)).getText(new vscode.Range(span.start.line, span.start.character, span.end.line, span.end.character));
        return text === '' ? undefined : item(span, boundedText(text));
      },
    };
  };
  const problems: EditorContext['problems'] = (uri, among, id) => {
    const path = pathOf(uri);
    const now = (): Problem[] => vscode.languages.getDiagnostics(uri).filter(among).map(toProblem);
    const item = (found: Problem[], text: string) => ({ id, kind: 'diagnostic' as const, label: problemLabel(found.length, path), path, text });
    const found = now();
    if (found.length === 0) return undefined;
    return {
      item: item(found, ''),
      async capture() {
        const still = now();
        return still.length === 0 ? undefined : item(still, problemText(still));
      },
    };
  };
  const fileChip = (editor: vscode.TextEditor): Chip => {
    const path = pathOf(editor.document.uri);
    const item = { id: `file:${path}`, kind: 'file' as const, label: path.slice(path.lastIndexOf('/') + 1), path };
    return {
      item: { ...item, text: '' },
      async capture() {
        const visible = editor.visibleRanges[0];
        const lines = visible === undefined ? '' : `; lines ${visible.start.line + 1}-${visible.end.line + 1} are in view, the cursor is in line ${editor.selection.active.line + 1}`;
        return { ...item, text: `In front in the editor${editor.document.isDirty ? ', with unsaved changes' : ''}${lines}.` };
      },
    };
  };
  const follow = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.document.uri.scheme !== 'file' || isSecretFile(editor.document.uri.path)) {
      chips.follow([]);
      return;
    }
    const { uri } = editor.document;
    const serious = problems(uri, (diagnostic) => diagnostic.severity <= vscode.DiagnosticSeverity.Warning, `problems:${pathOf(uri)}`);
    chips.follow([fileChip(editor), ...(serious === undefined ? [] : [serious])]);
  };

  store.add(vscode.workspace.onDidChangeTextDocument((event) => {
    const uri = event.document.uri.toString();
    for (const entry of tracked.values()) {
      if (entry.uri !== uri) continue;
      for (const change of event.contentChanges) entry.span = entry.span === undefined ? undefined : shiftSpan(entry.span, change.range, change.text);
    }
  }));
  store.add(vscode.window.onDidChangeActiveTextEditor(follow));
  store.add(vscode.languages.onDidChangeDiagnostics((event) => {
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    if (event.uris.some((uri) => uri.toString() === active)) follow();
  }));
  // a tracked range is needed for as long as its chip is there
  const stop = chips.onChange(() => {
    const kept = new Set(chips.items.map((item) => item.id));
    for (const id of tracked.keys()) if (!kept.has(id)) tracked.delete(id);
  });
  store.add({ dispose: stop });
  follow();
  return {
    selection: (editor) => (editor.selection.isEmpty ? undefined : rangeChip(editor.document, editor.selection)),
    range: rangeChip,
    problems,
    dispose: () => store.dispose(),
  };
}

/** One-based lines; a span that ends at the start of a line does not show that line. */
function shownLines(span: Span): { startLine: number; endLine: number } {
  const endLine = span.end.character === 0 && span.end.line > span.start.line ? span.end.line : span.end.line + 1;
  return { startLine: span.start.line + 1, endLine };
}

function toProblem(diagnostic: vscode.Diagnostic): Problem {
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return {
    severity: (['error', 'warning', 'info', 'hint'] as const)[diagnostic.severity] ?? 'info',
    line: diagnostic.range.start.line + 1,
    column: diagnostic.range.start.character + 1,
    message: diagnostic.message,
    ...(diagnostic.source === undefined ? {} : { source: diagnostic.source }),
    ...(code === undefined ? {} : { code: String(code) }),
  };
}
