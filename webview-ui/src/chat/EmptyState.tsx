import type { JSX } from 'preact';
import { Icon } from '../icons.tsx';
import { connected, focusRequests, host } from '../state/store.ts';
import { setDraft } from '../state/viewMemory.ts';
import { post } from '../vscodeApi.ts';

const prompts = ['What would change if I deployed dev?', 'Explain the selected code', '/status'];

/** What can be done here, before anything was said. */
export function EmptyState(): JSX.Element | null {
  if (!connected.value) return null;
  const { hasKey, model, stack } = host.value;
  const fill = (text: string): void => {
    setDraft(text);
    focusRequests.value += 1;
  };
  return (
    <div class="empty">
      <h2>What shall we work on?</h2>
      <p>Ask about code, change files, run commands, and preview or deploy Pulumi stacks. Nothing that destroys runs without your confirmation of exactly that action.</p>
      <ul class="prompts" aria-label="Examples">
        {prompts.slice(0, stack === undefined ? 2 : 3).map((prompt) => <li key={prompt}><button type="button" class="prompt" onClick={() => { fill(prompt); }}>{prompt}</button></li>)}
        {stack === undefined && <li><button type="button" class="prompt" onClick={() => { post({ type: 'action', action: 'open-practice-project' }); }}><Icon name="cloud" />Open the practice project: a small cloud to try things on</button></li>}
      </ul>
      {(!hasKey || model === undefined) && (
        <section class="card key-card" aria-label="Model">
          <p><Icon name="key" />No model is set up yet. Commands like <code>/status</code> and <code>/preview</code> work without one.</p>
          <div class="buttons">
            <button type="button" class="button" onClick={() => { post({ type: 'action', action: 'set-api-key' }); }}>Set API key</button>
            <button type="button" class="button secondary" onClick={() => { post({ type: 'action', action: 'choose-model' }); }}>Choose model</button>
          </div>
        </section>
      )}
    </div>
  );
}
