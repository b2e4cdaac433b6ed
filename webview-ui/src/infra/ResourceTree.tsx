import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PropertyChange, ResourceRow } from '../../../src/shared/infra.ts';
import { Ticking, Visible } from '../controls.tsx';
import { duration } from '../format/units.ts';
import { Icon } from '../icons.tsx';
import { Kept } from '../Kept.tsx';
import { isExpanded, setExpanded } from '../state/viewMemory.ts';
import type { TreeRow } from './tree.ts';
import { shortType, stateWord, wordingOf } from './words.ts';

/** The resources of one run as an APG tree: one tab stop, arrows move, right opens the changed properties. */
export function ResourceTree({ id, rows, label }: { id: string; rows: TreeRow[]; label: string }): JSX.Element {
  const [active, setActive] = useState<string>();
  const tabStop = rows.some(({ row }) => row.urn === active) ? active : rows[0]?.row.urn;
  const move = (event: KeyboardEvent): void => {
    const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=treeitem]')];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const item = items[index];
    if (item === undefined) return;
    const next = moveTo(event.key, items, index);
    if (next !== undefined) next.focus();
    else if (event.key === 'Enter' || event.key === ' ' || (event.key === 'ArrowRight' && item.ariaExpanded === 'false') || (event.key === 'ArrowLeft' && item.ariaExpanded === 'true')) item.click();
    else return;
    event.preventDefault();
  };
  return (
    <ul class="tree" role="tree" aria-label={label} onKeyDown={move}>
      {rows.map((place) => {
        const open = place.row.changes.length > 0 && isExpanded(`row:${id}:${place.row.urn}`, false);
        const stop = place.row.urn === tabStop;
        const { row, depth } = place;
        return <Kept key={row.urn} on={[row, depth, place.place, place.siblings, open, stop]} draw={() => <Row id={id} place={place} open={open} stop={stop} onFocus={() => { setActive(row.urn); }} />} />;
      })}
    </ul>
  );
}

function moveTo(key: string, items: HTMLElement[], index: number): HTMLElement | undefined {
  const item = items[index];
  switch (key) {
    case 'ArrowDown': return items[index + 1];
    case 'ArrowUp': return items[index - 1];
    case 'Home': return items[0];
    case 'End': return items.at(-1);
    case 'ArrowLeft': return item?.ariaExpanded === 'true' ? undefined : items.slice(0, index).findLast((one) => Number(one.ariaLevel) < Number(item?.ariaLevel));
    default: return undefined;
  }
}

function Row({ id, place, open, stop, onFocus }: { id: string; place: TreeRow; open: boolean; stop: boolean; onFocus: () => void }): JSX.Element {
  const { row, depth } = place;
  const wording = wordingOf(row.op);
  const expandable = row.changes.length > 0;
  const toggle = (): void => { if (expandable) setExpanded(`row:${id}:${row.urn}`, !open); };
  return (
    <li class={`row ${row.state}`} role="treeitem" aria-level={depth + 1} aria-posinset={place.place} aria-setsize={place.siblings}
      aria-expanded={expandable ? open : undefined} tabIndex={stop ? 0 : -1} onFocus={onFocus} onClick={toggle}>
      <div class="row-line" style={{ '--depth': String(Math.min(depth, 8)) }}>
        <span class="row-chevron">{expandable && <Icon name="chevron" class={`chevron ${open ? 'open' : ''}`} />}</span>
        <span class={`glyph ${wording.tone}`} aria-hidden="true">{wording.glyph}</span>
        <span class="row-main">
          <span class="row-name"><Visible text={row.name} /></span>{' '}
          <span class="row-type" title={row.type}>{shortType(row.type)}</span>
          {row.stateful === true && (wording.tone === 'remove' || wording.tone === 'replace') && <> <span class="badge danger">holds data</span></>}
          {row.protect === true && <span class="row-lock" title="protected"><Icon name="lock" /><span class="sr-only">protected</span></span>}{' '}
          <span class={`row-state ${row.state}`}>
            {row.state === 'running' && <span class="spinner" aria-hidden="true" />}
            {stateWord(row)}<Time row={row} />
          </span>
        </span>
      </div>
      {row.message !== undefined && <div class={`row-message ${row.state === 'failed' ? 'bad' : ''}`}><Visible text={row.message} /></div>}
      {open && <ul class="changes" role="group">{row.changes.map((change) => <Change change={change} />)}</ul>}
    </li>
  );
}

function Time({ row: { state, startedAt, endedAt } }: { row: ResourceRow }): JSX.Element | null {
  if (startedAt === undefined) return null;
  if (state === 'running') return <>{' '}<Ticking draw={(now) => duration(now - startedAt)} /></>;
  return endedAt === undefined ? null : <> {duration(endedAt - startedAt)}</>;
}

function Change({ change }: { change: PropertyChange }): JSX.Element {
  const glyph = { add: '+', delete: '-', update: '~' }[change.kind];
  return (
    <li class="change" role="none">
      <span class={`glyph ${{ add: 'add', delete: 'remove', update: 'change' }[change.kind]}`} aria-hidden="true">{glyph}</span>
      <span><code><Visible text={change.path} /></code>{': '}
        {change.before !== undefined && <span class="before"><Visible text={change.before} /></span>}
        {change.before !== undefined && change.after !== undefined && <> → </>}
        {change.after !== undefined && <span class="after"><Visible text={change.after} /></span>}
        {change.forcesReplace && <span class="badge danger">forces replacement</span>}</span>
    </li>
  );
}
