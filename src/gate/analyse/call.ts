import type { Effect, Level } from '../../shared/effects.ts';

/** What the analysis says about commands, between the parsers, the tool families and the walk over a line. */

export type Dialect = 'bash' | 'powershell';

/** One word of a command after quote removal and the expansions that are known. */
export interface Word {
  /** What the program gets; where `exact` is false, the source's text. */
  text: string;
  /** False where an expansion decides what stands there, be it other text, several words or an option. */
  exact: boolean;
  /** A pattern: the names that it matches now, relative as written. None of them looks like an option. */
  matches?: readonly string[];
  /** Of an inexact word: what it surely begins with; a beginning that is no `-` makes it an operand. */
  prefix?: string;
  /** Of an inexact word: whatever it is, it names things below the workspace folder, such as what `git ls-files` prints. */
  inside?: boolean;
  /** Another command printed it; what it says is known all the same. */
  built?: boolean;
  /** PowerShell's `a,b`: the words it holds; it stands for each of them. */
  list?: readonly Word[];
}

/** Where a command's standard input comes from. */
export type Stdin =
  /** Nothing: the shell tool gives no input. */
  | { kind: 'none' }
  /**
   * What another command prints; `text` where that is known to the letter, `names` where it is names of files of the
   * workspace, `objects` where PowerShell hands on objects from which a cmdlet may take the paths that it opens.
   */
  | { kind: 'pipe'; text?: string; names?: boolean; objects?: 'files' | 'anything' }
  /** A heredoc, a here-string; `exact` is false where it holds expansions. */
  | { kind: 'text'; text: string; exact: boolean }
  | { kind: 'file' };

/** One simple command, ready for the tool families. */
export interface Call {
  /** Bare name: without folder and, on Windows, without `.exe`; cmdlets in lower case, aliases resolved. */
  program: string;
  /** The words after the program's name. */
  words: readonly Word[];
  stdin: Stdin;
  dialect: Dialect;
  /** True where it does not run on this machine: over ssh, in a container or a pod. */
  elsewhere: boolean;
}

/** A file or folder that a command touches, as written: relative to the folder it runs in. */
export interface Touch {
  word: Word;
  /**
   * `list` sees names and attributes only; `write` makes or replaces the content; `append` keeps what is there;
   * `change` alters attributes or adds entries without losing content; `delete` removes.
   */
  how: 'read' | 'list' | 'write' | 'append' | 'change' | 'delete';
  /** The folder and everything below. */
  recursive?: boolean;
  /** Where a link below leads to is read too. */
  followsLinks?: boolean;
  /** Reads every file below that is not ignored by git or hidden, as `rg` does. */
  skipsHidden?: boolean;
}

/** Something that a command starts in turn. */
export type Run =
  /** A program with its words. `more` words follow that are not known here, e.g. those that `xargs` reads. */
  | { kind: 'words'; words: readonly Word[]; stdin?: Stdin; elsewhere?: boolean; folder?: Word }
  /** A program of an installed package (`npx tsc`); where none of that name is installed, one is fetched and run. */
  | { kind: 'package'; words: readonly Word[]; stdin?: Stdin }
  /** A text in a shell's language; `exact` is false where a part of it is not known. */
  | { kind: 'script'; text: string; dialect: Dialect; exact: boolean; stdin?: Stdin; elsewhere?: boolean; folder?: Word }
  /** A script file: its content is read and analysed where it can be. */
  | { kind: 'file'; path: Word; language: 'shell' | 'powershell' | 'other' }
  /** A script, target or task that the project defines: `npm run test`, `make build`, `task lint`. */
  | { kind: 'task'; runner: 'package-script' | 'make' | 'task'; name: string; folder?: Word; file?: Word }
  /** Source text in a programming language: `python -c`, `node -e`, `perl -e`, `awk`. */
  | { kind: 'code'; language: string; text: string; exact: boolean };

/** What a confirmation can compute about a loss before anything happens. Paths and folders as written. */
export type LossHint =
  | { kind: 'git'; operation: 'reset-hard' | 'clean' | 'discard' | 'branch-delete' | 'tag-delete' | 'stash-drop' | 'stash-clear' | 'force-push' | 'remote-delete' | 'reflog-expire' | 'rewrite'; words: readonly string[] }
  | { kind: 'data'; engine: string; statement: string }
  | { kind: 'resource'; what: string; names: readonly string[] };

/** What one command does, as its family says. */
export interface Deed {
  /** What it does besides touching files. */
  effects?: readonly Effect[];
  touches?: readonly Touch[];
  runs?: readonly Run[];
  /** The least level, where effects alone do not say it. */
  level?: Level;
  /** Facts for a person, one sentence each. */
  reasons?: readonly string[];
  /** What a person types to confirm where this is DESTRUCTIVE. */
  target?: string;
  losses?: readonly LossHint[];
  /** A safer way to the same end, one sentence. */
  alternative?: string;
  /** It is one of git's reading commands in this folder (`git -C`): the repository's configuration has to be looked at. */
  gitRead?: { folder?: Word };
  /** Words that bash evaluates as arithmetic (`let`). */
  evaluates?: readonly Word[];
  /** Its output is names of files of the workspace. */
  prints?: 'names';
  /** Its output, where known to the letter (`echo`). */
  output?: string;
  /** Changes the folder of what follows. */
  changesFolder?: Word;
  /** Never offered to be remembered: interpreters, wrappers, `git -c`. */
  forgettable?: boolean;
}
