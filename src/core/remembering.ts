import type { AlwaysOffer } from '../shared/events.ts';
import type { Call, ExecutorPorts } from './call.ts';
import { errorText } from './errors.ts';
import type { Memory, Proposal, Step } from './tool.ts';

/** Approvals for good: what they are bound to, and how one is offered, kept and used (DESIGN 1.3, facts/safety 3.8). */

/** Counts up with each change of what the analysis sees, which ends every approval given before. */
export const ANALYSIS_VERSION = 1;

const DAY_MS = 24 * 60 * 60_000;

/** The key of the exact action, whichever session asks; undefined where it may not be remembered. */
export function memoryKey(ports: Pick<ExecutorPorts, 'digest' | 'cwd'>, call: Call, step: Step & Partial<Proposal>): string | undefined {
  const { memory } = step;
  if (memory === undefined || step.rememberable === false) return undefined;
  const { kind, name } = call.actor;
  // the agents of this window are of one kind, programs of their own are not: what one may, another may not
  const asker = kind === 'bridge' || kind === 'mcp' || kind === 'delegated-cli' ? `${kind} ${name}` : kind;
  return ports.digest({ analysis: ANALYSIS_VERSION, tool: call.name, action: step.action, actor: asker, workspace: ports.cwd, binding: memory.binding });
}

export function offerOf(ports: Pick<ExecutorPorts, 'rememberDays' | 'redact'>, memory: Memory): AlwaysOffer {
  return { matches: ports.redact(memory.matches), not: memory.not.map(ports.redact), days: ports.rememberDays() };
}

/** Keeps a person's "always". The action was allowed in any case, so a store that fails costs only the memory. */
export function remember(ports: ExecutorPorts, key: string, memory: Memory): void {
  const now = ports.now();
  keep(ports, 'kept', () => ports.remembered.save({
    key, workspace: ports.cwd, what: ports.redact(memory.what), matches: ports.redact(memory.matches), grantedAt: now, expiresAt: now + ports.rememberDays() * DAY_MS,
  }));
}

/** False where the store cannot say. */
export function isRemembered(ports: ExecutorPorts, key: string | undefined): boolean {
  return key !== undefined && keep(ports, 'looked up', () => ports.remembered.holds(key, ports.now())) === true;
}

export function noteUse(ports: ExecutorPorts, key: string): void {
  keep(ports, 'noted', () => ports.remembered.used(key, ports.now()));
}

function keep<Result>(ports: ExecutorPorts, what: string, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    ports.logLine(`An approval for good could not be ${what}: ${errorText(error)}`);
    return undefined;
  }
}
