import type { Files, Infrastructure, InfraRun, InfraTarget, PlannedChange } from '../core/ports.ts';
import { defineTool, type ProposeContext, type Proposal, type RunContext, type Tool } from '../core/tool.ts';
import { folderOf, infraInput, previewEffects, titleOf, type InfraInput } from './infraInput.ts';
import { countsText, resultOf } from './infraText.ts';

/** Milliseconds that an engine may take to end its open steps after an abort: it must say how far it came. */
const SETTLE_MS = 60_000;

/** Steps that change something; what is not in the list is a look. */
const changing: readonly string[] = ['create', 'update', 'delete', 'replace', 'import', 'create-replacement', 'delete-replaced', 'discard', 'discard-replaced', 'remove-pending-replace', 'import-replacement', 'read-replacement'];

export function infraDeploy(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>): Tool {
  return defineTool({
    name: 'infra_deploy',
    description: 'Deploys a Pulumi stack: previews it, asks the person to confirm exactly that change, then carries out exactly that change or nothing. The person sees what is lost; do not ask for confirmation in text.',
    input: infraInput,
    title: (input: InfraInput) => titleOf('Deploy', input),
    async propose(input: InfraInput, context: ProposeContext) {
      const plan = await authorisedPlan(infrastructure, files, 'deploy', input, context);
      const { summary, loss, target } = plan;
      const steps = Object.fromEntries(Object.entries(summary.counts).filter(([op, count]) => changing.includes(op) && count > 0));
      const changes = Object.keys(steps).length > 0 || summary.outputChanges !== undefined;
      if (summary.result !== 'succeeded' || (!changes && loss.items.length === 0)) return nothingToDo(plan, `Deploy ${nameOf(target)}`);
      const destructive = loss.items.length > 0;
      return {
        ...base(plan, `Deploy ${nameOf(target)}: ${countsText(steps) || 'stack outputs only'}`),
        effects: [{ kind: 'infra', target: nameOf(target), access: 'write', ...(destructive ? { recoverable: 'none' } : {}) }],
        minimumLevel: destructive ? 'DESTRUCTIVE' : 'HIGH',
        reasons: reasonsOf(plan),
        loss,
        dryRun: previewed(plan),
        ...(destructive ? { typedTarget: target.stack } : {}),
        run: async (run: RunContext) => resultOf(await plan.apply(infraRun(run))),
      };
    },
  });
}

export function infraDestroy(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>): Tool {
  return defineTool({
    name: 'infra_destroy',
    description: 'Destroys everything in a Pulumi stack, after the person typed the stack\'s name under a list of all that is lost. The stack itself and its history stay. Do not ask for confirmation in text.',
    input: infraInput,
    title: (input: InfraInput) => titleOf('Destroy', input),
    async propose(input: InfraInput, context: ProposeContext) {
      const plan = await authorisedPlan(infrastructure, files, 'destroy', input, context);
      const { summary, loss, target } = plan;
      if (summary.result !== 'succeeded' || (summary.counts.delete ?? 0) + loss.items.length === 0) return nothingToDo(plan, `Destroy ${nameOf(target)}`);
      return {
        ...base(plan, `Destroy ${nameOf(target)}`),
        effects: [{ kind: 'infra', target: nameOf(target), access: 'write', recoverable: 'none' }],
        minimumLevel: 'DESTRUCTIVE',
        reasons: reasonsOf(plan),
        loss,
        dryRun: previewed(plan),
        typedTarget: target.stack,
        run: async (run: RunContext) => resultOf(await plan.apply(infraRun(run))),
      };
    },
  });
}

/** The preview is the dry run of both. */
const previewed = ({ target }: PlannedChange): string => `The engine previewed it against the state of ${nameOf(target)}; exactly that is carried out, or nothing.`;

const nameOf = ({ project, stack }: InfraTarget): string => `${project}/${stack}`;
const infraRun = (run: RunContext): InfraRun => ({ permit: run.permit, signal: run.signal, onUpdate: (update) => run.infra(update) });

/** The preview that a change needs is a step of its own: it runs the program and is gated as that. */
async function authorisedPlan(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>, verb: 'deploy' | 'destroy', input: InfraInput, context: ProposeContext): Promise<PlannedChange> {
  const folder = await folderOf(input, context.cwd, files);
  const permit = await context.authorize({
    action: 'infra.preview',
    title: titleOf(verb === 'deploy' ? 'Preview the deployment of' : 'Preview the destruction of', input),
    effects: previewEffects(folder, input.stack),
    binding: { verb: 'preview', of: verb, folder: folder.path, stack: input.stack ?? '' },
  });
  const target = await infrastructure.target(folder.path, input.stack, { permit, signal: context.signal });
  const run: InfraRun = { permit, signal: context.signal, onUpdate: (update) => context.infra(update) };
  return verb === 'deploy' ? infrastructure.planDeploy(target, run) : infrastructure.planDestroy(target, run);
}

function base(plan: PlannedChange, title: string): Pick<Proposal, 'action' | 'title' | 'binding' | 'rememberable' | 'settleMs' | 'rebind' | 'dispose'> {
  return {
    action: `infra.${plan.verb}`, title, binding: plan.binding, rememberable: false, settleMs: SETTLE_MS,
    rebind: (signal) => plan.rebind(signal),
    dispose: () => plan.dispose(),
  };
}

/** A preview that failed or found nothing: there is nothing to approve, only something to say. */
function nothingToDo(plan: PlannedChange, title: string): Proposal {
  const { summary, target } = plan;
  return {
    ...base(plan, title),
    effects: [{ kind: 'infra', target: nameOf(target), access: 'read' }],
    rebind: async () => plan.binding,
    async run() {
      const result = resultOf(summary);
      if (summary.result !== 'succeeded') return { ...result, forModel: `The preview failed, so nothing was changed.\n${result.forModel}` };
      return { ...result, forModel: `${plan.verb === 'deploy' ? `No changes: ${nameOf(target)} is as the program says` : `${nameOf(target)} holds no resources`}. Nothing was done.` };
    },
  };
}

function reasonsOf({ loss, summary }: PlannedChange): string[] {
  return [...(summary.outputChanges === undefined ? [] : [`Changes stack outputs: ${summary.outputChanges.join(', ')}`]), ...(loss.atLeast ? ['Some values are known only while it runs, so the losses are at least these.'] : []), ...loss.warnings];
}
