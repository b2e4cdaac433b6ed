import type { RememberedApproval } from '../core/ports.ts';
import { age } from './age.ts';

/** What the list of approvals shows, in words that a screen reader can say. */

export interface ApprovalItem {
  label: string;
  description: string;
  detail: string;
  approval: RememberedApproval;
}

export function approvalItem(approval: RememberedApproval, now: number, withWorkspace: boolean): ApprovalItem {
  const { what, matches, workspace, grantedAt, lastUsedAt, expiresAt } = approval;
  const days = Math.max(1, Math.ceil((expiresAt - now) / 86_400_000));
  return {
    label: oneLine(what),
    description: [
      ...(withWorkspace ? [workspace] : []), `allowed ${age(now - grantedAt)}`, lastUsedAt === undefined ? 'never used' : `last used ${age(now - lastUsedAt)}`, `expires in ${days} ${days === 1 ? 'day' : 'days'}`,
    ].join(', '),
    detail: oneLine(matches),
    approval,
  };
}

/** Icons are written as `$(name)` in labels: a command must not draw any, nor hide anything. */
const oneLine = (text: string): string => text.replaceAll('$(', '$\u200b(').replaceAll(/[^\P{C}\u200b]|[\u2028\u2029]/gu, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
