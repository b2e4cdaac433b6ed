import type * as vscode from 'vscode';
import type { Secrets } from '../core/ports.ts';

/** The secrets port over the editor's own storage (the system's keychain where there is one). */
export function createSecrets(storage: vscode.SecretStorage): Secrets {
  return {
    get: async (name) => storage.get(name),
    set: async (name, value) => storage.store(name, value),
    remove: async (name) => storage.delete(name),
  };
}
