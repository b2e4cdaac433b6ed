import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { epoch, session, waiting } from '../state/store.ts';
import { Announcer } from './announcer.ts';
import { expiring } from './expiry.ts';

const LOOK_MS = 5_000;

/** The only places that speak by themselves: one polite, one assertive. */
export function LiveRegions(): JSX.Element {
  const polite = useRef<HTMLDivElement>(null);
  const assertive = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const announcer = new Announcer();
    let shown = epoch.peek();
    return session.subscribe((state) => {
      if (shown !== epoch.peek()) announcer.reset();
      shown = epoch.peek();
      const said = announcer.update(state, performance.now());
      if (said.polite.length > 0 && polite.current !== null) polite.current.textContent = said.polite.join(' ');
      if (said.assertive.length > 0 && assertive.current !== null) assertive.current.textContent = said.assertive.join(' ');
    });
  }, []);
  const someWait = waiting.value.length > 0;
  useEffect(() => {
    if (!someWait) return undefined;
    const told = new Set<string>();
    const timer = setInterval(() => {
      const said = expiring(waiting.peek(), Date.now(), told);
      if (said.length > 0 && polite.current !== null) polite.current.textContent = said.join(' ');
    }, LOOK_MS);
    return () => { clearInterval(timer); };
  }, [someWait]);
  return (
    <>
      <div class="sr-only" role="status" aria-live="polite" ref={polite} />
      <div class="sr-only" role="alert" aria-live="assertive" ref={assertive} />
    </>
  );
}
