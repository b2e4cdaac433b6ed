import type { JSX } from 'preact';
import { LOSS_WORDS } from '../../../src/shared/approvalText.ts';
import type { LossItem, LossReport } from '../../../src/shared/effects.ts';
import { Visible } from '../controls.tsx';
import { count } from '../format/units.ts';
import { Icon } from '../icons.tsx';

const glyphs: Record<LossItem['operation'], string> = { delete: '-', replace: '+-', untrack: '<', overwrite: '~' };

/** What would be gone: the headline (unless the card's heading is it), each item with the reason that forces it, and what else is hit. */
export function LossView({ loss, headed }: { loss: LossReport; headed: boolean }): JSX.Element {
  return (
    <div class="loss">
      {!headed && (loss.items.length > 0 ? <p class="loss-headline"><Icon name="warning" /><strong><Visible text={loss.headline} /></strong></p> : <p class="facts"><Visible text={loss.headline} /></p>)}
      {loss.items.length > 0 && <ul class="loss-items" aria-label={count(loss.items.length, 'loss', 'losses')} tabIndex={0}>
        {loss.items.map((item) => (
          <li key={`${item.name}:${item.id ?? ''}`}>
            <span class={`glyph ${item.operation === 'replace' ? 'replace' : 'remove'}`} aria-hidden="true">{glyphs[item.operation]}</span>
            <div>
              <div><span class="sr-only">{LOSS_WORDS[item.operation]} </span><strong><Visible text={item.name} /></strong> <span class="quiet"><Visible text={item.detail} /></span>{' '}
                {item.stateful && <span class="badge danger">holds data</span>}{' '}
                {item.protectDropped === true && <span class="badge danger"><Icon name="lock" />protection dropped</span>}</div>
              {item.because.length > 0 && <div class="quiet"><Visible text={item.because.join('; ')} /></div>}
              {item.dependents !== undefined && item.dependents.length > 0 && <div class="quiet">also hits <Visible text={item.dependents.join(', ')} /></div>}
              {item.id !== undefined && <div class="quiet"><code><Visible text={item.id} /></code></div>}
            </div>
          </li>
        ))}
      </ul>}
      {loss.warnings.map((warning) => <p class="facts"><Visible text={warning} /></p>)}
      {loss.atLeast && <p class="facts least"><Icon name="warning" />At least that: there may be more.</p>}
    </div>
  );
}
