import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { confirmWithModal } from '../../src/editor/confirm.ts';
import { Command, Setting } from '../../src/editor/contributions.ts';
import { PERSON } from '../../src/editor/person.ts';
import type { TestApi } from '../../src/editor/testApi.ts';
import type { Session } from '../../src/core/session.ts';
import type { ApprovalState, ToolItem } from '../../src/shared/sessionState.ts';
import { startModelServer, type ModelServer } from '../fixtures/modelServer/modelServer.ts';
import { activate, inWorkspace, until, withStub } from './support.ts';

const set = (key: string, value: unknown) => vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);

interface Modal { message: string; detail: string; buttons: string[] }

/** Answers every modal dialog and every input box by these, and keeps what they said. */
async function withDialogs(pick: (modal: Modal) => Promise<string | undefined> | string | undefined, type: (options: vscode.InputBoxOptions) => string | undefined, body: (modals: Modal[]) => Promise<void>): Promise<void> {
  const modals: Modal[] = [];
  const warn = (async (message: string, options: vscode.MessageOptions, ...buttons: string[]) => {
    const modal = { message, detail: options.detail ?? '', buttons };
    modals.push(modal);
    return pick(modal);
  }) as unknown as typeof vscode.window.showWarningMessage;
  const input = (async (options: vscode.InputBoxOptions) => type(options)) as typeof vscode.window.showInputBox;
  await withStub(vscode.window, 'showWarningMessage', warn, () => withStub(vscode.window, 'showInputBox', input, () => body(modals)));
}

const nothingTyped = (): undefined => assert.fail('no input box was expected');

describe('the confirmation of what destroys', () => {
  let api: TestApi;
  let server: ModelServer;
  const victim = () => inWorkspace('victim/only.txt').fsPath;
  before(async () => {
    api = await activate();
    server = await startModelServer();
    await set(Setting.provider, 'custom');
    await set(Setting.modelName, 'scripted');
    await set(Setting.baseUrl, `${server.baseUrl}/v1`);
  });
  beforeEach(async () => {
    await vscode.workspace.fs.writeFile(inWorkspace('victim/only.txt'), Buffer.from('nowhere else'));
  });
  after(async () => {
    for (const key of Object.values(Setting)) await set(key, undefined);
    await server.close();
  });

  /** A model that wants to delete the folder, and the question that this raises. */
  async function ask(): Promise<{ session: Session; run: Promise<unknown>; approval: ApprovalState }> {
    server.push({ calls: [{ name: 'shell', input: { command: 'rm -rf victim' } }] }, { text: 'I see.' });
    const session = await api.sessions.startNew();
    const run = session.send({ text: 'delete the folder', context: [] }, PERSON);
    await until(() => session.state.status === 'awaiting-approval');
    const approval = session.state.items.find((item): item is ToolItem => item.kind === 'tool' && item.state === 'awaiting-approval')?.approval;
    assert.equal(approval?.level, 'DESTRUCTIVE');
    return { session, run, approval };
  }

  it('is never given by a message of the chat alone', async () => {
    const { session, run, approval } = await ask();
    const shown: string[] = [];
    const error = (async (text: string) => void shown.push(text)) as unknown as typeof vscode.window.showErrorMessage;
    await withStub(vscode.window, 'showErrorMessage', error, async () => {
      api.fromChat({ type: 'answer-approval', approvalId: approval.approvalId, outcome: 'allow-once' });
      await until(() => shown.length > 0);
    });
    assert.match(shown[0] ?? '', /cannot be answered that way/);
    assert.equal(session.state.status, 'awaiting-approval');
    api.fromChat({ type: 'answer-approval', approvalId: approval.approvalId, outcome: 'reject-once' });
    await run;
    assert.ok(existsSync(victim()));
  });

  it('shows level, command and who asks, has Reject first, and wants the target to the letter', async () => {
    const { run, approval } = await ask();
    const target = approval.typedTarget ?? '';
    const problems: unknown[] = [];
    await withDialogs(() => 'Continue…', (options) => {
      problems.push(options.validateInput?.(target.toUpperCase()), options.validateInput?.(target));
      return target;
    }, async (modals) => {
      api.fromChat({ type: 'open-confirmation', approvalId: approval.approvalId });
      await run;
      const [modal] = modals;
      assert.match(modal?.message ?? '', /^Destructive: /);
      assert.match(modal?.detail ?? '', /rm -rf victim[\s\S]*Asked by model scripted, for your message in the chat\./);
      assert.deepEqual(modal?.buttons, ['Reject', 'Continue…']);
    });
    assert.deepEqual(problems, [`Type ${target} exactly`, undefined]);
    assert.equal(existsSync(victim()), false);
  });

  it('is refused by Reject, and stays open where the dialog or the input is put off', async () => {
    const { session, run } = await ask();
    await withDialogs(() => undefined, nothingTyped, async () => { await vscode.commands.executeCommand(Command.answerApproval); });
    assert.equal(session.state.status, 'awaiting-approval');
    await withDialogs(() => 'Continue…', () => undefined, async () => { await vscode.commands.executeCommand(Command.answerApproval); });
    assert.equal(session.state.status, 'awaiting-approval');
    await withDialogs(() => 'Reject', nothingTyped, async () => { await vscode.commands.executeCommand(Command.answerApproval); });
    await run;
    assert.ok(existsSync(victim()));
  });

  it('counts for nothing once the run is stopped', async () => {
    const { session, run, approval } = await ask();
    const shown: string[] = [];
    const error = (async (text: string) => void shown.push(text)) as unknown as typeof vscode.window.showErrorMessage;
    await withStub(vscode.window, 'showErrorMessage', error, () => withDialogs(async () => {
      session.stop();
      await run;
      return 'Continue…';
    }, nothingTyped, async () => {
      api.fromChat({ type: 'open-confirmation', approvalId: approval.approvalId });
      await until(() => shown.length > 0);
    }));
    assert.match(shown[0] ?? '', /no longer open/);
    assert.ok(existsSync(victim()));
  });

  it('of a step outside any session asks the same way', async () => {
    const { signal } = new AbortController();
    const confirmation = { level: 'DESTRUCTIVE', title: 'Remove the command', effects: [], reasons: ['It is used elsewhere.'], typedTarget: 'pulumi' } as const;
    const asked = async (pick: string | undefined, typed?: string): Promise<boolean> => {
      let answer = false;
      await withDialogs(() => pick, () => typed, async () => { answer = await confirmWithModal({ ...confirmation, effects: [], reasons: [...confirmation.reasons] }, signal); });
      return answer;
    };
    assert.deepEqual([await asked('Continue…', 'pulumi'), await asked('Continue…', 'Pulumi'), await asked('Continue…'), await asked('Reject'), await asked(undefined)], [true, false, false, false, false]);
  });
});
