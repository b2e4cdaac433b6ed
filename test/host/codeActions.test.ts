import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DiagnosticArguments } from '../../src/editor/codeActions.ts';
import { Command } from '../../src/editor/contributions.ts';
import { activate, inWorkspace, showSelected } from './support.ts';

async function offered(range: vscode.Range, only?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', inWorkspace('actions.ts'), range, only?.value);
  return actions.filter((action) => action.title.includes('Pilothouse'));
}

describe('code actions', () => {
  const broken = new vscode.Range(1, 6, 1, 7);
  let collection: vscode.DiagnosticCollection;
  before(async () => {
    await activate();
    await showSelected('actions.ts', 'const a = 1;\nconst b = c;\n', 0, 0);
    collection = vscode.languages.createDiagnosticCollection('test');
    collection.set(inWorkspace('actions.ts'), [new vscode.Diagnostic(broken, 'Cannot find name c.', vscode.DiagnosticSeverity.Error)]);
  });
  after(async () => {
    collection.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are offered on a selection', async () => {
    const actions = await offered(new vscode.Range(0, 0, 0, 12));
    assert.deepEqual(actions.map((action) => action.title), ['Explain', 'Fix', 'Write Tests', 'Refactor'].map((title) => `${title} with Pilothouse`));
    assert.deepEqual(actions.map((action) => action.command?.command), [Command.explainSelection, Command.fixSelection, Command.writeTests, Command.refactorSelection]);
    for (const action of actions) assert.ok(vscode.CodeActionKind.Refactor.contains(action.kind ?? vscode.CodeActionKind.Empty));
  });

  it('are not offered without a selection', async () => {
    assert.deepEqual(await offered(new vscode.Range(0, 3, 0, 3)), []);
  });

  it('offer a fix on a problem, as a quick fix that belongs to it', async () => {
    const [fix, ...others] = await offered(new vscode.Range(1, 6, 1, 6), vscode.CodeActionKind.QuickFix);
    assert.deepEqual(others, []);
    assert.equal(fix?.title, 'Fix with Pilothouse');
    const [given] = (fix?.command?.arguments ?? []) as DiagnosticArguments[];
    assert.deepEqual(given?.diagnostics.map((diagnostic) => diagnostic.message), ['Cannot find name c.']);
    assert.notEqual(fix?.isPreferred, true);
  });

  it('are left out where another kind is asked for', async () => {
    assert.deepEqual(await offered(new vscode.Range(0, 0, 1, 5), vscode.CodeActionKind.SourceOrganizeImports), []);
  });
});
