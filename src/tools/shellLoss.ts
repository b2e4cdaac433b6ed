import type { ProposeContext, Proposal } from '../core/tool.ts';
import type { ShellAnalysis } from '../gate/analyse/analyse.ts';
import { ASKING_LIMIT_MS, RECHECK_LIMIT_MS, type FindLoss } from '../gate/loss/findLoss.ts';
import type { JsonObject } from '../shared/json.ts';

export interface ShellLoss {
  /** For the confirmation. */
  shown: Pick<Proposal, 'loss' | 'dryRun' | 'alternative'>;
  /** What the approval is bound to besides the command; empty where nothing is lost. */
  binding: JsonObject;
  /** The same right before the start: other files or commits than those that were confirmed give another binding. */
  again(analysis: ShellAnalysis, signal: AbortSignal): Promise<JsonObject>;
}

/** What a command would lose by its analysis. What cannot be computed whole the person is told, and there is nothing to compare with it later. */
export async function shellLoss(findLoss: FindLoss, analysis: ShellAnalysis, cwd: string, { signal, checking }: ProposeContext): Promise<ShellLoss> {
  const alternative = analysis.alternative === undefined ? {} : { alternative: analysis.alternative };
  if (analysis.losses.length === 0) return { shown: alternative, binding: {}, again: () => Promise.resolve({}) };
  checking('Computing what would be lost…');
  const found = await findLoss(analysis.losses, { cwd, limitMs: ASKING_LIMIT_MS, signal });
  return {
    shown: {
      loss: found.report, ...(found.dryRun === undefined ? {} : { dryRun: found.dryRun }), ...(found.alternative === undefined ? {} : { alternative: found.alternative }), ...alternative,
    },
    binding: { loss: found.binding },
    async again({ losses }, now) {
      if (!found.complete) return { loss: found.binding };
      return { loss: (await findLoss(losses, { cwd, limitMs: RECHECK_LIMIT_MS, signal: now })).binding };
    },
  };
}
