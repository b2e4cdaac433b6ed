import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { AlwaysOffer } from '../../../src/shared/events.ts';
import { Visible } from '../controls.tsx';
import { count } from '../format/units.ts';

/** "Always": opens what it will and will not match, as the host computed it; only below that it can be said. */
export function AlwaysChoice({ offer, ready, onAllow }: { offer: AlwaysOffer; ready: boolean; onAllow: () => void }): JSX.Element {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div class="always">
      <button type="button" class="button secondary" aria-expanded={open} aria-controls={id} onClick={() => { setOpen(!open); }}>Always allow this exact command…</button>
      <div id={id} hidden={!open} role="group" aria-label="What would be allowed for good">
        <p class="facts"><strong>Allows, for {count(offer.days, 'day')}:</strong> <Visible text={offer.matches} /></p>
        <p class="facts">Does not allow:</p>
        <ul class="reasons" aria-label="What it does not match">{offer.not.map((entry) => <li><Visible text={entry} /></li>)}</ul>
        <p class="facts">“Pilothouse: Manage Approvals” takes it back.</p>
        <button type="button" data-allow class="button secondary" aria-disabled={!ready} onClick={onAllow}>Always allow</button>
      </div>
    </div>
  );
}
