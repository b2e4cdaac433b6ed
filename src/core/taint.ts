import type { Effect } from '../shared/effects.ts';
import { MAX_SOURCES } from '../shared/sessionState.ts';
import type { Call, ExecutorPorts } from './call.ts';

/**
 * Notes what an action is about to read from outside: pages, files elsewhere, whatever fetched code says. From its
 * effects, never by what a model says of it. Before it runs, so that no crash lets it slip.
 */
export function noteTaint(ports: ExecutorPorts, call: Call, effects: readonly Effect[]): void {
  const known = ports.taintedBy();
  const sources = new Set(effects.filter(readsOutside).map(({ target }) => ports.redact(target)));
  for (const source of [...sources].slice(0, MAX_SOURCES)) {
    if (!known.includes(source) && known.length < MAX_SOURCES) ports.emit(call.actor, { type: 'session-tainted', source });
  }
}

function readsOutside({ kind, inWorkspace }: Effect): boolean {
  switch (kind) {
    // an answer comes back whatever was sent
    case 'network': return true;
    case 'read':
    case 'secret-read':
    case 'exec':
    case 'unknown':
      return inWorkspace === false;
    default: return false;
  }
}
