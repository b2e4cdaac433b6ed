import * as vscode from 'vscode';
import { AppError } from '../core/errors.ts';
import type { AnswerResult, Session } from '../core/session.ts';
import { LEVEL_WORDS } from '../shared/approvalText.ts';
import type { Channel } from '../shared/effects.ts';
import type { ContextItem } from '../shared/events.ts';
import type { ApprovalId, CallId } from '../shared/ids.ts';
import type { ActionId } from '../shared/messages.ts';
import { activityOf, type Activity } from './activity.ts';
import { visibleText } from '../shared/visible.ts';
import type { ChatMessage, ChatView } from './chatView.ts';
import type { ChipList } from './chipList.ts';
import { Command, type CommandId } from './contributions.ts';
import type { NativeAnswers } from './confirm.ts';
import { keptChange } from './keptChange.ts';
import { openFile, openLink } from './openTargets.ts';
import { PERSON } from './person.ts';
import { placeholderFor } from './placeholder.ts';
import type { Sessions } from './sessions.ts';
import type { ShowError } from './showError.ts';
import type { TextViews } from './textViews.ts';

export interface ChatParts {
  readonly view: () => ChatView;
  sessions: Sessions;
  chips: ChipList;
  texts: TextViews;
  /** Dialogs of the editor; loaded with the first one. */
  native: () => Promise<NativeAnswers>;
  showError: ShowError;
}

/** What the chat does, whether the view, a command or a code action asks for it. */
export interface Chat {
  /** Shows the current session, or why there is none. */
  connect(): Promise<void>;
  handle(message: ChatMessage): void;
  send(text: string, context: ContextItem[]): Promise<void>;
  /** Opens the chat and sends; where a run is open, the text waits in the composer instead. */
  ask(text: string, attach: () => void): Promise<void>;
  stop(): void;
  undo(callId: CallId): Promise<void>;
  undoLastChange(): Promise<void>;
  /** Answers a waiting confirmation in a dialog of the editor; the person chooses where none is named and several wait. */
  answerWaiting(approvalId?: ApprovalId): Promise<void>;
}

const commandOf: Record<ActionId, CommandId> = {
  'set-api-key': Command.setApiKey, 'choose-model': Command.chooseModel, 'open-settings': Command.openSettings, 'show-log': Command.showLog,
  'set-up-pulumi': Command.setUpPulumi, 'open-practice-project': Command.openPracticeProject, 'new-session': Command.newChat,
  'show-sessions': Command.showSessions, 'attach-selection': Command.attachSelection,
};

