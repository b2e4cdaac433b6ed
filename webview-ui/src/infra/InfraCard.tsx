import type { JSX } from 'preact';
import type { InfraSummary, ResourceRow } from '../../../src/shared/infra.ts';
import type { ToolItem } from '../../../src/shared/sessionState.ts';
import { Disclosure, Visible } from '../controls.tsx';
import { Icon } from '../icons.tsx';
import { post } from '../vscodeApi.ts';
import { Outputs } from './Outputs.tsx';
import { ResourceTree } from './ResourceTree.tsx';
import { StatusView } from './StatusView.tsx';
import { countRows, orderRows, progressOf } from './tree.ts';
import { countWords } from './words.ts';

const phases = { preparing: 'preparing', preview: 'checking the plan', update: 'changing resources', finished: 'finished' } as const;

const tones: Record<InfraSummary['result'], string> = { succeeded: 'good', failed: 'bad', cancelled: 'quiet', refused: 'quiet' };

/** A verb of the infrastructure: what it changes while it runs, and what came of it. */
export function InfraCard({ item }: { item: ToolItem }): JSX.Element {
  const summary = item.view?.kind === 'infra' ? item.view.summary : undefined;
  const { infra } = item;
  const planned = infra !== undefined && (infra.verb === 'preview' || infra.phase === 'preview' || item.state === 'awaiting-approval');
  const rows = infra === undefined ? [] : orderRows(item.state === 'ended' ? infra.rows.map(cutShort) : infra.rows, planned);
  const progress = progressOf(infra?.rows ?? []);
  const counts = countWords(summary?.counts ?? countRows(infra?.rows ?? []), summary === undefined || summary.verb === 'preview' || summary.result === 'refused');
  const stack = summary ?? infra;
  return (
    <div class="infra">
      {stack !== undefined && <p class="facts infra-line">
        <Icon name="stack" /><strong>{stack.project} / {stack.stack}</strong>
        {infra !== undefined && item.state !== 'ended' && <span> · {item.state === 'awaiting-approval' ? 'planned' : phases[infra.phase]}{!planned && progress.total > 0 && ` · ${progress.done} of ${progress.total}`}</span>}
        {summary !== undefined && !(summary.result === 'failed' && item.outcome === 'error') && <> · <span class={tones[summary.result]}>{summary.verb} {summary.result}</span></>}
      </p>}
      {!planned && item.state === 'running' && progress.total > 0 && <progress class="bar" max={progress.total} value={progress.done + progress.failed} aria-label="Resources done" />}
      {summary?.error !== undefined && <div class="infra-error"><pre tabIndex={0} role="region" aria-label="Error">{summary.error}</pre>
        <div class="buttons"><button type="button" class="button small" onClick={() => { post({ type: 'retry' }); }}>Try again</button><button type="button" class="button secondary small" onClick={() => { post({ type: 'action', action: 'show-log' }); }}>Show log</button></div></div>}
      {rows.length > 0 && <ResourceTree id={item.id} rows={rows} label={`Resources of ${infra?.stack ?? ''}`} />}
      {counts.length > 0 && stack?.verb !== 'status' && stack?.verb !== 'outputs' && <p class="facts counts">{counts.join(' · ')}</p>}
      {summary?.outputChanges !== undefined && <p class="facts">{summary.verb === 'preview' ? 'Stack outputs that would change: ' : 'Stack outputs changed: '}{summary.outputChanges.join(', ')}</p>}
      {summary?.status !== undefined && <StatusView id={item.id} status={summary.status} />}
      {summary?.outputs !== undefined && <Outputs outputs={summary.outputs} />}
      {infra !== undefined && infra.diagnostics.length > 0 && (
        <Disclosure id={`diagnostics:${item.id}`} label={`Messages (${infra.diagnostics.length})`} open={summary?.error === undefined && infra.diagnostics.some(({ severity }) => severity === 'error')}>
          {() => <ul class="diagnostics">{infra.diagnostics.map((one) => <li class={one.severity}><Icon name={one.severity} /><span><span class="sr-only">{one.severity}: </span><Visible text={one.message} /></span></li>)}</ul>}
        </Disclosure>
      )}
    </div>
  );
}

/** What still ran when its call ended was cut short: nobody knows how it went on. */
function cutShort(row: ResourceRow): ResourceRow {
  return row.state === 'running' ? { ...row, state: 'interrupted' } : row;
}
