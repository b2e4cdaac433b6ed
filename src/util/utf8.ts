/**
 * How many bytes at the end of `bytes` begin a UTF-8 character that is not complete yet (0 to 3).
 * Bytes that can never become a character count as complete: a decoder replaces them.
 */
export function incompleteUtf8Tail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    return utf8Length(byte) > back ? back : 0;
  }
  return 0;
}

/** Index of the first character start at or after `from`; a cut in the middle of a character skips its rest. */
export function utf8Boundary(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.length && index < from + 3 && isContinuation(bytes[index] ?? 0)) index++;
  return index;
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

function utf8Length(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0) return lead <= 0xef ? 3 : 1;
  return lead >= 0xc2 ? 2 : 1;
}
