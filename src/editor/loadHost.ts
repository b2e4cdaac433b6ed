import * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';
import type { Host } from '../host.ts';
import { approvalSettings } from './approvalSettings.ts';
import { Setting } from './contributions.ts';
import { noFolder } from './hostHandle.ts';
import type { Log } from './log.ts';
import { resolveModel } from './modelSettings.ts';
import { readModelSettings, readSetting } from './settings.ts';
import type { WorkFolder } from './workspaceFolder.ts';

export interface LoadHostParts {
  context: vscode.ExtensionContext;
  secrets: Secrets;
  folder: WorkFolder;
  appRoot: string;
  readonly isTrusted: () => boolean;
  log: Log;
}

/** Loads dist/host.js and builds the host. @throws AppError `no-folder`, `store-…` */
export async function loadHost({ context, secrets, folder, appRoot, isTrusted, log }: LoadHostParts): Promise<Host> {
  const cwd = folder.settle();
  if (cwd === undefined) throw noFolder();
  log.info(`Loading the host; working in ${cwd}.`);
  const { createHost } = await import('../host.ts');
  return await createHost({
    storageDir: context.globalStorageUri.fsPath,
    cwd,
    extensionDir: context.extensionUri.fsPath,
    secrets,
    modelConfig: () => resolveModel(readModelSettings(), (name) => secrets.get(name), process.env),
    humanPresent: true,
    workspaceTrusted: isTrusted,
    approvals: () => approvalSettings({ profile: readSetting(Setting.approvalProfile), role: readSetting(Setting.approvalRole), rememberDays: readSetting(Setting.rememberDays), production: readSetting(Setting.productionStacks) }),
    warn: (text) => {
      log.info(text);
      void vscode.window.showWarningMessage(text);
    },
    confirm: async (confirmation, signal) => (await import('./confirm.ts')).confirmWithModal(confirmation, signal),
    sandboxWanted: () => readSetting(Setting.sandboxMode) === 'auto',
    pulumiPath: () => readSetting(Setting.pulumiPath),
    appRoot,
    log: (line) => log.info(line),
  });
}
