/** What a link in a model's answer may do. Everything that is not on this list is shown as text. */

export type LinkTarget =
  | { kind: 'web'; url: string }
  | { kind: 'file'; path: string; line?: number };

const MAX_LENGTH = 4_096;

/** @param href as written in the markdown. Returns `undefined` where the link must not be one. */
export function linkTarget(href: string): LinkTarget | undefined {
  const address = href.trim();
  if (address === '' || address.length > MAX_LENGTH || /[\p{Cc}\p{Cf}]/u.test(address)) return undefined;
  if (/^(https?|mailto):/i.test(address)) return webTarget(address);
  if (/^file:/i.test(address)) return fileTarget(decode(address.replace(/^file:(\/\/)?/i, '').replace(/^\/([A-Za-z]:)/, '$1')));
  if (/^[A-Za-z]:[\\/]/.test(address)) return fileTarget(decode(address));
  if (/^[A-Za-z][A-Za-z0-9+.-]*:(?!\d)/.test(address) || address.startsWith('//') || address.startsWith('#')) return undefined;
  return fileTarget(decode(address));
}

function webTarget(address: string): LinkTarget | undefined {
  try {
    return { kind: 'web', url: new URL(address).href };
  } catch {
    return undefined;
  }
}

/** Knows `a.ts:12`, `a.ts:12:3`, `a.ts#L12` and `a.ts#L12-L20`. */
function fileTarget(address: string | undefined): LinkTarget | undefined {
  if (address === undefined || /[\p{Cc}\p{Cf}]/u.test(address)) return undefined;
  const match = /^(.+?)(?:#L(\d+)(?:-L?\d+)?|:(\d+)(?::\d+|-\d+)?)?$/.exec(address);
  const path = match?.[1];
  if (path === undefined) return undefined;
  const line = match?.[2] ?? match?.[3];
  return line === undefined ? { kind: 'file', path } : { kind: 'file', path, line: Number(line) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
