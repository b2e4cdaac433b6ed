import type { JSX } from 'preact';
import type { ErrorAction } from '../../../src/shared/events.ts';
import type { NoticeItem } from '../../../src/shared/sessionState.ts';
import { CopyButton } from '../controls.tsx';
import { Icon } from '../icons.tsx';
import { post } from '../vscodeApi.ts';

const actionNames: Record<ErrorAction, string> = {
  retry: 'Try again',
  'set-api-key': 'Set API key',
  'choose-model': 'Choose model',
  'open-settings': 'Open settings',
  'show-log': 'Show log',
  'set-up-pulumi': 'Set up Pulumi',
  'open-practice-project': 'Open practice project',
};

export function runAction(action: ErrorAction): void {
  post(action === 'retry' ? { type: 'retry' } : { type: 'action', action });
}

/** A remark of the host, or an error with its exact text and what to do next. */
export function NoticeView({ item }: { item: NoticeItem }): JSX.Element {
  const { error } = item;
  if (error === undefined) {
    return <p class={`notice ${item.level}`}><Icon name={item.level === 'info' ? 'info' : 'warning'} /><span>{item.text}</span></p>;
  }
  return (
    <section class="card error-card" aria-labelledby={`error-${item.id}`}>
      <h2 class="error-title" id={`error-${item.id}`}><Icon name="error" /><span><span class="sr-only">Error: </span>{error.title}</span></h2>
      {error.detail !== '' && (
        <div class="error-detail">
          <pre tabIndex={0} role="region" aria-label="Error details">{error.detail}</pre>
          <CopyButton text={() => `${error.title}\n${error.detail}`} label="Copy error" />
        </div>
      )}
      {error.actions.length > 0 && (
        <div class="buttons">
          {error.actions.map((action, index) => (
            <button type="button" key={action} class={`button ${index === 0 ? '' : 'secondary'}`} onClick={() => { runAction(action); }}>{actionNames[action]}</button>
          ))}
        </div>
      )}
    </section>
  );
}
