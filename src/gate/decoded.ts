/** Encoded pieces of a command and what they mean, for the person who has to confirm it. */

export interface Decoded {
  encoded: string;
  text: string;
}

const MAX_PIECES = 10;

/** Pieces that a shell or a decoder named in the command would turn into other text; empty where nothing is hidden so. */
export function decodedForms(command: string): Decoded[] {
  const found = [...quoted(command), ...escapes(command), ...(namesBase64.test(command) ? base64(command) : []), ...(/\bxxd\b[^|;&]*\s-\w*r/.test(command) ? hex(command) : [])];
  return [...new Map(found.map((piece) => [piece.encoded, piece])).values()].slice(0, MAX_PIECES);
}

const namesBase64 = /base64|b64|\bopenssl\b|atob|\s[-/]e(?:c|nc?|nco\w*)?\s/i;

/** `$'\x72\x6d'` */
function quoted(command: string): Decoded[] {
  return [...command.matchAll(/\$'((?:[^'\\]|\\[\s\S])*)'/g)].filter(([, inner = '']) => inner.includes('\\')).map(([encoded, inner = '']) => ({ encoded, text: unescape(inner) }));
}

/** `\x72\x6d` or `\162\155` outside of such quotes, as `printf` and `echo -e` read them. */
function escapes(command: string): Decoded[] {
  const rest = command.replaceAll(/\$'(?:[^'\\]|\\[\s\S])*'/g, ' ');
  return [...rest.matchAll(/(?:\\x[0-9a-f]{2}|\\0?[0-3][0-7]{2}){2,}/gi)].map(([encoded]) => ({ encoded, text: unescape(encoded) }));
}

function base64(command: string): Decoded[] {
  return [...command.matchAll(/(?<![\w+/-])[\w+/-]{8,}={0,2}(?![\w+/=-])/g)].flatMap(([encoded]) => {
    const bytes = Buffer.from(encoded, 'base64');
    // PowerShell's -EncodedCommand is UTF-16
    const text = bytes.length % 2 === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0) ? bytes.toString('utf16le') : bytes.toString('utf8');
    return isText(text) ? [{ encoded, text }] : [];
  });
}

function hex(command: string): Decoded[] {
  return [...command.matchAll(/\b(?:[0-9a-f]{2}){4,}\b/gi)].flatMap(([encoded]) => {
    const text = Buffer.from(encoded, 'hex').toString('utf8');
    return isText(text) ? [{ encoded, text }] : [];
  });
}

const isText = (text: string): boolean => text.length >= 4 && !/[^\P{C}\n\t\r]|\uFFFD/u.test(text) && /[\s;|&/$(.-]|^\w+$/.test(text);

const named: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', e: '\u001B', E: '\u001B' };

function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|0?([0-3]?[0-7]{1,2})|([\s\S]))/gi, (_whole, byte?: string, short?: string, long?: string, octal?: string, other?: string) => {
    const hexadecimal = byte ?? short ?? long;
    if (hexadecimal !== undefined) return codePoint(parseInt(hexadecimal, 16));
    if (octal !== undefined) return codePoint(parseInt(octal, 8));
    return named[other ?? ''] ?? other ?? '';
  });
}

const codePoint = (code: number): string => (code <= 0x10FFFF ? String.fromCodePoint(code) : '\uFFFD');
