import type { Effect, Level } from '../../shared/effects.ts';
import type { Dialect, LossHint } from './call.ts';
import type { GitProbe } from './gitConfig.ts';

/** What git knows of a file; `untracked` also where there is no repository. */
export type GitFileState = 'clean' | 'modified' | 'untracked' | 'ignored';

/** What the analysis may ask the world; everything else is the command's text. Every answer may be "not known". */
export interface ShellFacts {
  shell: Dialect;
  /** Folder the command starts in: real path, absolute. */
  cwd: string;
  /** Real paths of the workspace folders. */
  workspaceRoots: readonly string[];
  /** The user's home folder, for `~` and `$HOME`. */
  home?: string;
  /** Real path of the deepest existing parent plus the rest (`Files.realpath`). */
  realpath(path: string): Promise<string>;
  /** Undefined where nothing is there. `links`: hard links of a file. */
  stat(path: string): Promise<{ kind: 'file' | 'directory' | 'other'; size: number; links?: number } | undefined>;
  /** Names in a folder, sorted. @throws where it cannot be read */
  list(path: string): Promise<readonly { name: string; kind: 'file' | 'directory' | 'other' }[]>;
  /** Text of a file of at most so many bytes; undefined where it cannot be read so. */
  read(path: string, maxBytes: number): Promise<string | undefined>;
  /** By absolute path; undefined where it could not be found out. */
  gitStates(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, GitFileState> | undefined>;
  gitProbe: GitProbe;
  signal: AbortSignal;
}

/** One simple command of a line, for whoever explains it to a person. */
export interface AnalysedPart {
  /** As written, after unwrapping. */
  text: string;
  effects: readonly Effect[];
}

/** A loss that can be computed before anything happens, with absolute paths. */
export type Loss =
  | { kind: 'files'; paths: readonly string[]; recursive: boolean; operation: 'delete' | 'overwrite' }
  | (LossHint & { folder: string });

export interface ShellAnalysis {
  effects: Effect[];
  /** What the analysis demands beyond the effects; SAFE where they say enough. */
  minimumLevel: Level;
  /** Facts for a person, the gravest first. */
  reasons: string[];
  /** What must be typed where the command is DESTRUCTIVE. */
  typedTarget?: string;
  parts: readonly AnalysedPart[];
  losses: readonly Loss[];
  /** A safer way to the same end. */
  alternative?: string;
  /** False for interpreters, wrappers, heredocs, writing redirections and whatever could not be parsed: never remembered. */
  rememberable: boolean;
  /** True where all of it was understood. */
  understood: boolean;
  /** Environment that the proof relies on; must be merged into the child's. */
  environment: Readonly<Record<string, string>>;
  /** Files whose content the analysis relied on (scripts, package.json, Makefile), absolute: bound to the approval by their digests. */
  reliesOn: readonly string[];
}
