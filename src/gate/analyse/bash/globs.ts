/**
 * Pathname expansion as bash does it without options (no `extglob`, `globstar`, `dotglob`; ASCII ranges as in bash 5).
 * Written here because general matchers know more than bash: braces, `**`, negation, classes that bash lacks.
 */

/** What a folder holds. */
export type ListFolder = (folder: string) => Promise<readonly { name: string; kind: 'file' | 'directory' | 'other' }[]>;

/** More names than this are not followed. */
export const MAX_MATCHES = 10_000;

/**
 * True where a bash pattern without slashes matches a name. A backslash quotes the next character; a name that begins
 * with a dot is matched only by a pattern that begins with one.
 */
export function matchesGlob(glob: string, name: string): boolean {
  return createMatcher(glob)(name);
}

function createMatcher(glob: string): (name: string) => boolean {
  const elements = compile(glob);
  const seesHidden = /^\\?\./.test(glob);
  return (name) => (seesHidden || !name.startsWith('.')) && matches(elements, [...name]);
}

/**
 * The names that a pattern matches, as bash writes them: relative where the pattern is. Folders that cannot be listed
 * hold nothing. Empty where nothing matches, when bash passes the pattern on as it stands.
 * @param list by a folder as written, `.` for the one the command runs in
 * @returns undefined where there are more than `MAX_MATCHES`
 */
export async function expandGlob(glob: string, list: ListFolder): Promise<string[] | undefined> {
  const [first = '', ...rest] = glob.split(/\/+/);
  let found = first === '' ? ['/'] : await step([''], first, rest.length > 0, list);
  for (const [index, segment] of rest.entries()) {
    if (found === undefined) return undefined;
    if (segment === '') found = await foldersAmong(found, list);
    else found = await step(found.map((path) => (path.endsWith('/') ? path : `${path}/`)), segment, index < rest.length - 1, list);
  }
  return found;
}

async function step(bases: readonly string[], segment: string, more: boolean, list: ListFolder): Promise<string[] | undefined> {
  const found: string[] = [];
  const literal = /(?<!\\)(?:\\\\)*[*?[]/.test(segment) ? undefined : segment.replaceAll(/\\(.)/gs, '$1');
  const isMatch = createMatcher(segment);
  for (const base of bases) {
    if (literal === '.' || literal === '..') {
      found.push(base + literal);
      continue;
    }
    for (const { name, kind } of await listed(base === '' ? '.' : base, list)) {
      if ((literal === undefined ? isMatch(name) : name === literal) && !(more && kind === 'file')) found.push(base + name);
    }
    if (found.length > MAX_MATCHES) return undefined;
  }
  return found;
}

async function listed(folder: string, list: ListFolder): ReturnType<ListFolder> {
  try {
    return await list(folder);
  } catch {
    return [];
  }
}

/** A pattern with a slash at its end names folders only. */
async function foldersAmong(paths: readonly string[], list: ListFolder): Promise<string[]> {
  const folders: string[] = [];
  for (const path of paths) {
    const isFolder = await list(path).then(() => true, () => false);
    if (isFolder) folders.push(`${path}/`);
  }
  return folders;
}

type Member = (character: string) => boolean;
type Element = Member | '*';

/** Tells whether the elements match the characters; going back to the last star suffices, so the time is their product. */
function matches(elements: readonly Element[], characters: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let from = 0;
  for (let index = 0; index < characters.length;) {
    const element = elements[at];
    if (element === '*') {
      star = at++;
      from = index;
    } else if (element?.(characters[index] ?? '') === true) {
      at++;
      index++;
    } else if (star < 0) {
      return false;
    } else {
      at = star + 1;
      index = ++from;
    }
  }
  return elements.slice(at).every((element) => element === '*');
}

function compile(glob: string): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < glob.length;) {
    const bracket = glob.charAt(at) === '[' ? bracketAt(glob, at) : undefined;
    if (bracket !== undefined) {
      elements.push(bracket.member);
      at = bracket.end;
    } else if (glob.charAt(at) === '*') {
      elements.push('*');
      at++;
    } else if (glob.charAt(at) === '?') {
      elements.push(() => true);
      at++;
    } else {
      const { character, next } = characterAt(glob, at);
      elements.push((other) => other === character);
      at = next;
    }
  }
  return elements;
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u, digit: /[0-9]/, alnum: /[\p{L}0-9]/u, upper: /\p{Lu}/u, lower: /\p{Ll}/u, space: /\s/, blank: /[ \t]/, punct: /[!-/:-@[-`{-~]/,
  cntrl: /\p{Cc}/u, graph: /[^\s\p{C}]/u, print: /[^\p{C}]/u, xdigit: /[0-9A-Fa-f]/, word: /[\p{L}0-9_]/u, ascii: /\p{ASCII}/u,
};

/** A bracket expression and the position after it; undefined where it is not closed, when `[` stands for itself. */
function bracketAt(glob: string, start: number): { member: Member; end: number } | undefined {
  let at = start + 1;
  const negated = glob.charAt(at) === '!' || glob.charAt(at) === '^';
  if (negated) at++;
  const members: Member[] = [];
  for (let first = true; at < glob.length; first = false) {
    if (glob.charAt(at) === ']' && !first) return { member: (character) => members.some((member) => member(character)) !== negated, end: at + 1 };
    const [, name] = /^\[:(\w+):\]/.exec(glob.slice(at)) ?? [];
    if (name !== undefined) {
      members.push((character) => classes[name]?.test(character) === true);
      at += name.length + 4;
      continue;
    }
    const from = characterAt(glob, at);
    const to = glob.charAt(from.next) === '-' && glob.charAt(from.next + 1) !== ']' ? characterAt(glob, from.next + 1) : from;
    const [low, high] = [codeOf(from.character), codeOf(to.character)];
    members.push((character) => codeOf(character) >= low && codeOf(character) <= high);
    at = to.next;
  }
  return undefined;
}

function characterAt(glob: string, at: number): { character: string; next: number } {
  const start = glob.charAt(at) === '\\' && at + 1 < glob.length ? at + 1 : at;
  const character = String.fromCodePoint(glob.codePointAt(start) ?? 0);
  return { character, next: start + character.length };
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
