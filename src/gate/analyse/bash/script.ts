/**
 * A bash text as the analysis sees it: what unbash read, checked against what tree-sitter read (`agree.ts`), reduced to
 * what decides about effects. Words are still as written; `expand.ts` expands them.
 */

/** A piece of a word. */
export type Part =
  /** Plain text after quote removal; quoted text never globs or splits. */
  | { kind: 'text'; text: string; quoted: boolean }
  /** `*`, `?`, `[…]`, extended globs: unquoted. */
  | { kind: 'glob'; text: string }
  /** `~`, `~user` at the beginning of a word. */
  | { kind: 'tilde'; text: string }
  /** `$name`, `${name}` and nothing more. */
  | { kind: 'variable'; name: string; quoted: boolean }
  /**
   * Any other parameter expansion, `$'…'` that decodes badly, arithmetic: the value is not known. `scripts` are those inside.
   * `hostile`: it may run code that stands in a variable, or change a variable; where `names` is given, only if one of
   * these variables holds anything but an integer.
   */
  | { kind: 'expansion'; text: string; quoted: boolean; scripts: readonly Script[]; hostile: boolean; names?: readonly string[] }
  /** `$(…)`, backticks. */
  | { kind: 'command'; script: Script; quoted: boolean }
  /** `<(…)`, `>(…)`. */
  | { kind: 'process'; script: Script; direction: 'in' | 'out' }
  /** `{a,b}`, `{1..9}`: the alternatives, each a list of parts. */
  | { kind: 'brace'; alternatives: readonly (readonly Part[])[] };

export interface ScriptWord {
  /** As written. */
  source: string;
  parts: readonly Part[];
}

export interface Assignment {
  name: string;
  /** Absent for arrays. */
  value?: ScriptWord;
  /** `name+=value`, `name[i]=value`, `name=(…)`: the value is not known. */
  compound: boolean;
  /** Its subscript may run code that stands in a variable. */
  hostile?: boolean;
  /** The subscript and the elements of an array. */
  words: readonly ScriptWord[];
}

export type Redirect =
  | { kind: 'file'; operator: '>' | '>>' | '<' | '<>' | '>|' | '&>' | '&>>' | '>&' | '<&'; descriptor?: number; target: ScriptWord; /** `{name}>file`: the variable that gets the descriptor. */ variable?: string }
  | { kind: 'here-string'; word: ScriptWord; descriptor?: number }
  /** `parts` are absent where the delimiter is quoted: then the body stands as it is. */
  | { kind: 'heredoc'; body: string; parts?: readonly Part[]; descriptor?: number };

export type Node =
  | { kind: 'command'; source: string; words: readonly ScriptWord[]; assignments: readonly Assignment[]; redirects: readonly Redirect[] }
  | { kind: 'pipeline'; nodes: readonly Node[]; /** Errors go along where the operator before it is `|&`. */ withErrors: boolean }
  /** `operators[i]` joins `nodes[i]` and `nodes[i + 1]`; one more `&` at the end where the last runs in the background. */
  | { kind: 'list'; nodes: readonly Node[]; operators: readonly ('&&' | '||' | ';' | '&')[] }
  | { kind: 'group'; body: Node; subshell: boolean; redirects: readonly Redirect[] }
  /** `if`, `while`, `until`, `case`: all bodies in order; any may run, any number of times. `words` are those of `case`. */
  | { kind: 'compound'; keyword: string; words: readonly ScriptWord[]; bodies: readonly Node[]; redirects: readonly Redirect[] }
  /** `for name in words`; without words the positional parameters, which are not known. */
  | { kind: 'for'; name: string; words?: readonly ScriptWord[]; body: Node; redirects: readonly Redirect[] }
  | { kind: 'function'; name: string; body: Node }
  /** `[[ … ]]`: `evaluated` are those of its words that an operator such as -eq reads as arithmetic, or -v as a name with a subscript. */
  | { kind: 'test'; words: readonly ScriptWord[]; evaluated: readonly ScriptWord[]; redirects: readonly Redirect[] }
  /** `(( … ))`, the heads of arithmetic `for`; `hostile` and `names` as for an expansion. */
  | { kind: 'arithmetic'; text: string; scripts: readonly Script[]; hostile: boolean; names?: readonly string[]; redirects: readonly Redirect[] }
  /** `coproc`, `select` and whatever the analysis does not follow: asks, and its scripts are looked at. */
  | { kind: 'other'; what: string; bodies: readonly Node[] };

export interface Script {
  source: string;
  body: Node;
}

/** A script, or why it is not believed: a syntax error, two parsers that differ, too much of it. */
export type ParsedScript = { script: Script } | { problem: string };

/** Signals, inside this folder, that a text is not believed; the message goes to a person. */
export class Disbelief extends Error {}
