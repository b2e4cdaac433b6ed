import type { JSX } from 'preact';
import { askerOf, effectNotes, effectWords, expiryText } from '../../../src/shared/approvalText.ts';
import type { JudgedEffect } from '../../../src/shared/effects.ts';
import type { CommandText } from '../../../src/shared/events.ts';
import type { ApprovalState } from '../../../src/shared/sessionState.ts';
import { hasHidden } from '../../../src/shared/visible.ts';
import { CopyButton, Ticking, Visible } from '../controls.tsx';
import { count } from '../format/units.ts';
import { DiffView } from '../items/DiffView.tsx';
import { LossView } from './LossView.tsx';
import { Icon } from '../icons.tsx';

/**
 * Everything a person needs to decide: the whole action, never cut, and what the host computed about it.
 * @param headed the card's heading says the headline of the loss already
 */
export function ApprovalFacts({ approval, headed }: { approval: ApprovalState; headed: boolean }): JSX.Element {
  const { command, diff, loss, effects, parts, reasons, recoverability, dryRun, alternative, taint } = approval;
  return (
    <div class="approval-facts">
      {command !== undefined && <Command command={command} />}
      {loss !== undefined && <LossView loss={loss} headed={headed} />}
      {diff !== undefined && <div><p class="facts"><code><Visible text={diff.path} /></code></p><DiffView diff={diff.text} label={`Proposed changes of ${diff.path}`} /></div>}
      {taint !== undefined && <p class="facts least"><Icon name="warning" /><Visible text={taint} /></p>}
      {parts === undefined
        ? effects.length > 0 && <Effects effects={effects} label="What it would do" />
        : <ol class="parts" aria-label="What each command would do">{parts.map((part) => <li><code><Visible text={part.text} /></code><Effects effects={part.effects} label={part.text} /></li>)}</ol>}
      {reasons.length > 0 && <ul class="reasons" aria-label="Why this asks">{reasons.map((reason) => <li><Visible text={reason} /></li>)}</ul>}
      {(recoverability !== undefined || dryRun !== undefined || alternative !== undefined) && (
        <dl class="outlook">
          {recoverability !== undefined && <><dt>Undo</dt><dd><Visible text={recoverability} /></dd></>}
          {dryRun !== undefined && <><dt>Dry run</dt><dd><Visible text={dryRun} /></dd></>}
          {alternative !== undefined && <><dt>Safer</dt><dd><Visible text={alternative} /></dd></>}
        </dl>
      )}
      <Asked approval={approval} />
    </div>
  );
}

function Asked({ approval }: { approval: ApprovalState }): JSX.Element {
  const { kind, name, how } = askerOf(approval);
  return (
    <p class="facts asked">
      Asked by {kind}{name !== undefined && <> <strong><Visible text={name} /></strong></>}{how !== undefined && `, ${how}`} · <Ticking draw={(now) => expiryText(approval.expiresAt - now)} />
    </p>
  );
}

function Command({ command: { text, cwd, decoded = [] } }: { command: CommandText }): JSX.Element {
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
      {decoded.map((piece) => <p class="facts hidden-note"><Icon name="warning" /><code><Visible text={piece.encoded} /></code> means <code><Visible text={piece.text} /></code></p>)}
    </div>
  );
}

function Effects({ effects, label }: { effects: JudgedEffect[]; label: string }): JSX.Element {
  return <ul class="effects" aria-label={label}>{effects.map((effect) => <EffectLine effect={effect} />)}</ul>;
}

function EffectLine({ effect }: { effect: JudgedEffect }): JSX.Element {
  return (
    <li>
      <span class={`effect-kind ${effect.recoverable === 'none' ? 'bad' : ''}`}><Visible text={effectWords(effect)} /></span>{' '}
      <code><Visible text={effect.target} /></code>
      <span class="quiet">{effectNotes(effect).map((note) => <> · <Visible text={note} /></>)}</span>
    </li>
  );
}
