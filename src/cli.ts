import { once } from 'node:events';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { AppError, toErrorCard } from './core/errors.ts';
import type { Dialect, ModelConfig } from './core/model.ts';
import { PROFILES, type Profile } from './core/policy.ts';
import type { Host } from './host.ts';
import { createPracticeProject } from './infra/practice/project.ts';
import type { SessionId } from './shared/ids.ts';
import { createFileSecrets } from './store/fileSecrets.ts';
import { visibleText } from './shared/visible.ts';
import { askOnTerminal, confirmOnTerminal, note, onTerminal, print } from './terminal.ts';
import { dataDir } from './util/dataDir.ts';

/** The headless composition root: `pilothouse`, see DESIGN 9. */

/** Exit codes, as `--help` lists them. */
const EXIT = { done: 0, failed: 1, usage: 2, denied: 3, stopped: 130 } as const;

/** Days that an approval for good given on a terminal lasts. */
/** As the editor's setting has it by default. */
const PRODUCTION_STACKS = '(^|[-_./])prod(uction)?($|[-_./])';
const REMEMBER_DAYS = 7;
/** Characters of an approval's key that name it. */
const SHORT_KEY = 12;

const HELP = `pilothouse – the agent host without an editor

  pilothouse run -p TEXT [options]     one turn: a message, a slash command, or plain words
  pilothouse session list|show ID      stored sessions
  pilothouse risk [--explain] [--cwd DIR] [COMMAND]
                                       what commands would do: JSON lines {command, shell?, cwd?} in,
                                       {level, decision, effects, reasons, ms} out; nothing runs
  pilothouse audit verify [--json]     whether the audit is what was written: exit code 1 where it is not
  pilothouse audit export              every record as a JSON line
  pilothouse approvals list [--all]    what was allowed for good here, or everywhere
  pilothouse approvals revoke ID|--all take one back, or all of this workspace
  pilothouse practice --dir DIR        a copy of the practice project
  pilothouse setup pulumi [--way go|installer] [--json]
                                       find or install the pulumi command line

Options of run
  -p, --prompt TEXT      what to do
  --cwd DIR              workspace folder (default: the current one)
  --model NAME           model to use
  --base-url URL         any server that speaks one of the dialects; Chat Completions unless --api says otherwise
  --api chat|responses|anthropic
  --profile NAME         careful, standard (default) or autonomous; none lets through what must be asked
  --session ID           go on with a stored session
  --sandbox              confine commands that run without an answer, where this system can
  --explain              risk: text for people instead of JSON
  --json                 session events as JSON lines on standard output
  --storage DIR          where sessions and audit are kept

Keys come from ANTHROPIC_API_KEY, OPENAI_API_KEY or OPENROUTER_API_KEY. On a terminal, what needs a confirmation asks
there; without one it is denied.

Exit codes: 0 done · 1 failed · 2 wrong usage · 3 something was denied because nobody could be asked · 130 stopped
`;

