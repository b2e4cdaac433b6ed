/** A place in a text, both zero-based. */
export interface Place { line: number; character: number }
export interface Span { start: Place; end: Place }

const before = (a: Place, b: Place): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);

/**
 * Where a span lies after one edit of its document, so that a chip keeps pointing at the same text.
 * @returns undefined where the edit swallowed the span whole
 */
export function shiftSpan(span: Span, edit: Span, text: string): Span | undefined {
  if (!before(edit.start, span.end)) return span;
  const larger = !before(span.start, edit.start) && !before(edit.end, span.end) && (before(edit.start, span.start) || before(span.end, edit.end));
  if (larger) return undefined;
  const start = before(span.start, edit.end) ? earlier(span.start, edit.start) : moved(span.start, edit, text);
  const end = before(span.end, edit.end) ? endOf(edit.start, text) : moved(span.end, edit, text);
  return { start, end };
}

const earlier = (a: Place, b: Place): Place => (before(a, b) ? a : b);

function endOf(start: Place, text: string): Place {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  return { line: start.line + lines.length - 1, character: lines.length === 1 ? start.character + last.length : last.length };
}

/** A place at or after the edit's end. */
function moved(place: Place, edit: Span, text: string): Place {
  const newEnd = endOf(edit.start, text);
  if (place.line > edit.end.line) return { line: place.line + newEnd.line - edit.end.line, character: place.character };
  return { line: newEnd.line, character: newEnd.character + place.character - edit.end.character };
}
