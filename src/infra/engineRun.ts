import type { AppError } from '../core/errors.ts';
import type { InfraRun, InfraTarget } from '../core/ports.ts';
import type { PulumiOperation, PulumiResult } from '../core/pulumi.ts';
import type { InfraSummary, InfraVerb } from '../shared/infra.ts';
import { commandFailure, knownFailure } from './cliErrors.ts';
import { parseEngineEvent, type EngineEvent } from './engineEvents.ts';
import { PlannedSteps } from './plannedSteps.ts';
import { ResourceTree } from './resourceTree.ts';
import { nameOf } from './urn.ts';

export interface EngineRunOptions {
  verb: InfraVerb;
  target: InfraTarget;
  run: InfraRun;
  now: () => number;
  stateful?: readonly RegExp[];
  /** Digest of the confirmed plan: where the engine's own preview differs, the engine is told to stop at once. */
  expectedPlan?: string;
  start: (operation: PulumiOperation) => Promise<PulumiResult>;
}

export interface EngineOutcome {
  /** What the engine's preview announced. */
  planned: PlannedSteps;
  /** A step that changes something was begun. */
  changed: boolean;
  /** The preview inside the operation was not the confirmed one. */
  planDiffered: boolean;
  summary: InfraSummary;
  /** Set where the failure is one of the known kinds. */
  failure?: AppError;
}

/** Runs one operation and draws it: engine events in, tree updates out, one summary at the end. */
export async function runEngine({ verb, target, run, now, stateful, expectedPlan, start }: EngineRunOptions): Promise<EngineOutcome> {
  const startedAt = now();
  const { project, stack } = target;
  const tree = new ResourceTree({ verb, project, stack, stateful });
  const planned = new PlannedSteps();
  const stop = new AbortController();
  const errors: string[] = [];
  let changed = false;
  let planDiffered = false;

  run.onUpdate({ verb, project, stack, phase: 'preparing', rows: [], diagnostics: [] });
  const result = await start({
    permit: run.permit,
    stack,
    signal: AbortSignal.any([run.signal, stop.signal]),
    onEvent(raw) {
      const event = parseEngineEvent(raw);
      planned.apply(event);
      if (event.kind === 'diagnostic' && event.severity === 'error') errors.push(event.urn === undefined ? event.message : `${nameOf(event.urn)}: ${event.message}`);
      if (event.kind === 'policy' && event.mandatory) errors.push(`policy ${event.policy}: ${event.message}`);
      changed ||= isChange(event);
      if (event.kind === 'summary' && event.isPreview && expectedPlan !== undefined && planned.digest() !== expectedPlan) {
        planDiffered = true;
        stop.abort();
      }
      const update = tree.apply(event, now());
      if (update !== undefined) run.onUpdate(update);
    },
  });
  run.onUpdate(tree.finish(now()));

  const succeeded = result.exitCode === 0 && tree.summary?.result !== 'failed';
  const cancelled = !succeeded && run.signal.aborted;
  const said = [...new Set(errors)].join('\n');
  const summary: InfraSummary = {
    verb, project, stack,
    result: succeeded ? 'succeeded' : cancelled ? 'cancelled' : 'failed',
    counts: tree.summary?.resourceChanges ?? tree.counts,
    durationMs: now() - startedAt,
    ...(verb !== 'destroy' && planned.outputChanges.length > 0 ? { outputChanges: planned.outputChanges } : {}),
  };
  if (succeeded) return { planned, changed, planDiffered, summary };
  if (cancelled) return { planned, changed, planDiffered, summary: { ...summary, counts: tree.counts, error: cancelText(tree, changed) } };
  const failure = knownFailure(`${said}\n${result.stderr}\n${result.stdout}`);
  const error = failure?.message ?? (said === '' ? commandFailure(`"pulumi ${verb}"`, result.stderr || result.stdout).message : said.slice(0, 4_000));
  return { planned, changed, planDiffered, summary: { ...summary, error }, failure };
}

function isChange(event: EngineEvent): boolean {
  return event.kind === 'step-start' && !event.planning && event.step.op !== 'same' && event.step.op !== 'read' && event.step.op !== 'refresh';
}

/** What was done and what was left when a person stopped it. */
function cancelText(tree: ResourceTree, changed: boolean): string {
  if (!changed) return 'Cancelled before anything was changed.';
  const names = (state: string): string[] => tree.rows.filter((row) => row.state === state && row.op !== 'same' && !row.type.startsWith('pulumi:')).map(({ name }) => name);
  const [done, failed, open] = [names('done'), names('failed'), names('interrupted')];
  const parts = [
    `Cancelled: ${done.length === 0 ? 'nothing was finished' : `finished ${done.join(', ')}`}.`,
    ...(failed.length === 0 ? [] : [`Failed: ${failed.join(', ')}.`]),
    ...(open.length === 0 ? [] : [`Cut off: ${open.join(', ')}; look at the status before the next change.`]),
    'What was not begun stays as it was.',
  ];
  return parts.join(' ');
}
