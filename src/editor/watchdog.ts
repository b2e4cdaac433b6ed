/** Milliseconds between two questions to a connected webview, and until one without an answer counts as hung. */
export const PING_MS = 5_000;

export interface WatchdogOptions {
  ping(id: number): void;
  /** Loads the page anew: the first cure. */
  reload(): void;
  /** The page did not come back by itself: ask the person. */
  giveUp(): void;
}

export interface Watchdog {
  /** The page said `ready`. */
  connected(): void;
  pong(id: number): void;
  /** The page is hidden or gone; nothing is asked until it is connected again. */
  pause(): void;
}

/** Notices a webview that no longer answers (facts/webui 0: views that turn grey) and heals it. */
export function createWatchdog(options: WatchdogOptions): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let waiting: number | undefined;
  let nextId = 1;
  let reloaded = false;

  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    waiting = undefined;
  };
  const tick = (): void => {
    if (waiting === undefined) {
      waiting = nextId;
      nextId += 1;
      options.ping(waiting);
    } else if (!reloaded) {
      reloaded = true;
      options.reload();
    } else {
      stop();
      reloaded = false;
      options.giveUp();
    }
  };
  return {
    connected() {
      stop();
      timer = setInterval(tick, PING_MS);
      timer.unref();
    },
    pong(id) {
      if (id !== waiting) return;
      waiting = undefined;
      reloaded = false;
    },
    pause() {
      stop();
      reloaded = false;
    },
  };
}
