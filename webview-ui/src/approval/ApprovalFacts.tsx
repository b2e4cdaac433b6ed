import type { JSX } from 'preact';
import type { Effect } from '../../../src/shared/effects.ts';
import type { ApprovalState } from '../../../src/shared/sessionState.ts';
import { CopyButton, Ticking, Visible } from '../controls.tsx';
import { hasHidden } from '../format/visible.ts';
import { count, duration } from '../format/units.ts';
import { DiffView } from '../items/DiffView.tsx';
import { LossView } from './LossView.tsx';
import { Icon } from '../icons.tsx';

/**
 * Everything a person needs to decide: the whole action, never cut, and what the host computed about it.
 * @param headed the card's heading says the headline of the loss already
 */
export function ApprovalFacts({ approval, headed }: { approval: ApprovalState; headed: boolean }): JSX.Element {
  const { command, diff, loss, effects, reasons, askedBy } = approval;
  return (
    <div class="approval-facts">
      {loss !== undefined && <LossView loss={loss} headed={headed} />}
      {command !== undefined && <Command text={command.text} cwd={command.cwd} />}
      {diff !== undefined && <div><p class="facts"><code><Visible text={diff.path} /></code></p><DiffView diff={diff.text} label={`Proposed changes of ${diff.path}`} /></div>}
      {reasons.length > 0 && <ul class="reasons" aria-label="Why this asks">{reasons.map((reason) => <li><Visible text={reason} /></li>)}</ul>}
      {effects.length > 0 && <ul class="effects" aria-label="What it would do">{effects.map((effect) => <EffectLine effect={effect} />)}</ul>}
      <p class="facts asked">Asked by {askedBy.kind === 'model' ? 'model ' : ''}<strong><Visible text={askedBy.name} /></strong>{askedBy.kind === 'model' || askedBy.kind === askedBy.name ? '' : ` (${askedBy.kind})`} · <Ticking draw={(now) => (approval.expiresAt > now ? `expires in ${duration(approval.expiresAt - now)}` : 'expired')} /></p>
    </div>
  );
}

function Command({ text, cwd }: { text: string; cwd: string }): JSX.Element {
  const lines = text.split('\n');
  return (
    <div>
      <div class="command">
        <pre dir="ltr" tabIndex={0} role="region" aria-label={`Whole command, ${count(lines.length, 'line')}`}>
          {lines.length === 1 ? <code><Visible text={text} /></code> : <code class="numbered">{lines.map((line) => <span class="command-line"><Visible text={line} />{'\n'}</span>)}</code>}
        </pre>
        <CopyButton text={() => text} label="Copy command" />
      </div>
      <p class="facts">{lines.length > 1 && `${count(lines.length, 'line')} · `}in <code><Visible text={cwd} /></code></p>
      {hasHidden(text) && <p class="facts hidden-note"><Icon name="warning" />Contains hidden characters, drawn as ⟨U+…⟩.</p>}
    </div>
  );
}

const recovery: Record<NonNullable<Effect['recoverable']>, string> = {
  git: 'git can bring it back', checkpoint: 'a checkpoint can bring it back', trash: 'goes to the trash', backup: 'a backup exists',
  none: 'cannot be undone', unknown: 'undo unknown',
};

function EffectLine({ effect }: { effect: Effect }): JSX.Element {
  const notes = [effect.inWorkspace === false ? 'outside the workspace' : undefined, effect.detail, effect.recoverable === undefined ? undefined : recovery[effect.recoverable]];
  return (
    <li>
      <span class={`effect-kind ${effect.recoverable === 'none' ? 'bad' : ''}`}>{effect.kind.replace('-', ' ')}</span>{' '}
      <code><Visible text={effect.target} /></code>
      <span class="quiet">{notes.filter((note) => note !== undefined).map((note) => <> · <Visible text={note} /></>)}</span>
    </li>
  );
}
