import * as vscode from 'vscode';
import type { ApprovalList } from '../host.ts';
import { approvalItem } from './approvalItems.ts';

/** "Manage Approvals": what was allowed for good, and taking it back. All of it by the keyboard. */
export async function manageApprovals(approvals: ApprovalList): Promise<void> {
  const here = approvals.list(false);
  const everywhere = approvals.list(true);
  if (everywhere.length === 0) {
    void vscode.window.showInformationMessage('Nothing is allowed for good. A confirmation of a moderate command offers it.');
    return;
  }
  const local = new Set(here.map(({ key }) => key));
  const now = Date.now();
  const picked = await vscode.window.showQuickPick([
    { label: 'This workspace', kind: vscode.QuickPickItemKind.Separator },
    ...here.map((approval) => approvalItem(approval, now, false)),
    { label: 'Other workspaces', kind: vscode.QuickPickItemKind.Separator },
    ...everywhere.filter(({ key }) => !local.has(key)).map((approval) => approvalItem(approval, now, true)),
    { label: 'Revoke more than one', kind: vscode.QuickPickItemKind.Separator },
    ...(here.length === 0 ? [] : [{ label: `Revoke all ${here.length} of this workspace`, all: 'here' as const }]),
    { label: `Revoke all ${everywhere.length} everywhere`, all: 'everywhere' as const },
  ], { title: 'Approvals for good: choose one to revoke it', placeHolder: 'Search by command', matchOnDescription: true, matchOnDetail: true });
  if (picked === undefined) return;
  if ('approval' in picked) {
    if (!await confirmed('Revoke this approval?', `${picked.label}\n\n${picked.detail}\n\nThe command asks again from now on.`)) return;
    approvals.revoke(picked.approval.key);
    vscode.window.setStatusBarMessage('$(check) Approval revoked', 5_000);
  } else if ('all' in picked) {
    if (!await confirmed(`${picked.label}?`, 'Each of these commands asks again from now on.')) return;
    const count = approvals.revokeAll(picked.all === 'everywhere');
    vscode.window.setStatusBarMessage(`$(check) ${count} ${count === 1 ? 'approval' : 'approvals'} revoked`, 5_000);
  }
}

async function confirmed(question: string, detail: string): Promise<boolean> {
  return await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Revoke') === 'Revoke';
}