const options = {
  prompt: { type: 'string', short: 'p' },
  cwd: { type: 'string' },
  model: { type: 'string' },
  'base-url': { type: 'string' },
  api: { type: 'string' },
  session: { type: 'string' },
  storage: { type: 'string' },
  dir: { type: 'string' },
  way: { type: 'string' },
  explain: { type: 'boolean', default: false },
  profile: { type: 'string' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  sandbox: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The package's own folder: this file is `dist/cli.js` in it. */
const extensionDir = resolve(__dirname, '..');

type Values = ReturnType<typeof parseCommandLine>['values'];

function parseCommandLine(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parseCommandLine>;
  try {
    parsed = parseCommandLine(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals: [command, ...rest] } = parsed;
  if (values.help || command === undefined) {
    process.stdout.write(HELP);
    return values.help ? EXIT.done : EXIT.usage;
  }
  switch (command) {
    case 'run': return startRun(values);
    case 'session':
      if (rest[0] !== 'list' && (rest[0] !== 'show' || rest[1] === undefined)) return usage('session knows: list, show ID');
      return withHost(values, (host) => sessions(host, rest[0] === 'show' ? rest[1] : undefined, values.json));
    case 'audit':
      if (rest[0] !== 'verify' && rest[0] !== 'export') return usage('audit knows: verify, export');
      return withHost(values, (host, signal) => (rest[0] === 'verify' ? verifyAudit(host, values.json) : exportAudit(host, signal)));
    case 'risk': return risk(rest.join(' '), values);
    case 'approvals':
      if (rest[0] !== 'list' && (rest[0] !== 'revoke' || (rest[1] === undefined) === !values.all)) return usage('approvals knows: list [--all], revoke ID, revoke --all');
      return withHost(values, (host) => Promise.resolve(rest[0] === 'list' ? listApprovals(host, values) : revokeApprovals(host, rest[1])));
    case 'practice': return practice(values);
    case 'setup':
      if (rest[0] !== 'pulumi') return usage('setup knows only: pulumi');
      return withHost(values, (host, signal) => setupPulumi(host, values, signal));
    default: return usage(`there is no command ${JSON.stringify(command)}`);
  }
}

function usage(problem: string): number {
  process.stderr.write(`pilothouse: ${problem}\nSee pilothouse --help.\n`);
  return EXIT.usage;
}

function startRun(values: Values): number | Promise<number> {
  const { prompt = '', api } = values;
  if (prompt.trim() === '') return usage('run needs -p TEXT');
  if (values.profile !== undefined && !isProfile(values.profile)) return usage(`--profile is ${PROFILES.join(', ')}, not ${JSON.stringify(values.profile)}`);
  if (api !== undefined && !isDialect(api)) return usage(`--api is chat, responses or anthropic, not ${JSON.stringify(api)}`);
  return withHost(values, (host, signal) => run(host, prompt, values, signal));
}

/** A signal that Ctrl+C and a request to end abort, and a reader that goes: he may have seen enough (`| head`), which is no error. */
async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop();
  });
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

/** Builds the host, runs the command, and leaves no child behind, also on Ctrl+C. */
function withHost(values: Values, command: (host: Host, signal: AbortSignal) => Promise<number>): Promise<number> {
  return untilStopped(async (signal) => {
    const host = await openHost(values);
    try {
      return await command(host, signal);
    } finally {
      await host.dispose();
    }
  });
}

async function openHost(values: Values): Promise<Host> {
  const { createHost } = await import('./host.ts');
  const storageDir = resolve(values.storage ?? dataDir());
  return await createHost({
    storageDir,
    cwd: resolve(values.cwd ?? process.cwd()),
    extensionDir,
    secrets: createFileSecrets(join(storageDir, 'secrets')),
    modelConfig: () => Promise.resolve(modelConfig(values, process.env)),
    humanPresent: onTerminal(),
    // Whoever starts a command in a folder vouches for the folder, as with any build tool.
    workspaceTrusted: () => true,
    approvals: () => ({ profile: values.profile !== undefined && isProfile(values.profile) ? values.profile : 'standard', role: 'admin', rememberDays: REMEMBER_DAYS, production: PRODUCTION_STACKS }),
    warn: note,
    confirm: confirmOnTerminal,
    sandboxWanted: () => values.sandbox,
    pulumiPath: () => '',
    log: logLine,
  });
}

function logLine(line: string): void {
  if (process.env['PILOTHOUSE_LOG'] !== undefined) process.stderr.write(`${line}\n`);
}

/** @throws AppError `no-model`, `no-api-key` */
function modelConfig(values: Values, env: NodeJS.ProcessEnv): ModelConfig {
  const dialect = dialectOf(values, env);
  const baseUrl = values['base-url']?.replace(/\/+$/, '');
  const apiKey = dialect === 'anthropic' ? env['ANTHROPIC_API_KEY']
    : baseUrl?.includes('openrouter.ai') === true ? env['OPENROUTER_API_KEY'] : env['OPENAI_API_KEY'];
  if (baseUrl === undefined && apiKey === undefined) {
    throw new AppError('no-api-key', `There is no key for this model\nSet ${dialect === 'anthropic' ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY'}, or give --base-url for a local server. Slash commands work without a model.`);
  }
  const model = values.model ?? (dialect === 'anthropic' ? 'claude-sonnet-5-5' : dialect === 'responses' ? 'gpt-6.1-sol' : undefined);
  if (model === undefined) throw new AppError('no-model', 'No model is chosen\nName one with --model.');
  return { dialect, provider: baseUrl === undefined ? (dialect === 'anthropic' ? 'anthropic' : 'openai') : 'custom', model, baseUrl, apiKey };
}

function dialectOf(values: Values, env: NodeJS.ProcessEnv): Dialect {
  if (values.api !== undefined && isDialect(values.api)) return values.api;
  if (values['base-url'] !== undefined) return 'chat';
  if (values.model !== undefined) return values.model.startsWith('claude') ? 'anthropic' : 'responses';
  return env['ANTHROPIC_API_KEY'] === undefined && env['OPENAI_API_KEY'] !== undefined ? 'responses' : 'anthropic';
}

const isProfile = (name: string): name is Profile => (PROFILES as readonly string[]).includes(name);

const isDialect = (api: string): api is Dialect => api === 'chat' || api === 'responses' || api === 'anthropic';

async function run(host: Host, prompt: string, values: Values, signal: AbortSignal): Promise<number> {
  const session = host.openSession(values.session as SessionId | undefined);
  let denied = false;
  const answers: Promise<void>[] = [];
  const end = session.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'tool-end' && event.outcome === 'denied') denied = true;
      if (event.type === 'approval-requested') answers.push(askOnTerminal(session, event.request, signal));
      if (values.json) process.stdout.write(`${JSON.stringify(event)}\n`);
      else print(event);
    }
  });
  const stop = (): void => session.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const outcome = await session.send({ text: prompt, context: [], channel: 'command-line' }, { kind: 'human', name: 'user' });
    await Promise.all(answers);
    if (!values.json) process.stdout.write('\n');
    if (outcome === 'stopped' || outcome === 'interrupted') return EXIT.stopped;
    if (outcome === 'failed') return EXIT.failed;
    return denied && !onTerminal() ? EXIT.denied : EXIT.done;
  } finally {
    end();
    signal.removeEventListener('abort', stop);
    await session.dispose();
  }
}

