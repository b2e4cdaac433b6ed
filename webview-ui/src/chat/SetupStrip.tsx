import type { JSX } from 'preact';
import { Icon } from '../icons.tsx';
import { host } from '../state/store.ts';
import { post } from '../vscodeApi.ts';

/** How far the setting up of Pulumi is; gone when it is ready. */
export function SetupStrip(): JSX.Element | null {
  const { pulumi, trusted } = host.value;
  if (trusted && pulumi.state === 'ready') return null;
  return (
    <section aria-label="Setup">
      {!trusted && <p class="strip"><Icon name="shield" /><span>Restricted mode: only reading is possible until you trust this workspace.</span></p>}
      {pulumi.state !== 'ready' && (
        <div class="strip">
          <Icon name={pulumi.state === 'failed' ? 'warning' : 'cloud'} />
          <span class="strip-text">{pulumi.detail}{pulumi.percent !== undefined && ` ${Math.round(pulumi.percent)} %`}</span>
          {pulumi.state === 'installing'
            ? <progress class="bar" aria-label="Setting up Pulumi" {...(pulumi.percent === undefined ? {} : { value: pulumi.percent, max: 100 })} />
            : <button type="button" class="button small" onClick={() => { post({ type: 'action', action: 'set-up-pulumi' }); }}>Set up Pulumi</button>}
        </div>
      )}
    </section>
  );
}
