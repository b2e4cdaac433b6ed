import type { Word } from './call.ts';

/** The options of a command, read by a table that names them all: what is not in the table is not known. */
export interface OptionTable {
  /**
   * Options without a value, separated by blanks: `-l --all`. `--color=` may stand bare or with a value after `=`.
   */
  flags?: string;
  /** Options with a value that is neither a file nor a program. */
  values?: string;
  /** Options whose value names a file that is read. */
  reads?: string;
  /** Options whose value names a file that is written. */
  writes?: string;
}

/**
 * How a program reads its options. `gnu`: clusters (`-la`), attached values (`-n5`), `--name=value`. `go`: one dash is as
 * good as two, no clusters. `powershell`: `-Name value`, names in any case and abbreviated. `dos`: `/s`, in any case.
 */
export type OptionStyle = 'gnu' | 'go' | 'powershell' | 'dos';

export interface ParseRules {
  table: OptionTable;
  style: OptionStyle;
  /** Accepts `-5`. */
  numeric?: boolean;
  /** GNU's long options may be abbreviated to a unique beginning. */
  abbreviates?: boolean;
  /** The first operand ends the options: what follows belongs to another program, as with `env` and `timeout`. */
  stopsAtOperand?: boolean;
  /** Options that the table does not know are taken as `--name` or `--name=value`; a value in a word of its own becomes an operand. */
  anyOption?: boolean;
}

export interface ParsedOption {
  name: string;
  value?: Word;
}

/** Words read by a table. */
export class Parsed {
  /** In order; names as the table writes them. */
  readonly options: readonly ParsedOption[];
  readonly operands: readonly Word[];
  /** Options that the table does not know. */
  readonly unknown: readonly string[];
  /** Words of which it is not known whether they are options. */
  readonly unsure: readonly Word[];

  constructor(options: readonly ParsedOption[], operands: readonly Word[], unknown: readonly string[], unsure: readonly Word[]) {
    this.options = options;
    this.operands = operands;
    this.unknown = unknown;
    this.unsure = unsure;
  }

  has(...names: string[]): boolean {
    return this.options.some(({ name }) => names.includes(name));
  }

  /** The last value of any of these options. */
  value(...names: string[]): Word | undefined {
    return this.options.findLast(({ name, value }) => value !== undefined && names.includes(name))?.value;
  }

  values(...names: string[]): Word[] {
    return this.options.flatMap(({ name, value }) => (value !== undefined && names.includes(name) ? [value] : []));
  }

  /** Texts of the operands. */
  get texts(): string[] {
    return this.operands.map(({ text }) => text);
  }
}

interface Table {
  flags: ReadonlySet<string>;
  optional: ReadonlySet<string>;
  valued: ReadonlySet<string>;
  long: readonly string[];
}

const tables = new WeakMap<OptionTable, Table>();

export const listed = (names: string | undefined): string[] => (names === undefined || names === '' ? [] : names.split(' '));

function tableOf(table: OptionTable): Table {
  let made = tables.get(table);
  if (made === undefined) {
    const flags = listed(table.flags);
    const valued = [...listed(table.values), ...listed(table.reads), ...listed(table.writes)];
    made = {
      flags: new Set(flags.filter((name) => !name.endsWith('='))),
      optional: new Set(flags.filter((name) => name.endsWith('=')).map((name) => name.slice(0, -1))),
      valued: new Set(valued),
      long: [...flags.map((name) => name.replace(/=$/, '')), ...valued].filter((name) => name.startsWith('--')),
    };
    tables.set(table, made);
  }
  return made;
}

/** Reads the words of one command. Nothing is guessed: what the table does not know ends up in `unknown` or `unsure`. */
export function parseOptions(words: readonly Word[], rules: ParseRules): Parsed {
  const reader = new Reader(words, rules);
  return reader.read();
}

class Reader {
  readonly #words: readonly Word[];
  readonly #rules: ParseRules;
  readonly #table: Table;
  readonly #options: ParsedOption[] = [];
  readonly #operands: Word[] = [];
  readonly #unknown: string[] = [];
  readonly #unsure: Word[] = [];
  #at = 0;

