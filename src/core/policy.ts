import type { EffectKind, Level } from '../shared/effects.ts';

/** Who may let an action through: the words that settings, policy files and the gate share. */

export const PROFILES = ['careful', 'standard', 'autonomous'] as const;
/** How much of what is MODERATE runs without a question; nothing above it ever does. */
export type Profile = (typeof PROFILES)[number];

export const ROLES = ['viewer', 'operator', 'admin'] as const;
/** Up to which level an action may be approved at all. */
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = ['ai:chat', 'infra:read', 'infra:deploy', 'infra:destroy', 'shell:run', 'git:write', 'bridge:drive', 'bridge:approve', 'settings:write'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Whose policy file it is. The workspace's can only tighten: whoever wrote the repository wrote it. */
export type PolicySource = 'user' | 'machine' | 'workspace';

/** All given fields must fit; of a list, one entry. */
export interface PolicyMatch {
  /** Name of a tool or of an action: `shell`, `edit`, `infra_deploy`, `infra.preview`. */
  tool?: string[];
  /** Bare name of a program that a command starts. */
  program?: string[];
  /** Words that a command begins with: `git push`. */
  command?: string[];
  effect?: EffectKind[];
  /** Glob (`*`, `?`, `**`) over paths: relative to the workspace folder, or absolute. */
  path?: string[];
  /** Host name of a network effect; `*.example.com` fits every host below. */
  host?: string[];
  /** Name of a stack, or `project/stack`; `*` stands for any text. */
  stack?: string[];
  level?: Level[];
}

export interface PolicyRule {
  match: PolicyMatch;
  decision: 'deny' | 'ask' | 'allow';
  /** Said to the person and to the model. */
  reason: string;
}

/** One policy file as it is in force. */
export interface PolicyFile {
  source: PolicySource;
  path: string;
  /** SHA-256 (hex) of the file's bytes. */
  digest: string;
  rules: readonly PolicyRule[];
  /** Permissions that nobody has while this file is there. */
  withhold: readonly Permission[];
  /** What is wrong with it, with line numbers, for a person. */
  problems: readonly string[];
  /** It could not be understood, or its own examples fail: then everything asks. */
  refused: boolean;
}

/** What the person, the machine and the workspace have settled about approvals, as it is now. */
export interface GateRules {
  profile: Profile;
  role: Role;
  policy: readonly PolicyFile[];
  /** Real path of the workspace folder, to which paths in rules are relative. */
  workspace: string;
  /** Facts about this machine that make a mistake worse, for the card: "runs as root". */
  exposure: readonly string[];
  /** Regular expression over names of stacks: a change of one that it fits is confirmed by typing its name. */
  production?: string;
}

/** What a policy rule can look at besides effects and level. */
export interface PolicySubject {
  /** Names of tool and action. */
  names: readonly string[];
  command?: CommandWords;
}

/** The commands of a shell text, for policy rules. */
export interface CommandWords {
  /** The words of each command, where two parsers agree on every one of them. */
  exact?: readonly (readonly string[])[];
  /** Every place where a command might start, wrapped and quoted ones too. */
  loose: readonly (readonly string[])[];
}
