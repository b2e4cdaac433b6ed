import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { CopyButton } from '../controls.tsx';
import { Grow } from './Grow.tsx';
import { highlight, MAX_LINES, type Span, SYNC_LINES } from './highlight.ts';
import { select, selectionIn, type TextSelection } from './keepSelection.ts';

interface Props {
  code: string;
  /** Info string of the fence; its first word is the language. */
  language: string;
  /** More lines may come. */
  open: boolean;
  live: boolean;
}

/** A fenced block: label, copy button, and colours as soon as the fence is closed. */
export function CodeBlock({ code, language, open, live }: Props): JSX.Element {
  const name = /^[\w#+.-]+/.exec(language)?.[0] ?? '';
  const spans = useSpans(code, name.toLowerCase(), open);
  const content = useSelectionKept(spans);
  return (
    <div class="code-block">
      <div class="code-head">
        <span class="code-language">{name === '' ? 'text' : name}</span>
        <CopyButton text={() => code} label="Copy code" />
      </div>
      <pre tabIndex={0} role="region" aria-label={`Code${name === '' ? '' : `, ${name}`}`}>
        <code ref={content}>{spans === undefined ? (live ? <Grow text={code} /> : code) : spans.map(({ scope, text }) => (scope === '' ? text : <span class={scopeClass(scope)}>{text}</span>))}</code>
      </pre>
    </div>
  );
}

/** `title.function` → `tok-title tok-function`. */
const scopeClass = (scope: string): string => scope.split(/[. ]/).map((part) => `tok-${part.replace(/_+$/, '')}`).join(' ');

/** Colours replace the nodes of the text: what was selected in them is selected again. */
function useSelectionKept(spans: Span[] | undefined): { current: HTMLElement | null } {
  const element = useRef<HTMLElement>(null);
  const drawn = useRef(spans);
  let selected: TextSelection | undefined;
  if (drawn.current !== spans && element.current !== null) selected = selectionIn(element.current);
  drawn.current = spans;
  useLayoutEffect(() => {
    if (selected !== undefined && element.current !== null) select(element.current, selected);
  }, [spans]);
  return element;
}

function useSpans(code: string, language: string, open: boolean): Span[] | undefined {
  const lines = useMemo(() => (open ? 0 : code.split('\n').length), [code, open]);
  const now = useMemo(() => (!open && lines <= SYNC_LINES ? highlight(code, language) : undefined), [code, language, open]);
  const [later, setLater] = useState<{ code: string; spans: Span[] | undefined }>();
  const wait = !open && lines > SYNC_LINES && lines <= MAX_LINES;
  useEffect(() => {
    if (!wait) return undefined;
    const idle = requestIdleCallback(() => { setLater({ code, spans: highlight(code, language) }); });
    return () => { cancelIdleCallback(idle); };
  }, [wait, code, language]);
  return now ?? (later?.code === code ? later.spans : undefined);
}
