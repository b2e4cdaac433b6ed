import type { JSX } from 'preact';
import { Visible } from '../controls.tsx';
import { diffLines } from '../format/diff.ts';

const signs = { added: '+', removed: '-', context: ' ', hunk: '' } as const;
const spoken = { added: 'added: ', removed: 'removed: ', context: '', hunk: '' } as const;

/** A unified diff with signs, words for screen readers and colours. @param limit lines shown; absent means all */
export function DiffView({ diff, label, limit }: { diff: string; label: string; limit?: number }): JSX.Element {
  const lines = diffLines(diff);
  const shown = limit === undefined ? lines : lines.slice(0, limit);
  return (
    <>
      <div class="diff" role="region" aria-label={label} tabIndex={0}>
        {shown.map((line, index) => (
          <div key={index} class={`diff-line ${line.kind}`}>
            <span class="diff-sign" aria-hidden="true">{signs[line.kind]}</span>
            <span class="diff-text"><span class="sr-only">{spoken[line.kind]}</span><Visible text={line.text} /></span>
          </div>
        ))}
      </div>
      {shown.length < lines.length && <p class="more">{lines.length - shown.length} more lines</p>}
    </>
  );
}
