import type { Item, SessionState } from '../shared/sessionState.ts';

/** Items that a webview gets when it opens; it loads earlier ones page by page. */
export const SNAPSHOT_ITEMS = 60;
/** UTF-8 bytes that one message to the webview aims to stay under (facts/webui 6.3). */
export const MESSAGE_BYTES = 65_536;

export const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * Index of the first item of the page that ends before `end`: the newest items within both limits, at least one.
 */
export function pageStart(items: readonly Item[], end: number, maxItems: number, maxBytes: number): number {
  let start = end;
  for (let bytes = 0; start > 0 && end - start < maxItems; start -= 1) {
    const item = items[start - 1];
    bytes += jsonBytes(item);
    if (bytes > maxBytes && start < end) break;
  }
  return start;
}

/** An item that later events will still change: the webview must hold it, or it would never see how it went on. */
function isOpen(item: Item): boolean {
  return (item.kind === 'tool' && item.state !== 'ended') || (item.kind === 'assistant' && item.status === 'streaming');
}

/** The state as a webview gets it, and the index of the first item in it. Items of an open run may exceed the limits. */
export function snapshotOf(state: SessionState): { state: SessionState; start: number } {
  const page = pageStart(state.items, state.items.length, SNAPSHOT_ITEMS, MESSAGE_BYTES);
  const open = state.run === undefined ? -1 : state.items.findIndex(isOpen);
  const start = open < 0 ? page : Math.min(page, open);
  return { start, state: { ...state, items: state.items.slice(start), earlier: state.earlier + start } };
}
