import type { ToolOutcome, ToolView } from '../shared/events.ts';
import { actionDigest, authorise, DeniedError, recordOutcome, release, start, type Authorised } from './authorise.ts';
import type { Call, CallResult, ExecutorPorts } from './call.ts';
import { errorText, isAbort } from './errors.ts';
import type { Permit } from './gate.ts';
import { whileOpen } from './liveOutput.ts';
import type { AuditId } from './ports.ts';
import { redactJson, redactView } from './redactEvents.ts';
import { orLeft } from './settle.ts';
import { noteTaint } from './taint.ts';
import type { ProposeContext, Proposal, Tool, ToolResult } from './tool.ts';

/** Says on the session that the call exists; every announced call must be executed or abandoned. */
export function announceCall(ports: ExecutorPorts, call: Call): void {
  ports.emit(call.actor, {
    type: 'tool-call', runId: call.runId, callId: call.callId, messageId: call.messageId, name: call.name,
    title: ports.redact(titleOf(ports.tools.get(call.name), call)), input: redactJson(call.input, ports.redact), providerCallId: call.providerCallId,
  });
}

/** Ends an announced call that never ran. */
export function abandonCall(ports: ExecutorPorts, call: Call, outcome: ToolOutcome, forModel: string): CallResult {
  ports.emit(call.actor, { type: 'tool-end', callId: call.callId, outcome, forModel, durationMs: 0 });
  return { outcome, forModel };
}

/**
 * Takes one announced call through parse, proposal, gate, confirmation, audit, re-check and run (DESIGN 2).
 * Never throws for what a tool or the gate does: every call gets a result (invariant 5).
 */
export async function executeCall(ports: ExecutorPorts, call: Call, signal: AbortSignal): Promise<CallResult> {
  const startedAt = ports.now();
  const end = (outcome: ToolOutcome, text: string, view?: ToolView): CallResult => {
    const forModel = ports.redact(text);
    ports.emit(call.actor, {
      type: 'tool-end', callId: call.callId, outcome, forModel, view: view === undefined ? undefined : redactView(view, ports.redact), durationMs: ports.now() - startedAt,
    });
    return { outcome, forModel };
  };
  const tool = ports.tools.get(call.name);
  if (tool === undefined) return end('error', `There is no tool named ${JSON.stringify(call.name)}. The tools are: ${[...ports.tools.keys()].join(', ')}.`);
  const parsed = tool.input.safeParse(call.input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
    return end('error', `The input of ${call.name} is not valid and nothing was done. ${problems}`);
  }
  try {
    const result = await proposeAndRun(ports, call, tool, parsed.data, signal);
    return end(result.failed === true ? 'error' : 'ok', result.forModel, result.view);
  } catch (error) {
    if (error instanceof DeniedError) return end(error.outcome, error.message);
    if (isAbort(error) || signal.aborted) return end('cancelled', 'The call was cancelled before it finished. What it had done until then stays.');
    return end('error', errorText(error));
  }
}

async function proposeAndRun(ports: ExecutorPorts, call: Call, tool: Tool, input: unknown, signal: AbortSignal): Promise<ToolResult> {
  signal.throwIfAborted();
  const proposal = await propose(ports, call, tool, input, signal);
  try {
    const authorised = await authorise(ports, call, proposal, signal);
    const audit = start(ports, call, proposal, authorised);
    const permit = await recheck(ports, call, proposal, authorised, audit, signal);
    return await run(ports, call, proposal, permit, authorised, audit, signal);
  } finally {
    await disposeOf(ports, proposal);
  }
}

/** Computes the proposal; the steps that it needs for that are gated, recorded and ended like the call itself. */
async function propose(ports: ExecutorPorts, call: Call, tool: Tool, input: unknown, signal: AbortSignal): Promise<Proposal> {
  const steps: { permit: Permit; audit: AuditId }[] = [];
  const live = whileOpen(ports, call);
  const finish = (outcome: 'ok' | 'error' | 'cancelled', detail: string): void => {
    live.close();
    for (const { permit, audit } of steps) {
      ports.gate.revoke(permit);
      recordOutcome(ports, audit, outcome, detail);
    }
  };
  const context: ProposeContext = {
    cwd: ports.cwd,
    actor: call.actor,
    signal,
    authorize: async (step) => {
      const authorised = await authorise(ports, call, step, signal);
      signal.throwIfAborted();
      const audit = start(ports, call, step, authorised);
      const permit = release(ports, audit, authorised, authorised.digest);
      steps.push({ permit, audit });
      noteTaint(ports, call, step.effects);
      return permit;
    },
    infra: live.infra,
    checking: live.checking,
  };
  try {
    const proposal = await orLeft(tool.propose(input, context), signal, { late: (late) => void disposeOf(ports, late) });
    finish('ok', '');
    return proposal;
  } catch (error) {
    finish(isAbort(error) || signal.aborted ? 'cancelled' : 'error', errorText(error));
    throw error;
  }
}

/** The binding again, right before the start: what was approved must be what runs (invariant 3). */
async function recheck(ports: ExecutorPorts, call: Call, proposal: Proposal, authorised: Authorised, audit: AuditId, signal: AbortSignal): Promise<Permit> {
  let current: string;
  try {
    current = actionDigest(ports, call, proposal.action, await orLeft(proposal.rebind(signal), signal));
    signal.throwIfAborted();
  } catch (error) {
    recordOutcome(ports, audit, isAbort(error) || signal.aborted ? 'cancelled' : 'refused', errorText(error));
    throw error;
  }
  return release(ports, audit, authorised, current);
}

async function run(ports: ExecutorPorts, call: Call, proposal: Proposal, permit: Permit, { approvedDigest, verdict }: Authorised, audit: AuditId, signal: AbortSignal): Promise<ToolResult> {
  const live = whileOpen(ports, call);
  const finish = (outcome: 'ok' | 'error' | 'cancelled', detail: string): void => {
    ports.gate.revoke(permit);
    live.close();
    recordOutcome(ports, audit, outcome, detail);
  };
  try {
    noteTaint(ports, call, proposal.effects);
    const running = proposal.run({ signal, permit, asked: approvedDigest !== undefined || verdict.rule === 'remembered' || verdict.rule === 'allowed-for-session', output: live.output, infra: live.infra, changed: (change) => ports.emit(call.actor, { type: 'file-changed', callId: call.callId, change }) });
    const result = await orLeft(running, signal, { settleMs: proposal.settleMs });
    finish(result.failed === true ? 'error' : 'ok', result.forModel.slice(0, 500));
    return result;
  } catch (error) {
    finish(isAbort(error) || signal.aborted ? 'cancelled' : 'error', errorText(error));
    throw error;
  }
}

/** Cleaning up never costs a call its result. */
async function disposeOf(ports: ExecutorPorts, proposal: Proposal): Promise<void> {
  try {
    await proposal.dispose?.();
  } catch (error) {
    ports.logLine(`Cleaning up after ${proposal.action} failed: ${errorText(error)}`);
  }
}

function titleOf(tool: Tool | undefined, call: Call): string {
  const parsed = tool?.input.safeParse(call.input);
  return tool !== undefined && parsed?.success === true ? tool.title(parsed.data) : call.name;
}
