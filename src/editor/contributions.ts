import type { Profile, Role } from '../core/policy.ts';

/** Every id that the manifest and the code share; `test/unit/editor/contributions.test.ts` holds them against package.json. */

export const Command = {
  openChat: 'pilothouse.openChat',
  newChat: 'pilothouse.newChat',
  showSessions: 'pilothouse.showSessions',
  setApiKey: 'pilothouse.setApiKey',
  removeApiKey: 'pilothouse.removeApiKey',
  chooseModel: 'pilothouse.chooseModel',
  setUpPulumi: 'pilothouse.setUpPulumi',
  openPracticeProject: 'pilothouse.openPracticeProject',
  explainSelection: 'pilothouse.explainSelection',
  fixSelection: 'pilothouse.fixSelection',
  writeTests: 'pilothouse.writeTests',
  refactorSelection: 'pilothouse.refactorSelection',
  fixDiagnostic: 'pilothouse.fixDiagnostic',
  attachSelection: 'pilothouse.attachSelection',
  stop: 'pilothouse.stop',
  undoLastChange: 'pilothouse.undoLastChange',
  openSettings: 'pilothouse.openSettings',
  showLog: 'pilothouse.showLog',
  explainRisk: 'pilothouse.explainRisk',
  showAudit: 'pilothouse.showAudit',
  refreshAudit: 'pilothouse.refreshAudit',
  filterAudit: 'pilothouse.filterAudit',
  verifyAudit: 'pilothouse.verifyAudit',
  exportAudit: 'pilothouse.exportAudit',
  manageApprovals: 'pilothouse.manageApprovals',
} as const;
export type CommandId = (typeof Command)[keyof typeof Command];

export const View = { container: 'pilothouse', chat: 'pilothouse.chat', auditContainer: 'pilothouseAudit', audit: 'pilothouse.audit' } as const;

/** Made by the editor for every view. */
export const FOCUS_CHAT = `${View.chat}.focus`;

export const PROVIDER_IDS = ['anthropic', 'openai', 'openrouter', 'ollama', 'lmstudio', 'llamacpp', 'vllm', 'custom'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export const DIALECT_SETTINGS = ['auto', 'anthropic', 'responses', 'chat'] as const;

export const SANDBOX_MODES = ['off', 'auto'] as const;

/** Setting keys with the types of their values. */
export interface SettingTypes {
  /** Empty while none is chosen. */
  'pilothouse.model.provider': ProviderId | '';
  /** Empty takes the provider's default, where it has one. */
  'pilothouse.model.name': string;
  'pilothouse.model.baseUrl': string;
  'pilothouse.model.dialect': (typeof DIALECT_SETTINGS)[number];
  'pilothouse.model.useEnvironmentKeys': boolean;
  /** Absolute path; empty looks on PATH and in `~/.pulumi/bin`. */
  'pilothouse.pulumi.path': string;
  /** Regular expression over stack names. */
  'pilothouse.pulumi.productionStacks': string;
  'pilothouse.sandbox.mode': (typeof SANDBOX_MODES)[number];
  'pilothouse.approvals.profile': Profile;
  'pilothouse.approvals.role': Role;
  /** Days, 1 to 90. */
  'pilothouse.approvals.rememberDays': number;
}

export const Setting = {
  provider: 'pilothouse.model.provider',
  modelName: 'pilothouse.model.name',
  baseUrl: 'pilothouse.model.baseUrl',
  dialect: 'pilothouse.model.dialect',
  useEnvironmentKeys: 'pilothouse.model.useEnvironmentKeys',
  pulumiPath: 'pilothouse.pulumi.path',
  productionStacks: 'pilothouse.pulumi.productionStacks',
  sandboxMode: 'pilothouse.sandbox.mode',
  approvalProfile: 'pilothouse.approvals.profile',
  approvalRole: 'pilothouse.approvals.role',
  rememberDays: 'pilothouse.approvals.rememberDays',
} as const satisfies Record<string, keyof SettingTypes>;

/** Read by the `enablement` of commands and the `when` of views. */
export const ContextKey = { running: 'pilothouse.running', canUndo: 'pilothouse.canUndo', auditShown: 'pilothouse.auditShown' } as const;
