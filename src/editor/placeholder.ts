import { toErrorCard } from '../core/errors.ts';
import { emptySession } from '../shared/sessionState.ts';
import type { SessionSource } from './webviewChannel.ts';

/** What the chat shows where there is no session: why, and what to do about it. */
export function placeholderFor(error: unknown): SessionSource {
  const card = toErrorCard(error);
  const state = emptySession();
  state.items = [{ kind: 'notice', id: `notice-${card.code}`, at: Date.now(), level: card.code === 'no-folder' ? 'info' : 'error', text: card.title, error: card }];
  return { state, subscribe: () => () => undefined };
}
