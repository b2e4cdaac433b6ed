import { signal } from '@preact/signals';
import { epoch, following, session } from '../state/store.ts';

/** Keeps the end of the log in view, but only as long as the person does not look elsewhere. */

const AT_END_PX = 8;

/** True when something new came while the end was out of view; an earlier page is nothing new. */
export const unseen = signal(false);
/** False while the page does not reach up to the newest item; then its end is not the log's. */
export const endShown = signal(true);

/** Watches a scroller and its content. Returns the end of it. */
export function pinToEnd(scroller: HTMLElement, content: HTMLElement): () => void {
  const stop = new AbortController();
  let top = scroller.scrollTop;
  const atEnd = (): boolean => endShown.peek() && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= AT_END_PX;
  const leave = (): void => { following.value = false; };
  scroller.addEventListener('wheel', (event) => { if (event.deltaY < 0 && scroller.scrollTop > 0) leave(); }, { passive: true, signal: stop.signal });
  scroller.addEventListener('scroll', () => {
    if (atEnd()) {
      following.value = true;
      unseen.value = false;
    } else if (scroller.scrollTop < top - 1) leave();
    top = scroller.scrollTop;
  }, { passive: true, signal: stop.signal });
  let seen = { epoch: -1, seq: 0 };
  const observer = new ResizeObserver(() => {
    const now = { epoch: epoch.peek(), seq: session.peek().seq };
    if (following.peek()) jumpToEnd(scroller);
    else if (now.epoch === seen.epoch) {
      if (now.seq > seen.seq) unseen.value = true;
      return;
    }
    seen = now;
  });
  observer.observe(content);
  observer.observe(scroller);
  return () => {
    stop.abort();
    observer.disconnect();
  };
}

export function jumpToEnd(scroller: HTMLElement): void {
  scroller.scrollTop = scroller.scrollHeight;
}
