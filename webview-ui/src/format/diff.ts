/** Reads a unified diff into lines for display. */

export interface DiffLine {
  kind: 'added' | 'removed' | 'context' | 'hunk';
  text: string;
}

/** File headers are left out, hunk headers kept. */
export function diffLines(diff: string): DiffLine[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  const shown: DiffLine[] = [];
  let inHunk = false;
  for (const line of lines) {
    if (line.startsWith('@@')) {
      inHunk = true;
      shown.push({ kind: 'hunk', text: line });
    } else if (!inHunk && /^(diff |index |--- |\+\+\+ |new file|deleted file|similarity|rename )/.test(line)) continue;
    else if (line.startsWith('+')) shown.push({ kind: 'added', text: line.slice(1) });
    else if (line.startsWith('-')) shown.push({ kind: 'removed', text: line.slice(1) });
    else if (!line.startsWith('\\')) shown.push({ kind: 'context', text: line.replace(/^ /, '') });
  }
  return shown;
}
