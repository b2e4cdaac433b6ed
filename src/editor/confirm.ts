import * as vscode from 'vscode';
import type { Confirmation } from '../core/hostSteps.ts';
import type { AnswerResult, ApprovalAnswer, Session } from '../core/session.ts';
import { factLines, headingOf, LEVEL_WORDS, type Confirmable } from '../shared/approvalText.ts';
import type { ApprovalId } from '../shared/ids.ts';
import { visibleText } from '../shared/visible.ts';
import { PERSON } from './person.ts';

/** Confirmations in dialogs of the editor itself, which nothing that is drawn in the chat can reach (facts/safety 3.11). */

const REJECT = 'Reject';
/** A modal does not scroll: lines beyond this go into an editor behind it. */
const MAX_LINES = 40;
const MAX_CHARACTERS = 4_000;

/** Opens a text whole and read-only. */
export type ShowText = (title: string, text: string) => Promise<void>;

/** `late`: allowed when the question was gone already. */
type Choice = 'allow-once' | 'allow-session' | 'reject-once' | 'late' | undefined;

/**
 * Draws the question and gives the choice; what is DESTRUCTIVE also asks for its target, to the letter. Undefined where the
 * person put it off. After `signal` aborted nothing counts any more.
 */
async function ask(request: Confirmable, signal: AbortSignal, showText: ShowText | undefined): Promise<{ choice: Choice; typed?: string }> {
  const heading = `${LEVEL_WORDS[request.level]}: ${visibleText(headingOf(request))}`;
  const lines = factLines(request, Date.now());
  const isLong = lines.length > MAX_LINES || lines.join('').length > MAX_CHARACTERS;
  if (isLong) await showText?.('What waits for your confirmation', [heading, '', ...lines, ''].join('\n'));
  const detail = isLong ? [...shortened(lines), '', showText === undefined ? 'There is more than fits here.' : 'All of it is open in the editor behind this dialog: read it before you go on.'] : lines;
  const destructive = request.typedTarget !== undefined;
  const allow = destructive ? 'Continue…' : 'Allow Once';
  const remember = 'Allow for This Session';
  // the first button has the focus, so Enter rejects
  const picked = await vscode.window.showWarningMessage(heading, { modal: true, detail: detail.join('\n') }, REJECT, allow, ...(request.rememberable === true ? [remember] : []));
  if (picked === REJECT) return { choice: 'reject-once' };
  if (picked === undefined) return { choice: undefined };
  if (signal.aborted) return { choice: 'late' };
  if (!destructive) return { choice: picked === remember ? 'allow-session' : 'allow-once' };
  const typed = await typedTarget(heading, request.typedTarget ?? '', signal);
  return typed === undefined ? { choice: undefined } : { choice: 'allow-once', typed };
}

const shortened = (lines: readonly string[]): string[] => {
  const shown = lines.slice(0, MAX_LINES / 2).map((line) => (line.length > 200 ? `${line.slice(0, 200)}…` : line));
  return lines.length > shown.length ? [...shown, `… and ${lines.length - shown.length} more lines`] : shown;
};

/** Undefined unless exactly the target was typed and entered before the question went away. */
async function typedTarget(heading: string, target: string, signal: AbortSignal): Promise<string | undefined> {
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = (): void => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const typed = await vscode.window.showInputBox({
      title: heading, prompt: `Type ${visibleText(target)} to confirm. Escape leaves the question open.`, ignoreFocusOut: true,
      validateInput: (value) => (value === target ? undefined : `Type ${visibleText(target)} exactly`),
    }, cancellation.token);
    return signal.aborted || typed !== target ? undefined : typed;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** For what a person started outside a session. Whatever is not a whole yes means no. */
export async function confirmWithModal(confirmation: Confirmation, signal: AbortSignal): Promise<boolean> {
  try {
    const { choice } = await ask(confirmation, signal, undefined);
    return choice === 'allow-once' && !signal.aborted;
  } catch {
    return false;
  }
}

export interface NativeAnswers {
  /** Asks in a dialog and answers the request by it; one dialog for each request at a time. Undefined where it was put off. */
  answer(session: Session, approvalId: ApprovalId): Promise<AnswerResult | undefined>;
}

export function createNativeAnswers(showText: ShowText): NativeAnswers {
  const open = new Set<ApprovalId>();
  return {
    async answer(session, approvalId) {
      if (open.has(approvalId)) return undefined;
      const dialog = session.openConfirmation(approvalId);
      if (dialog === undefined) return 'gone';
      open.add(approvalId);
      try {
        const { choice, typed } = await ask(dialog.request, dialog.signal, showText);
        if (choice === 'late') return 'gone';
        // a no to what is gone already is no news
        if (choice === undefined || dialog.signal.aborted) return undefined;
        const answer: ApprovalAnswer = { outcome: choice, token: dialog.token, ...(typed === undefined ? {} : { typed }) };
        return session.answer(approvalId, answer, PERSON);
      } finally {
        open.delete(approvalId);
      }
    },
  };
}
