import { isAbsolute, posix, win32 } from 'node:path';

export type LinkVerdict =
  | { kind: 'refused'; reason: string }
  /** `ask`: the link carries data to another machine, and a model may have written it. */
  | { kind: 'open' | 'ask'; url: string };

/** Judges a link out of the conversation: web addresses only, and one that carries data is shown whole first. */
export function judgeLink(text: string): LinkVerdict {
  if (!URL.canParse(text)) return { kind: 'refused', reason: 'This link is not a whole address.' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'refused', reason: `Links that begin with “${url.protocol}” are not opened from the chat.` };
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'This link contains a user name or password, which usually hides where it leads.' };
  const carriesData = url.search !== '' || url.hash.length > 60 || url.pathname.length > 200 || url.hostname.length > 80;
  return { kind: carriesData ? 'ask' : 'open', url: url.href };
}

/**
 * Where a path out of the conversation lies, resolved against the session's folder.
 * @returns undefined for network and device paths: looking at those alone can reach another machine
 */
export function resolveShownPath(cwd: string, path: string, platform: string = process.platform): string | undefined {
  if (/^[\\/]{2}/.test(path) || path.includes('\0')) return undefined;
  if (platform !== 'win32' && isAbsolute(path) && /^\/(dev|proc|sys)\//.test(path)) return undefined;
  return (platform === 'win32' ? win32 : posix).resolve(cwd, path);
}
