import * as vscode from 'vscode';
import type { AuditEntry } from '../store/audit.ts';
import { FILTER_CHOICES, filterText, isShown, NO_FILTER, recordText, type AuditFilter } from './auditRecords.ts';
import { Command, ContextKey, View } from './contributions.ts';
import type { HostHandle } from './hostHandle.ts';

/** The audit as a list in the panel: newest first, filtered, each record with its facts below it. */
export interface AuditView extends vscode.Disposable {
  /** Opens the list, with what is recorded now. */
  show(): Promise<void>;
  refresh(): void;
  chooseFilter(): Promise<void>;
  /** Walks the chain of seals and says whether the audit is what was written. */
  verify(): Promise<void>;
  /** Writes all records as JSON lines to a file that the person names. */
  exportRecords(): Promise<void>;
}

/** Records that the list holds; older ones are found by the filter or the export. */
const MOST = 1_000;

type Row = { kind: 'record'; entry: AuditEntry } | { kind: 'fact'; text: string };

export function createAuditView(handle: HostHandle): AuditView {
  let filter: AuditFilter = NO_FILTER;
  const changed = new vscode.EventEmitter<void>();
  const rows = async (): Promise<Row[]> => {
    const { audit } = await handle.get();
    const matching = audit.entries().filter((entry) => isShown(entry, filter)).reverse();
    tree.message = matching.length === 0 ? 'No action is recorded that matches.' : undefined;
    const shown = matching.slice(0, MOST).map((entry): Row => ({ kind: 'record', entry }));
    return matching.length > MOST ? [...shown, { kind: 'fact', text: `${matching.length - MOST} older records: narrow the filter, or export them.` }] : shown;
  };
  const provider: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => (row === undefined ? rows() : row.kind === 'record' ? recordText(row.entry, Date.now()).facts.map((text): Row => ({ kind: 'fact', text })) : []),
    getTreeItem: (row) => (row.kind === 'fact' ? factItem(row.text) : recordItem(row.entry)),
  };
  const tree = vscode.window.createTreeView(View.audit, { treeDataProvider: provider, showCollapseAll: true });

  return {
    async show() {
      await vscode.commands.executeCommand('setContext', ContextKey.auditShown, true);
      changed.fire();
      await vscode.commands.executeCommand(`${View.audit}.focus`);
    },
    refresh: () => changed.fire(),
    async chooseFilter() {
      const items = FILTER_CHOICES.map((choice) => ({ label: choice.label, description: choice.group, picked: choice.isSet(filter), choice }));
      const picked = await vscode.window.showQuickPick(items, { canPickMany: true, title: 'Show in the audit', placeHolder: 'Nothing chosen shows everything' });
      if (picked === undefined) return;
      filter = picked.reduce((one, { choice }) => choice.change(one), NO_FILTER);
      tree.description = filterText(filter);
      changed.fire();
    },
    async verify() {
      const { audit } = await handle.get();
      const { records, checkpoint, problems } = await audit.verify();
      if (problems.length === 0) {
        const kept = checkpoint === 'matches' ? ', and none is missing at its end' : '';
        void vscode.window.showInformationMessage(`The audit is as it was written: all ${records} records keep their seals${kept}.`);
        return;
      }
      const choice = await vscode.window.showWarningMessage(`The audit is not as it was written: ${problems[0]?.text ?? ''}`, 'Show All');
      if (choice === 'Show All') await openText(problems.map(({ text }) => text).join('\n'), 'plaintext');
    },
    async exportRecords() {
      const { audit } = await handle.get();
      await openText(audit.entries().map((entry) => JSON.stringify(entry)).join('\n'), 'jsonl');
    },
    dispose() {
      tree.dispose();
      changed.dispose();
    },
  };
}

/** An untitled document: the person decides whether and where it is saved. */
async function openText(content: string, language: string): Promise<void> {
  const languages = await vscode.languages.getLanguages();
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: languages.includes(language) ? language : 'plaintext' }));
}

function recordItem(entry: AuditEntry): vscode.TreeItem {
  const { label, description, spoken, icon, facts } = recordText(entry, Date.now());
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = String(entry.id);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = [entry.title, ...facts].join('\n');
  item.accessibilityInformation = { label: spoken, role: 'treeitem' };
  return item;
}

function factItem(text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.tooltip = text;
  return item;
}

/** What the view's commands do. */
export const auditCommands = (view: AuditView) => ({
  [Command.showAudit]: () => view.show(),
  [Command.refreshAudit]: () => view.refresh(),
  [Command.filterAudit]: () => view.chooseFilter(),
  [Command.verifyAudit]: () => view.verify(),
  [Command.exportAudit]: () => view.exportRecords(),
});
