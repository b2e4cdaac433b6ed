import * as z from 'zod';
import type { CommandWords } from '../core/policy.ts';
import type { Confinement, Files, ProcessResult, ProcessRunner, ProcessSpec, Sandbox } from '../core/ports.ts';
import { defineTool, type Memory, type RunContext, type Tool, type ToolResult } from '../core/tool.ts';
import { digestOf } from '../gate/digest.ts';
import { commandWords } from '../gate/policy/commands.ts';
import { redact } from '../gate/redact.ts';
import type { ShellAnalyser, ShellAnalysis } from '../gate/analyse/analyse.ts';
import type { JsonObject } from '../shared/json.ts';
import { confinementOf } from './confinement.ts';
import { provableEnvironment } from './shellEnvironment.ts';
import { shellFacts, type FactSources } from './shellFacts.ts';
import { shellMemory, type FindProgram } from './shellMemory.ts';
import { scriptDigests } from './shellScripts.ts';
import { bounded, withoutEscapes } from './text.ts';

const DEFAULT_TIMEOUT_MS = 120_000;
const MAX_TIMEOUT_MS = 600_000;
const MAX_MODEL_CHARACTERS = 16_000;
const MAX_VIEW_CHARACTERS = 64_000;

export interface ShellPorts extends FactSources {
  files: Files;
  runner: ProcessRunner;
  analyser: ShellAnalyser;
  /** How a command is started: the shell without start files, a built environment, limits of output. */
  shellSpec(command: string, cwd: string): ProcessSpec;
  /** Confines what runs without a person's answer, where it can. */
  sandbox: Pick<Sandbox, 'confine'>;
  /** Where a program lies; without it no command is allowed for good. */
  findProgram?: FindProgram;
  /** Keeps a large output and gives the file's absolute path. */
  saveOutput(text: string): Promise<string>;
}

const input = z.strictObject({
  command: z.string().min(1),
  timeoutMs: z.int().min(1000).max(MAX_TIMEOUT_MS).optional().describe(`${DEFAULT_TIMEOUT_MS} by default`),
});
type Input = z.infer<typeof input>;

/** Runs a shell command; the analyser says what it would do, the gate decides. */
export function shellTool(ports: ShellPorts): Tool {
  return defineTool<Input>({
    name: 'shell',
    description: `Run a ${ports.shell} command in the workspace folder, with no input. Each call is a new shell. Plain reading commands run at once, others need approval; for files use read, search, edit.`,
    input,
    title: ({ command }) => `Run ${command.split('\n', 1)[0] ?? ''}`,
    async propose({ command, timeoutMs = DEFAULT_TIMEOUT_MS }, context) {
      const look = (signal: AbortSignal): Promise<Look> => lookAt(ports, command, context.cwd, timeoutMs, signal);
      const { analysis, spec, binding, words, memory } = await look(context.signal);
      return {
        action: 'shell',
        title: `Run ${command}`,
        effects: analysis.effects,
        minimumLevel: analysis.minimumLevel,
        reasons: analysis.reasons,
        command: { text: command, cwd: spec.cwd },
        rememberable: analysis.rememberable,
        commandWords: words,
        binding,
        rebind: async (signal) => (await look(signal)).binding,
        run: (run) => runCommand(ports, command, spec, confinementOf(analysis.effects, analysis.minimumLevel, run.asked), run),
        ...(memory === undefined ? {} : { memory }),
        ...(analysis.typedTarget === undefined ? {} : { typedTarget: analysis.typedTarget }),
      };
    },
  });
}

interface Look {
  analysis: ShellAnalysis;
  spec: ProcessSpec;
  /** Everything that an approval is bound to: the bytes, the folder, program, environment, and what it would do. */
  binding: JsonObject;
  words: CommandWords;
  /** Where it may be allowed for good. */
  memory: Memory | undefined;
}

