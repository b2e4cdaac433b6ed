import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { itemKey } from '../state/replica.ts';
import { following, waiting } from '../state/store.ts';
import { unseen } from './scrollPin.ts';

/** Pixels of a card that must show before it counts as in view. */
const EDGE_PX = 24;

type Place = 'above' | 'below';

/** Never moves the log by itself; says what waits out of view, and where, and jumps there on request. */
export function Pill({ scroller, showEnd }: { scroller: { current: HTMLElement | null }; showEnd: () => void }): JSX.Element | null {
  const keys = waiting.value.map(itemKey);
  const places = usePlaces(scroller, keys);
  const hidden = keys.filter((key) => places.has(key));
  const first = hidden[0];
  if (first === undefined && (following.value || !unseen.value)) return null;
  const place = first === undefined ? 'below' : places.get(first) ?? 'below';
  const jump = (): void => {
    const article = first === undefined ? undefined : articleOf(scroller.current, first);
    if (article === undefined) showEnd();
    else (article.querySelector('.approval') ?? article).scrollIntoView({ block: 'center' });
  };
  return (
    <button type="button" class={`pill ${first === undefined ? '' : 'attention'}`} onClick={jump}>
      {first === undefined ? 'New messages' : <>{hidden.length === 1 ? '1 approval waits' : `${hidden.length} approvals wait`} <span class="sr-only">{place}</span></>}
      <Icon name={place === 'above' ? 'arrowUp' : 'arrowDown'} />
    </button>
  );
}

const articleOf = (log: HTMLElement | null, key: string): HTMLElement | undefined => log?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? undefined;

/** Which of the items are out of view, and on which side. */
function usePlaces(scroller: { current: HTMLElement | null }, keys: string[]): Map<string, Place> {
  const [places, setPlaces] = useState(new Map<string, Place>());
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      setPlaces((old) => {
        const next = new Map(old);
        for (const { target, isIntersecting, boundingClientRect, rootBounds } of entries) {
          const key = (target as HTMLElement).dataset.key ?? '';
          if (isIntersecting) next.delete(key);
          else next.set(key, boundingClientRect.top < (rootBounds?.top ?? 0) ? 'above' : 'below');
        }
        return next;
      });
    }, { root: scroller.current, rootMargin: `-${EDGE_PX}px 0px` });
    for (const key of keys) {
      const article = articleOf(scroller.current, key);
      if (article === undefined) setPlaces((old) => new Map(old).set(key, 'below'));
      else observer.observe(article);
    }
    return () => {
      observer.disconnect();
      setPlaces(new Map());
    };
  }, [keys.join(' ')]);
  return places;
}
