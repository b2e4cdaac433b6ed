import type { Gate, Verdict } from '../core/gate.ts';
import type { ShellAnalyser } from '../gate/analyse/analyse.ts';
import { explain } from '../gate/explain.ts';
import type { Effect, Level } from '../shared/effects.ts';
import { shellFacts, type FactSources } from './shellFacts.ts';

/** What the gate makes of a command that nobody has asked to run. */
export interface Assessment {
  level: Level;
  decision: Verdict['decision'];
  effects: Effect[];
  /** Facts for a person, the gravest first. */
  reasons: string[];
  /** The same for a person to read. */
  explanation: string;
}

/**
 * Judges a command as if a model asked for it in a trusted workspace while a person is there. Nothing runs.
 * @param folder the workspace folder, absolute
 */
export async function assessCommand(analyser: ShellAnalyser, gate: Pick<Gate, 'decide'>, sources: FactSources, command: string, folder: string, signal: AbortSignal): Promise<Assessment> {
  const cwd = await sources.files.realpath(folder);
  const analysis = await analyser.analyse(command, shellFacts(sources, cwd, signal));
  const verdict = gate.decide({
    effects: analysis.effects, minimumLevel: analysis.minimumLevel, actor: { kind: 'model', name: 'risk' }, direct: false, humanPresent: true, workspaceTrusted: true,
    digest: '', allowedForSession: new Set(),
  });
  return {
    level: verdict.level, decision: verdict.decision, effects: analysis.effects, reasons: [...new Set([...analysis.reasons, ...verdict.reasons])],
    explanation: explain(command, analysis, verdict),
  };
}
