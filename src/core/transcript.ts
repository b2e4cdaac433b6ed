import type { AnyEvent, ContextItem } from '../shared/events.ts';
import type { CallId } from '../shared/ids.ts';
import type { ModelMessage } from './model.ts';

const INTERRUPTED_RESULT = 'The call was interrupted: whether it took effect is not known. Look before you repeat it.';
const GO_ON = 'Your last answer was cut off by a failure. Go on exactly where it stopped and do not repeat what is there.';

/**
 * Builds what a model is sent from the events alone. The result only ever grows at its end, so that the provider's
 * prefix cache holds; every call has a result (invariant 5).
 */
export function buildTranscript(events: readonly AnyEvent[]): ModelMessage[] {
  const calls = collectCalls(events);
  const messages: ModelMessage[] = [];
  const assistants = new Map<string, Extract<ModelMessage, { role: 'assistant' }>>();
  const results = new Map<string, Extract<ModelMessage, { role: 'tool' }>>();

  for (const event of events) {
    switch (event.type) {
      case 'user-message':
        addUserText(messages, userText(event.text, event.context));
        break;
      case 'assistant-start': {
        const message = { role: 'assistant' as const, text: '', calls: [] };
        assistants.set(event.messageId, message);
        messages.push(message);
        break;
      }
      case 'text-delta': {
        const message = assistants.get(event.messageId);
        if (message !== undefined) message.text += event.text;
        break;
      }
      case 'assistant-end': {
        const message = assistants.get(event.messageId);
        if (message !== undefined && event.replay !== undefined) message.replay = event.replay;
        break;
      }
      case 'tool-call': {
        const id = event.providerCallId ?? event.callId;
        const message = event.messageId === undefined ? undefined : assistants.get(event.messageId);
        const result = calls.get(event.callId) ?? { forModel: INTERRUPTED_RESULT, failed: true };
        if (message === undefined) {
          addUserText(messages, `[I ran ${event.title}. Its result: ${result.forModel}]`);
          break;
        }
        message.calls.push({ id, name: event.name, input: event.input });
        let group = results.get(event.messageId ?? '');
        if (group === undefined) {
          group = { role: 'tool', results: [] };
          results.set(event.messageId ?? '', group);
          messages.push(group);
        }
        group.results.push({ callId: id, name: event.name, text: result.forModel, failed: result.failed });
        break;
      }
      default:
        break;
    }
  }
  const kept = messages.filter((message) => message.role !== 'assistant' || message.text.trim() !== '' || message.calls.length > 0);
  if (kept.at(-1)?.role === 'assistant') kept.push({ role: 'user', text: GO_ON });
  return kept;
}

function collectCalls(events: readonly AnyEvent[]): Map<CallId, { forModel: string; failed: boolean }> {
  const calls = new Map<CallId, { forModel: string; failed: boolean }>();
  for (const event of events) {
    if (event.type === 'tool-end') calls.set(event.callId, { forModel: event.forModel, failed: event.outcome !== 'ok' });
  }
  return calls;
}

function addUserText(messages: ModelMessage[], text: string): void {
  const last = messages.at(-1);
  if (last?.role === 'user') last.text += `\n\n${text}`;
  else messages.push({ role: 'user', text });
}

/** Context goes behind the person's words, fenced and named as data. */
function userText(text: string, context: ContextItem[]): string {
  if (context.length === 0) return text;
  const blocks = context.map((item) => {
    const where = item.path === undefined ? item.label : `${item.path}${item.startLine === undefined ? '' : `:${item.startLine}-${item.endLine ?? item.startLine}`}`;
    const fence = '`'.repeat(Math.max(3, ...[...item.text.matchAll(/`+/g)].map((run) => run[0].length + 1)));
    return `${item.kind} ${where}\n${fence}\n${item.text}\n${fence}`;
  });
  return `${text}\n\n<context>\n${blocks.join('\n')}\n</context>`;
}
