import type { ComponentChildren, JSX } from 'preact';
import type { ToolView } from '../../../src/shared/events.ts';
import type { ToolItem } from '../../../src/shared/sessionState.ts';
import { CopyButton, Disclosure, Visible } from '../controls.tsx';
import { Icon } from '../icons.tsx';
import { amount } from '../format/units.ts';
import { post } from '../vscodeApi.ts';
import { DiffView } from './DiffView.tsx';

const DIFF_LINES = 12;

/** Input and output of a call that is not about infrastructure. */
export function ToolDetails({ item }: { item: ToolItem }): JSX.Element {
  const { view } = item;
  return (
    <div class="tool-body">
      {item.reasons.length > 0 && item.state === 'ended' && item.outcome === 'denied' && <ul class="reasons">{item.reasons.map((reason) => <li>{reason}</li>)}</ul>}
      {view === undefined ? <Raw item={item} /> : <View item={item} view={view} />}
    </div>
  );
}

function View({ item, view }: { item: ToolItem; view: ToolView }): JSX.Element | null {
  switch (view.kind) {
    case 'text': return <Output text={view.text} label="Result" />;
    case 'command': return <CommandView item={item} view={view} />;
    case 'edit': return <EditView item={item} view={view} />;
    case 'infra': return null;
  }
}

function Raw({ item }: { item: ToolItem }): JSX.Element {
  const command = typeof item.input === 'object' && item.input !== null && !Array.isArray(item.input) ? item.input.command : undefined;
  return (
    <>
      {item.approval === undefined && (typeof command === 'string' ? <Command text={command} />
        : <Disclosure id={`input:${item.id}`} label="Input">{() => <Output text={JSON.stringify(item.input, null, 2)} label="Input" />}</Disclosure>)}
      {item.output !== '' && <Output text={item.output} label="Output" follow={item.state === 'running'} />}
      {item.state === 'ended' && item.output === '' && item.forModel !== undefined && item.forModel !== '' && <Output text={item.forModel} label="Result" />}
    </>
  );
}

type CommandResult = Extract<ToolView, { kind: 'command' }>;

const CONFINED = { 'read-only': 'in the sandbox, reading only', workspace: 'in the sandbox, writing in the workspace only' };

function CommandView({ item, view }: { item: ToolItem; view: CommandResult }): JSX.Element {
  return (
    <>
      <Command text={view.command} />
      <p class="facts">in <code><Visible text={view.cwd} /></code> · {exitWords(view)}{view.confinement !== undefined && ` · ${CONFINED[view.confinement]}`}</p>
      {view.output !== '' && <Output text={view.output} label="Output" />}
      {(view.truncatedBytes ?? 0) > 0 && <p class="facts">{amount(view.truncatedBytes ?? 0)} bytes left out of the middle</p>}
      {view.outputFile !== undefined && <button type="button" class="link-button" onClick={() => { post({ type: 'open-output', callId: item.id }); }}>Open whole output</button>}
    </>
  );
}

function exitWords(view: CommandResult): ComponentChildren {
  if (view.timedOut === true) return <strong class="bad">timed out</strong>;
  if (view.signal !== undefined) return <strong class="bad">ended by {view.signal}</strong>;
  if (view.exitCode === null) return <strong class="bad">did not start</strong>;
  return view.exitCode === 0 ? 'exit code 0' : <strong class="bad">exit code {view.exitCode}</strong>;
}

function EditView({ item, view }: { item: ToolItem; view: Extract<ToolView, { kind: 'edit' }> }): JSX.Element {
  return (
    <>
      <p class="facts">
        <button type="button" class="link-button" onClick={() => { post({ type: 'open-file', path: view.path }); }}>{view.path}</button>
        {view.created && <span> new file</span>}
        <span class="added-count"> +{view.added}</span><span class="removed-count"> −{view.removed}</span>
      </p>
      <DiffView diff={view.diff} label={`Changes of ${view.path}`} limit={DIFF_LINES} />
      <div class="buttons">
        <button type="button" class="button secondary small" onClick={() => { post({ type: 'open-diff', callId: item.id, path: view.path }); }}>Open diff</button>
        {item.undone ? <span class="undone"><Icon name="undo" />Undone</span>
          : <button type="button" class="button secondary small" onClick={() => { post({ type: 'undo', callId: item.id }); }}><Icon name="undo" />Undo</button>}
      </div>
    </>
  );
}

function Command({ text }: { text: string }): JSX.Element {
  return (
    <div class="command">
      <pre dir="ltr" tabIndex={0} role="region" aria-label="Command"><code><Visible text={text} /></code></pre>
      <CopyButton text={() => text} label="Copy command" />
    </div>
  );
}

/** Bounded text; while `follow` holds, its end stays in view. */
function Output({ text, label, follow = false }: { text: string; label: string; follow?: boolean }): JSX.Element {
  return <pre class={`output ${follow ? 'follow' : ''}`} tabIndex={0} role="region" aria-label={label}><span>{text}</span></pre>;
}
