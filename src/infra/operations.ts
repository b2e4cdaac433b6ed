import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { InfraRun, InfraTarget, Infrastructure } from '../core/ports.ts';
import type { InfraSummary, StackStatus } from '../shared/infra.ts';
import { shownBackend } from './backend.ts';
import { text } from './engineEvents.ts';
import { runEngine } from './engineRun.ts';
import { findProject } from './findProject.ts';
import { lossReport } from './lossReport.ts';
import { planDeploy, planDestroy, type HostRead, type PlanningOptions } from './plannedChange.ts';
import { StackQueue } from './stackQueue.ts';
import { StackAccess, type StackAccessOptions } from './stackAccess.ts';
import { displayType, nameOf } from './urn.ts';

export interface InfrastructureOptions extends StackAccessOptions {
  /** For the re-check of a plan right before it is confirmed to start; a read that prints no secrets. */
  hostRead: HostRead;
  /** Folder for plan files, outside every workspace; made if missing. */
  storageDir: string;
  /** Milliseconds since the epoch; the host's clock. */
  now?: () => number;
  /** Further kinds that hold data, as patterns on the type token. */
  stateful?: readonly RegExp[];
}

/** The infrastructure verbs on the real engine. One operation of a stack runs at a time, the others wait. */
export function createInfrastructure(options: InfrastructureOptions): Infrastructure {
  const access = new StackAccess(options);
  const now = options.now ?? Date.now;
  const queue = new StackQueue();
  const planning: PlanningOptions = {
    access, now, hostRead: options.hostRead, stateful: options.stateful, planFolder: join(options.storageDir, 'plans'),
    exclusive: (target, signal, run) => queue.run(`${target.projectDir}\0${target.stack}`, signal, run),
  };

  return {
    async target(cwd, stack, run) {
      const projectDir = await findProject(options.files, cwd);
      const { name: project } = await access.project(projectDir);
      const stacks = await access.stacks(projectDir, run);
      return { projectDir, project, stack: chooseStack(project, stacks, stack) };
    },

    async status(target, run) {
      const startedAt = now();
      const [state, history, lockedBy, { backendUrl }] = await Promise.all([
        access.state(target, run), access.lastUpdate(target, run), access.lockedBy(target), access.place(target.projectDir),
      ]);
      const status: StackStatus = {
        project: target.project, stack: target.stack, backend: shownBackend(backendUrl),
        resourceCount: state.resources.length,
        lastUpdate: text(history?.endTime) ?? text(history?.startTime) ?? state.changedAt,
        lastResult: text(history?.result),
        pendingOperations: state.pendingOperations,
        lockedBy,
        resources: state.resources.map(({ urn, type, id, protect, parent }) => ({ urn, type: displayType(type), name: nameOf(urn), id, protect, parent })),
      };
      return { ...summaryOf('status', target, now() - startedAt), status };
    },

    async outputs(target, run) {
      const startedAt = now();
      const { outputs } = await access.state(target, run);
      return { ...summaryOf('outputs', target, now() - startedAt), outputs };
    },

    preview: (target, run) => planning.exclusive(target, run.signal, async () => {
      const place = await access.place(target.projectDir);
      const pulumi = await access.pulumi();
      const state = await access.state(target, run);
      const { summary, failure, planned } = await runEngine({
        verb: 'preview', target, run, now, stateful: options.stateful, start: (operation) => pulumi.preview(place, undefined, operation),
      });
      if (failure !== undefined) throw failure;
      return { ...summary, loss: lossReport(planned.steps, { verb: 'deploy', project: target.project, stack: target.stack, counts: summary.counts, state, stateful: options.stateful }) };
    }),

    planDeploy: (target: InfraTarget, run: InfraRun) => planDeploy(planning, target, run),
    planDestroy: (target: InfraTarget, run: InfraRun) => planDestroy(planning, target, run),
  };
}

function summaryOf(verb: InfraSummary['verb'], { project, stack }: InfraTarget, durationMs: number): InfraSummary {
  return { verb, project, stack, result: 'succeeded', counts: {}, durationMs };
}

/** @throws AppError `no-stack`, `stack-unknown` */
function chooseStack(project: string, stacks: readonly { name: string; current: boolean }[], asked: string | undefined): string {
  const names = stacks.map(({ name }) => name);
  if (asked !== undefined) {
    const found = names.find((name) => name === asked) ?? names.find((name) => name.split('/').at(-1) === asked);
    if (found !== undefined) return found;
    throw new AppError('stack-unknown', `${project} has no stack named ${asked}\n${names.length === 0 ? 'It has none yet' : `It has ${names.join(', ')}`}. Stacks are made with "pulumi stack init".`);
  }
  const chosen = stacks.find(({ current }) => current)?.name ?? (names.length === 1 ? names[0] : undefined);
  if (chosen !== undefined) return chosen;
  throw new AppError('no-stack', names.length === 0 ? `${project} has no stack yet\nMake one with "pulumi stack init dev".` : `Say which stack is meant\n${project} has ${names.join(', ')}; none is selected.`);
}
