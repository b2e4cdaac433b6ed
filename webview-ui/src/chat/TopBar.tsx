import type { JSX } from 'preact';
import { amount, cost } from '../format/units.ts';
import { Icon } from '../icons.tsx';
import { host, session } from '../state/store.ts';
import { post } from '../vscodeApi.ts';

/** Always in view: the stack in use, the model, and what the session cost. New chat and history are in the view's own toolbar. */
export function TopBar(): JSX.Element {
  const { stack, model } = host.value;
  const { usage } = session.value;
  const tokens = usage.inputTokens + usage.outputTokens;
  return (
    <header class="top-bar">
      <div class="top-facts">
        {stack !== undefined && (
          <span class={`stack ${stack.production ? 'production' : ''}`} title={`Stack ${stack.project}/${stack.name}`}>
            <Icon name="stack" /><span class="clip"><span class="stack-project">{stack.project} / </span>{stack.name}</span>
            {stack.production && <span class="badge danger filled">Production</span>}
          </span>
        )}
        {tokens > 0 && <span class="usage quiet" title={`${usage.inputTokens} tokens in, ${usage.outputTokens} out`}>{amount(tokens)} tokens · {cost(usage)}</span>}
      </div>
      <button type="button" class="model-button" title="Choose model" onClick={() => { post({ type: 'action', action: 'choose-model' }); }}>
        <Icon name="model" /><span class="clip">{model === undefined ? 'Choose model' : model.id}</span>
      </button>
    </header>
  );
}
