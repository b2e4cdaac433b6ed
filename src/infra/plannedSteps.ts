import { sha256 } from '../gate/digest.ts';
import type { JsonObject } from '../shared/json.ts';
import type { EngineEvent, StepMetadata } from './engineEvents.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';

/** What the planning stream of a preview announced: the base of the loss report and of the plan's digest. */
export class PlannedSteps {
  readonly #steps: StepMetadata[] = [];
  #stack: StepMetadata | undefined;

  apply(event: EngineEvent): void {
    if (event.kind === 'step-start' && event.planning) this.#steps.push(event.step);
    if (event.kind === 'step-end' && event.planning && event.step.type === 'pulumi:pulumi:Stack') this.#stack = event.step;
  }

  /** In the order of the engine. */
  get steps(): readonly StepMetadata[] {
    return this.#steps;
  }

  /** Names of the stack's outputs that come, go or change, sorted. The engine masks secret values, so these look the same. */
  get outputChanges(): string[] {
    const before = (this.#stack?.old?.outputs ?? {}) as JsonObject;
    const after = (this.#stack?.new?.outputs ?? {}) as JsonObject;
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null) || (name in before) !== (name in after));
  }

  /**
   * SHA-256 of what would be done, without what differs between two previews of the same change (order, outputs).
   * Secret values are masked by the engine and so no part of it; the program's and the state's digests cover them.
   */
  digest(): string {
    const lines = this.#steps.map((step) => canonicalJson({
      urn: step.urn,
      op: step.op,
      keys: [...step.keys].sort(),
      diff: Object.entries(step.detailedDiff ?? {}).map(([path, { kind }]) => `${path} ${kind}`).sort(),
      id: step.old?.id ?? '',
      // parsed from JSON, so it is JSON
      inputs: (step.new?.inputs ?? {}) as JsonObject,
      protect: [step.old?.protect ?? false, step.new?.protect ?? false],
      retain: [step.old?.retainOnDelete ?? false, step.new?.retainOnDelete ?? false],
    }));
    return sha256(lines.sort().join('\n'));
  }
}
