import { createInterface } from 'node:readline/promises';
import type { Confirmation } from './core/hostSteps.ts';
import type { Session } from './core/session.ts';
import type { AnyEvent, ApprovalRequest } from './shared/events.ts';

/** What `pilothouse` shows and asks on a terminal. */

/** Whether a person can be asked. */
export const onTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** What a person sees of an event: the answer on standard output, everything else on standard error. */
export function print(event: AnyEvent): void {
  switch (event.type) {
    case 'text-delta':
      process.stdout.write(withoutControls(event.text));
      break;
    case 'tool-call':
      note(`• ${event.title}`);
      break;
    case 'tool-end':
      if (event.outcome !== 'ok' || event.view?.kind === 'infra') note(`  ${event.outcome}: ${event.forModel}`);
      break;
    case 'infra-update':
      for (const row of event.update.rows) if (row.op !== 'same') note(`  ${row.op} ${row.type} ${row.name}: ${row.state}`);
      break;
    case 'retry-scheduled':
      note(`  ${event.reason}; attempt ${event.attempt} in ${Math.ceil(event.delayMs / 1000)} s`);
      break;
    case 'run-end':
      if (event.error !== undefined) note(`\n${event.error.title}\n${event.error.detail}`);
      break;
    case 'notice':
      note(event.text);
      break;
    default:
      break;
  }
}

/** Asks on the terminal. Without one the gate has denied already, so nothing is asked here. */
export async function askOnTerminal(session: Session, request: ApprovalRequest, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const end = session.subscribe((events) => {
    if (events.some((event) => event.type === 'approval-resolved' && event.approvalId === request.approvalId)) over.abort();
  });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // the end of the input (Ctrl+D) is no answer, and Ctrl+C does not reach the process while a line is read
  terminal.once('close', () => over.abort());
  terminal.once('SIGINT', () => session.stop());
  note(`\n[${request.level}] ${request.title}`);
  if (request.command !== undefined) note(`  in ${request.command.cwd}\n${request.command.text}`);
  if (request.diff !== undefined) note(request.diff.text);
  if (request.loss !== undefined) {
    note(request.loss.headline);
    for (const item of request.loss.items) note(`  ${item.operation} ${item.detail} ${item.name}${item.stateful ? ' (holds data)' : ''}: ${item.because.join('; ')}`);
    for (const warning of request.loss.warnings) note(`  ! ${warning}`);
  }
  for (const reason of request.reasons) note(`  – ${reason}`);
  try {
    const { always } = request;
    if (always !== undefined) note(`  Typing always instead of yes allows for ${always.days} days: ${always.matches}\n  It does not allow: ${always.not.join('; ')}.`);
    const question = request.typedTarget === undefined ? 'Allow this once? Type yes: ' : `Type ${request.typedTarget} to confirm, anything else rejects: `;
    const typed = (await terminal.question(question, { signal: AbortSignal.any([signal, over.signal]) })).trim();
    const allowed = request.typedTarget === undefined ? typed.toLowerCase() === 'yes' : typed === request.typedTarget;
    const isAlways = always !== undefined && typed.toLowerCase() === 'always';
    session.answer(request.approvalId, isAlways ? { outcome: 'allow-always' } : allowed ? { outcome: 'allow-once', typed } : { outcome: 'reject-once' }, { kind: 'human', name: 'user' });
  } catch {
    session.answer(request.approvalId, { outcome: 'reject-once' }, { kind: 'human', name: 'user' });
  } finally {
    end();
    terminal.close();
  }
}

/** For what a person starts outside a session. Without a terminal the answer is no. */
export async function confirmOnTerminal({ title, level, reasons }: Confirmation, signal: AbortSignal): Promise<boolean> {
  if (!onTerminal()) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const over = new AbortController();
  terminal.once('close', () => over.abort());
  note(`\n[${level}] ${title}`);
  for (const reason of reasons) note(`  – ${reason}`);
  try {
    return (await terminal.question('Do this? Type yes: ', { signal: AbortSignal.any([signal, over.signal]) })).trim().toLowerCase() === 'yes';
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}

/** For people, on standard error. */
export const note = (text: string): void => void process.stderr.write(`${visible(text)}\n`);

/** Nothing that a model or a program says may move the cursor, change colours or rewrite what stands on the terminal. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, (character) => visible(character));

/** Control, bidirectional and invisible characters as escapes: what is confirmed must be what is seen. */
export function visible(text: string): string {
  return text.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
