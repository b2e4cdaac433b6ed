import type { Token } from 'marked';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Kept } from '../Kept.tsx';
import { renderBlock } from './render.tsx';
import { MarkdownStream } from './stream.ts';

/** Blocks that are compared as one: the cost of a frame grows with their number, and hardly with the length of the text. */
const GROUP = 16;

/** Markdown that may still grow. A block keeps its elements, and only those that changed are drawn again. */
export function Markdown({ text, finished }: { text: string; finished: boolean }): JSX.Element {
  const memory = useRef<{ stream: MarkdownStream; live: boolean }>(undefined);
  memory.current ??= { stream: new MarkdownStream(), live: !finished };
  const { stream, live } = memory.current;
  const { blocks, openFence } = stream.update(text, finished);
  const groups: JSX.Element[] = [];
  for (let from = 0; from < blocks.length; from += GROUP) {
    const group = blocks.slice(from, from + GROUP);
    const open = openFence && from + GROUP >= blocks.length;
    const depends = Array.from({ length: GROUP }, (_, index) => group[index]);
    groups.push(<Kept key={from} on={[open, ...depends]} draw={() => group.map((token, index) => block(token, index, live, open && index === group.length - 1))} />);
  }
  return <div class="markdown">{groups}</div>;
}

function block(token: Token, key: number, live: boolean, open: boolean): JSX.Element {
  return <Kept key={key} on={[token, open]} draw={() => renderBlock(token, { live, openFence: open }, 0, true)} />;
}
