import * as vscode from 'vscode';
import { age } from './age.ts';
import type { Sessions } from './sessions.ts';

/** Lets a person go back to an earlier conversation of this folder. */
export async function pickSession(sessions: Sessions): Promise<void> {
  const list = await sessions.list();
  const items = list.map((summary) => ({
    id: summary.id,
    label: summary.title === '' ? 'New chat' : summary.title,
    description: summary.id === sessions.shown?.id ? 'shown now' : age(Date.now() - summary.updatedAt),
  }));
  const fresh = { id: undefined, label: '$(add) New chat', description: '' };
  const picked = await vscode.window.showQuickPick([fresh, ...items], { title: 'Chats in this folder', placeHolder: 'Search by title', matchOnDescription: true });
  if (picked === undefined) return;
  if (picked.id === undefined) await sessions.startNew();
  else await sessions.open(picked.id);
}
