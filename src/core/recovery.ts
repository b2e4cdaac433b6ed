import type { EventBody } from '../shared/events.ts';
import type { SessionState } from '../shared/sessionState.ts';

/**
 * What a session that was cut off (crash, kill, closed window) is missing: the ends of everything that was open.
 * A call that was running is marked unknown, never repeated (invariant 5).
 */
export function repairEvents(state: SessionState, why = 'The editor closed'): EventBody[] {
  const repairs: EventBody[] = [];
  for (const item of state.items) {
    if (item.kind === 'assistant' && item.status === 'streaming') repairs.push({ type: 'assistant-end', messageId: item.id, reason: 'interrupted' });
    if (item.kind !== 'tool' || item.state === 'ended') continue;
    if (item.approval !== undefined && item.approval.outcome === undefined) {
      repairs.push({ type: 'approval-resolved', approvalId: item.approval.approvalId, callId: item.id, outcome: 'cancelled' });
    }
    const ran = item.state === 'running';
    repairs.push({
      type: 'tool-end', callId: item.id, outcome: 'interrupted', durationMs: 0,
      forModel: ran
        ? `${why} while this ran: whether it took effect is not known. Look before you repeat it.`
        : `${why} before this started. It was not run.`,
    });
  }
  if (state.run !== undefined) repairs.push({ type: 'run-end', runId: state.run.id, outcome: 'interrupted' });
  return repairs;
}
