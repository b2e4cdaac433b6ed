import type { Level } from '../shared/effects.ts';
import type { AnyEvent, EventType } from '../shared/events.ts';
import type { ApprovalId, CallId } from '../shared/ids.ts';
import type { SessionState, ToolItem } from '../shared/sessionState.ts';

/** What status bar, badge and context keys show of a session. */
export interface Activity {
  status: SessionState['status'];
  running: boolean;
  /** Open confirmations, oldest first. */
  waiting: { approvalId: ApprovalId; title: string; level: Level }[];
  /** The newest call whose files can be put back. */
  undoable?: { callId: CallId; title: string; files: number };
  /** Project and stack that the newest infrastructure verb worked on. */
  stack?: { project: string; name: string };
}

export function activityOf(state: SessionState): Activity {
  const tools = state.items.filter((item): item is ToolItem => item.kind === 'tool');
  const changed = tools.findLast((item) => item.state === 'ended' && item.changes.length > 0 && !item.undone);
  const infra = tools.findLast((item) => item.infra !== undefined || item.view?.kind === 'infra');
  const summary = infra?.view?.kind === 'infra' ? infra.view.summary : infra?.infra;
  return {
    status: state.status,
    running: state.run !== undefined,
    waiting: tools.flatMap(({ state: phase, approval }) => (phase !== 'awaiting-approval' || approval === undefined ? []
      : [{ approvalId: approval.approvalId, title: approval.title, level: approval.level }])),
    ...(changed === undefined ? {} : { undoable: { callId: changed.id, title: changed.title, files: changed.changes.length } }),
    ...(summary === undefined ? {} : { stack: { project: summary.project, name: summary.stack } }),
  };
}

const quiet: ReadonlySet<EventType | 'unknown'> = new Set(['text-delta', 'thinking-delta', 'tool-output', 'unknown']);

/** False where events cannot change the activity: the many small ones of a streaming answer. */
export const changesActivity = (events: AnyEvent[]): boolean => events.some((event) => !quiet.has(event.type));
