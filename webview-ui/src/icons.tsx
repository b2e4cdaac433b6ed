import type { JSX } from 'preact';

/** Our own small icon set: strokes on a 16-pixel grid, coloured by the text around them. */
const paths = {
  add: 'M8 3v10M3 8h10',
  arrowDown: 'M8 3v10M4 9l4 4 4-4',
  arrowUp: 'M8 13V3M4 7l4-4 4 4',
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M6 4l4 4-4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  cloud: 'M4.8 12.5a2.8 2.8 0 0 1-.3-5.6 3.6 3.6 0 0 1 7-.4 3 3 0 0 1-.4 6z',
  command: 'M2.5 3.5h11v9h-11zM5 6.5 7 8 5 9.5M8.5 10h2.5',
  copy: 'M5.5 5.5h7v8h-7zM10 5.5v-3H3v8h2.5',
  edit: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2',
  error: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5v3.6M8 10.6v.6',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  history: 'M3 8a5 5 0 1 1 1.6 3.7M3 8 1.6 6.4M3 8l1.7-1.4M8 5.2V8l2 1.4',
  image: 'M2.5 3.5h11v9h-11zM2.5 11l3.2-3.2 2.4 2.4 2-2 3.4 3.3M10 6h.6',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 7.4V11M8 4.9v.4',
  key: 'M10.5 2.5a3 3 0 1 1-2.6 4.6L3 12v1.5h2.2V12h1.6v-1.6l2.1-2.2M11 5.2h.3',
  list: 'M3 4h1M6 4h7M3 8h1M6 8h7M3 12h1M6 12h7',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2',
  model: 'M8 2.2 9.4 6.6 13.8 8 9.4 9.4 8 13.8 6.6 9.4 2.2 8 6.6 6.6z',
  pin: 'M2.5 4.5h11M2.5 8h7M2.5 11.5h5M12 8.5v5M9.5 11h5',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2l3.3 3.3',
  send: 'M2.8 3 13.5 8 2.8 13 4.4 8zM4.4 8h4.4',
  shield: 'M8 2.2l4.8 1.7v3.7c0 2.9-1.9 5-4.8 6.2-2.9-1.2-4.8-3.3-4.8-6.2V3.9z',
  skull: 'M8 2.3c-3 0-4.8 1.9-4.8 4.4 0 1.6.8 2.6 1.8 3.3v2.2h6V10c1-.7 1.8-1.7 1.8-3.3 0-2.5-1.8-4.4-4.8-4.4zM5.9 6.8h.3M9.8 6.8h.3M7.2 12.2v1.4M8.8 12.2v1.4',
  stack: 'M8 2.5 13.5 5.2 8 8 2.5 5.2zM2.5 8 8 10.8 13.5 8M2.5 10.8 8 13.5l5.5-2.7',
  stop: 'M4.5 4.5h7v7h-7z',
  thought: 'M8 2.5a4 4 0 0 0-2.4 7.2V11.5h4.8V9.7A4 4 0 0 0 8 2.5zM6.2 13.5h3.6',
  tool: 'M9.6 5.2a2.9 2.9 0 0 1 3.7-2.6L11.5 4.4l.3 1.2 1.2.3 1-1.6M9.6 5.2 3 11.8 4.2 13l6.6-6.6a2.9 2.9 0 0 0 3.2-2.1',
  undo: 'M3.5 6.5h6a3.2 3.2 0 0 1 0 6.4H6M3.5 6.5l2.8-2.8M3.5 6.5l2.8 2.8',
  warning: 'M8 2.6 14 13H2zM8 6.4v3.2M8 11.2v.4',
} as const;

export type IconName = keyof typeof paths;

/** Decoration only: what it means stands beside it in words, or in the label of its button. */
export function Icon({ name, class: className = '' }: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