  constructor(words: readonly Word[], rules: ParseRules) {
    this.#words = words;
    this.#rules = rules;
    this.#table = tableOf(rules.table);
  }

  read(): Parsed {
    for (; this.#at < this.#words.length; this.#at++) {
      const word = this.#words[this.#at];
      if (word === undefined) break;
      if (!word.exact && this.#mayBeOption(word)) {
        this.#unsure.push(word);
        this.#operands.push(word);
        if (this.#rules.stopsAtOperand === true) return this.#rest();
      } else if (word.text === '--') {
        this.#at++;
        return this.#rest();
      } else if (!this.#isOption(word)) {
        if (this.#rules.stopsAtOperand === true) return this.#rest();
        this.#operands.push(word);
      } else {
        this.#option(word);
      }
    }
    return this.#done();
  }

  #rest(): Parsed {
    const rest = this.#words.slice(this.#at);
    this.#operands.push(...rest.filter((word) => !this.#operands.includes(word)));
    return this.#done();
  }

  #done(): Parsed {
    return new Parsed(this.#options, this.#operands, this.#unknown, this.#unsure);
  }

  #isOption({ text, exact }: Word): boolean {
    switch (this.#rules.style) {
      case 'dos': return /^\/./.test(text);
      // a number is no parameter, and neither is what a variable holds
      case 'powershell': return /^-[a-z?]/i.test(text) && (exact || text.includes(':'));
      default: return text.startsWith('-') && text !== '-';
    }
  }

