import type { ComponentChildren, JSX } from 'preact';
import type { ToolItem } from '../../../src/shared/sessionState.ts';
import { outcomeWord } from '../a11y/announcer.ts';
import { ApprovalCard } from '../approval/ApprovalCard.tsx';
import { Icon, type IconName } from '../icons.tsx';
import { Ticking, Visible } from '../controls.tsx';
import { duration, elapsed } from '../format/units.ts';
import { InfraCard } from '../infra/InfraCard.tsx';
import { isExpanded, setExpanded } from '../state/viewMemory.ts';
import { post } from '../vscodeApi.ts';
import { ToolDetails } from './ToolDetails.tsx';

/** One tool call: what it is, how far it is, and what came of it. A question is always open, and the last thing in its card. */
export function ToolCard({ item }: { item: ToolItem }): JSX.Element {
  const asking = item.state === 'awaiting-approval' && item.approval !== undefined;
  const infra = item.infra !== undefined || item.view?.kind === 'infra';
  // an infrastructure verb that fails before it has a tree says why
  const open = isExpanded(`tool:${item.id}`, infra || item.view?.kind === 'edit' || (item.name.startsWith('infra_') && item.outcome === 'error'));
  const failed = item.state === 'ended' && item.outcome !== 'ok';
  const details = open && <div key="details">{infra ? <InfraCard item={item} /> : <ToolDetails item={item} />}</div>;
  return (
    <section class={`card tool-card ${asking ? 'asking' : ''} ${failed ? 'failed' : ''}`} aria-labelledby={`tool-${item.id}`}>
      <div class="tool-head">
        <h2 class="tool-title">
          <button type="button" class="tool-toggle" id={`tool-${item.id}`} aria-expanded={open} onClick={() => { setExpanded(`tool:${item.id}`, !open); }}>
            <Icon name="chevron" class="chevron" />
            <Icon name={toolIcon(item.name)} />
            <span class="tool-name"><Visible text={item.title} /></span>
            <ToolState item={item} />
          </button>
        </h2>
        {item.state === 'running' && <button type="button" class="button secondary small" onClick={() => { post({ type: 'cancel-call', callId: item.id }); }}>Cancel<span class="sr-only"> {item.title}</span></button>}
      </div>
      {asking && details}
      {item.approval !== undefined && <ApprovalCard key="approval" item={item} approval={item.approval} />}
      {!asking && details}
    </section>
  );
}

function ToolState({ item }: { item: ToolItem }): JSX.Element {
  switch (item.state) {
    case 'pending': return item.checking === undefined ? state('waiting', undefined, 'quiet') : <span class="tool-state running"><span class="spinner" aria-hidden="true" /><span class="tool-state-text"><Visible text={item.checking} /></span></span>;
    case 'awaiting-approval': return state('needs approval', 'shield', 'attention');
    case 'running': return <span class="tool-state running"><span class="spinner" aria-hidden="true" /><span class="sr-only">running </span><Ticking draw={(now) => duration(now - item.at)} /></span>;
    case 'ended': {
      const ok = item.outcome === 'ok';
      if (item.outcome === 'denied' && item.approval?.outcome === 'reject-once') return state(outcomeWord(item), 'close', 'quiet');
      const time = item.durationMs !== undefined && item.durationMs >= 500 ? ` ${elapsed(item.durationMs)}` : '';
      return state(<>{ok ? <span class="sr-only">done</span> : outcomeWord(item)}{time}</>, ok ? 'check' : 'error', ok ? 'good' : 'bad');
    }
  }
}

function state(text: ComponentChildren, icon: IconName | undefined, tone: string): JSX.Element {
  return <span class={`tool-state ${tone}`}>{icon !== undefined && <Icon name={icon} />}<span class="tool-state-text">{text}</span></span>;
}

const iconsByName: [RegExp, IconName][] = [
  [/infra|pulumi|deploy|preview|destroy|status|outputs|stack/i, 'cloud'],
  [/edit|replace|write|patch|create/i, 'edit'],
  [/search|grep|find/i, 'search'],
  [/list|glob|tree/i, 'list'],
  [/read|open/i, 'file'],
  [/shell|command|run|bash|exec/i, 'command'],
];

const toolIcon = (name: string): IconName => iconsByName.find(([pattern]) => pattern.test(name))?.[1] ?? 'tool';
