import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Time a person must have had the buttons in view before an approval counts, in milliseconds. */
export const ARMING_MS = 700;
/** Part of the element that must show. */
const WHOLE = 0.9;

/** True once (nearly) all of the element was visible without a break for `ARMING_MS`; hiding it starts anew. */
export function useArmed(element: RefObject<Element | null>): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (element.current === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let inView = false;
    const check = (): void => {
      clearTimeout(timer);
      if (inView && !document.hidden) timer = setTimeout(() => { setArmed(true); }, ARMING_MS);
      else setArmed(false);
    };
    const observer = new IntersectionObserver((entries) => {
      inView = (entries.at(-1)?.intersectionRatio ?? 0) >= WHOLE;
      check();
    }, { threshold: WHOLE });
    observer.observe(element.current);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', check);
    };
  }, []);
  return armed;
}
