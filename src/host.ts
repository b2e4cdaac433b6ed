import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCommandFacts, createLazyAnalyser } from './commandFacts.ts';
import type { Permit } from './core/gate.ts';
import { createHostSteps, type Confirmation } from './core/hostSteps.ts';
import type { GateRules, PolicyFile, Profile, Role } from './core/policy.ts';
import type { Model, ModelConfig } from './core/model.ts';
import type { ProcessSpec, RememberedApproval, Sandbox, Secrets, SessionSummary } from './core/ports.ts';
import type { Pulumi } from './core/pulumi.ts';
import type { Session } from './core/session.ts';
import { Sessions } from './core/sessions.ts';
import type { Tool } from './core/tool.ts';
import { toolSpec } from './core/toolSpec.ts';
import { digestOf } from './gate/digest.ts';
import { exposureOf } from './gate/exposure.ts';
import { createGate } from './gate/gate.ts';
import { withHostRead } from './gate/hostRead.ts';
import { policyPlaces } from './gate/policy/places.ts';
import { createPolicyReader } from './gate/policy/reader.ts';
import { createRedactor } from './gate/redact.ts';
import { createFindLoss } from './gate/loss/findLoss.ts';
import { createInfrastructure } from './infra/operations.ts';
import { practiceEnvironment } from './infra/practice/project.ts';
import { createModel } from './models/createModel.ts';
import { buildEnvironment } from './process/environment.ts';
import { createFiles } from './process/files.ts';
import { findProgram } from './process/findProgram.ts';
import { createGit } from './process/git.ts';
import { walkFiles } from './process/lossWalk.ts';
import { createPulumiSetup, type PulumiLocator } from './process/pulumiSetup.ts';
import { isInstallerOnline } from './process/pulumiSetupOnline.ts';
import { createRipgrep } from './process/ripgrep.ts';
import { ripgrepCandidates } from './process/ripgrepPlaces.ts';
import { createProcessRunner } from './process/runner.ts';
import { createSandbox } from './process/sandbox.ts';
import { shellDialect, shellSpec } from './process/shell.ts';
import type { AnyEvent } from './shared/events.ts';
import type { BlobId, SessionId } from './shared/ids.ts';
import type { AuditEntry } from './store/audit.ts';
import { createAuditCheckpoint } from './store/auditCheckpoint.ts';
import { loadAuditKey } from './store/auditKey.ts';
import type { AuditVerification } from './store/auditVerify.ts';
import { createOutputs } from './store/outputs.ts';
import { openStore } from './store/store.ts';
import { MAX_EDIT_BYTES } from './tools/fileChange.ts';
import { assessCommand, type Assessment } from './tools/assess.ts';
import { codeTools } from './tools/index.ts';
import { infraTools } from './tools/infra.ts';
import { outsidePath } from './tools/shellEnvironment.ts';
import { createSeenFiles } from './tools/target.ts';
import { undoTool } from './tools/undo.ts';
import { cacheDir } from './util/cacheDir.ts';
import { newId } from './util/id.ts';

/** What both composition roots build alike: store, gate, tools, models, infrastructure (dist/host.js, loaded on first use). */

/** What a person settled about approvals; read anew for each decision. */
export interface ApprovalSettings {
  profile: Profile;
  role: Role;
  /** Days that an approval for good lasts. */
  rememberDays: number;
  /** Regular expression over names of stacks that count as production. */
  production: string;
}

