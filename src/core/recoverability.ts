import type { Effect, Recoverable } from '../shared/effects.ts';

/** The gravest first. */
const sentences: readonly [Recoverable, string][] = [
  ['none', 'Cannot be undone: nothing brings back what it destroys.'],
  ['unknown', 'It is not known whether it can be undone.'],
  ['git', 'Git can bring back what it changes.'],
  ['checkpoint', 'A checkpoint keeps what was there before; Undo puts it back.'],
  ['backup', 'A backup exists.'],
  ['trash', 'What it deletes goes to the trash.'],
];

/** Whether and how the effects can be undone, in sentences, the gravest first; undefined where nothing is changed that could be. */
export function recoverabilityOf(effects: readonly Effect[]): string | undefined {
  const found = new Set(effects.filter(({ access }) => access !== 'read').map(({ recoverable }) => recoverable));
  const said = sentences.filter(([recoverable]) => found.has(recoverable)).map(([, sentence]) => sentence);
  if (effects.some(({ kind, access }) => kind === 'network' && access !== 'read')) said.push('What is sent cannot be taken back.');
  return said.length === 0 ? undefined : said.join(' ');
}
