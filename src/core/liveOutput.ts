import type { EventBody } from '../shared/events.ts';
import type { InfraUpdate } from '../shared/infra.ts';
import type { Call, ExecutorPorts } from './call.ts';
import { errorText } from './errors.ts';
import { redactInfraUpdate } from './redactInfra.ts';

/** What a call shows while it is open. It is only shown: where it cannot be stored, the action itself goes on. */
export function whileOpen(ports: ExecutorPorts, call: Call): { output: (text: string) => void; infra: (update: InfraUpdate) => void; checking: (text: string) => void; close: () => void } {
  let open = true;
  const show = (body: EventBody): void => {
    if (!open) return;
    try {
      ports.emit(call.actor, body);
    } catch (error) {
      ports.logLine(`Progress of ${call.name} could not be stored: ${errorText(error)}`);
    }
  };
  const lines = lineBuffer((text) => show({ type: 'tool-output', callId: call.callId, text: ports.redact(text) }));
  return {
    output: lines.push,
    infra: (update) => show({ type: 'infra-update', callId: call.callId, update: redactInfraUpdate(update, ports.redact) }),
    checking: (text) => show({ type: 'tool-checking', callId: call.callId, text: ports.redact(text) }),
    close: () => {
      lines.end();
      open = false;
    },
  };
}

/** Characters of live output that one call may put into the session; the result still tells of all of it. */
const LIVE_OUTPUT_LIMIT = 262_144;

/** Where the last whole line ends before a key that has begun and not ended yet. */
function wholeUntil(text: string): number {
  const begins = text.lastIndexOf('-----BEGIN ');
  const isOpen = begins >= 0 && text.includes('PRIVATE KEY', begins) && !text.includes('-----END ', begins);
  return text.lastIndexOf('\n', isOpen ? begins : undefined) + 1;
}

/** Hands on whole lines, so that no secret is cut in two before it is looked for; a very long line goes as it is. */
function lineBuffer(emit: (text: string) => void): { push: (text: string) => void; end: () => void } {
  const longest = 8_192;
  let rest = '';
  let budget = LIVE_OUTPUT_LIMIT;
  return {
    push(text) {
      if (budget <= 0) return;
      budget -= text.length;
      rest += budget > 0 ? text : `${text.slice(0, budget)}\n… more output follows; it is not shown live.\n`;
      const cut = rest.length > longest ? rest.length : wholeUntil(rest);
      if (cut === 0) return;
      emit(rest.slice(0, cut));
      rest = rest.slice(cut);
    },
    end() {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}
