import { AppError } from '../core/errors.ts';
import type { Host } from '../host.ts';

/** The host services, loaded on first use; one host for each window. */
export interface HostHandle {
  /** The host, where it is loaded already. */
  readonly loaded: Host | undefined;
  /** Loads it once; a failed attempt may be repeated. @throws AppError `no-folder`, `store-…`, `closing` */
  get(): Promise<Host>;
  /** Called once, when the host is there. */
  onLoaded(listener: (host: Host) => void): void;
  /** Resolves when the host has ended everything it started, also one that is still loading. */
  dispose(): Promise<void>;
}

export function createHostHandle(load: () => Promise<Host>): HostHandle {
  let loading: Promise<Host> | undefined;
  let loaded: Host | undefined;
  let closed = false;
  const listeners: ((host: Host) => void)[] = [];
  return {
    get loaded() {
      return loaded;
    },
    get() {
      if (closed) return Promise.reject(new AppError('closing', 'The window is closing.', { audience: 'log' }));
      loading ??= load().then((host) => {
        loaded = host;
        for (const listener of listeners) listener(host);
        return host;
      }, (error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    onLoaded(listener) {
      if (loaded === undefined) listeners.push(listener);
      else listener(loaded);
    },
    async dispose() {
      closed = true;
      // a host that failed to load has nothing to end
      const host = await loading?.catch(() => undefined);
      await host?.dispose();
    },
  };
}

/** What is said where no folder is open. */
export const noFolder = (): AppError => new AppError('no-folder',
  'Open a folder to begin.\nPilothouse works in a folder: use File → Open Folder, or take the practice project, which needs no account and no key.',
  { actions: ['open-practice-project'] });
