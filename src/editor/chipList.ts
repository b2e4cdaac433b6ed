import type { ContextItem } from '../shared/events.ts';

/** A chip knows what it shows now and reads its text when the message is sent. */
export interface Chip {
  /** Shown part; its `text` stays empty until it is captured. */
  item: ContextItem;
  /** The text as it is at the call; `undefined` where there is nothing left to send (text deleted, problem solved). */
  capture(): Promise<ContextItem | undefined>;
}

export interface ChipList {
  /** What the composer shows: attached chips first, then what follows the editor. */
  readonly items: ContextItem[];
  onChange(listener: () => void): () => void;
  /** Puts a chip there by a person's act; one of the same id is replaced. It is used up by the next message. */
  attach(chip: Chip): void;
  /** Replaces the chips that follow the editor. Those a person removed stay away until `reset`. */
  follow(chips: Chip[]): void;
  remove(id: string): void;
  /** Reads the named chips and takes the attached ones off the list. */
  take(ids: string[]): Promise<ContextItem[]>;
  /** For a new conversation: nothing attached, nothing kept away. */
  reset(): void;
}

export function createChipList(): ChipList {
  let attached: Chip[] = [];
  let following: Chip[] = [];
  const removed = new Set<string>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const shown = (): Chip[] => {
    const ids = new Set(attached.map((chip) => chip.item.id));
    return [...attached, ...following.filter((chip) => !removed.has(chip.item.id) && !ids.has(chip.item.id))];
  };
  return {
    get items() {
      return shown().map((chip) => chip.item);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach(chip) {
      attached = [...attached.filter((other) => other.item.id !== chip.item.id), chip];
      changed();
    },
    follow(chips) {
      const before = JSON.stringify(shown().map((chip) => chip.item));
      following = chips;
      if (JSON.stringify(shown().map((chip) => chip.item)) !== before) changed();
    },
    remove(id) {
      if (attached.some((chip) => chip.item.id === id)) attached = attached.filter((chip) => chip.item.id !== id);
      else removed.add(id);
      changed();
    },
    async take(ids) {
      const taken = shown().filter((chip) => ids.includes(chip.item.id));
      const captures = taken.map((chip) => chip.capture());
      attached = attached.filter((chip) => !taken.includes(chip));
      changed();
      const captured = await Promise.all(captures);
      return captured.filter((item) => item !== undefined);
    },
    reset() {
      attached = [];
      removed.clear();
      changed();
    },
  };
}

/** Characters of one chip's text; the agent can read the rest by itself. */
export const MAX_CHIP_TEXT = 60_000;

/** Cuts a chip's text in the middle and says so. */
export function boundedText(text: string): string {
  if (text.length <= MAX_CHIP_TEXT) return text;
  const half = MAX_CHIP_TEXT / 2;
  return `${text.slice(0, half)}\n[… ${text.length - MAX_CHIP_TEXT} characters left out …]\n${text.slice(-half)}`;
}

/** `cart.ts:12-20`, as the chip shows it. */
export function rangeLabel(path: string, startLine: number, endLine: number): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return startLine === endLine ? `${name}:${startLine}` : `${name}:${startLine}-${endLine}`;
}