async function lookAt(ports: ShellPorts, command: string, folder: string, timeoutMs: number, signal: AbortSignal): Promise<Look> {
  const cwd = await ports.files.realpath(folder);
  const analysis = await ports.analyser.analyse(command, shellFacts(ports, cwd, signal));
  const base = ports.shellSpec(command, cwd);
  const spec = { ...base, cwd, env: { ...provableEnvironment(base.env, [cwd]), ...analysis.environment }, deadlineMs: timeoutMs };
  const scripts = await scriptDigests(ports.files, command, cwd, analysis.reliesOn);
  const binding = {
    tool: 'shell', shell: ports.shell, command, cwd, timeoutMs, program: spec.file, args: spec.args, environment: digestOf(spec.env),
    effects: analysis.effects.map((effect) => ({ ...effect })), minimumLevel: analysis.minimumLevel,
    parts: digestOf({ parts: analysis.parts.map(({ text, effects }) => ({ text, effects: effects.map((effect) => ({ ...effect })) })) }),
    scripts,
  };
  const words = commandWords(command, analysis.understood, analysis.parts.map(({ text }) => text));
  const memory = ports.findProgram === undefined || !analysis.rememberable ? undefined
    : shellMemory({ command, cwd, words, environment: spec.env, binding, scripts }, ports.findProgram);
  return { analysis, spec, binding, words, memory };
}

async function runCommand(ports: ShellPorts, command: string, spec: ProcessSpec, confinement: Confinement | undefined, context: RunContext): Promise<ToolResult> {
  const confined = confinement === undefined ? undefined : await ports.sandbox.confine(spec, confinement, context.signal);
  const result = await ports.runner.run(confined?.spec ?? spec, context.permit, context.signal, (text) => context.output(text)).finally(() => confined?.done());
  const output = redact(withoutEscapes(result.output));
  const forModel = bounded(output, MAX_MODEL_CHARACTERS);
  const outputFile = forModel.isCut || result.truncatedBytes > 0 ? await ports.saveOutput(output) : undefined;
  const ending = endingOf(result, spec.deadlineMs);
  const hint = confined !== undefined && result.exitCode !== 0 ? SANDBOX_HINT[confinement ?? 'read-only'] : undefined;
  const parts = [forModel.text.trimEnd() || '(no output)', ...(outputFile === undefined ? [] : [`(whole output: ${outputFile})`]), ...[ending, hint].filter((line) => line !== undefined)];
  return {
    forModel: parts.join('\n'),
    failed: result.exitCode !== 0,
    view: {
      kind: 'command', command, cwd: spec.cwd, output: bounded(output, MAX_VIEW_CHARACTERS).text, exitCode: result.exitCode,
      ...(result.signal === undefined ? {} : { signal: result.signal }),
      ...(result.timedOut ? { timedOut: true } : {}),
      ...(result.truncatedBytes > 0 ? { truncatedBytes: result.truncatedBytes } : {}),
      ...(outputFile === undefined ? {} : { outputFile }),
      ...(confined === undefined || confinement === undefined ? {} : { confinement }),
    },
  };
}

const SANDBOX_HINT: Record<Confinement, string> = {
  'read-only': 'It ran in the sandbox, where it could write nothing and reach no network.',
  workspace: 'It ran in the sandbox, where it could write in the workspace only and reach no network.',
};

function endingOf(result: ProcessResult, deadlineMs: number): string | undefined {
  if (result.spawnError !== undefined) return `The shell could not be started: ${result.spawnError}.`;
  if (result.cancelled) return 'The command was stopped by the user.';
  if (result.timedOut) return `The command was ended after ${deadlineMs} ms. Give a larger timeoutMs (up to ${MAX_TIMEOUT_MS}), or do less at once.`;
  if (result.signal !== undefined) return `The command was ended by ${result.signal}.`;
  return result.exitCode === 0 ? undefined : `Exit code ${result.exitCode ?? 'unknown'}.`;
}
