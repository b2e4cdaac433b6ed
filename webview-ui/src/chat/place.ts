import { following } from '../state/store.ts';
import { saveAnchor, savedAnchor } from '../state/viewMemory.ts';
import { jumpToEnd } from './scrollPin.ts';

/** Where in the log a person reads, over hiding and reloading. */

/** Frames in which a restored place is held: items in and near the view get their real heights only when they are drawn. */
const SETTLING_FRAMES = 8;

export function rememberPlace(log: HTMLElement | null): void {
  if (log === null) return;
  if (following.peek()) {
    saveAnchor(undefined);
    return;
  }
  const top = log.getBoundingClientRect().top;
  const first = [...log.querySelectorAll<HTMLElement>('article')].find((article) => article.getBoundingClientRect().bottom > top);
  if (first?.dataset.key !== undefined) saveAnchor({ item: first.dataset.key, offset: Math.round(first.getBoundingClientRect().top - top) });
}

/** Goes to the remembered place, or to the end where there is none. Returns the end of its work. */
export function restorePlace(log: HTMLElement | null): (() => void) | undefined {
  if (log === null) return undefined;
  const anchor = savedAnchor();
  const element = anchor === undefined ? null : log.querySelector(`[data-key="${CSS.escape(anchor.item)}"]`);
  following.value = element === null;
  if (element === null || anchor === undefined) {
    jumpToEnd(log);
    return undefined;
  }
  const stop = new AbortController();
  let frames = SETTLING_FRAMES;
  const hold = (): void => {
    if (stop.signal.aborted) return;
    log.scrollTop += element.getBoundingClientRect().top - log.getBoundingClientRect().top - anchor.offset;
    frames -= 1;
    if (frames > 0) requestAnimationFrame(hold);
    else stop.abort();
  };
  for (const input of ['wheel', 'pointerdown', 'keydown', 'touchstart']) log.addEventListener(input, () => { stop.abort(); }, { passive: true, signal: stop.signal });
  hold();
  return () => { stop.abort(); };
}