export function createChat({ view, sessions, chips, texts, native, showError }: ChatParts): Chat {
  const shown = (): Session => {
    if (sessions.shown === undefined) throw new AppError('no-session', 'There is no conversation yet.', { audience: 'log' });
    return sessions.shown;
  };
  const send = async (text: string, context: ContextItem[], channel?: Channel): Promise<void> => {
    // how the run ends is in the session's events; what is thrown is only that it could not begin
    await (await sessions.current()).send({ text, context, ...(channel === undefined ? {} : { channel }) }, PERSON);
  };
  const sendMessage = async (text: string, chipIds: string[]): Promise<void> => {
    try {
      const { state } = await sessions.current();
      if (state.run !== undefined) throw new AppError('session-busy', 'The last message is still being worked on. Stop it, or wait until it is done.');
    } catch (error) {
      // the composer is empty by now: give the text back
      view().draft(text);
      throw error;
    }
    await send(text, await chips.take(chipIds));
  };
  const undo = async (callId: CallId): Promise<void> => {
    await shown().undo(callId, PERSON);
  };
  const openOutput = async (callId: string): Promise<void> => {
    const { items, cwd } = shown().state;
    const call = items.find((item) => item.kind === 'tool' && item.id === callId);
    if (call?.kind !== 'tool') return;
    if (call.view?.kind === 'command' && call.view.outputFile !== undefined) await openFile(cwd, call.view.outputFile, undefined);
    else await texts.openOutput(call.title, call.view?.kind === 'command' ? call.view.output : call.view?.kind === 'text' ? call.view.text : call.output);
  };
  const openDiff = async (callId: string, path: string): Promise<void> => {
    const change = keptChange(shown().state, callId as CallId, path);
    if (change === undefined) throw new AppError('no-diff', `No change of “${path}” is kept.`);
    await texts.openDiff(change);
  };
  const answer = (message: Extract<ChatMessage, { type: 'answer-approval' }>): void => {
    const { outcome, reason } = message;
    heed(shown().answer(message.approvalId as ApprovalId, { outcome, ...(reason === undefined ? {} : { reason }) }, PERSON));
  };
  const heed = (result: AnswerResult | undefined): void => {
    if (result === 'wrong-target') throw new AppError('wrong-target', 'What you typed is not the name asked for, so nothing was done. The question is still open.');
    if (result === 'gone') throw new AppError('approval-gone', 'This question is no longer open: it was answered, or its time was up. Nothing was done by this click.');
    if (result === 'not-allowed') throw new AppError('answer-not-allowed', 'This question cannot be answered that way. Nothing was done.');
  };
  const answerWaiting = async (approvalId?: ApprovalId): Promise<void> => {
    const session = shown();
    const { waiting } = activityOf(session.state);
    const wanted = approvalId === undefined && waiting.length > 1 ? await pickWaiting(waiting) : approvalId ?? waiting[0]?.approvalId;
    if (wanted !== undefined) heed(await (await native()).answer(session, wanted));
    else if (waiting.length === 0) void vscode.window.showInformationMessage('No confirmation waits for you.');
  };
  const connect = async (): Promise<void> => {
    try {
      // whoever opens the session tells the view, see `onShown`
      await sessions.current();
    } catch (error) {
      view().show(placeholderFor(error));
    }
  };
  const retry = async (): Promise<void> => {
    // without a session it was the session that could not be opened
    if (sessions.shown === undefined) await connect();
    else await sessions.shown.retry(PERSON);
  };
  const take = async (message: ChatMessage): Promise<void> => {
    switch (message.type) {
      case 'send': return sendMessage(message.text, message.chipIds);
      case 'stop': return shown().stop();
      case 'retry': return retry();
      case 'cancel-call': return shown().cancelCall(message.callId as CallId);
      case 'answer-approval': return answer(message);
      case 'open-confirmation': return answerWaiting(message.approvalId as ApprovalId);
      case 'remove-chip': return chips.remove(message.id);
      case 'open-diff': return openDiff(message.callId, message.path);
      case 'open-file': return openFile(shown().state.cwd, message.path, message.line);
      case 'open-link': return openLink(message.url);
      case 'open-output': return openOutput(message.callId);
      case 'copy': return vscode.env.clipboard.writeText(message.text);
      case 'undo': return undo(message.callId as CallId);
      case 'action': return vscode.commands.executeCommand(commandOf[message.action]);
    }
  };
  return {
    connect,
    handle(message) {
      take(message).catch((error: unknown) => showError(`Message “${message.type}” of the chat`, error));
    },
    send,
    async ask(text, attach) {
      await view().focus();
      attach();
      const session = await sessions.current();
      if (session.state.run === undefined) await send(text, await chips.take(chips.items.map((item) => item.id)), 'code-action');
      else view().draft(text);
    },
    stop: () => sessions.shown?.stop(),
    undo,
    answerWaiting,
    async undoLastChange() {
      const last = sessions.shown === undefined ? undefined : activityOf(sessions.shown.state).undoable;
      if (last === undefined) {
        void vscode.window.showInformationMessage('There is no change to undo in this conversation.');
        return;
      }
      await undo(last.callId);
      vscode.window.setStatusBarMessage(`$(discard) Undone: ${last.title}`, 5_000);
    },
  };
}

async function pickWaiting(waiting: Activity['waiting']): Promise<ApprovalId | undefined> {
  const items = waiting.map(({ approvalId, title, level }) => ({ approvalId, label: visibleText(title), description: LEVEL_WORDS[level] }));
  return (await vscode.window.showQuickPick(items, { title: 'Confirmations that wait for you', placeHolder: 'Choose one to look at' }))?.approvalId;
}
