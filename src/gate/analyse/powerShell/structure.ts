/**
 * The second opinion on a PowerShell text: where strings, comments, blanks and structure lie, read by one regular
 * expression that knows nothing of the reader (`reader.ts`). Where the two differ, neither is believed.
 */

/** One letter for each character: `q` text in quotes, `c` comment, `_` blank, `s` structure, `w` anything else. */
export type Structure = string;

const piece = new RegExp([
  /(?<c><#[\s\S]*?#>|(?<![^\s(){};|&,])#[^\n]*)/,
  /(?<q>'(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*")/,
  /(?<_>`\n|[ \t\n])/,
  /(?<w>`[\s\S]|[^\s'"`(){};|&,<>#]|#)/,
  /(?<s>[(){};|&,<>])/,
].map(({ source }) => source).join('|'), 'gy');

/** @returns undefined where a quote or a comment does not end. */
export function structureOf(source: string): Structure | undefined {
  let structure = '';
  for (const match of source.matchAll(piece)) {
    const [kind = 'w'] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    structure += kind.repeat(match[0].length);
  }
  return structure.length === source.length ? structure : undefined;
}
