import type { FileChange } from '../shared/events.ts';
import type { CallId } from '../shared/ids.ts';
import type { SessionState, ToolItem } from '../shared/sessionState.ts';

/** What a change's diff compares: the oldest content against the newest that the call left. */
export function keptChange(state: SessionState, callId: CallId, path: string): FileChange | undefined {
  const call = state.items.find((item): item is ToolItem => item.kind === 'tool' && item.id === callId);
  const changes = call?.changes.filter((change) => samePath(change.path, path)) ?? [];
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { path: first.path, after: last.after, ...(first.before === undefined ? {} : { before: first.before }) };
}

/** Cards name files relative to the workspace, changes absolutely. */
function samePath(absolute: string, named: string): boolean {
  const [whole, part] = [absolute.replaceAll('\\', '/'), named.replaceAll('\\', '/').replace(/^\.\//, '')];
  return whole === part || whole.endsWith(`/${part}`);
}
