import * as vscode from 'vscode';
import { Setting, type SettingTypes } from './contributions.ts';
import type { ModelSettings } from './modelSettings.ts';

/** Reads one of our settings. The manifest gives every key a default, so that the value is never missing. */
export function readSetting<Key extends keyof SettingTypes>(key: Key): SettingTypes[Key] {
  return vscode.workspace.getConfiguration().get(key) as SettingTypes[Key];
}

/** Writes a user setting: never the workspace's, which others share. */
export async function writeSetting<Key extends keyof SettingTypes>(key: Key, value: SettingTypes[Key]): Promise<void> {
  await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}

export function readModelSettings(): ModelSettings {
  return {
    provider: readSetting(Setting.provider),
    name: readSetting(Setting.modelName),
    baseUrl: readSetting(Setting.baseUrl),
    dialect: readSetting(Setting.dialect),
    useEnvironmentKeys: readSetting(Setting.useEnvironmentKeys),
  };
}

/** Shows settings; ours belong to the machine, so in a remote window they are the remote's, not the user's. */
export async function openSettings(query: string): Promise<void> {
  if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('workbench.action.openSettings', query);
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
}
