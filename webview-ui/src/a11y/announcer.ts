import type { Item, SessionState, ToolItem } from '../../../src/shared/sessionState.ts';
import { progressOf } from '../infra/tree.ts';

/** What a screen reader should say now: whole sentences, never a stream of fragments. */
export interface Announcement {
  polite: string[];
  assertive: string[];
}

const PROGRESS_EVERY_MS = 10_000;
const MAX_ANSWER = 2_000;

/** Compares each state with the one before. The first state (a snapshot) only announces approvals that wait. */
export class Announcer {
  #items: readonly Item[] = [];
  #previous = new Map<string, Item>();
  #started = false;
  #progressAt = 0;
  readonly #approvals = new Set<string>();

  /** @param now milliseconds of any steady clock */
  update(state: SessionState, now: number): Announcement {
    const said: Announcement = { polite: [], assertive: [] };
    // a stream changes one item many times: what stands where it stood is passed over at once
    const moved = state.items.length !== this.#items.length;
    const changed = moved ? state.items : state.items.filter((item, index) => item !== this.#items[index]);
    const current = moved ? new Map<string, Item>() : this.#previous;
    // an earlier page in front of what is known is not news
    let news = !moved || !state.items.some((item) => this.#previous.has(keyOf(item)));
    for (const item of changed) {
      const key = keyOf(item);
      const before = this.#previous.get(key);
      current.set(key, item);
      news ||= before !== undefined;
      if (item === before) continue;
      if (item.kind === 'tool') this.#approval(item, said);
      if (this.#started && news) this.#change(item, before, now, said);
    }
    this.#items = state.items;
    this.#previous = current;
    this.#started = true;
    return said;
  }

  /** Another session is shown: what it holds already is not news. */
  reset(): void {
    this.#items = [];
    this.#previous = new Map();
    this.#started = false;
  }

  #approval(item: ToolItem, said: Announcement): void {
    const approval = item.approval;
    if (item.state !== 'awaiting-approval' || approval === undefined || this.#approvals.has(approval.approvalId)) return;
    this.#approvals.add(approval.approvalId);
    said.assertive.push(`Approval needed, ${approval.level.toLowerCase()} risk: ${approval.title}`);
  }

  #change(item: Item, before: Item | undefined, now: number, said: Announcement): void {
    switch (item.kind) {
      case 'assistant':
        if (item.status !== 'streaming' && (before === undefined || (before.kind === 'assistant' && before.status === 'streaming'))) {
          if (item.text.trim() !== '') said.polite.push(plainText(item.text));
          if (item.status === 'interrupted') said.polite.push('The answer was interrupted.');
        }
        return;
      case 'tool':
        if (item.state === 'ended') {
          if (before?.kind === 'tool' && before.state === 'ended') return;
          said.polite.push(`${item.title}: ${outcomeWord(item)}.`);
        } else if (item.infra !== undefined && now - this.#progressAt >= PROGRESS_EVERY_MS) {
          const { done, total, failed } = progressOf(item.infra.rows);
          if (total === 0) return;
          this.#progressAt = now;
          said.polite.push(`${done} of ${total} resources done${failed > 0 ? `, ${failed} failed` : ''}.`);
        }
        return;
      case 'notice':
        if (before === undefined) said.polite.push(item.error === undefined ? item.text : `Error: ${item.error.title}`);
        return;
      case 'user':
        return;
    }
  }
}

const keyOf = (item: Item): string => `${item.kind}:${item.id}`;

/** The outcome of a call as one or two words. */
export function outcomeWord(item: Pick<ToolItem, 'outcome' | 'approval'>): string {
  switch (item.outcome) {
    case 'ok': return 'done';
    case 'error': return 'failed';
    case 'denied': return item.approval?.outcome === 'reject-once' ? 'rejected' : 'not allowed';
    case 'cancelled': return 'cancelled';
    case 'interrupted': return 'interrupted';
    case 'cut-off': return 'cut off, not run';
    case undefined: return 'ended';
  }
}

/** Markdown without its marks, bounded. */
export function plainText(markdown: string): string {
  const text = markdown
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(\n {0,3}\1[ \t]*$|$(?![\s\S]))/gm, 'Code block.')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^ {0,3}(#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/(\*\*|__|[*`~]{1,2})/g, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return text.length <= MAX_ANSWER ? text : `${text.slice(0, MAX_ANSWER)} … The rest is in the conversation.`;
}
