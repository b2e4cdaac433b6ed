import type { JSX } from 'preact';
import type { AssistantItem } from '../../../src/shared/sessionState.ts';
import { Disclosure } from '../controls.tsx';
import { Icon } from '../icons.tsx';
import { Markdown } from '../markdown/Markdown.tsx';

const endings: Partial<Record<NonNullable<AssistantItem['reason']>, string>> = {
  interrupted: 'Interrupted: this answer is not complete.',
  'max-tokens': 'Cut off: the model reached its output limit.',
  refusal: 'The model declined to go on.',
};

/** An answer: thinking folded away, text as markdown, a mark where it was cut short. */
export function AssistantMessage({ item }: { item: AssistantItem }): JSX.Element {
  const streaming = item.status === 'streaming';
  const ending = streaming ? undefined : endings[item.reason ?? (item.status === 'interrupted' ? 'interrupted' : 'end')];
  return (
    <div class={`assistant-message ${streaming ? 'streaming' : ''}`} aria-busy={streaming}>
      <h2 class="sr-only">Pilothouse</h2>
      {item.thinking !== '' && (
        <Disclosure id={`thinking:${item.id}`} class="thinking" label={<><Icon name="thought" />{streaming && item.text === '' ? 'Thinking…' : 'Thought'}</>}>
          {() => <div class="thinking-text">{item.thinking}</div>}
        </Disclosure>
      )}
      {item.text !== '' && <Markdown text={item.text} finished={!streaming} />}
      {streaming && item.text === '' && item.thinking === '' && <div class="dots" aria-hidden="true"><i /><i /><i /></div>}
      {ending !== undefined && <p class="ending"><Icon name="warning" />{ending}</p>}
    </div>
  );
}
