import { formatPatch, structuredPatch } from 'diff';

export interface FileDiff {
  /** Unified diff with three lines of context. */
  text: string;
  added: number;
  removed: number;
}

const MAX_DIFF_CHARACTERS = 64 * 1024;
const TIMEOUT_MS = 500;

/** Difference of two versions of a file; where computing it would take too long, everything counts as replaced. */
export function unifiedDiff(shown: string, before: string, after: string): FileDiff {
  const patch = structuredPatch(`a/${shown}`, `b/${shown}`, before, after, undefined, undefined, { context: 3, timeout: TIMEOUT_MS });
  if (patch === undefined) {
    const [removed, added] = [lineCount(before), lineCount(after)];
    return { text: `--- a/${shown}\n+++ b/${shown}\n(the whole file changes: ${removed} lines go, ${added} come)\n`, added, removed };
  }
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    text: formatPatch(patch).replace(/^={3,}\n/m, '').slice(0, MAX_DIFF_CHARACTERS),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

const lineCount = (text: string): number => (text === '' ? 0 : text.split('\n').length);
