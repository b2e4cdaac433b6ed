import * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';
import { PROVIDER_IDS, Setting, type ProviderId } from './contributions.ts';
import { keyHint, keyName, keyProblem, PROVIDERS } from './modelSettings.ts';
import { readSetting, writeSetting } from './settings.ts';

/**
 * Asks for a key and stores it. With no model chosen yet, its provider becomes the one in use.
 * @returns the provider, or undefined where the person left off
 */
export async function setApiKey(secrets: Secrets, given?: ProviderId): Promise<ProviderId | undefined> {
  const provider = given ?? await pickProvider('Whose API key do you want to set?', PROVIDER_IDS);
  if (provider === undefined) return undefined;
  const { label } = PROVIDERS[provider];
  const key = await vscode.window.showInputBox({
    title: `API key for ${label}`,
    prompt: 'It is kept in the editor’s secret storage and sent to this provider only.',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text === '') return undefined;
      const problem = keyProblem(text);
      if (problem !== undefined) return { message: problem, severity: vscode.InputBoxValidationSeverity.Error };
      const hint = keyHint(provider, text);
      return hint === undefined ? undefined : { message: hint, severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
  if (key === undefined || keyProblem(key) !== undefined) return undefined;
  await secrets.set(keyName(provider), key.trim());
  if (readSetting(Setting.provider) === '') await writeSetting(Setting.provider, provider);
  vscode.window.setStatusBarMessage(`$(key) The key for ${label} is stored.`, 5_000);
  return provider;
}

/** Removes a stored key. @returns the provider, or undefined where there was none or the person left off */
export async function removeApiKey(secrets: Secrets, given?: ProviderId): Promise<ProviderId | undefined> {
  const stored: ProviderId[] = [];
  for (const provider of PROVIDER_IDS) if (await secrets.get(keyName(provider)) !== undefined) stored.push(provider);
  if (stored.length === 0) {
    void vscode.window.showInformationMessage('No API key is stored.');
    return undefined;
  }
  const provider = given ?? await pickProvider('Whose API key do you want to remove?', stored);
  if (provider === undefined || !stored.includes(provider)) return undefined;
  await secrets.remove(keyName(provider));
  vscode.window.setStatusBarMessage(`$(key) The key for ${PROVIDERS[provider].label} is removed.`, 5_000);
  return provider;
}

/** Lets a person pick a provider; the one in use stands first. */
export async function pickProvider(title: string, among: readonly ProviderId[]): Promise<ProviderId | undefined> {
  const used = readSetting(Setting.provider);
  const sorted = [...among].sort((a, b) => Number(b === used) - Number(a === used));
  const items = sorted.map((id) => ({ id, label: PROVIDERS[id].label, description: id === used ? 'in use' : PROVIDERS[id].key === 'optional' ? 'needs no key' : '' }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Provider' }))?.id;
}
