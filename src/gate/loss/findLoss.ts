import { errorText } from '../../core/errors.ts';
import type { LossPorts } from '../../core/loss.ts';
import { orLeft } from '../../core/settle.ts';
import type { LossItem, LossReport } from '../../shared/effects.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Loss } from '../analyse/facts.ts';
import { digestOf } from '../digest.ts';
import { dataLoss, resourceLoss } from './dataLoss.ts';
import { fileLoss } from './fileLoss.ts';
import { gitLoss } from './gitLoss.ts';
import { listed, type Piece } from './piece.ts';

export interface FoundLoss {
  report: LossReport;
  dryRun?: string;
  alternative?: string;
  /** False where something could not be computed whole; then there is nothing that a later look could be compared with. */
  complete: boolean;
  /** Digest of everything that would go; part of what an approval is bound to. */
  binding: JsonObject;
}

export interface FindOptions {
  /** Folder that names are shown relative to, absolute and real. */
  cwd: string;
  /** Milliseconds for all of it; what is not done by then is said to be missing. */
  limitMs: number;
  signal: AbortSignal;
}

/** Computes what would be lost; whatever goes wrong stands in the report. @throws the abort reason of `signal` */
export type FindLoss = (losses: readonly Loss[], options: FindOptions) => Promise<FoundLoss>;

/** Milliseconds before a person is asked. */
export const ASKING_LIMIT_MS = 3_000;
/** Milliseconds for the same once more, right before the start. */
export const RECHECK_LIMIT_MS = 15_000;

export function createFindLoss(ports: LossPorts): FindLoss {
  return async (losses, { cwd, limitMs, signal }) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const pieces = await Promise.all(losses.map((loss) => orLeft(pieceOf(ports, loss, cwd, limit), limit).catch((error: unknown) => {
      signal.throwIfAborted();
      return missing(loss, limit.aborted ? 'it took too long' : errorText(error));
    })));
    signal.throwIfAborted();
    return combine(pieces);
  };
}

function pieceOf(ports: LossPorts, loss: Loss, cwd: string, signal: AbortSignal): Promise<Piece> {
  switch (loss.kind) {
    case 'files': return fileLoss(ports, loss, cwd, signal);
    case 'git': return gitLoss(ports, loss, signal);
    case 'data': return Promise.resolve(dataLoss(loss));
    case 'resource': return Promise.resolve(resourceLoss(loss));
  }
}

/** Not knowing is told, and what is named stays named. */
function missing(loss: Loss, why: string): Piece {
  const names = loss.kind === 'files' ? loss.paths : loss.kind === 'git' ? [`git ${loss.words.join(' ')}`.trim()] : [];
  const items = names.slice(0, 40).map((name): LossItem => ({ kind: loss.kind === 'files' ? 'file' : 'commit', name, detail: 'not looked at', operation: 'delete', because: [], stateful: false }));
  return { headline: `What is lost at ${listed(names)} could not be computed: ${why.replace(/\.$/, '')}`, items, counts: {}, atLeast: true, warnings: [] };
}

function combine(pieces: readonly Piece[]): FoundLoss {
  const counts: Record<string, number> = {};
  for (const piece of pieces) for (const [key, count] of Object.entries(piece.counts)) counts[key] = (counts[key] ?? 0) + count;
  const joined = (values: readonly (string | undefined)[]): string | undefined => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    return known.length === 0 ? undefined : known.join(' ');
  };
  const dryRun = joined(pieces.map((piece) => piece.dryRun));
  const alternative = joined(pieces.map((piece) => piece.alternative));
  const complete = pieces.every(({ facts }) => facts !== undefined);
  return {
    report: {
      headline: pieces.map(({ headline }) => `${headline}.`).join(' '), counts, items: pieces.flatMap(({ items }) => items),
      atLeast: pieces.some(({ atLeast }) => atLeast), warnings: [...new Set(pieces.flatMap(({ warnings }) => warnings))],
    },
    ...(dryRun === undefined ? {} : { dryRun }), ...(alternative === undefined ? {} : { alternative }),
    complete,
    binding: { complete, facts: digestOf({ facts: pieces.map(({ facts = [] }) => facts) }) },
  };
}
