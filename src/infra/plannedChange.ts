import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { InfraRun, InfraTarget, PlannedChange } from '../core/ports.ts';
import type { PulumiCall } from '../core/pulumi.ts';
import { sha256 } from '../gate/digest.ts';
import type { InfraSummary } from '../shared/infra.ts';
import type { JsonObject } from '../shared/json.ts';
import { shownBackend } from './backend.ts';
import { runEngine, type EngineOutcome } from './engineRun.ts';
import { lossReport } from './lossReport.ts';
import type { StackAccess } from './stackAccess.ts';
import { nameOf } from './urn.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';

/** Runs a read of the host with a permit of its own, such as `withHostRead` of gate/hostRead.ts. */
export type HostRead = <Result>(target: InfraTarget, run: (call: PulumiCall) => Promise<Result>, signal: AbortSignal) => Promise<Result>;

export interface PlanningOptions {
  access: StackAccess;
  hostRead: HostRead;
  /** Folder for plan files, outside every workspace. */
  planFolder: string;
  now: () => number;
  stateful?: readonly RegExp[];
  /** Runs one operation of a stack at a time. */
  exclusive: <Result>(target: InfraTarget, signal: AbortSignal, run: () => Promise<Result>) => Promise<Result>;
}

/** Previews a deployment into a plan file, which then is all that can be carried out. */
export async function planDeploy(options: PlanningOptions, target: InfraTarget, run: InfraRun): Promise<PlannedChange> {
  await mkdir(options.planFolder, { recursive: true, mode: 0o700 });
  const planFile = join(options.planFolder, `${randomUUID()}.json`);
  const dispose = (): Promise<void> => rm(planFile, { force: true });
  try {
    return await plan(options, target, run, { verb: 'deploy', planFile, dispose });
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Previews the destruction of a stack. */
export function planDestroy(options: PlanningOptions, target: InfraTarget, run: InfraRun): Promise<PlannedChange> {
  return plan(options, target, run, { verb: 'destroy', dispose: async () => undefined });
}

interface Kind {
  verb: 'deploy' | 'destroy';
  planFile?: string;
  dispose: () => Promise<void>;
}

async function plan(options: PlanningOptions, target: InfraTarget, run: InfraRun, { verb, planFile, dispose }: Kind): Promise<PlannedChange> {
  const { access, now, stateful } = options;
  const place = await access.place(target.projectDir);
  const pulumi = await access.pulumi();

  /** Program, state and versions as they are now; the plan file is part of it from the moment it is there. */
  const fingerprint = async (call: PulumiCall): Promise<JsonObject> => {
    const [source, state] = await Promise.all([access.source(target.projectDir, call), access.state(target, call)]);
    return {
      verb, project: target.project, stack: target.stack, backend: shownBackend(place.backendUrl),
      state: state.token, source: source.digest, cli: source.version,
      planFile: planFile === undefined ? '' : await fileDigest(planFile),
    };
  };
  const preview = (previewRun: InfraRun): Promise<EngineOutcome> => runEngine({
    verb, target, run: previewRun, now, stateful,
    start: (operation) => (planFile === undefined ? pulumi.previewDestroy(place, operation) : pulumi.preview(place, planFile, operation)),
  });

  const { state, outcome, before } = await options.exclusive(target, run.signal, async () => {
    const source = await access.source(target.projectDir, run);
    const known = await access.state(target, run);
    await access.checkReady(target, known);
    return { state: known, before: { state: known.token, source: source.digest, cli: source.version }, outcome: await preview(run) };
  });
  if (outcome.failure !== undefined) throw outcome.failure;
  run.signal.throwIfAborted();
  if (planFile !== undefined && outcome.summary.result === 'succeeded') await chmod(planFile, 0o600);
  const planDigest = outcome.planned.digest();
  const loss = lossReport(outcome.planned.steps, { verb, project: target.project, stack: target.stack, counts: outcome.summary.counts, state, stateful });
  const binding: JsonObject = {
    verb, project: target.project, stack: target.stack, backend: shownBackend(place.backendUrl), ...before,
    planFile: planFile === undefined || outcome.summary.result !== 'succeeded' ? '' : await fileDigest(planFile), plan: planDigest,
  };

  /** @throws AppError `plan-stale` */
  const check = async (call: PulumiCall): Promise<void> => {
    const current: JsonObject = { ...await fingerprint(call), plan: planDigest };
    const different = Object.keys(binding).filter((key) => canonicalJson(binding[key] ?? '') !== canonicalJson(current[key] ?? ''));
    if (different.length > 0) throw stale(different);
  };

  return {
    target, verb, loss, binding,
    summary: { ...outcome.summary, loss, ...(verb === 'destroy' ? { error: destroyError(outcome.summary, state.resources) } : {}) },
    rebind: (signal) => options.hostRead(target, async (call) => ({ ...await fingerprint(call), plan: planDigest }), signal),
    dispose,
    apply: (apply) => options.exclusive(target, apply.signal, async () => {
      if (outcome.summary.result !== 'succeeded') throw new AppError('plan-failed', 'The preview failed, so there is nothing that could be carried out');
      await check(apply);
      if (verb === 'destroy') {
        const again = await preview({ ...apply, onUpdate: () => undefined });
        apply.signal.throwIfAborted();
        if (again.failure !== undefined) throw again.failure;
        if (again.summary.result !== 'succeeded' || again.planned.digest() !== planDigest) throw stale(['plan']);
      }
      const done = await runEngine({
        verb, target, run: apply, now, stateful, expectedPlan: planDigest,
        start: (operation) => (planFile === undefined ? pulumi.destroy(place, operation) : pulumi.up(place, planFile, operation)),
      });
      return finish(options, target, apply, done, loss);
    }),
  };
}

async function finish({ access }: PlanningOptions, target: InfraTarget, run: InfraRun, done: EngineOutcome, loss: InfraSummary['loss']): Promise<InfraSummary> {
  if (!done.changed && done.summary.result !== 'cancelled') {
    if (done.planDiffered) throw stale(['plan']);
    if (done.failure !== undefined) throw done.failure;
  }
  const summary: InfraSummary = { ...done.summary, loss };
  if (summary.result === 'succeeded') return summary.verb === 'destroy' ? summary : { ...summary, outputs: (await access.state(target, run)).outputs };
  if (summary.result === 'cancelled') return summary;
  if (done.planDiffered) return { ...summary, error: 'While it started, the change turned out to be another one than the one confirmed. It was stopped, but some steps had already begun; look at the status.' };
  return { ...summary, error: done.changed ? `${summary.error ?? ''}\nWhat was finished before stays as it is; mend the cause and deploy again.`.trim() : `${summary.error ?? ''}\nNothing was changed.`.trim() };
}

const parts: Readonly<Record<string, string>> = {
  state: 'the stack\'s state', source: 'the program or its configuration', cli: 'the version of Pulumi', planFile: 'the plan file', plan: 'what would be done', backend: 'the backend',
};

function stale(different: readonly string[]): AppError {
  const what = different.map((part) => parts[part] ?? part).join(' and ');
  return new AppError('plan-stale', `Nothing was changed: ${what} changed after the preview\nPreview again to see what would be done now, and confirm that.`, { actions: ['retry'] });
}

/** The engine refuses to destroy protected resources; say which they are and what to do. */
function destroyError(summary: InfraSummary, resources: readonly { urn: string; protect: boolean }[]): string | undefined {
  const held = resources.filter(({ protect }) => protect).map(({ urn }) => nameOf(urn));
  if (summary.result === 'succeeded' || held.length === 0) return summary.error;
  return `${held.join(', ')} ${held.length === 1 ? 'is' : 'are'} protected, so ${summary.project}/${summary.stack} can't be destroyed. Remove "protect" in the program and deploy that first; that is a change of its own with its own confirmation.`;
}

async function fileDigest(path: string): Promise<string> {
  try {
    return sha256(await readFile(path));
  } catch (cause) {
    throw new AppError('plan-stale', 'Nothing was changed: the plan of the preview is gone\nPreview again.', { cause });
  }
}
