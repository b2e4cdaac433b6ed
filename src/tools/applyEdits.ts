import { AppError } from '../core/errors.ts';
import { closestLines, findMatches, type Match } from './matching.ts';

export interface Edit {
  old: string;
  new: string;
  /** Replaces every exact occurrence. */
  all?: boolean;
}

/**
 * Applies all edits to the original text, or none. Each is looked for in the original, so they must not overlap.
 * Line ends follow the place they are put in; everything else stays byte for byte.
 * @throws AppError `no-match`, `several-matches`, `overlapping-edits`, `no-change`
 */
export function applyEdits(text: string, edits: readonly Edit[], shown: string): string {
  const splices: { start: number; end: number; text: string; edit: number }[] = [];
  for (const [index, edit] of edits.entries()) {
    const label = edits.length === 1 ? 'The old text' : `The old text of edit ${index + 1}`;
    if (edit.old === '') throw new AppError('no-match', `${label} is empty.\nGive the text to replace, or use write for a whole file.`);
    if (edit.old === edit.new) throw new AppError('no-change', `${label} and the new text are the same, so nothing would change.`);
    for (const match of matchesOf(text, edit, label, shown)) {
      const fitted = match.fit(edit.new.replaceAll('\r\n', '\n'));
      splices.push({ start: match.start, end: match.end, text: fitted.replaceAll('\n', lineEndAt(text, match)), edit: index });
    }
  }
  splices.sort((one, other) => one.start - other.start);
  let result = '';
  let at = 0;
  for (const splice of splices) {
    if (splice.start < at) throw new AppError('overlapping-edits', `Edit ${splice.edit + 1} touches text that another edit replaces; nothing was changed.\nJoin them into one edit.`);
    result += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  result += text.slice(at);
  if (result === text) throw new AppError('no-change', `${shown} already reads as the edit wants it, so nothing would change.`);
  return result;
}

function matchesOf(text: string, edit: Edit, label: string, shown: string): Match[] {
  const found = findMatches(text, edit.old);
  if (found === undefined) throw new AppError('no-match', `${label} is not in ${shown}; nothing was changed.${nearest(text, edit.old)}`);
  if (found.matches.length === 1 || (edit.all === true && found.rung === 'exact')) return found.matches;
  const lines = found.matches.slice(0, 10).map((match) => text.slice(0, match.start).split(/\r\n|\n|\r/).length);
  throw new AppError('several-matches', `${label} is in ${shown} ${found.matches.length} times (lines ${lines.join(', ')}); nothing was changed.\nAdd lines around it until it is unique${found.rung === 'exact' ? ', or set all' : ''}.`);
}

function nearest(text: string, wanted: string): string {
  const closest = closestLines(text, wanted);
  if (closest === undefined) return '\nNothing in the file is like it: read the file again.';
  return `\nThe closest real lines are:\n${closest.lines.map((line, index) => `${closest.firstLine + index}\t${line}`).join('\n')}`;
}

/** The line end of the replaced text, else the one before it, else the file's first, else LF. */
function lineEndAt(text: string, { start, end }: Match): string {
  const inside = /\r\n|\n|\r/.exec(text.slice(start, end))?.[0];
  if (inside !== undefined) return inside;
  const before = text.lastIndexOf('\n', start - 1);
  if (start > 0 && before >= 0) return text.charAt(before - 1) === '\r' ? '\r\n' : '\n';
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