export interface HostOptions {
  /** Folder for the database and large outputs, outside every workspace; made if missing. */
  storageDir: string;
  /** Workspace folder the sessions work in, absolute. */
  cwd: string;
  /** Folder of the installed extension: `dist/` and `media/` lie in it. */
  extensionDir: string;
  secrets: Secrets;
  /** Read at each turn. @throws AppError `no-model`, `no-api-key` with the actions that mend it */
  modelConfig(): Promise<ModelConfig>;
  /** False where nobody can answer an approval: then what would ask is denied. */
  humanPresent: boolean;
  workspaceTrusted(): boolean;
  approvals(): ApprovalSettings;
  /** Shows a person what is wrong and needs his hand, such as a policy file that is not in order. */
  warn(text: string): void;
  /** A confirmation outside any session; false where nobody is there or the dialog went away. */
  confirm(confirmation: Confirmation, signal: AbortSignal): Promise<boolean>;
  /** Folder of the editor's application, whose ripgrep is taken; absent without an editor. */
  appRoot?: string;
  /** Whether commands that run without a person's answer are confined, where the system can. */
  sandboxWanted(): boolean;
  /** A `pulumi` command that the person named, best of all; empty where none. */
  pulumiPath(): string;
  /** For the output channel; never shown as a message. */
  log: (line: string) => void;
}

export interface Host {
  /** Opens a session, or starts a new one. Repairs what a crash left open. @throws AppError `session-unknown`, `session-elsewhere`, `session-locked`, `store-…` */
  openSession(id?: SessionId): Session;
  /** Sessions of this workspace folder, newest first. */
  sessions(): SessionSummary[];
  /** Stored events of any session, in order. */
  events(id: SessionId): AnyEvent[];
  /** Bytes of a file before or after a change, for the diff view. */
  blob(id: BlobId): Uint8Array | undefined;
  readonly audit: HostAudit;
  readonly approvals: ApprovalList;
  readonly sandbox: Pick<Sandbox, 'state' | 'onChange'>;
  /** What the gate makes of a command of the workspace's shell that nobody has asked to run. */
  assess(command: string, signal: AbortSignal): Promise<Assessment>;
  readonly pulumi: PulumiLocator;
  /** What a person must hear about, e.g. that a damaged store was moved aside. */
  readonly notices: readonly string[];
  /** Stops every run, ends every child, closes the store. */
  dispose(): Promise<void>;
}

/** What people may see of the audit. */
export interface HostAudit {
  /** In order of their ids. */
  entries(): AuditEntry[];
  /** Whether it is what was written. */
  verify(): Promise<AuditVerification>;
}

/** What was allowed for good. */
export interface ApprovalList {
  /** Of this workspace, or of all; the newest first, without those that expired. */
  list(everywhere: boolean): RememberedApproval[];
  /** @returns whether there was one. */
  revoke(key: string): boolean;
  /** @returns how many there were. */
  revokeAll(everywhere: boolean): number;
}

const SHELL_OUTPUT_BYTES = 4 * 1024 * 1024;
const LOOK_FOR_PULUMI_MS = 30_000;

