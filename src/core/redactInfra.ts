import type { InfraSummary, InfraUpdate, ResourceRow, StackOutput } from '../shared/infra.ts';
import type { LossReport } from '../shared/effects.ts';

type Redact = (text: string) => string;

/**
 * Secrets out of what an engine reports: programs print them, providers quote them in their errors, and outputs hold them
 * unmarked (invariant 7). URNs, names and operations stay: rows are found by them.
 */
export function redactInfraUpdate(update: InfraUpdate, redact: Redact): InfraUpdate {
  return {
    ...update,
    rows: update.rows.map((row) => redactRow(row, redact)),
    diagnostics: update.diagnostics.map((diagnostic) => ({ ...diagnostic, message: redact(diagnostic.message) })),
  };
}

export function redactInfraSummary(summary: InfraSummary, redact: Redact): InfraSummary {
  const { loss, outputs, error } = summary;
  return {
    ...summary,
    ...(loss === undefined ? {} : { loss: redactLoss(loss, redact) }),
    ...(outputs === undefined ? {} : { outputs: outputs.map((output) => redactOutput(output, redact)) }),
    ...(error === undefined ? {} : { error: redact(error) }),
  };
}

export function redactLoss(loss: LossReport, redact: Redact): LossReport {
  return { ...loss, headline: redact(loss.headline), items: loss.items.map((item) => ({ ...item, detail: redact(item.detail), because: item.because.map(redact) })), warnings: loss.warnings.map(redact) };
}

function redactRow(row: ResourceRow, redact: Redact): ResourceRow {
  return {
    ...row,
    ...(row.message === undefined ? {} : { message: redact(row.message) }),
    changes: row.changes.map((change) => ({
      ...change,
      ...(change.before === undefined ? {} : { before: redactNamed(change.path, change.before, redact) }),
      ...(change.after === undefined ? {} : { after: redactNamed(change.path, change.after, redact) }),
    })),
  };
}

function redactOutput(output: StackOutput, redact: Redact): StackOutput {
  return output.value === undefined ? output : { ...output, value: redactNamed(output.name, output.value, redact) };
}

/** A value under its name, which may be all that says that it is a secret. */
function redactNamed(name: string, value: string, redact: Redact): string {
  const label = `${name}: `;
  const clean = redact(label + value);
  return clean.startsWith(label) ? clean.slice(label.length) : redact(value);
}
