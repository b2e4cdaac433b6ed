import { createInterface, type Interface } from 'node:readline/promises';
import type { Confirmation } from './core/hostSteps.ts';
import type { Session } from './core/session.ts';
import { factLines, headingOf, type Confirmable } from './shared/approvalText.ts';
import type { Actor } from './shared/effects.ts';
import type { AnyEvent, ApprovalRequest } from './shared/events.ts';
import { visibleText } from './shared/visible.ts';

/** What `pilothouse` shows and asks on a terminal. */

const PERSON: Actor = { kind: 'human', name: 'user' };

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
  const dialog = session.openConfirmation(request.approvalId);
  if (dialog === undefined) return;
  const over = new AbortController();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // the end of the input (Ctrl+D) is no answer, and Ctrl+C does not reach the process while a line is read
  terminal.once('close', () => over.abort());
  terminal.once('SIGINT', () => session.stop());
  draw(request);
  try {
    const { always } = request;
    if (always !== undefined) note(`  Typing always instead of yes allows for ${always.days} days: ${always.matches}\n  It does not allow: ${always.not.join('; ')}.`);
    const typed = await askFor(terminal, request.typedTarget, AbortSignal.any([signal, over.signal, dialog.signal]));
    const outcome = always !== undefined && typed.toLowerCase() === 'always' ? 'allow-always' : isYes(typed, request.typedTarget) ? 'allow-once' : 'reject-once';
    session.answer(request.approvalId, { outcome, ...(outcome === 'reject-once' ? {} : { typed, token: dialog.token }) }, PERSON);
  } catch {
    session.answer(request.approvalId, { outcome: 'reject-once' }, PERSON);
  } finally {
    terminal.close();
  }
}

/** For what a person starts outside a session. Without a terminal the answer is no. */
export async function confirmOnTerminal(confirmation: Confirmation, signal: AbortSignal): Promise<boolean> {
  if (!onTerminal()) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const over = new AbortController();
  terminal.once('close', () => over.abort());
  draw(confirmation);
  try {
    return isYes(await askFor(terminal, confirmation.typedTarget, AbortSignal.any([signal, over.signal])), confirmation.typedTarget);
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}

function draw(request: Confirmable): void {
  note(`\n[${request.level}] ${headingOf(request)}`);
  for (const line of factLines(request, Date.now())) note(`  ${line}`);
}

/** What was typed. @throws an abort error */
async function askFor(terminal: Interface, target: string | undefined, signal: AbortSignal): Promise<string> {
  const question = target === undefined ? 'Allow this once? Anything else than yes rejects. Type yes: ' : `Type ${visibleText(target)} to confirm, anything else rejects: `;
  return (await terminal.question(question, { signal })).trim();
}

const isYes = (typed: string, target: string | undefined): boolean => (target === undefined ? typed.toLowerCase() === 'yes' : typed === target);

/** For people, on standard error. */
export const note = (text: string): void => void process.stderr.write(`${visibleText(text)}\n`);

/** Nothing that a model or a program says may move the cursor, change colours or rewrite what stands on the terminal. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, (character) => visibleText(character));