/** @throws AppError `store-…` */
export async function createHost(options: HostOptions): Promise<Host> {
  const { cwd, secrets } = options;
  const { redact, know } = createRedactor(process.env);
  const log = (line: string): void => options.log(redact(line));
  // `npm start` and `npx` put the workspace's own programs first; the host starts none of them unasked
  const ownEnvironment = { ...process.env, PATH: outsidePath(process.env['PATH'] ?? '', [cwd]) };
  const checkpoint = createAuditCheckpoint(secrets, () => store.audit.sync(), log);
  const store = openStore(options.storageDir, {
    key: await loadAuditKey(secrets, options.storageDir).catch((error: unknown) => {
      log(`The key of the audit could not be read, so nothing that cannot be undone will start: ${String(error)}`);
      return undefined;
    }),
    onSealed: (head, durable) => checkpoint.note(head, durable),
  });
  for (const notice of store.notices) log(notice);
  const gate = createGate();
  const assertPermit = (permit: Permit): void => gate.assertPermit(permit);
  const runner = createProcessRunner({ assertPermit, log });
  const files = createFiles({ assertPermit });
  const git = createGit({ runner, source: ownEnvironment });
  const outputs = createOutputs(join(options.storageDir, 'outputs'));
  const analyser = createLazyAnalyser(options.extensionDir, log);
  const exposure = exposureOf(process.getuid?.(), process.env);
  const policies = createPolicyReader(files, policyPlaces(options.storageDir, cwd, process.platform, process.env['ProgramData']), (file) => options.warn(redact(policyWarning(file))));
  // what is wrong with a policy is said when the window opens, not in the middle of the work
  void policies.read();
  const rules = async (): Promise<GateRules> => {
    const { profile, role, production } = options.approvals();
    return { profile, role, production, exposure, workspace: await files.realpath(cwd), policy: await policies.read() };
  };
  const gated = { gate, rules, digest: digestOf, audit: store.audit, humanPresent: options.humanPresent, workspaceTrusted: () => options.workspaceTrusted(), now: Date.now };
  const steps = createHostSteps({ ...gated, redact, logLine: log, confirm: (confirmation, signal) => options.confirm(confirmation, signal) });

  const environment = (): Record<string, string | undefined> => {
    const named = options.pulumiPath();
    return named === '' ? ownEnvironment : { ...ownEnvironment, PILOTHOUSE_PULUMI_DIR: dirname(named) };
  };
  const pulumiSetup = createPulumiSetup({
    runner, log, environment: environment(), homeDir: homedir(), platform: process.platform,
    cacheDir: cacheDir(process.env, homedir(), process.platform),
    resourcesDir: join(options.extensionDir, 'media', 'pulumi-cli'),
    authorize: (step, signal) => steps.authorize(step, signal),
    revoke: (permit, failure) => steps.revoke(permit, failure),
    installer: async (root, version) => (await import('./process/pulumi.ts')).installPulumi(root, version),
    isOnline: (signal) => isInstallerOnline(signal),
  });
  let pulumi: Pulumi | undefined;
  const loadPulumi = async (): Promise<Pulumi> => {
    if (pulumiSetup.location === undefined && pulumiSetup.state.state !== 'installing') await pulumiSetup.look(AbortSignal.timeout(LOOK_FOR_PULUMI_MS));
    pulumi ??= (await import('./process/pulumi.ts')).createPulumi({
      runner,
      command: () => pulumiSetup.location?.file,
      installing: () => (pulumiSetup.state.state === 'installing' ? pulumiSetup.state.detail : undefined),
      environment: () => process.env,
      projectEnvironment: practiceEnvironment,
    });
    return pulumi;
  };
  const infrastructure = createInfrastructure({
    pulumi: loadPulumi, files, environment: () => process.env, storageDir: options.storageDir,
    hostRead: (target, run, signal) => withHostRead(gate, {
      action: 'host.infra-recheck', binding: { ...target }, effects: [{ kind: 'infra', target: `${target.project}/${target.stack}`, access: 'read' }],
    }, (permit) => run({ permit, signal })),
  });

  const commandFacts = createCommandFacts({ gate, runner, files, git, environment: ownEnvironment, log });
  const factSources = commandFacts.sources(shellDialect(), cwd);
  const isTracked = (path: string, signal: AbortSignal): Promise<boolean | undefined> =>
    commandFacts.gitRead('host.git-tracked', dirname(path), async (permit) => {
      const states = await git.fileStates(dirname(path), [path], permit, signal);
      return [...states.values()][0] !== 'untracked';
    }).catch((error: unknown) => {
      log(`Whether git holds ${path} is not known: ${String(error)}`);
      return undefined;
    });
  const ripgrepPlaces = ripgrepCandidates({ appRoot: options.appRoot, extensionDir: options.extensionDir, environment: ownEnvironment });
  const ripgrep = createRipgrep({ candidates: ripgrepPlaces, runner });
  const shell = (command: string, folder: string): ProcessSpec => shellSpec(command, folder, { env: buildEnvironment({ source: ownEnvironment }), deadlineMs: 0, idleMs: 0, maxOutputBytes: SHELL_OUTPUT_BYTES });
  const sandbox = createSandbox({
    wanted: options.sandboxWanted(), ripgrep: ripgrepPlaces, writable: [await files.realpath(cwd)], log,
    seccomp: join(options.extensionDir, 'dist', 'seccomp', process.arch, 'apply-seccomp'),
    shellSpec: (command) => shell(command, options.storageDir),
    load: async (runtime) => (await import('./process/sandboxRuntime.ts')).startRuntime(runtime),
    hostRun: (spec, signal) => withHostRead(gate, { action: 'host.sandbox-probe', binding: { folder: spec.cwd }, effects: [{ kind: 'read', target: spec.cwd, inWorkspace: true }] },
      (permit) => runner.run({ ...spec, deadlineMs: 10_000 }, permit, signal)),
  });

  const findLoss = createFindLoss({
    walk: (paths, recursive, signal) => walkFiles(paths, recursive, signal),
    git: (args, folder, signal) => commandFacts.gitRead('host.git-loss', folder, (permit) => git.ask(args, folder, permit, signal)),
    realpath: (path) => files.realpath(path),
  });

  const makeTools = (): Tool[] => [
    ...codeTools({
      ...factSources, files, runner, blobs: store.blobs, seen: createSeenFiles(), analyser, findLoss, isTracked,
      shellSpec: shell, sandbox,
      findProgram: (name, env) => findProgram(name, env),
      saveOutput: (text) => outputs.save(text),
      searchFiles: (query, permit, signal) => ripgrep.search(query, permit, signal),
    }),
    ...infraTools(infrastructure, files),
  ];
  const undo = undoTool({ files, blobs: store.blobs, maxBytes: MAX_EDIT_BYTES });

  const model = rememberModel(async () => {
    const config = await options.modelConfig();
    know(config.apiKey);
    return config;
  });
  const sessions = new Sessions({
    store: store.sessions, cwd, log, newId: () => newId<SessionId>('session'),
    ports: (sessionStore) => {
      const tools = makeTools();
      return {
        ...gated, remembered: store.remembered, rememberDays: () => options.approvals().rememberDays, redact, cwd, model, newId, logLine: (line) => log(line), store: sessionStore,
        tools: new Map([...tools, undo].map((tool) => [tool.name, tool])),
        toolSpecs: tools.map(toolSpec),
      };
    },
  });

  return {
    openSession: (id) => sessions.open(id),
    sessions: () => store.sessions.list(cwd),
    events: (id) => store.sessions.events(id),
    blob: (id) => store.blobs.get(id),
    audit: { entries: () => store.audit.entries(), verify: async () => store.audit.verify(await checkpoint.read()) },
    assess: (command, signal) => assessCommand(analyser, gate, factSources, command, cwd, signal),
    approvals: {
      list: (everywhere) => store.remembered.list(Date.now(), everywhere ? undefined : cwd),
      revoke: (key) => store.remembered.revoke(key),
      revokeAll: (everywhere) => store.remembered.revokeAll(everywhere ? undefined : cwd),
    },
    pulumi: pulumiSetup,
    sandbox,
    notices: store.notices,
    async dispose() {
      pulumiSetup.dispose();
      await sessions.dispose();
      await runner.dispose();
      await sandbox.dispose();
      await checkpoint.flush();
      store.close();
    },
  };
}

function policyWarning({ path, problems, refused }: PolicyFile): string {
  return `The policy file ${path} is not in order${refused ? ', so everything asks until it is' : ''}: ${problems.join(' ')}`;
}

/** Judges commands without a host; in the same bundle, as it needs the same gate. */
export { answerLines } from './risk.ts';

/** For whoever loads the bundle itself: `require('dist/host.js').createHost`. */
export type CreateHost = typeof createHost;

/** The model is made anew only when its configuration changed, so that connections and what was learned of a server stay. */
function rememberModel(config: () => Promise<ModelConfig>): () => Promise<Model> {
  let made: { key: string; model: Model } | undefined;
  const learned = new Map<string, Set<string>>();
  return async () => {
    const current = await config();
    const key = digestOf({ ...current });
    if (made?.key !== key) made = { key, model: await createModel(current, { learned }) };
    return made.model;
  };
}
