import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../controls.tsx';
import { Icon } from '../icons.tsx';
import { connected, focusRequests, following, host, running } from '../state/store.ts';
import { draft, setDraft } from '../state/viewMemory.ts';
import { post } from '../vscodeApi.ts';
import { suggestCommands } from './slashCommands.ts';

/** Where a person writes. Enter sends, Shift+Enter breaks the line, Escape stops a run (or closes the suggestions). */
export function Composer(): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  const [chosen, setChosen] = useState(0);
  const [closed, setClosed] = useState('');
  const text = draft.value;
  const requests = focusRequests.value;
  const suggestions = closed === text ? [] : suggestCommands(text);
  const active = Math.min(chosen, suggestions.length - 1);
  const busy = running.value;
  const { chips } = host.value;

  useEffect(() => { if (requests > 0) field.current?.focus(); }, [requests]);

  const take = (name: string): void => {
    setDraft(name);
    setClosed(name);
    field.current?.focus();
  };
  const send = (): void => {
    if (busy || !connected.value || text.trim() === '') return;
    post({ type: 'send', text, chipIds: chips.map(({ id }) => id) });
    setDraft('');
    following.value = true;
  };
  const suggestKey = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0) return false;
    const command = suggestions[active];
    if (event.key === 'ArrowDown') setChosen((active + 1) % suggestions.length);
    else if (event.key === 'ArrowUp') setChosen((active + suggestions.length - 1) % suggestions.length);
    else if (event.key === 'Escape') setClosed(text);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && command !== undefined) take(command.name);
    else return false;
    return true;
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return;
    if (suggestKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && busy) post({ type: 'stop' });
  };

  return (
    <footer class="composer">
      {suggestions.length > 0 && (
        <ul class="suggestions" role="listbox" id="suggestions" aria-label="Commands">
          {suggestions.map(({ name, help }, index) => (
            <li key={name} id={`suggestion-${index}`} role="option" aria-selected={index === active} class={index === active ? 'active' : ''} onMouseDown={(event) => { event.preventDefault(); take(name); }}>
              <span class="suggestion-name">{name}</span> <span class="suggestion-help">{help}</span>
            </li>
          ))}
        </ul>
      )}
      <div class="composer-box">
        {chips.length > 0 && (
          <ul class="chips" aria-label="Context that goes with the message">
            {chips.map((chip) => (
              <li key={chip.id} class="chip"><span class="chip-label"><Icon name={chip.kind === 'terminal' ? 'command' : 'file'} />{chip.label}</span>
                <IconButton icon="close" label={`Remove ${chip.label}`} onClick={() => { post({ type: 'remove-chip', id: chip.id }); field.current?.focus(); }} /></li>
            ))}
          </ul>
        )}
        <textarea ref={field} rows={1} value={text} aria-label="Message to Pilothouse" aria-autocomplete="list" aria-controls={suggestions.length > 0 ? 'suggestions' : undefined}
          aria-activedescendant={suggestions.length > 0 ? `suggestion-${active}` : undefined} disabled={!connected.value}
          placeholder={connected.value ? 'Ask, or type / for commands' : 'Connecting to the editor…'}
          onInput={(event) => { setDraft(event.currentTarget.value); setChosen(0); setClosed(''); }} onKeyDown={press} />
        <div class="composer-tools">
          <IconButton icon="pin" label="Attach selection" onClick={() => { post({ type: 'action', action: 'attach-selection' }); }} />
          <span class="hint quiet" aria-hidden="true">{busy ? 'Esc to stop' : ''}</span>
          {busy ? <button type="button" class="button small stop" onClick={() => { post({ type: 'stop' }); }}><Icon name="stop" />Stop</button>
            : <button type="button" class="button small" aria-label="Send" title="Send (Enter)" aria-disabled={!connected.value || text.trim() === ''} onClick={send}><Icon name="send" /></button>}
        </div>
      </div>
    </footer>
  );
}