async function sessions(host: Host, id: string | undefined, json: boolean): Promise<number> {
  if (id === undefined) {
    for (const summary of host.sessions()) {
      process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${summary.id}  ${new Date(summary.updatedAt).toISOString()}  ${summary.title}\n`);
    }
    return EXIT.done;
  }
  for (const event of host.events(id as SessionId)) {
    if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else print(event);
  }
  return EXIT.done;
}

async function verifyAudit(host: Host, json: boolean): Promise<number> {
  const { records, sealed, checkpoint, problems } = await host.audit.verify();
  if (json) {
    process.stdout.write(`${JSON.stringify({ records, sealed, checkpoint, problems })}\n`);
  } else {
    const kept = { matches: 'the checkpoint agrees', none: 'there is no checkpoint yet', differs: 'the checkpoint differs' }[checkpoint];
    process.stdout.write(problems.length === 0 ? `All ${records} records keep their seals; ${kept}.\n` : `${problems.map(({ text }) => text).join('\n')}\n${sealed} of ${records} records keep their seals; ${kept}.\n`);
  }
  return problems.length === 0 ? EXIT.done : EXIT.failed;
}

async function exportAudit(host: Host, signal: AbortSignal): Promise<number> {
  for (const entry of host.audit.entries()) {
    if (signal.aborted) return EXIT.stopped;
    // a slow reader is waited for, so that the records do not pile up in memory; one that went away has seen enough
    if (!process.stdout.write(`${JSON.stringify(entry)}\n`)) await once(process.stdout, 'drain', { signal }).catch(() => undefined);
  }
  return EXIT.done;
}

async function* oneLine(line: string): AsyncGenerator<string> {
  yield line;
}

/** One command of the command line, or else lines until the input ends. */
function risk(command: string, values: Values): Promise<number> {
  return untilStopped(async (signal) => {
    const { answerLines } = await import('./host.ts');
    const lines = command === '' ? createInterface({ input: process.stdin, crlfDelay: Infinity, signal }) : oneLine(JSON.stringify({ command }));
    await answerLines(lines, async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain', { signal }).catch(() => undefined);
    }, { extensionDir, cwd: resolve(values.cwd ?? process.cwd()), explain: values.explain, log: logLine }, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    return signal.aborted ? EXIT.stopped : EXIT.done;
  });
}

function listApprovals(host: Host, { all, json }: Values): number {
  for (const approval of host.approvals.list(all)) {
    const { key, workspace, what, lastUsedAt, expiresAt } = approval;
    const used = lastUsedAt === undefined ? 'never used' : `last used ${new Date(lastUsedAt).toISOString()}`;
    process.stdout.write(json ? `${JSON.stringify(approval)}\n` : `${visibleText(`${key.slice(0, SHORT_KEY)}  ${what}  ${all ? `in ${workspace}, ` : ''}${used}, expires ${new Date(expiresAt).toISOString()}`)}\n`);
  }
  return EXIT.done;
}

function revokeApprovals(host: Host, id: string | undefined): number {
  if (id === undefined) {
    process.stdout.write(`${host.approvals.revokeAll(false)} revoked\n`);
    return EXIT.done;
  }
  const found = host.approvals.list(true).filter(({ key }) => id.length >= SHORT_KEY && key.startsWith(id));
  if (found.length !== 1 || found[0] === undefined) {
    note(`pilothouse: there is no approval ${JSON.stringify(id)}. pilothouse approvals list --all shows them.`);
    return EXIT.failed;
  }
  host.approvals.revoke(found[0].key);
  process.stdout.write(`${visibleText(found[0].what)} asks again\n`);
  return EXIT.done;
}

async function practice(values: Values): Promise<number> {
  const folder = await createPracticeProject({
    from: join(extensionDir, 'media', 'practice', 'shop'),
    to: resolve(values.dir ?? join(homedir(), 'pilothouse-practice')),
    providerBundle: join(extensionDir, 'dist', 'pulumi-resource-sim.js'),
    nodePath: process.execPath,
    signal: AbortSignal.timeout(60_000),
  });
  process.stdout.write(`${folder}\n`);
  return EXIT.done;
}

async function setupPulumi(host: Host, values: Values, signal: AbortSignal): Promise<number> {
  const { pulumi } = host;
  const say = (): void => {
    const { state, detail, percent } = pulumi.state;
    process.stdout.write(values.json ? `${JSON.stringify({ state, detail, percent })}\n` : `${percent === undefined ? '' : `${Math.round(percent)} % `}${detail}\n`);
  };
  if (await pulumi.look(signal) === undefined) {
    const end = pulumi.onChange(say);
    const ways = await pulumi.ways();
    const way = ways.find((candidate) => (values.way === undefined ? candidate === 'go' : candidate === values.way));
    if (way === undefined) {
      process.stderr.write(`pilothouse: pulumi is not installed and cannot be built here: that needs Go 1.26 or newer. Install Go, or pulumi itself, or run again with --way installer to run Pulumi's own installer from the internet.\n`);
      return EXIT.failed;
    }
    await pulumi.install(way, signal);
    end();
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ ...pulumi.state, dir: pulumi.location?.dir })}\n`);
  else process.stdout.write(`pulumi is ready in ${pulumi.location?.dir ?? ''}\n`);
  return EXIT.done;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const card = toErrorCard(error);
    note(`pilothouse: ${card.title}${card.detail === '' ? '' : `\n${card.detail}`}`);
    process.exitCode = EXIT.failed;
  },
);