  /** A cmdlet takes what is computed for a value, whatever it begins with: only `@name` gives it parameters. */
  #mayBeOption(word: Word): boolean {
    return this.#rules.style === 'powershell' ? /^(@\w|-)/.test(word.text) && !this.#isOption(word) : mayBeOption(word);
  }

  #option(word: Word): void {
    switch (this.#rules.style) {
      case 'gnu': return this.#gnu(word);
      case 'go': return this.#go(word);
      case 'powershell': return this.#powershell(word);
      case 'dos': return this.#dos(word);
    }
  }

  #gnu(word: Word): void {
    const { text } = word;
    if (this.#table.flags.has(text) || this.#table.optional.has(text)) this.#options.push({ name: text });
    else if (this.#table.valued.has(text)) this.#takeValue(text);
    else if (text.startsWith('--')) this.#long(word);
    else if (this.#rules.numeric === true && /^-\d+$/.test(text)) this.#options.push({ name: text });
    else this.#cluster(word);
  }

  #long(word: Word): void {
    const [written, value] = splitAtEquals(word);
    const name = this.#rules.abbreviates === true ? this.#whole(written) : written;
    if (name === undefined) this.#strange(word.text, written);
    else if (value !== undefined && (this.#table.valued.has(name) || this.#table.optional.has(name))) this.#options.push({ name, value });
    else if (value === undefined && this.#table.valued.has(name)) this.#takeValue(name);
    else if (value === undefined && (this.#table.flags.has(name) || this.#table.optional.has(name))) this.#options.push({ name });
    else this.#strange(word.text, written, value);
  }

  /** An abbreviation stands for all it may mean: the caller's table decides only where there is one. */
  #whole(written: string): string | undefined {
    if (this.#table.long.includes(written)) return written;
    const candidates = [...new Set(this.#table.long.filter((name) => name.startsWith(written)))];
    return candidates.length === 1 ? candidates[0] : written;
  }

  #cluster(word: Word): void {
    const { text } = word;
    const found: ParsedOption[] = [];
    for (let at = 1; at < text.length; at++) {
      const name = `-${text.charAt(at)}`;
      if (this.#table.flags.has(name)) {
        found.push({ name });
      } else if (this.#table.optional.has(name)) {
        found.push({ name, value: { ...word, text: text.slice(at + 1) } });
        break;
      } else if (this.#table.valued.has(name)) {
        this.#options.push(...found);
        if (at + 1 < text.length) this.#options.push({ name, value: { ...word, text: text.slice(at + 1) } });
        else this.#takeValue(name);
        return;
      } else {
        this.#strange(text, text);
        return;
      }
    }
    this.#options.push(...found);
  }

  #go(word: Word): void {
    const [written, value] = splitAtEquals(word);
    const bare = written.replace(/^--?/, '');
    const name = [`-${bare}`, `--${bare}`].find((one) => this.#table.flags.has(one) || this.#table.optional.has(one) || this.#table.valued.has(one));
    if (name === undefined) this.#strange(word.text, written, value);
    else if (value !== undefined) this.#options.push({ name, value });
    else if (this.#table.valued.has(name)) this.#takeValue(name);
    else this.#options.push({ name });
  }

  /** A name or its unique beginning, in any case; `-Name:value`, also of a switch. */
  #powershell(word: Word): void {
    const [, written = '', attached] = /^-([\w?-]+)(?::(.*))?$/s.exec(word.text) ?? [];
    const lower = `-${written.toLowerCase()}`;
    const all = [...this.#table.flags, ...this.#table.optional, ...this.#table.valued];
    const exact = all.find((name) => name.toLowerCase() === lower);
    const candidates = exact === undefined ? all.filter((name) => name.toLowerCase().startsWith(lower)) : [exact];
    const [name] = candidates;
    if (written === '' || name === undefined || candidates.length > 1) this.#strange(word.text, attached === undefined ? word.text : lower);
    else if (attached !== undefined && attached !== '') this.#attached(name, { text: attached, exact: word.exact });
    else if (this.#table.valued.has(name)) this.#takeValue(name);
    else this.#options.push({ name });
  }

  /** `-Switch:$false` is as good as nothing. */
  #attached(name: string, value: Word): void {
    if (this.#table.valued.has(name)) this.#options.push({ name, value });
    else if (!/^\$(true|false)$/i.test(value.text)) this.#unknown.push(`${name}:${value.text}`);
    else if (/true/i.test(value.text)) this.#options.push({ name });
    else this.#options.push({ name: `${name}:$false` });
  }

  /** `/s`, `/s/q`, `/a:h`; Git Bash needs `//s`. */
  #dos(word: Word): void {
    const text = word.text.replace(/^\/\//, '/');
    const all = [...this.#table.flags, ...this.#table.optional, ...this.#table.valued];
    const known = (part: string): string | undefined => all.find((one) => one.toLowerCase() === part.toLowerCase());
    const parts = /^(\/[\w?-]+){2,}$/.test(text) ? text.split(/(?=\/)/).map(known) : [];
    if (parts.length > 1 && parts.every((part) => part !== undefined)) {
      this.#options.push(...parts.map((name) => ({ name })));
      return;
    }
    const [written = '', ...rest] = text.split(/[:=]/);
    const value = rest.length === 0 ? undefined : { ...word, text: text.slice(written.length + 1) };
    const name = known(written);
    if (name === undefined) this.#strange(word.text, written.toLowerCase(), value);
    else if (value === undefined && this.#table.valued.has(name)) this.#takeValue(name);
    else this.#options.push({ name, ...(value === undefined ? {} : { value }) });
  }

  #takeValue(name: string): void {
    const value = this.#words[++this.#at];
    if (value === undefined) this.#unknown.push(name);
    else if (!value.exact && value.prefix === undefined && value.inside !== true && this.#rules.style !== 'powershell') {
      // unquoted, it may be no word or several, so that what follows shifts
      this.#options.push({ name, value });
      this.#unsure.push(value);
    } else this.#options.push({ name, value });
  }

  #strange(text: string, name: string, value?: Word): void {
    if (this.#rules.anyOption === true) this.#options.push({ name, ...(value === undefined ? {} : { value }) });
    else this.#unknown.push(text);
  }
}

const mayBeOption = ({ prefix, inside }: Word): boolean => inside !== true && (prefix === undefined || prefix === '' || prefix.startsWith('-'));

function splitAtEquals(word: Word): [name: string, value: Word | undefined] {
  const at = word.text.indexOf('=');
  return at < 0 ? [word.text, undefined] : [word.text.slice(0, at), { ...word, text: word.text.slice(at + 1) }];
}
