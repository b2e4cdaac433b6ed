import { type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { viewState } from '../vscodeApi.ts';

/** What the view remembers by itself across hiding and reloading: drafts, expanded cards, the place in the log. */

interface Memory {
  drafts: Record<string, string>;
  /** Only what differs from the card's own default. */
  expanded: Record<string, boolean>;
  scroll?: Anchor;
}

/** The first visible item and how far its top edge is from the top of the log, in pixels. */
export interface Anchor {
  session: string;
  item: string;
  offset: number;
}

const SAVE_DELAY_MS = 300;
/** Bounds of what is kept. The newest draft is kept whole, whatever its length; older ones as far as they fit in. */
const MAX_DRAFTS = 10;
const MAX_DRAFT_CHARACTERS = 20_000;
/** Key of what is written before any session is shown. */
const NO_SESSION = 'current';
const MAX_EXPANDED = 200;

const memory = read();
const toggles = new Map<string, Signal<boolean | undefined>>();
let sessionId = NO_SESSION;
let timer: ReturnType<typeof setTimeout> | undefined;

const text = signal(memory.drafts[sessionId] ?? '');
/** Text in the composer, of the shown session. */
export const draft: ReadonlySignal<string> = text;

/** Changes the draft of the shown session. Kept at once: a view can go away at any moment, and an older text must not come back. */
export function setDraft(next: string): void {
  if (next === text.peek()) return;
  text.value = next;
  const { [sessionId]: _old, ...others } = memory.drafts;
  memory.drafts = next === '' ? others : { ...bounded(others), [sessionId]: next };
  saveNow();
}

/** Switches to the draft of another session. What was written before any session was there goes along. */
export function openSession(id: string | undefined): void {
  const next = id ?? NO_SESSION;
  if (next === sessionId) return;
  const { [NO_SESSION]: early, ...drafts } = memory.drafts;
  if (early !== undefined && drafts[next] === undefined) {
    memory.drafts = { ...drafts, [next]: early };
    saveNow();
  }
  sessionId = next;
  text.value = memory.drafts[next] ?? '';
}

function bounded(drafts: Record<string, string>): Record<string, string> {
  let room = MAX_DRAFT_CHARACTERS;
  const newest = Object.entries(drafts).slice(-(MAX_DRAFTS - 1)).reverse();
  return Object.fromEntries(newest.filter(([, one]) => (room -= one.length) >= 0).reverse());
}

/**
 * Whether a card is open; kept by id over re-rendering and reloading. Until a person has opened or closed it, the default
 * counts, which may change: a call becomes one with a tree or a diff only while it runs.
 */
export function isExpanded(id: string, byDefault: boolean): boolean {
  return toggleOf(id).value ?? byDefault;
}

function toggleOf(id: string): Signal<boolean | undefined> {
  let toggle = toggles.get(id);
  if (toggle === undefined) {
    toggle = signal(memory.expanded[id]);
    toggles.set(id, toggle);
  }
  return toggle;
}

export function setExpanded(id: string, open: boolean): void {
  toggleOf(id).value = open;
  memory.expanded = Object.fromEntries([...Object.entries(memory.expanded).filter(([key]) => key !== id).slice(-(MAX_EXPANDED - 1)), [id, open]]);
  save();
}

export const savedAnchor = (): Anchor | undefined => (memory.scroll?.session === sessionId ? memory.scroll : undefined);

/** @param anchor absent while the log follows its end. */
export function saveAnchor(anchor: Omit<Anchor, 'session'> | undefined): void {
  if (anchor === undefined && memory.scroll === undefined) return;
  memory.scroll = anchor === undefined ? undefined : { ...anchor, session: sessionId };
  save();
}

function save(): void {
  clearTimeout(timer);
  timer = setTimeout(saveNow, SAVE_DELAY_MS);
}

function saveNow(): void {
  clearTimeout(timer);
  viewState.set(memory);
}

function read(): Memory {
  const saved = viewState.get() as Partial<Memory> | null | undefined;
  return { drafts: saved?.drafts ?? {}, expanded: saved?.expanded ?? {}, scroll: saved?.scroll };
}
