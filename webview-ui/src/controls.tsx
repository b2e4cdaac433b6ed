import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icons.tsx';
import { visiblePieces } from '../../src/shared/visible.ts';
import { tick } from './state/ticker.ts';
import { isExpanded, setExpanded } from './state/viewMemory.ts';
import { post } from './vscodeApi.ts';

/** Small parts that every card uses. */

export function IconButton({ icon, label, onClick, class: className = '' }: { icon: IconName; label: string; onClick: () => void; class?: string }): JSX.Element {
  return (
    <button type="button" class={`icon-button ${className}`} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

const COPIED_MS = 1_500;

export function CopyButton({ text, label = 'Copy' }: { text: () => string; label?: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => { setCopied(false); }, COPIED_MS);
    return () => { clearTimeout(timer); };
  }, [copied]);
  const click = (): void => {
    post({ type: 'copy', text: text().slice(0, 1_000_000) });
    setCopied(true);
  };
  return <IconButton icon={copied ? 'check' : 'copy'} label={copied ? 'Copied' : label} onClick={click} />;
}

/** Seconds that count by themselves, only while in view. */
export function Ticking({ draw, class: className }: { draw: (now: number) => string; class?: string }): JSX.Element {
  const element = useRef<HTMLSpanElement>(null);
  const current = useRef(draw);
  current.current = draw;
  useEffect(() => (element.current === null ? undefined : tick(element.current, (now) => current.current(now))), []);
  return <span ref={element} class={className} />;
}

/** Text in which nothing hides: controls, bidi marks and zero-width characters are drawn as escapes. */
export function Visible({ text }: { text: string }): JSX.Element {
  return (
    <>
      {visiblePieces(text).map((piece) => ('text' in piece ? piece.text : <span class="escape" title={piece.name}>{piece.escape}</span>))}
    </>
  );
}

/** A part that opens and closes; whether it is open is remembered by `id`. */
export function Disclosure({ id, label, open = false, class: className = '', children }: {
  id: string; label: ComponentChildren; open?: boolean; class?: string; children: () => ComponentChildren;
}): JSX.Element {
  const expanded = isExpanded(id, open);
  return (
    <div class={`disclosure ${className}`}>
      <button type="button" class="disclosure-button" aria-expanded={expanded} onClick={() => { setExpanded(id, !expanded); }}>
        <Icon name="chevron" class="chevron" />
        {label}
      </button>
      {expanded && <div class="disclosure-body">{children()}</div>}
    </div>
  );
}
