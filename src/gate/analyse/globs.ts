import { join, resolve } from 'node:path';
import type { ShellFacts } from './facts.ts';

/** More names than this are not listed: then it is not known what a pattern stands for. */
export const MAX_NAMES = 1000;

/** A pattern as bash reads it: pieces of plain text and of pattern characters. */
export type Pattern = readonly { text: string; glob: boolean }[];

/**
 * Names that a pattern matches below a folder, as bash would put them: relative as written, sorted, without hidden ones.
 * @returns empty where nothing matches; undefined where it cannot be told
 */
export async function matchPattern(pattern: Pattern, folder: string, facts: Pick<ShellFacts, 'list' | 'stat'>): Promise<string[] | undefined> {
  const segments = segmentsOf(pattern);
  if (segments === undefined) return undefined;
  const rooted = pattern[0]?.glob === false && pattern[0].text.startsWith('/');
  let found: string[] = [rooted ? '/' : ''];
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1;
    const next: string[] = [];
    for (const before of found) {
      if (typeof segment === 'string') {
        const path = `${before}${segment}${last ? '' : '/'}`;
        if (segment === '' || await exists(resolve(folder, path), facts)) next.push(path);
        continue;
      }
      const names = await facts.list(resolve(folder, before || '.')).catch(() => undefined);
      if (names === undefined) continue;
      for (const { name, kind } of names) {
        if (!segment.test(name) || (!last && kind === 'file')) continue;
        if (next.length >= MAX_NAMES) return undefined;
        next.push(last ? `${before}${name}` : `${before}${name}/`);
      }
    }
    found = next;
  }
  return found.sort();
}

const exists = async (path: string, facts: Pick<ShellFacts, 'stat'>): Promise<boolean> => (await facts.stat(path).catch(() => undefined)) !== undefined;

/** Plain segments as text, patterns as regular expressions; undefined for extended patterns. */
function segmentsOf(pattern: Pattern): (string | RegExp)[] | undefined {
  const segments: { text: string; source: string; glob: boolean }[] = [{ text: '', source: '', glob: false }];
  for (const { text, glob } of pattern) {
    for (const [at, piece] of text.split('/').entries()) {
      if (at > 0) segments.push({ text: '', source: '', glob: false });
      const segment = segments.at(-1);
      if (segment === undefined || piece === '') continue;
      const source = glob ? sourceOf(piece) : escaped(piece);
      if (source === undefined) return undefined;
      segment.text += piece;
      segment.source += source;
      segment.glob ||= glob;
    }
  }
  if (segments[0]?.text === '' && segments.length > 1) segments.shift();
  return segments.map(({ text, source, glob }) => (glob ? new RegExp(`^${text.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 'su') : text));
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function sourceOf(glob: string): string | undefined {
  if (/[?*+@!]\(/.test(glob)) return undefined;
  let source = '';
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '[') {
      const bracket = /^\[([!^]?)(\]?[^\]]*)\]/.exec(glob.slice(at));
      if (bracket === null) source += '\\[';
      // Character classes differ by language, so that the plain ones alone are followed
      else if (/\[[:.=]/.test(bracket[2] ?? '')) return undefined;
      else {
        source += `[${bracket[1] === '' ? '' : '^'}${(bracket[2] ?? '').replaceAll(/[\\\]^[&~|]/g, '\\$&')}]`;
        at += bracket[0].length - 1;
      }
    } else source += escaped(character);
  }
  return source;
}

/** The pattern as written, for where nothing matches. */
export const patternText = (pattern: Pattern): string => pattern.map(({ text }) => text).join('');

/** Absolute, for a folder and a name as matched. */
export const placeOf = (folder: string, name: string): string => (name.startsWith('/') ? name : join(folder, name));
