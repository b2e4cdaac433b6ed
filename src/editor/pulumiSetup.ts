import * as vscode from 'vscode';
import type { Host } from '../host.ts';
import { Setting } from './contributions.ts';
import { openSettings } from './settings.ts';

const ways = {
  installer: { label: '$(cloud-download) Download it', detail: 'Pulumi’s own installer, from get.pulumi.com; about a minute.' },
  go: { label: '$(tools) Build it with Go', detail: 'From its published source with the Go on this machine; about ten minutes, once.' },
} as const;

/** Milliseconds that looking for the command may take. */
const LOOK_MS = 30_000;

/** Asks how to get the `pulumi` command and gets it, with progress and a way out. @throws AppError `pulumi-setup-failed` */
export async function setUpPulumi({ pulumi }: Host): Promise<void> {
  if (pulumi.state.state === 'missing') await pulumi.look(AbortSignal.timeout(LOOK_MS));
  if (pulumi.state.state === 'ready') {
    void vscode.window.showInformationMessage(`Pulumi is ready: ${pulumi.state.detail}`);
    return;
  }
  const open = await pulumi.ways();
  if (open.length === 0) {
    void vscode.window.showWarningMessage('Pulumi can neither be downloaded nor built here: there is no internet and no Go. Install it by hand and set pilothouse.pulumi.path.', 'Open Settings').then((choice) => {
      if (choice !== undefined) void openSettings(Setting.pulumiPath);
    });
    return;
  }
  const items = open.map((way) => ({ way, label: ways[way].label, detail: ways[way].detail }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Set up Pulumi', placeHolder: 'It goes into a cache of Pilothouse, nothing else on this machine changes.' });
  if (picked === undefined) return;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Setting up Pulumi', cancellable: true }, async (progress, token) => {
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => controller.abort());
    let percent = 0;
    const stop = pulumi.onChange((state) => {
      const increment = state.percent === undefined ? undefined : Math.max(0, state.percent - percent);
      percent = state.percent ?? percent;
      progress.report({ message: state.detail, ...(increment === undefined ? {} : { increment }) });
    });
    try {
      await pulumi.install(picked.way, controller.signal);
    } finally {
      stop();
      cancelling.dispose();
    }
  });
}
