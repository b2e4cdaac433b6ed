import type { ToolItem } from '../../../src/shared/sessionState.ts';

/** Milliseconds before the end at which it is said that an approval expires; it is said once. */
const WARN_MS = 60_000;

/** What to say now about approvals that are about to expire. @param told ids of those it was said of; grows */
export function expiring(waiting: readonly ToolItem[], now: number, told: Set<string>): string[] {
  return waiting.flatMap(({ approval, title }) => {
    if (approval === undefined || approval.expiresAt - now > WARN_MS || told.has(approval.approvalId)) return [];
    told.add(approval.approvalId);
    return [`The approval for ${title} expires in less than a minute.`];
  });
}
