import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApprovalState, ToolItem } from '../../../src/shared/sessionState.ts';
import { Visible } from '../controls.tsx';
import { AlwaysChoice } from './AlwaysChoice.tsx';
import { post } from '../vscodeApi.ts';
import { useArmed } from './arming.ts';

type Outcome = 'allow-once' | 'allow-session' | 'allow-always' | 'reject-once';

/** The host may refuse an answer and leave the request open; then the buttons come back. */
const ANSWER_AGAIN_MS = 3_000;

/**
 * Reject on one side, allow on the other. Allowing needs the buttons in view for a moment, never Enter alone:
 * a click, Space on the button, or Ctrl/Cmd+Enter with the focus in the card and not in a text field.
 */
export function ApprovalAnswer({ item, approval }: { item: ToolItem; approval: ApprovalState }): JSX.Element {
  const buttons = useRef<HTMLDivElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const reject = useRef<HTMLButtonElement>(null);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState(false);
  const armed = useArmed(row);
  const target = approval.typedTarget;
  const destructive = approval.level === 'DESTRUCTIVE';
  const matches = target === undefined ? !destructive : typed === target;
  const ready = armed && matches && !sent;

  useEffect(() => { if (nobodyTypes()) reject.current?.focus({ preventScroll: true }); }, []);
  useEffect(() => {
    if (!sent) return undefined;
    const timer = setTimeout(() => { setSent(false); }, ANSWER_AGAIN_MS);
    return () => { clearTimeout(timer); };
  }, [sent]);

  const answer = (outcome: Outcome): void => {
    if (sent || (outcome !== 'reject-once' && !ready)) return;
    setSent(true);
    post({
      type: 'answer-approval', approvalId: approval.approvalId, outcome,
      ...(target !== undefined && outcome !== 'reject-once' ? { typed } : {}),
      ...(outcome === 'reject-once' && reason.trim() !== '' ? { reason: reason.trim() } : {}),
    });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    const place = event.target as HTMLElement;
    const inText = place.matches('input, textarea');
    if ((event.ctrlKey || event.metaKey) && !inText) {
      event.preventDefault();
      if (!event.repeat) answer('allow-once');
    } else if (inText || place.dataset.allow !== undefined) event.preventDefault();
  };
  useCardKeys(buttons, press);

  return (
    <div class="answer" ref={buttons}>
      {target !== undefined && (
        <label class="field">
          <span>Type <strong class="target"><Visible text={target} /></strong> to confirm</span>
          <input type="text" value={typed} autocomplete="off" spellcheck={false} onInput={(event) => { setTyped(event.currentTarget.value); }} />
        </label>
      )}
      <label class="field">
        <span class="sr-only">Reason for rejecting (optional, goes to the model)</span>
        <input type="text" value={reason} maxLength={2_000} placeholder="Reason for rejecting (optional)" onInput={(event) => { setReason(event.currentTarget.value); }} />
      </label>
      <div class="answer-buttons" ref={row}>
        <button type="button" class="button secondary reject" ref={reject} aria-disabled={sent} onClick={() => { answer('reject-once'); }}>Reject</button>
        <button type="button" data-allow class={`button ${destructive ? 'danger' : ''}`} aria-disabled={!ready} title="Ctrl+Enter or Cmd+Enter while the focus is in this card" onClick={() => { answer('allow-once'); }}>{sent ? 'Sending…' : allowVerb(item, approval)}</button>
        {approval.rememberable && <button type="button" data-allow class="button secondary" aria-disabled={!ready} onClick={() => { answer('allow-session'); }}>Allow for this session</button>}
      </div>
      {approval.always !== undefined && <AlwaysChoice offer={approval.always} ready={ready} onAllow={() => { answer('allow-always'); }} />}
    </div>
  );
}

/** Keys count in the whole card, not only in its buttons. */
function useCardKeys(inside: { current: HTMLElement | null }, press: (event: KeyboardEvent) => void): void {
  const current = useRef(press);
  current.current = press;
  useEffect(() => {
    const card = inside.current?.closest<HTMLElement>('.approval');
    const listener = (event: KeyboardEvent): void => { current.current(event); };
    card?.addEventListener('keydown', listener);
    return () => { card?.removeEventListener('keydown', listener); };
  }, []);
}

/** Neither here nor in another part of the editor. */
function nobodyTypes(): boolean {
  if (!document.hasFocus()) return false;
  const active = document.activeElement;
  return active === null || active === document.body;
}

function allowVerb(item: ToolItem, approval: ApprovalState): string {
  if (approval.level !== 'DESTRUCTIVE') return 'Allow once';
  const verb = item.infra?.verb ?? item.name;
  if (/destroy/i.test(verb)) return `Destroy ${approval.typedTarget ?? ''}`.trim();
  return /deploy/i.test(verb) ? 'Deploy with losses' : 'Run with losses';
}
