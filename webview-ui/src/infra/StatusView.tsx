import type { JSX } from 'preact';
import type { StackStatus } from '../../../src/shared/infra.ts';
import { Disclosure, Visible } from '../controls.tsx';
import { count } from '../format/units.ts';
import { Icon } from '../icons.tsx';
import { shortType } from './words.ts';

/** A stack as it stands: where its state lies, when it was changed, what is left open. */
export function StatusView({ id, status }: { id: string; status: StackStatus }): JSX.Element {
  const last = status.lastUpdate === undefined ? 'never' : new Date(status.lastUpdate).toLocaleString();
  return (
    <>
      <dl class="status">
        <dt>Backend</dt><dd><code><Visible text={status.backend} /></code></dd>
        <dt>Last update</dt><dd>{last}{status.lastResult !== undefined && ` (${status.lastResult})`}</dd>
        <dt>Resources</dt><dd>{status.resourceCount}</dd>
      </dl>
      {status.lockedBy !== undefined && <p class="notice warning"><Icon name="lock" /><span>Locked by <Visible text={status.lockedBy} /></span></p>}
      {status.pendingOperations.length > 0 && <p class="notice warning"><Icon name="warning" /><span>{count(status.pendingOperations.length, 'operation')} left open by a cut-off update: {status.pendingOperations.map(({ type, urn }) => `${type} ${urn.split('::').at(-1) ?? urn}`).join(', ')}</span></p>}
      {status.resources.length > 0 && (
        <Disclosure id={`resources:${id}`} label={count(status.resources.length, 'resource')}>
          {() => <ul class="resources">{status.resources.map((one) => <li key={one.urn}><Visible text={one.name} /> <span class="row-type" title={one.type}>{shortType(one.type)}</span>{one.protect && <span class="row-lock" title="protected"><Icon name="lock" /><span class="sr-only">protected</span></span>}</li>)}</ul>}
        </Disclosure>
      )}
    </>
  );
}
