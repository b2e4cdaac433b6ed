import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import { isInside } from '../paths.ts';
import type { ShellFacts } from './facts.ts';

/** Where a path of a command really lies. */
export interface Place {
  /** As the shell names it, absolute. */
  path: string;
  /** With all links resolved; those of the last part too, unless only the name counts. */
  real: string;
  inWorkspace: boolean;
  /** False where it could not be looked up. */
  known: boolean;
}

/**
 * Finds where a path lies. `..` after a link leads to where the link points, as the system reads it.
 * @param nameOnly the last part is a name in its folder, also where it is a link: what is removed or renamed
 */
export async function findPlace(folder: string, text: string, facts: ShellFacts, nameOnly = false): Promise<Place> {
  const path = isAbsolute(text) ? text : join(folder, text);
  if (isForeignPath(text)) return { path: text, real: text, inWorkspace: false, known: false };
  try {
    const real = await realPlace(folder, text, facts, nameOnly);
    return { path, real, inWorkspace: isInside(real, facts.workspaceRoots), known: true };
  } catch {
    facts.signal.throwIfAborted();
    return { path, real: path, inWorkspace: false, known: false };
  }
}

async function realPlace(folder: string, text: string, facts: ShellFacts, nameOnly: boolean): Promise<string> {
  const segments = text.split(sep === '\\' ? /[\\/]/ : '/').filter((segment) => segment !== '' && segment !== '.');
  let real = isAbsolute(text) ? parse(text).root : await facts.realpath(folder);
  for (const [at, segment] of segments.entries()) {
    if (segment === '..') {
      real = dirname(real);
      continue;
    }
    real = join(real, segment);
    if (segments[at + 1] === '..') real = await facts.realpath(real);
  }
  if (segments.length === 0 || segments.at(-1) === '..') return real;
  return nameOnly ? join(await facts.realpath(dirname(real)), parse(real).base) : facts.realpath(real);
}

/** Spellings that name other things than they seem to: devices, other machines, NT paths. */
export const isForeignPath = (text: string): boolean => /^(\\\\|\/\/[^/]|\\\?\?\\|[A-Za-z]:[\\/])/.test(text) && (sep === '/' || /^(\\\\|\/\/|\\\?\?\\)/.test(text));

const streams = /^\/dev\/(null|zero|full|random|urandom|stdin|stdout|stderr|tty|fd\/\d+)$/;

/** Devices that reading and writing leaves as they are. */
export const isStreamDevice = (path: string): boolean => streams.test(path);

export const isDevice = (path: string): boolean => /^\/dev(\/|$)|^\\\\\.\\/.test(path);

/** bash opens a connection for these names. */
export const isSocketName = (path: string): boolean => /^\/dev\/(tcp|udp)\//.test(path);

/** Places whose loss takes everything with it; why, as a clause for a person. */
export function protectedPlace(real: string, facts: ShellFacts): string | undefined {
  if (parse(real).root === real || /^\/(bin|boot|dev|etc|home|lib(32|64)?|opt|proc|root|sbin|srv|sys|usr|var|Users|System|Library|Applications|Volumes)$/.test(real)) return 'a folder of the system';
  if (facts.home !== undefined && (real === facts.home || isInside(facts.home, [real]))) return 'the home folder';
  if (facts.workspaceRoots.some((root) => isInside(root, [real]))) return 'the whole workspace';
  return /(^|[\\/])\.git([\\/]|$)/i.test(real) ? 'what git holds' : undefined;
}
