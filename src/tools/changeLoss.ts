import type { LossItem, LossReport } from '../shared/effects.ts';
import { counted, size } from '../gate/loss/piece.ts';

/** What the file tools take away, as a report for the confirmation. */

/** A whole file is replaced. @param tracked whether git holds it; undefined where that is not known */
export function overwriteLoss(name: string, bytes: number, tracked: boolean | undefined): LossReport | undefined {
  if (tracked === true) return undefined;
  const why = tracked === undefined ? 'it is not known whether git holds it' : 'git does not hold it';
  return report(`Overwrites ${name} (${size(bytes)}): ${why}, a checkpoint keeps what was in it.`, [
    { kind: 'file', name, detail: size(bytes), operation: 'overwrite', because: [why], stateful: false },
  ]);
}

/** Files that an undo removes, because the change that it undoes made them. */
export function undoLoss(files: readonly { name: string; kept: boolean }[]): LossReport | undefined {
  if (files.length === 0) return undefined;
  return report(`Deletes ${counted(files.length, 'file')} that the change made.`, files.map(({ name, kept }): LossItem => ({
    kind: 'file', name, detail: 'file', operation: 'delete', because: [kept ? 'a checkpoint keeps its content' : 'its content is in no checkpoint any more'], stateful: false,
  })));
}

const report = (headline: string, items: LossItem[]): LossReport => ({ headline, items, counts: { [items[0]?.operation ?? 'delete']: items.length }, atLeast: false, warnings: [] });
