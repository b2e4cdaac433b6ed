import type { SandboxState } from '../core/ports.ts';
import type { HostState } from '../shared/messages.ts';
import type { Activity } from './activity.ts';

export interface StatusBarText { text: string; tooltip: string; warning: boolean }

/** What the status bar item says; warning colours only while somebody has to answer. */
export function statusBarText(activity: Activity, stack: HostState['stack'], folder: string | undefined, sandbox?: SandboxState): StatusBarText {
  const place = stack === undefined ? 'Pilothouse' : `Pilothouse: ${stack.project}/${stack.name}`;
  const confined = sandbox === undefined || sandbox.mode === 'off' ? '' : ` ${sandbox.detail}`;
  const where = `${folder === undefined ? 'No folder is open.' : `Works in ${folder}.`}${confined}`;
  const production = stack?.production === true ? ' This is a production stack.' : '';
  const [first] = activity.waiting;
  if (first !== undefined) {
    const count = activity.waiting.length === 1 ? 'A confirmation waits' : `${activity.waiting.length} confirmations wait`;
    return { text: `$(bell-dot) ${place}`, tooltip: `${count}: ${first.title}${production}`, warning: true };
  }
  if (activity.running) return { text: `$(sync~spin) ${place}`, tooltip: `Working. ${where}${production}`, warning: false };
  return { text: `$(compass) ${place}`, tooltip: `Open the chat. ${where}${production}`, warning: false };
}
