/**
 * Globs of policy files. Matched without regular expressions, in time of pattern × text: a policy file of a workspace
 * is somebody else's text and must not be able to keep the host busy.
 */

/** `*` stands for any text, `?` for one character. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  let place = 0;
  while (place < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      retry = place;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++retry;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** As `matchesWildcard`, but `*` and `?` stop at `/`, and a segment `**` stands for any number of folders, also none. */
export function matchesGlob(pattern: string, path: string): boolean {
  const names = path.split('/');
  // reached[i]: the segments so far fit the first i names
  let reached = [true, ...names.map(() => false)];
  const segments = pattern.split('/');
  for (const [place, segment] of segments.entries()) {
    if (segment === '**' && segments[place - 1] === '**') continue;
    if (!reached.includes(true)) return false;
    const next = reached.map(() => false);
    for (let index = 0; index <= names.length; index++) {
      if (segment === '**') next[index] = reached[index] === true || (index > 0 && next[index - 1] === true);
      else if (index > 0) next[index] = reached[index - 1] === true && matchesWildcard(segment, names[index - 1] ?? '');
    }
    reached = next;
  }
  return reached[names.length] === true;
}

/** Whether something below the folder may match: some beginning of the pattern matches the folder, and more of it follows. */
export function mayMatchBelow(pattern: string, folder: string): boolean {
  const segments = pattern.split('/');
  return segments.some((_, count) => matchesGlob(segments.slice(0, count).join('/'), folder));
}
