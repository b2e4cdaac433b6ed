import type { Files, Infrastructure, InfraTarget } from '../core/ports.ts';
import { defineTool, type ProposeContext, type RunContext, type Tool } from '../core/tool.ts';
import type { InfraVerb } from '../shared/infra.ts';
import type { JsonObject } from '../shared/json.ts';
import { infraDeploy, infraDestroy } from './infraChange.ts';
import { folderOf, infraInput, lookEffects, previewEffects, titleOf, type InfraInput } from './infraInput.ts';
import { resultOf } from './infraText.ts';

/** Tools for the infrastructure verbs, in the order a person meets them. */
export function infraTools(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>): Tool[] {
  return [
    look(infrastructure, files, 'infra_status', 'status', 'Shows a Pulumi stack: its resources, the last update, operations that were cut off, and who holds its lock. Changes nothing and runs no code of the project.'),
    preview(infrastructure, files),
    infraDeploy(infrastructure, files),
    look(infrastructure, files, 'infra_outputs', 'outputs', 'Shows the outputs of a Pulumi stack. Secret values are never shown. Changes nothing and runs no code of the project.'),
    infraDestroy(infrastructure, files),
  ];
}

/** A verb that only reads the stack's state. */
function look(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>, name: string, verb: Extract<InfraVerb, 'status' | 'outputs'>, description: string): Tool {
  const title = (input: InfraInput): string => titleOf(verb === 'status' ? 'Show the status of' : 'Show the outputs of', input);
  return defineTool({
    name, description, input: infraInput, title,
    async propose(input: InfraInput, context: ProposeContext) {
      const folder = await folderOf(input, context.cwd, files);
      const binding = { verb, folder: folder.path, stack: input.stack ?? '' };
      return {
        action: `infra.${verb}`, title: title(input), binding,
        effects: lookEffects(folder, input.stack),
        rebind: rebindOf(binding, input, context, files),
        run: async (run: RunContext) => resultOf(await infrastructure[verb](await infrastructure.target(folder.path, input.stack, run), run)),
      };
    },
  });
}

function preview(infrastructure: Infrastructure, files: Pick<Files, 'realpath'>): Tool {
  return defineTool({
    name: 'infra_preview',
    description: 'Shows what a deployment of a Pulumi stack would change, with everything that would be lost. Runs the program and changes nothing.',
    input: infraInput,
    title: (input: InfraInput) => titleOf('Preview', input),
    async propose(input: InfraInput, context: ProposeContext) {
      const folder = await folderOf(input, context.cwd, files);
      const binding = { verb: 'preview', folder: folder.path, stack: input.stack ?? '' };
      return {
        action: 'infra.preview', title: titleOf('Preview', input), binding, effects: previewEffects(folder, input.stack),
        rebind: rebindOf(binding, input, context, files),
        async run(run: RunContext) {
          const target: InfraTarget = await infrastructure.target(folder.path, input.stack, run);
          return resultOf(await infrastructure.preview(target, { permit: run.permit, signal: run.signal, onUpdate: (update) => run.infra(update) }));
        },
      };
    },
  });
}

/** A link on the way may lead elsewhere by the time of the start. */
function rebindOf(binding: JsonObject, input: InfraInput, { cwd }: ProposeContext, files: Pick<Files, 'realpath'>): () => Promise<JsonObject> {
  return async () => ({ ...binding, folder: (await folderOf(input, cwd, files)).path });
}
