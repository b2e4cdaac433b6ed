import { Component, type ComponentChildren, type JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Item } from '../../../src/shared/sessionState.ts';
import { Icon } from '../icons.tsx';
import { AssistantMessage } from '../items/AssistantMessage.tsx';
import { NoticeView } from '../items/NoticeView.tsx';
import { ToolCard } from '../items/ToolCard.tsx';
import { UserMessage } from '../items/UserMessage.tsx';
import { Kept } from '../Kept.tsx';
import { itemKey } from '../state/replica.ts';
import { epoch, following, items, session } from '../state/store.ts';
import { post } from '../vscodeApi.ts';
import { EmptyState } from './EmptyState.tsx';
import { Pill } from './Pill.tsx';
import { rememberPlace, restorePlace } from './place.ts';
import { RetryLine } from './RetryLine.tsx';
import { endShown, jumpToEnd, pinToEnd } from './scrollPin.ts';

const WINDOW = 60;
const PAGE = 100;
/** Items in the page at once; whoever goes back further lets go of the newest for as long. */
const MAX_SHOWN = 600;
/** Back at the end, older pages beyond this many items leave the page. */
const KEPT_AT_END = 240;

/** The conversation: a bounded window of items that ends with the newest one; older ones on request. */
export function Log(): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [extra, setExtra] = useState({ epoch: -1, count: 0 });
  const keep = useRef<{ key: string; top: number }>(undefined);
  const all = items.value;
  const shownEpoch = epoch.value;
  const size = WINDOW + (extra.epoch === shownEpoch ? extra.count : 0);
  const first = Math.max(0, all.length - size);
  const shown = all.slice(first, first + MAX_SHOWN);
  const before = first + session.value.earlier;
  const after = all.length - first - shown.length;

  useEffect(() => (scroller.current === null || content.current === null ? undefined : pinToEnd(scroller.current, content.current)), []);
  useLayoutEffect(() => { endShown.value = after === 0; }, [after === 0]);
  useEffect(() => { if (following.value && extra.count > KEPT_AT_END) setExtra({ epoch: shownEpoch, count: 0 }); }, [following.value]);
  useLayoutEffect(() => restorePlace(scroller.current), [shownEpoch]);
  useLayoutEffect(() => {
    const place = keep.current;
    if (place === undefined || scroller.current === null) return;
    const element = scroller.current.querySelector(`[data-key="${CSS.escape(place.key)}"]`);
    if (element === null) return;
    if (shown[0] !== undefined && itemKey(shown[0]) !== place.key) keep.current = undefined;
    scroller.current.scrollTop += element.getBoundingClientRect().top - place.top;
  });

  const showEarlier = (): void => {
    const top = scroller.current?.querySelector<HTMLElement>('[data-key]');
    following.value = false;
    if (top?.dataset.key !== undefined) keep.current = { key: top.dataset.key, top: top.getBoundingClientRect().top };
    const { earlier } = session.value;
    if (first < PAGE && earlier > 0) post({ type: 'load-earlier', count: PAGE, earlier });
    setExtra({ epoch: shownEpoch, count: size - WINDOW + PAGE });
  };
  const showEnd = (): void => {
    following.value = true;
    setExtra({ epoch: shownEpoch, count: 0 });
    if (scroller.current !== null) jumpToEnd(scroller.current);
  };

  return (
    <div class="log-area">
      <div class={`log ${following.value ? 'following' : ''}`} role="log" aria-live="off" aria-label="Conversation" tabIndex={0} ref={scroller} onKeyDown={stepMessages} onScroll={() => { rememberPlace(scroller.current); }}>
        <div class="log-content" ref={content}>
          {before > 0 && <button type="button" class="button secondary earlier" onClick={showEarlier}>Show {Math.min(PAGE, before)} earlier ({before})</button>}
          {all.length === 0 && <EmptyState />}
          {shown.map((item) => {
            const key = itemKey(item);
            return <Kept key={key} on={[item]} draw={() => <Article name={key} item={item} />} />;
          })}
          {after > 0 && <button type="button" class="button secondary earlier later" onClick={showEnd}>Show the newest ({after} more)</button>}
          <RetryLine />
        </div>
      </div>
      <Pill scroller={scroller} showEnd={showEnd} />
    </div>
  );
}

function Article({ name, item }: { name: string; item: Item }): JSX.Element {
  return (
    <article class={`item ${item.kind}`} data-key={name} tabIndex={-1}>
      <ItemBoundary item={item}><ItemView item={item} /></ItemBoundary>
    </article>
  );
}

function ItemView({ item }: { item: Item }): JSX.Element {
  switch (item.kind) {
    case 'user': return <UserMessage item={item} />;
    case 'assistant': return <AssistantMessage item={item} />;
    case 'tool': return <ToolCard item={item} />;
    case 'notice': return <NoticeView item={item} />;
  }
}

/** One item that cannot be drawn must not take the conversation with it. */
class ItemBoundary extends Component<{ item: Item; children: ComponentChildren }, { failed?: Item }> {
  override componentDidCatch(): void {
    this.setState({ failed: this.props.item });
  }
  override render(): ComponentChildren {
    if (this.state.failed === undefined || this.state.failed !== this.props.item) return this.props.children;
    return <p class="notice warning"><Icon name="warning" /><span>This entry could not be shown.</span></p>;
  }
}

/** Alt+Up and Alt+Down walk from message to message. */
function stepMessages(event: KeyboardEvent): void {
  if (!event.altKey || event.shiftKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const articles = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('article')];
  const index = articles.findIndex((article) => article.contains(document.activeElement));
  const up = event.key === 'ArrowUp';
  const next = articles[index < 0 ? (up ? articles.length - 1 : 0) : index + (up ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  if (up) following.value = false;
  next.focus();
}
