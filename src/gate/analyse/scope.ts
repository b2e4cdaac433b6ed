import type { Node } from './bash/script.ts';

/** The value of a shell variable where something is known of it: the text, or that it names things below the workspace. */
export type Value = { text: string } | { inside: true };

/** More possible folders than this are not followed. */
export const MAX_FOLDERS = 16;

/** What a line has done so far to the shell that runs it. */
export class Scope {
  /** Folders it may be in, absolute and as the shell names them; undefined where that is not known. */
  folders: readonly string[] | undefined;
  /** Folders that `pushd` left, the newest last. */
  stack: readonly (readonly string[] | undefined)[] = [];
  /** Folders before the last `cd`, for `cd -`. */
  previous: readonly string[] | undefined;
  readonly variables = new Map<string, Value | undefined>();
  /** Variables that `declare -i` made evaluate what they are set to. */
  readonly integers = new Set<string>();
  readonly functions = new Map<string, Node>();
  /** False once the line changed how words are split (IFS) or patterns expand. */
  splitsPlainly = true;

  constructor(folders: readonly string[] | undefined) {
    this.folders = folders;
  }

  clone(): Scope {
    const copy = new Scope(this.folders);
    copy.stack = this.stack;
    copy.previous = this.previous;
    copy.splitsPlainly = this.splitsPlainly;
    for (const [name, value] of this.variables) copy.variables.set(name, value);
    for (const name of this.integers) copy.integers.add(name);
    for (const [name, body] of this.functions) copy.functions.set(name, body);
    return copy;
  }

  /** What a child process sees of this shell: the folder. Which variables are exported is not followed. */
  child(): Scope {
    return new Scope(this.folders);
  }

  enter(folders: readonly string[] | undefined): void {
    this.previous = this.folders;
    this.folders = folders === undefined || folders.length > MAX_FOLDERS ? undefined : folders;
  }

  /** After a branch that may have run or not. */
  join(other: Scope): void {
    this.joinFolders(other.folders);
    if (this.stack !== other.stack) this.stack = [];
    if (this.previous !== other.previous) this.previous = undefined;
    this.splitsPlainly &&= other.splitsPlainly;
    for (const name of new Set([...this.variables.keys(), ...other.variables.keys()])) {
      if (!sameValue(this.variables.get(name), other.variables.get(name))) this.variables.set(name, undefined);
    }
    for (const name of other.integers) this.integers.add(name);
    for (const [name, body] of other.functions) if (!this.functions.has(name)) this.functions.set(name, body);
  }

  joinFolders(others: readonly string[] | undefined): void {
    if (this.folders === others) return;
    const union = this.folders === undefined || others === undefined ? undefined : [...new Set([...this.folders, ...others])];
    this.folders = union === undefined || union.length > MAX_FOLDERS ? undefined : union;
  }

  inSameFolders(other: Scope): boolean {
    return this.folders?.join('\0') === other.folders?.join('\0');
  }
}

const sameValue = (one: Value | undefined, other: Value | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);
