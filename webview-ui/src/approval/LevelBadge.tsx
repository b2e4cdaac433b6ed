import type { JSX } from 'preact';
import type { Level } from '../../../src/shared/effects.ts';
import { Icon, type IconName } from '../icons.tsx';

const levels: Record<Level, { word: string; icon: IconName }> = {
  SAFE: { word: 'Safe', icon: 'check' },
  MODERATE: { word: 'Moderate', icon: 'info' },
  HIGH: { word: 'High', icon: 'warning' },
  DESTRUCTIVE: { word: 'Destructive', icon: 'skull' },
};

/** The level by word, glyph and colour. */
export function LevelBadge({ level }: { level: Level }): JSX.Element {
  const { word, icon } = levels[level];
  return <span class={`badge level level-${level.toLowerCase()}`}><Icon name={icon} />{word}</span>;
}
