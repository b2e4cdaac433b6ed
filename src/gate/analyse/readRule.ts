/**
 * One read-only command and the arguments with which it is proven to only read. An argument that is not named here
 * is not proven, so the command asks. Long options match whole, never abbreviated.
 */
export interface ReadRule {
  /** Command name; `git log` for a subcommand. */
  name: string;
  /** Options without a value, separated by blanks. `--color=` may stand bare or with a value after `=`. */
  flags?: string;
  /** Options with a value that names no file. */
  values?: string;
  /** Options with a value that names a file to read. */
  pathValues?: string;
  /** What the other words are. `script-paths`: first a pattern or script, then files. `revisions`: revisions or paths, for git. */
  operands: 'none' | 'text' | 'paths' | 'script-paths' | 'revisions';
  /** At most so many operands. */
  maxOperands?: number;
  /** Accepts `-5`. */
  numeric?: boolean;
  /** Reads the current folder where no path is named. */
  defaultsToHere?: boolean;
  /** A last look at the parsed words; false means not proven. */
  accepts?: (parsed: ParsedWords) => boolean;
  /** Examples that are run as tests. */
  matches: string[];
  not: string[];
}

export interface ParsedWords {
  /** Options in order, with their values. */
  options: { name: string; value?: string }[];
  operands: string[];
}

/** What a proven command reads; paths as written. */
export interface ProvenRead {
  paths: string[];
  /** Folder of `git -C`, as written. */
  folder?: string;
  /** Runs git, so the repository's configuration has to be looked at. */
  git?: boolean;
}

/** Applies one rule to the words after the command's name. */
export function applyRule(rule: ReadRule, words: readonly string[]): ProvenRead | undefined {
  const parsed = parseWords(rule, words);
  if (parsed === undefined || rule.accepts?.(parsed) === false) return undefined;
  const { operands, options } = parsed;
  if (operands.length > (rule.operands === 'none' ? 0 : (rule.maxOperands ?? Infinity))) return undefined;
  const filePaths = options.filter((option) => option.value !== undefined && listed(rule.pathValues).includes(option.name)).map((option) => option.value ?? '');
  const patternIsOption = options.some((option) => ['-e', '--regexp', '-f', '--file', '--files', '--type-list'].includes(option.name));
  const named = rule.operands === 'paths' ? operands
    : rule.operands === 'script-paths' ? operands.slice(patternIsOption ? 0 : 1)
      : rule.operands === 'revisions' ? operands.map(pathOfRevision) : [];
  const paths = [...filePaths, ...named].filter((path) => path !== '-');
  if (rule.defaultsToHere === true && named.length === 0) paths.push('.');
  return { paths };
}

/** `HEAD:src/a.ts` names src/a.ts; a plain revision is harmless where taken as a path. */
const pathOfRevision = (operand: string): string => operand.slice(operand.indexOf(':') + 1) || '.';

const listCache = new Map<string, readonly string[]>();
function listed(names: string | undefined): readonly string[] {
  if (names === undefined) return [];
  let list = listCache.get(names);
  if (list === undefined) listCache.set(names, list = names.split(' '));
  return list;
}

function parseWords(rule: ReadRule, words: readonly string[]): ParsedWords | undefined {
  const flags = listed(rule.flags);
  const values = [...listed(rule.values), ...listed(rule.pathValues)];
  const parsed: ParsedWords = { options: [], operands: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      parsed.operands.push(...words.slice(at + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      parsed.operands.push(word);
    } else if (flags.includes(word)) {
      parsed.options.push({ name: word });
    } else if (values.includes(word)) {
      const value = words[++at];
      if (value === undefined) return undefined;
      parsed.options.push({ name: word, value });
    } else if (word.startsWith('--')) {
      const [name = '', value] = splitOnce(word);
      if (value !== undefined && values.includes(name)) parsed.options.push({ name, value });
      else if (flags.includes(`${name}=`)) parsed.options.push({ name });
      else return undefined;
    } else if (rule.numeric === true && /^-\d+$/.test(word)) {
      parsed.options.push({ name: word });
    } else {
      const consumed = parseCluster(word, words[at + 1], flags, values, parsed);
      if (consumed === undefined) return undefined;
      at += consumed;
    }
  }
  return parsed;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** `-la`, `-n5`, `-rn 5`. @returns how many further words it took, or undefined where a letter is not known */
function parseCluster(word: string, next: string | undefined, flags: readonly string[], values: readonly string[], parsed: ParsedWords): number | undefined {
  for (let at = 1; at < word.length; at++) {
    const name = `-${word.charAt(at)}`;
    if (flags.includes(name)) {
      parsed.options.push({ name });
    } else if (values.includes(name)) {
      const attached = word.slice(at + 1);
      if (attached === '' && next === undefined) return undefined;
      parsed.options.push({ name, value: attached === '' ? next : attached });
      return attached === '' ? 1 : 0;
    } else {
      return undefined;
    }
  }
  return 0;
}
