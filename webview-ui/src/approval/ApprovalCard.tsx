import type { JSX } from 'preact';
import type { ApprovalOutcome } from '../../../src/shared/events.ts';
import type { ApprovalState, ToolItem } from '../../../src/shared/sessionState.ts';
import { Icon } from '../icons.tsx';
import { ApprovalAnswer } from './ApprovalAnswer.tsx';
import { ApprovalFacts } from './ApprovalFacts.tsx';
import { LevelBadge } from './LevelBadge.tsx';
import { Visible } from '../controls.tsx';

const decided: Record<ApprovalOutcome, string> = {
  'allow-once': 'Allowed once',
  'allow-session': 'Allowed for this session',
  'allow-always': 'Allowed for good',
  'reject-once': 'Rejected',
  cancelled: 'Cancelled before an answer',
  expired: 'Expired without an answer: nothing ran',
};

/** The question of the gate, inside the card of the call it is about; afterwards what was decided. */
export function ApprovalCard({ item, approval }: { item: ToolItem; approval: ApprovalState }): JSX.Element {
  const open = item.state === 'awaiting-approval' && approval.outcome === undefined;
  if (!open) return <Decision approval={approval} />;
  const titleId = `approval-${approval.approvalId}`;
  return (
    <div class={`approval level-${approval.level.toLowerCase()}`} role="group" aria-labelledby={titleId} data-approval={approval.approvalId}>
      <div class="approval-head">
        <LevelBadge level={approval.level} />
        <h3 id={titleId}><Visible text={heading(approval)} /></h3>
      </div>
      <ApprovalFacts key={approval.approvalId} approval={approval} headed={heading(approval) === approval.loss?.headline} />
      <ApprovalAnswer key={approval.approvalId} item={item} approval={approval} />
    </div>
  );
}

/** What is lost, where something is; else the host's title, unless that only repeats the whole command, which stands below. */
function heading({ title, command, loss }: ApprovalState): string {
  if (command !== undefined && title.endsWith(command.text)) return 'Run this command?';
  return loss !== undefined && loss.items.length > 0 ? loss.headline : title;
}

function Decision({ approval }: { approval: ApprovalState }): JSX.Element {
  const outcome = approval.outcome ?? 'cancelled';
  const allowed = outcome === 'allow-once' || outcome === 'allow-session' || outcome === 'allow-always';
  return (
    <p class="decision">
      <Icon name={allowed ? 'check' : 'close'} />
      <span>{decided[outcome]}: <Visible text={approval.command?.text ?? approval.title} />{approval.reason !== undefined && approval.reason !== '' && <> — “<Visible text={approval.reason} />”</>}</span>
      <LevelBadge level={approval.level} />
    </p>
  );
}
