import * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';
import { PROVIDER_IDS, Setting, type ProviderId } from './contributions.ts';
import { pickProvider, setApiKey } from './apiKeys.ts';
import { baseUrlProblem, keyName, PROVIDERS } from './modelSettings.ts';
import { listModels } from './modelList.ts';
import { readSetting, writeSetting } from './settings.ts';

/** Leads through provider, address where one is needed, model and key; writes nothing before the last answer. */
export async function chooseModel(secrets: Secrets): Promise<void> {
  const provider = await pickProvider('Which provider shall answer?', PROVIDER_IDS);
  if (provider === undefined) return;
  const same = provider === readSetting(Setting.provider);
  const baseUrl = await askBaseUrl(provider, same ? readSetting(Setting.baseUrl) : '');
  if (baseUrl === undefined) return;
  const name = await askModel(provider, baseUrl, same ? readSetting(Setting.modelName) : '', await secrets.get(keyName(provider)));
  if (name === undefined) return;
  await writeSetting(Setting.baseUrl, baseUrl);
  await writeSetting(Setting.modelName, name);
  await writeSetting(Setting.provider, provider);
  if (PROVIDERS[provider].key === 'required' && await secrets.get(keyName(provider)) === undefined && !readSetting(Setting.useEnvironmentKeys)) {
    await setApiKey(secrets, provider);
  }
}

/** @returns empty for the provider's own address, undefined where the person left off */
async function askBaseUrl(provider: ProviderId, known: string): Promise<string | undefined> {
  const { key, baseUrl, label } = PROVIDERS[provider];
  if (key === 'required') return known;
  const answer = await vscode.window.showInputBox({
    title: `Address of ${label}`,
    value: known === '' ? baseUrl ?? '' : known,
    prompt: 'Base URL of its API, for example http://127.0.0.1:8000/v1',
    ignoreFocusOut: true,
    validateInput: (text) => baseUrlProblem(text.trim()),
  });
  if (answer === undefined) return undefined;
  return answer.trim() === baseUrl ? '' : answer.trim();
}

async function askModel(provider: ProviderId, baseUrl: string, known: string, apiKey: string | undefined): Promise<string | undefined> {
  const { label, defaultModel, baseUrl: own } = PROVIDERS[provider];
  const address = baseUrl === '' ? own : baseUrl;
  const found = address === undefined ? [] : await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Asking ${label} for its models` },
    () => listModels(address, apiKey, AbortSignal.timeout(3_000)),
  );
  if (found.length > 0) {
    const other: vscode.QuickPickItem = { label: '$(edit) Another name…' };
    const picked = await vscode.window.showQuickPick([...found.map((name) => ({ label: name })), other], { title: `Model of ${label}`, placeHolder: 'Model' });
    if (picked === undefined) return undefined;
    if (picked !== other) return picked.label;
  }
  const answer = await vscode.window.showInputBox({
    title: `Model of ${label}`,
    value: known === '' ? defaultModel ?? '' : known,
    prompt: found.length === 0 && address !== undefined ? `No list of models came from ${address}; type the name.` : 'Name of the model, as the provider writes it',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A model needs a name.' : undefined),
  });
  return answer?.trim();
}
