/** What a sed script does besides printing and rearranging. */
export interface SedScript {
  reads: string[];
  writes: string[];
  /** Commands that it starts; empty text stands for what the input says. */
  runs: string[];
}

/**
 * Reads a sed script the way GNU and BSD both do.
 * @returns undefined where it is not understood, or where the two understand different things
 */
export function readSedScript(text: string): SedScript | undefined {
  const reader = new Reader(text);
  return reader.read() ? reader.found : undefined;
}

class Reader {
  readonly found: SedScript = { reads: [], writes: [], runs: [] };
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): boolean {
    for (;;) {
      this.#skip(/[\s;]*/y);
      if (this.#at >= this.#text.length) return true;
      if (!this.#address() || !this.#command()) return false;
    }
  }

  /** Skips a sticky pattern. @returns what it matched */
  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += matched.length;
    return matched;
  }

  #address(): boolean {
    if (!this.#oneAddress()) return false;
    this.#skip(/\s*/y);
    if (this.#text.charAt(this.#at) === ',') {
      this.#at++;
      this.#skip(/\s*/y);
      if (!this.#oneAddress()) return false;
    }
    this.#skip(/[\s!]*/y);
    return true;
  }

  /** Also where there is none. */
  #oneAddress(): boolean {
    if (this.#skip(/[+~]?\d+(~\d+)?|\$/y) !== '') return true;
    const first = this.#text.charAt(this.#at);
    if (first !== '/' && first !== '\\') return true;
    this.#at += first === '/' ? 0 : 1;
    const delimiter = this.#text.charAt(this.#at++);
    const closed = this.#until(delimiter, true);
    this.#skip(/[IM]*/y);
    return closed;
  }

  /** Up to an unescaped delimiter. In a bracket expression it counts for GNU and not for BSD: not understood. */
  #until(delimiter: string, isPattern: boolean): boolean {
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') return false;
    let bracket = -1;
    for (; this.#at < this.#text.length; this.#at++) {
      const letter = this.#text.charAt(this.#at);
      if (letter === '\\') {
        if (bracket >= 0 && this.#text.charAt(this.#at + 1) === ']') return false;
        this.#at++;
      } else if (letter === delimiter) {
        this.#at++;
        return bracket < 0;
      } else if (isPattern && bracket < 0 && letter === '[') {
        bracket = this.#at + (this.#text.charAt(this.#at + 1) === '^' ? 1 : 0);
      } else if (bracket >= 0 && letter === ']' && this.#at > bracket + 1) {
        bracket = -1;
      }
    }
    return false;
  }

  #command(): boolean {
    const name = this.#text.charAt(this.#at++);
    switch (name) {
      case '#': this.#line(); return true;
      case '{': return true;
      case '}': case '=': case 'd': case 'D': case 'g': case 'G': case 'h': case 'H': case 'n': case 'N': case 'p': case 'P': case 'x': case 'z': case 'F': return this.#ends();
      case 'l': case 'q': case 'Q': case 'L': this.#skip(/\s*\d*/y); return this.#ends();
      case 'a': case 'i': case 'c': this.#skip(/(?:[^\\\n]|\\[\s\S])*/y); return true;
      case ':': case 'b': case 't': case 'T': case 'v': this.#skip(/\s*[^;\s}]*/y); return this.#ends();
      case 'r': case 'R': return this.#file(this.found.reads);
      case 'w': case 'W': return this.#file(this.found.writes);
      case 'e': this.found.runs.push(this.#line()); return true;
      case 's': return this.#substitution();
      case 'y': return this.#twice() && this.#ends();
      default: return false;
    }
  }

  #twice(): boolean {
    const delimiter = this.#text.charAt(this.#at++);
    return this.#until(delimiter, true) && this.#until(delimiter, false);
  }

  #substitution(): boolean {
    if (!this.#twice()) return false;
    const flags = this.#skip(/[gpiImMe\d]*/y);
    if (flags.includes('e')) this.found.runs.push('');
    if (this.#text.charAt(this.#at) !== 'w') return this.#ends();
    this.#at++;
    return this.#file(this.found.writes);
  }

  #file(names: string[]): boolean {
    const name = this.#line();
    if (!/^\/dev\/std(in|out|err)$/.test(name)) names.push(name);
    return name !== '';
  }

  #line(): string {
    return this.#skip(/[^\n]*/y).trim();
  }

  #ends(): boolean {
    this.#skip(/[ \t]*/y);
    return this.#at >= this.#text.length || /[;\n}#]/.test(this.#text.charAt(this.#at));
  }
}
