import type { JSX } from 'preact';
import type { UserItem } from '../../../src/shared/sessionState.ts';
import { Icon } from '../icons.tsx';
import { post } from '../vscodeApi.ts';

/** What the person wrote, as plain text, with the context that went with it. */
export function UserMessage({ item }: { item: UserItem }): JSX.Element {
  return (
    <div class="user-message">
      <h2 class="sr-only">You</h2>
      <div class="user-text">{item.text}</div>
      {item.context.length > 0 && (
        <ul class="chips" aria-label="Attached context">
          {item.context.map((chip) => {
            const { path } = chip;
            const content = <><Icon name={chip.kind === 'terminal' ? 'command' : 'file'} />{chip.label}</>;
            return (
              <li key={chip.id} class="chip">
                {path === undefined ? <span class="chip-label">{content}</span>
                  : <button type="button" class="chip-label" title={`Open ${path}`} onClick={() => { post({ type: 'open-file', path, ...(chip.startLine === undefined ? {} : { line: chip.startLine }) }); }}>{content}</button>}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
