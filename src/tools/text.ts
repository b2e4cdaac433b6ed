import { AppError } from '../core/errors.ts';

/** A text file's content with what has to survive an edit. */
export interface TextFile {
  /** Without the byte order mark; line ends as they are in the file. */
  text: string;
  hasByteOrderMark: boolean;
}

const images = /\.(png|jpe?g|gif|webp|bmp|ico|tiff?|avif|heic|psd)$/i;

/**
 * Decodes a file strictly: what cannot be written back byte for byte is refused.
 * @throws AppError `binary-file`
 */
export function decodeText(bytes: Uint8Array, shown: string): TextFile {
  if (images.test(shown)) throw new AppError('binary-file', `${shown} is an image, and this tool reads text only.`);
  if (bytes.subarray(0, 8192).includes(0)) throw new AppError('binary-file', `${shown} is not a text file (${bytes.length} bytes).\nUse the shell tool with \`file\` or a program for this format.`);
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), hasByteOrderMark };
  } catch (cause) {
    throw new AppError('binary-file', `${shown} is not UTF-8 text.\nConvert it first, or handle it with the shell tool.`, { cause });
  }
}

export function encodeText({ text, hasByteOrderMark }: TextFile): Uint8Array {
  return new TextEncoder().encode(hasByteOrderMark ? `\uFEFF${text}` : text);
}

/** Terminal colours and cursor movements mean nothing to a model. */
export function withoutEscapes(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  return text.replaceAll(/\u001B(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\)|[@-Z\\^_])/g, '').replaceAll(/\r+\n/g, '\n').replaceAll(/[^\n]{0,10000}\r(?=[^\n])/g, '');
}

/** Head and tail of a long text, cut at line ends where that is near. */
export function bounded(text: string, maxCharacters: number): { text: string; isCut: boolean } {
  if (text.length <= maxCharacters) return { text, isCut: false };
  const half = Math.floor(maxCharacters / 2);
  const head = text.slice(0, half);
  const tail = text.slice(-half);
  return { text: `${head}\n… ${text.length - 2 * half} characters left out …\n${tail}`, isCut: true };
}
