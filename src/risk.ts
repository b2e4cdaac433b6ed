import { resolve } from 'node:path';
import * as z from 'zod';
import { createCommandFacts, createLazyAnalyser } from './commandFacts.ts';
import type { GitProbe } from './gate/analyse/gitConfig.ts';
import { createGate } from './gate/gate.ts';
import { createFiles } from './process/files.ts';
import { createGit } from './process/git.ts';
import { createProcessRunner } from './process/runner.ts';
import { shellDialect } from './process/shell.ts';
import { assessCommand, type Assessment } from './tools/assess.ts';
import { outsidePath } from './tools/shellEnvironment.ts';

/** `pilothouse risk`: commands in, what the gate makes of them out. Nothing is run and nothing is kept. */

const request = z.object({
  command: z.string(),
  shell: z.enum(['bash', 'powershell']).optional(),
  cwd: z.string().min(1).optional(),
});

export interface RiskOptions {
  /** Folder of the installed package: the grammars lie in its `dist/`. */
  extensionDir: string;
  /** Workspace folder of lines that name none, absolute. */
  cwd: string;
  /** Text for people instead of JSON. */
  explain: boolean;
  log: (line: string) => void;
}

/**
 * Answers each line with one line (with `explain`: one text), in order, and waits for whoever reads the answers.
 * @param lines JSON: `{command, shell?, cwd?}`; `cwd` is taken as the workspace
 */
export async function answerLines(lines: AsyncIterable<string>, write: (text: string) => Promise<void>, options: RiskOptions, signal: AbortSignal): Promise<void> {
  const assess = createAssessor(options);
  try {
    for await (const line of lines) {
      if (signal.aborted) return;
      const start = performance.now();
      const { explanation, ...answer } = await answerLine(line, assess, signal);
      const ms = Math.round((performance.now() - start) * 1000) / 1000;
      await write(options.explain ? `${explanation}\n` : `${JSON.stringify({ ...answer, ms })}\n`);
    }
  } finally {
    await assess.dispose();
  }
}

type Assessor = ((asked: z.infer<typeof request>, signal: AbortSignal) => Promise<Assessment>) & { dispose: () => Promise<void> };

async function answerLine(line: string, assess: Assessor, signal: AbortSignal): Promise<Assessment> {
  try {
    const asked = request.safeParse(JSON.parse(line));
    if (!asked.success) return refusal(`The line is not a request: ${z.prettifyError(asked.error).replaceAll('\n', ' ')}`);
    return await assess(asked.data, signal);
  } catch (error) {
    signal.throwIfAborted();
    return refusal(error instanceof SyntaxError ? `The line is not JSON: ${error.message}` : `The command could not be judged: ${String(error)}`);
  }
}

/** What cannot be judged asks. */
function refusal(reason: string): Assessment {
  return { level: 'HIGH', decision: 'ask', effects: [{ kind: 'unknown', target: 'the line', inWorkspace: false, detail: reason }], reasons: [reason], explanation: `HIGH: ${reason}\n` };
}

function createAssessor({ extensionDir, cwd, log }: RiskOptions): Assessor {
  const gate = createGate();
  const assertPermit: typeof gate.assertPermit = (permit) => gate.assertPermit(permit);
  const environment = { ...process.env, PATH: outsidePath(process.env['PATH'] ?? '', [cwd]) };
  const runner = createProcessRunner({ assertPermit, log });
  const facts = createCommandFacts({ gate, runner, files: createFiles({ assertPermit }), git: createGit({ runner, source: environment }), environment, log });
  const analyser = createLazyAnalyser(extensionDir, log);
  const probes = new Map<string, ReturnType<GitProbe>>();
  const assess = (asked: z.infer<typeof request>, signal: AbortSignal): Promise<Assessment> => {
    const folder = resolve(cwd, asked.cwd ?? '.');
    const sources = facts.sources(asked.shell ?? shellDialect(), folder);
    const gitProbe: GitProbe = (at, abort) => {
      const probe = probes.get(at) ?? sources.gitProbe(at, abort);
      probes.set(at, probe);
      return probe;
    };
    return assessCommand(analyser, gate, { ...sources, gitProbe }, asked.command, folder, signal);
  };
  return Object.assign(assess, { dispose: () => runner.dispose() });
}
