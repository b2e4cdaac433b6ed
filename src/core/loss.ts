/** What computing a loss asks the world. Everything in it only looks. */

export interface WalkedFile {
  /** Absolute. */
  path: string;
  bytes: number;
  /** Links are not followed: the link itself is what would go. */
  kind: 'file' | 'link' | 'other';
}

export interface Walk {
  /** Sorted by path within each folder. */
  files: WalkedFile[];
  folders: number;
  /** Folders and files that could not be looked at, absolute. */
  unreadable: string[];
  /** The walk ended early, so there may be more. */
  cut?: 'entries' | 'time';
}

/** What git printed, and whether it printed more than is kept. */
export interface GitAnswer {
  exitCode: number | null;
  stdout: string;
  truncated: boolean;
}

export interface LossPorts {
  /**
   * Lists what lies at these absolute paths and, where told, below them. What is not there is left out.
   * Ends early, with what it has, at its limit of entries and when `signal` aborts.
   */
  walk(paths: readonly string[], recursive: boolean, signal: AbortSignal): Promise<Walk>;
  /** Asks git in a folder, hardened, without lock, network or program of the repository. @throws where git cannot be asked or the command is none of the reading ones */
  git(args: readonly string[], folder: string, signal: AbortSignal): Promise<GitAnswer>;
  /** Real path of the deepest existing parent plus the rest. */
  realpath(path: string): Promise<string>;
}
