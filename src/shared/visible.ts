/** Makes hidden characters visible, so that what a person approves is what will run. */

export type Piece = { text: string } | { escape: string; name: string };

/**
 * Controls but newline and tab, format characters (bidi, zero-width, tags), private use, unassigned, lone surrogates,
 * line separators, spaces other than the common one, and letters that show as nothing.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}/gu;

const names: Record<number, string> = {
  0x00: 'null', 0x07: 'bell', 0x08: 'backspace', 0x0d: 'carriage return', 0x1b: 'escape', 0x7f: 'delete', 0xa0: 'no-break space', 0xad: 'soft hyphen',
  0x200b: 'zero-width space', 0x200c: 'zero-width non-joiner', 0x200d: 'zero-width joiner', 0x200e: 'left-to-right mark', 0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding', 0x202b: 'right-to-left embedding', 0x202c: 'pop directional formatting', 0x202d: 'left-to-right override',
  0x202e: 'right-to-left override', 0x2060: 'word joiner', 0x2066: 'left-to-right isolate', 0x2067: 'right-to-left isolate', 0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate', 0xfeff: 'byte order mark',
};

/** Splits text into plain parts and escapes like `⟨U+202E⟩`. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match[0] === '\n' || match[0] === '\t') continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    const code = match[0].codePointAt(0) ?? 0;
    pieces.push({ escape: `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`, name: names[code] ?? 'hidden character' });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

export const hasHidden = (text: string): boolean => visiblePieces(text).some((piece) => 'escape' in piece);

/** The same as one text. */
export const visibleText = (text: string): string => visiblePieces(text).map((piece) => ('text' in piece ? piece.text : piece.escape)).join('');
