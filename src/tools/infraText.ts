import type { ToolResult } from '../core/tool.ts';
import type { InfraSummary } from '../shared/infra.ts';

/** Losses and resources that are listed for the model; the person sees all. */
const maxListed = 30;

/** Both halves of a result: short text for the model, the whole summary for the person. */
export function resultOf(summary: InfraSummary): ToolResult {
  return { forModel: describeSummary(summary), view: { kind: 'infra', summary }, failed: summary.result !== 'succeeded' };
}

/** What a model is told: counts, losses, failures, names of outputs. Secret values are not even in the summary. */
export function describeSummary(summary: InfraSummary): string {
  const { verb, project, stack, result, counts, loss, error } = summary;
  const lines = [`${verb} of ${project}/${stack}: ${result}.`];
  if (Object.keys(counts).length > 0) lines.push(`${verb === 'preview' || verb === 'deploy' && result !== 'succeeded' ? 'Would change' : 'Steps'}: ${countsText(counts)}.`);
  if (summary.outputChanges !== undefined) lines.push(`Stack outputs ${verb === 'preview' ? 'that would change' : 'changed'}: ${summary.outputChanges.join(', ')}.`);
  if (loss !== undefined && loss.items.length > 0) {
    lines.push(loss.headline, ...listed(loss.items.map((item) => `- ${item.operation} ${item.detail} ${item.name}${item.stateful ? ' (holds data)' : ''}: ${item.because.join('; ')}`)));
  }
  if (loss !== undefined) lines.push(...loss.warnings.map((warning) => `Warning: ${warning}`));
  if (summary.status !== undefined) lines.push(...statusLines(summary.status));
  if (summary.outputs !== undefined) lines.push(...outputLines(summary.outputs));
  if (error !== undefined) lines.push(error);
  return lines.join('\n');
}

/** `1 create, 2 replace, 5 same` */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([op, count]) => `${count} ${op}`).join(', ');
}

function statusLines(status: NonNullable<InfraSummary['status']>): string[] {
  return [
    `${status.resourceCount} resources; backend ${status.backend}; last update ${status.lastUpdate ?? 'never'}${status.lastResult === undefined ? '' : ` (${status.lastResult})`}.`,
    ...(status.lockedBy === undefined ? [] : [`Locked by ${status.lockedBy}.`]),
    ...status.pendingOperations.map(({ type, urn }) => `Cut off, outcome unknown: ${type} ${urn}`),
    ...listed(status.resources.map(({ type, name, id, protect }) => `- ${type} ${name}${id === undefined ? '' : ` (${id})`}${protect ? ', protected' : ''}`)),
  ];
}

function outputLines(outputs: NonNullable<InfraSummary['outputs']>): string[] {
  return outputs.length === 0 ? ['The stack has no outputs.'] : ['Outputs:', ...listed(outputs.map(({ name, value, secret }) => `- ${name}: ${secret ? '[secret]' : (value ?? '')}`))];
}

function listed(lines: readonly string[]): string[] {
  return lines.length <= maxListed ? [...lines] : [...lines.slice(0, maxListed), `… and ${lines.length - maxListed} more`];
}
