import type { Call, Deed, Stdin, Touch, Word } from '../call.ts';
import { looks, printsSecrets, runsCode, unknownHere } from '../effects.ts';
import { MAX_COMMANDS } from '../characterGate.ts';
import { isCmdlet, meanings } from './aliases.ts';
import { Cursor, NotRead } from './cursor.ts';
import { assignment, instanceMethod, isPlainType, staticMember } from './members.ts';
import { changeOf } from './provider.ts';
import { objectsAfter, type PipedObjects } from './pipe.ts';
import type { PowerShellStep } from './script.ts';

const operator = /-(?:[ic]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)|and|or|xor|isnot|is|as|f|join|band|bor|bxor|shl|shr)(?![\w-])|\.\.|\+(?![+=])|-(?![-=\w])|[*/%](?!=)/iy;
const unaryOperator = /!|-(?:not|bnot|join|[ic]?split)(?![\w-])|[+-](?=[\d.($])|,/iy;
const keyword = /(?:if|elseif|else|while|foreach|for|do|until|switch|try|catch|finally|trap|function|filter|workflow|configuration|class|enum|using|param|begin|process|end|dynamicparam|clean|data|return|exit|throw|break|continue|hidden|static)(?=[\s({;}]|$)/iy;
const redirection = /[1-6*]?>>?|</y;
const argumentEnd = /[\s(){};|&,<>]|$/y;
const expressionStart = /[$('"@[{!+,]|\d[\d.]*(?:e\d+)?(?:[kmgtp]b)?[ldu]?(?![\w-])|0x[\da-f]+(?![\w-])|-(?:not|bnot|join|[ic]?split)\b|[-.]\d/iy;
/** Values inside values, e.g. indexes and conversions, which no bracket count limits. */
const DEEPEST = 50;

/**
 * Reads the part of PowerShell that can be proven: pipelines of commands with plain words, expressions that compute,
 * script blocks, conditions and loops. Everything that runs becomes a step, whether or not it will be reached.
 * @throws NotRead for everything else; the steps read so far stay
 */
export class Reader {
  readonly steps: PowerShellStep[] = [];
  readonly cursor: Cursor;
  #blocks = 0;
  /** The name of the command being read is a cmdlet's on one platform and a program's on another. */
  #mayBeProgram = false;
  #depth = 0;

  constructor(source: string) {
    this.cursor = new Cursor(source);
  }

  read(): void {
    this.#statements('');
  }

  #statements(end: string): void {
    const { cursor } = this;
    for (;;) {
      cursor.space();
      while (cursor.next === ';') {
        cursor.take(1, 's');
        cursor.space();
      }
      if (end === '' ? cursor.ended : cursor.next === end) return;
      if (cursor.ended) throw new NotRead(`an open end where ${end} is missing`);
      const isBlock = this.#statement();
      cursor.blanks();
      if (!isBlock && !cursor.ended && cursor.next !== end && !/[;\n]/.test(cursor.next)) throw new NotRead(`"${cursor.next}" in an unexpected place`);
    }
  }

  /** @returns true where it ends with a block, after which nothing has to separate the next */
  #statement(): boolean {
    const { cursor } = this;
    const found = cursor.look(keyword)?.toLowerCase();
    switch (found) {
      case undefined: break;
      case 'if': case 'while':
        cursor.take(found.length, 'w');
        this.#condition();
        this.#block();
        while (found === 'if' && this.#follows(/else(?:if)?(?=[\s({])/iy)) {
          if (cursor.word(/elseif/iy) !== undefined) this.#condition();
          else cursor.word(/else/iy);
          this.#block();
        }
        return true;
      case 'foreach':
        cursor.take(found.length, 'w');
        this.#loop();
        return true;
      case 'try':
        cursor.take(found.length, 'w');
        this.#block();
        while (this.#follows(/(?:catch|finally)(?=[\s{])/iy)) {
          cursor.word(/catch|finally/iy);
          this.#block();
        }
        return true;
      case 'exit': case 'return': case 'break': case 'continue': case 'throw':
        cursor.take(found.length, 'w');
        cursor.blanks();
        this.#step(found, { also: { effects: [looks(found)] } });
        if (/[;\n})]/.test(cursor.next) || cursor.ended) return false;
        break;
      default: throw new NotRead(`"${found}"`);
    }
    this.#chain();
    return false;
  }

  #follows(pattern: RegExp): boolean {
    const { cursor } = this;
    cursor.space();
    return cursor.look(pattern) !== undefined;
  }

  #condition(): void {
    this.cursor.space();
    this.#inParentheses();
  }

  #inParentheses(): void {
    this.cursor.expect('(');
    this.#statements(')');
    this.cursor.expect(')');
  }

  #block(): void {
    const { cursor } = this;
    cursor.space();
    cursor.expect('{');
    this.#blocks++;
    this.#statements('}');
    this.#blocks--;
    cursor.expect('}');
  }

  #loop(): void {
    const { cursor } = this;
    cursor.space();
    cursor.expect('(');
    cursor.space();
    const variable = cursor.word(/\$\w+/y);
    cursor.space();
    if (variable === undefined || cursor.word(/in(?=\s)/iy) === undefined) throw new NotRead('a loop that is not followed');
    const deed = assignment(variable);
    if (deed.effects?.some(({ inWorkspace }) => inWorkspace === false) === true) this.#step(variable, { also: deed });
    this.#statements(')');
    cursor.expect(')');
    this.#block();
  }

  /** Pipelines joined by `&&` and `||`. */
  #chain(): void {
    const { cursor } = this;
    this.#pipeline();
    for (cursor.blanks(); cursor.look(/&&|\|\|/y) !== undefined; cursor.blanks()) {
      cursor.take(2, 's');
      cursor.space();
      this.#pipeline();
    }
    if (cursor.next === '&') {
      cursor.take(1, 's');
      this.#step('&', { also: { effects: [unknownHere('&', 'runs in the background')], forgettable: true } });
    }
  }

  #pipeline(): void {
    const { cursor } = this;
    let start = cursor.at;
    this.#element({ kind: 'none' });
    cursor.blanks();
    for (let objects: PipedObjects | undefined; cursor.next === '|' && cursor.after(1) !== '|';) {
      objects = objectsAfter(cursor.source.slice(start, cursor.at), objects);
      cursor.take(1, 's');
      cursor.space();
      start = cursor.at;
      this.#element({ kind: 'pipe', ...(objects === undefined ? {} : { objects }) });
      cursor.blanks();
    }
  }

  #element(stdin: Stdin): void {
    const { cursor } = this;
    const piped = stdin.kind === 'pipe';
    if (cursor.look(/[&.](?=[ \t$('"{])/y) !== undefined) this.#invocation(stdin);
    else if (cursor.look(expressionStart) !== undefined && !piped) this.#expressionStatement();
    else this.#command(stdin);
  }

  /** `& name`, `. file`, `& { … }`. */
  #invocation(stdin: Stdin): void {
    const { cursor } = this;
    const start = cursor.at;
    const dotted = cursor.next === '.';
    cursor.take(1, dotted ? 'w' : 's');
    cursor.blanks();
    if (cursor.next === '{') {
      this.#block();
      const { redirects } = this.#arguments('');
      if (redirects.length > 0) this.#step(cursor.source.slice(start, cursor.at), { also: merge(redirects) });
      return;
    }
    const name = this.#argument('');
    if (name.exact && !dotted) {
      this.#run(start, name.text, stdin, false);
      return;
    }
    const { redirects } = this.#arguments('');
    const run: Deed = dotted && name.exact ? { runs: [{ kind: 'file', path: name, language: 'powershell' }] } : {};
    const runs: Deed = { ...run, effects: [runsCode(name.text, dotted ? 'runs a file in this session' : 'which command runs is computed')], forgettable: true };
    this.#step(cursor.source.slice(start, cursor.at), { also: merge([runs, ...redirects]) });
  }

  #command(stdin: Stdin): void {
    const { cursor } = this;
    const start = cursor.at;
    const written = cursor.look(/[%?](?=\s|$)|[^\s(){};|&,<>$@'"[\]#][^\s(){};|&,<>$]*/y);
    if (written === undefined) throw new NotRead(cursor.ended ? 'an open end' : `"${cursor.next}" in an unexpected place`);
    cursor.take(written.length, 'w');
    if (cursor.look(argumentEnd) === undefined || /[({,]/.test(cursor.next)) throw new NotRead('a name that is computed or glued');
    this.#run(start, written.replaceAll(/[`'"]/g, ''), stdin, /[`'"]/.test(written));
  }

  /** The words of a command whose name is known. */
  #run(start: number, name: string, stdin: Stdin, hidden: boolean): void {
    const { cursor } = this;
    const bare = /^[\w.]+\\([a-z]+-\w+)$/i.exec(name)?.[1] ?? (/^cd(\.\.|[\\/])$/i.test(name) ? 'cd' : name);
    const names = /[\\/]/.test(bare) ? [bare] : /\.(exe|cmd|bat|com)$/i.test(bare) ? [bare.slice(0, -4).toLowerCase()] : meanings(bare);
    const outer = this.#mayBeProgram;
    this.#mayBeProgram = names.length > 1;
    const { words, redirects } = this.#arguments(names[0] ?? '');
    this.#mayBeProgram = outer;
    if (bare === 'cd' && bare !== name.toLowerCase()) words.unshift({ text: name.slice(2), exact: true });
    const source = cursor.source.slice(start, cursor.at);
    const also: Deed[] = [...redirects];
    if (hidden) also.push({ effects: [unknownHere(name, 'its name is written in pieces')], forgettable: true });
    if (this.#blocks > 0 && /^(set|push|pop)-location$/.test(names[0] ?? '')) also.push({ effects: [unknownHere(name, 'changes the folder inside a block')] });
    const file = /[\\/]|\.ps1$/i.test(bare);
    if (file) also.push({ runs: [{ kind: 'file', path: { text: bare, exact: true }, language: /\.ps1$/i.test(bare) ? 'powershell' : /\.(ba)?sh$/i.test(bare) ? 'shell' : 'other' }] });
    const merged = also.length === 0 ? {} : { also: merge(also) };
    if (file) {
      this.#step(source, merged);
      return;
    }
    names.forEach((program, at) => this.#step(source, { call: { program, words, stdin, dialect: 'powershell', elsewhere: false } satisfies Call, ...(at === 0 ? merged : {}) }));
  }

  #step(source: string, rest: Omit<PowerShellStep, 'source'>): void {
    if (this.steps.length >= MAX_COMMANDS) throw new NotRead(`more than ${MAX_COMMANDS} commands`);
    this.steps.push({ source, ...rest });
  }

  #arguments(program: string): { words: Word[]; redirects: Deed[] } {
    const { cursor } = this;
    const words: Word[] = [];
    const redirects: Deed[] = [];
    for (;;) {
      cursor.blanks();
      if (cursor.ended || /[\n;|&)}]/.test(cursor.next)) return { words, redirects };
      if (cursor.look(redirection) !== undefined) redirects.push(this.#redirect(program));
      else if (cursor.look(/--%/y) !== undefined) throw new NotRead('the stop-parsing sign');
      else words.push(this.#list(program));
    }
  }

  #redirect(program: string): Deed {
    const { cursor } = this;
    const sign = cursor.look(redirection) ?? '';
    if (sign === '<') throw new NotRead('a reserved redirection');
    const digits = sign.replaceAll('>', '').length;
    cursor.take(digits, 'w');
    cursor.take(sign.length - digits, 's');
    if (cursor.look(/&[12](?=[\s;|)}]|$)/y) !== undefined) {
      cursor.take(1, 's');
      cursor.take(1, 'w');
      return {};
    }
    cursor.blanks();
    const target = this.#argument(program);
    const how: Touch['how'] = sign.endsWith('>>') ? 'append' : 'write';
    return target.text.toLowerCase() === '$null' ? {} : changeOf(target, how);
  }

  /** An argument and those joined to it by commas. */
  #list(program: string): Word {
    const { cursor } = this;
    const start = cursor.at;
    const list = [this.#argument(program)];
    for (;;) {
      const comma = cursor.look(/[ \t]*,[ \t\n]*/y);
      if (comma === undefined) break;
      cursor.blanks();
      cursor.take(1, 's');
      cursor.space();
      list.push(this.#argument(program));
    }
    const [first] = list;
    if (first !== undefined && list.length === 1) return first;
    const text = cursor.source.slice(start, cursor.at);
    // a program gets a list without blanks as it is written
    if (!isCmdlet(program)) return { text, exact: list.every(({ exact }) => exact) && /^[\w.,=:/@%+~^-]+$/.test(text) && !/^-\w/.test(text) };
    return { text, exact: false, list };
  }

  /** One argument: a quoted text, a value that is computed, a block, or a bare word. */
  #argument(program: string): Word {
    const { cursor } = this;
    const start = cursor.at;
    const { next } = cursor;
    if (next === "'" || next === '"') {
      const word = this.#string();
      this.#mustEnd();
      return word.exact && word.text.startsWith('-') && isCmdlet(program) ? { text: cursor.source.slice(start, cursor.at), exact: false } : this.#pattern(word, program);
    }
    if (next === '(' || next === '{' || next === '$' || (next === '@' && /[({]/.test(cursor.after(1)))) {
      this.#primary();
      if (cursor.look(argumentEnd) !== undefined && !/[({]/.test(cursor.next)) return { text: cursor.source.slice(start, cursor.at), exact: false, ...(next === '{' ? { prefix: '{' } : {}) };
      if (next !== '$') throw new NotRead('words that are glued');
    }
    if (next === '@') {
      cursor.take(1, 'w');
      if (cursor.word(/\w+/y) === undefined) throw new NotRead('"@"');
      this.#mustEnd();
      return { text: cursor.source.slice(start, cursor.at), exact: false };
    }
    return this.#bareWord(start, program);
  }

  #mustEnd(): void {
    if (this.cursor.look(argumentEnd) === undefined || /[({]/.test(this.cursor.next)) throw new NotRead('words that are glued');
  }

  #bareWord(start: number, program: string): Word {
    const { cursor } = this;
    const value = /-[a-z?][\w-]*:[ \t]*/iy;
    const parameter = start === cursor.at ? cursor.look(value) : undefined;
    if (parameter !== undefined) {
      const name = parameter.trimEnd();
      // a program gets two words then, of which the second may be an option
      if (name !== parameter && (!isCmdlet(program) || this.#mayBeProgram)) throw new NotRead('a parameter apart from its value');
      cursor.take(name.length, 'w');
      cursor.blanks();
      if (cursor.look(argumentEnd) !== undefined && !/[({]/.test(cursor.next)) return { text: name, exact: false };
      if (cursor.look(value) !== undefined) throw new NotRead('a parameter as the value of a parameter');
      const word = this.#argument(program);
      const constant = /^\$(true|false)$/i.test(word.text);
      return { text: `${name}${word.text}`, exact: word.exact || constant, ...(word.exact || constant ? {} : { prefix: name }) };
    }
    let text = '';
    let exact = start === cursor.at;
    while (cursor.look(argumentEnd) === undefined) {
      const { next } = cursor;
      if (next === '$' && cursor.look(/\$[\w({:^?$]/y) !== undefined) {
        if (cursor.look(/\$\(/y) !== undefined) this.#primary();
        else this.#variable();
        exact = false;
      } else if (next === "'" || next === '"') {
        const part = this.#string();
        text += part.text;
        exact &&= part.exact;
      } else if (next === '`') {
        text += cursor.after(1);
        exact &&= /[^0abefnrtuv]/.test(cursor.after(1));
        cursor.take(2, 'w');
      } else {
        text += cursor.take(1, 'w');
      }
    }
    if (/[({]/.test(cursor.next)) throw new NotRead('words that are glued');
    const source = cursor.source.slice(start, cursor.at);
    // a cmdlet takes it for a value, not for a parameter
    if (exact && text.startsWith('-') && /[`'"]/.test(source) && isCmdlet(program)) return { text: source, exact: false };
    // PowerShell cuts such a word in two before a program gets it
    if (/^-\w[^.[]*[.[]/.test(source)) return { text: source, exact: false };
    if (!exact) return { text: source, exact: false, ...(text === '' || cursor.source.startsWith('$', start) ? {} : beginning(source)) };
    return this.#pattern({ text, exact }, program);
  }

  /** `*`, `?` and `[…]` stand for names: cmdlets read them anywhere, programs get names on Linux and macOS. */
  #pattern(word: Word, program: string): Word {
    if (!word.exact || /^-/.test(word.text) || /^~/.test(word.text)) return /^~/.test(word.text) ? { ...word, exact: false } : word;
    if (!/[*?[]/.test(word.text) || /\s/.test(word.text)) return word;
    const prefix = /^[^*?[]*/.exec(word.text)?.[0] ?? '';
    if (prefix === '' && !isCmdlet(program)) return { text: word.text, exact: false };
    const inside = !/^[\\/]|(^|[\\/])\.\.([\\/]|$)|:/.test(word.text);
    return { text: word.text, exact: false, prefix: prefix === '' ? './' : prefix, ...(inside ? { inside } : {}) };
  }

  #expressionStatement(): void {
    const { cursor } = this;
    const start = cursor.at;
    const before = this.steps.length;
    this.#expression();
    cursor.blanks();
    const target = cursor.source.slice(start, cursor.at).trim();
    if (cursor.look(/\+\+|--/y) !== undefined) {
      cursor.take(2, 'w');
      this.#step(target, { also: assignment(target) });
    } else if (cursor.look(/(?:[-+*/%]|\?\?)?=(?!=)/y) !== undefined) {
      cursor.word(/(?:[-+*/%]|\?\?)?=/y);
      this.#step(target, { also: assignment(target) });
      cursor.space();
      this.#chain();
    } else {
      const redirects: Deed[] = [];
      for (; cursor.look(redirection) !== undefined; cursor.blanks()) redirects.push(this.#redirect(''));
      if (this.steps.length === before || redirects.length > 0) this.#step(target, { also: merge([{ effects: [looks(target, 'computes a value')] }, ...redirects]) });
    }
  }

  #expression(): void {
    const { cursor } = this;
    this.#unary();
    for (;;) {
      cursor.blanks();
      const start = cursor.at;
      const sign = cursor.next === ',' ? cursor.take(1, 's') : cursor.word(operator);
      if (sign === undefined) return;
      cursor.space();
      if (sign.toLowerCase() === '-as' && !isPlainType((cursor.look(/\[[A-Za-z][\w.]*(?:\[\])?\](?!::)/y) ?? '').slice(1, -1))) {
        this.#step(cursor.source.slice(start, cursor.at), { also: { effects: [runsCode('-as', 'a conversion that may run code')], forgettable: true } });
      }
      this.#unary();
    }
  }

  #unary(): void {
    const { cursor } = this;
    for (cursor.blanks(); cursor.look(unaryOperator) !== undefined; cursor.blanks()) {
      const sign = cursor.look(unaryOperator) ?? '';
      cursor.take(sign.length, sign === ',' ? 's' : 'w');
    }
    this.#primary();
  }

  /** A value and what is reached from it: `.Name`, `[0]`, `.Method(…)`. */
  #primary(): void {
    const { cursor } = this;
    const { next } = cursor;
    if (++this.#depth > DEEPEST) throw new NotRead('values that are nested too deep');
    if (next === '(') this.#inParentheses();
    else if (next === '{') this.#block();
    else if (next === '[') this.#type();
    else if (next === "'" || next === '"') this.#string();
    else if (next === '$' && cursor.after(1) === '(') {
      cursor.take(1, 'w');
      this.#inParentheses();
    } else if (next === '$') this.#variable();
    else if (next === '@' && cursor.after(1) === '(') {
      cursor.take(1, 'w');
      this.#inParentheses();
    } else if (next === '@' && cursor.after(1) === '{') this.#table();
    else if (cursor.word(/(?:0x[\da-f]+|\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?:[kmgtp]b)?[ldu]?(?!\w)/iy) === undefined) throw new NotRead(`"${next}" in an unexpected place`);
    this.#members();
    this.#depth--;
  }

  #members(): void {
    const { cursor } = this;
    for (;;) {
      const member = cursor.look(/\.[A-Za-z_]\w*/y);
      if (member !== undefined) {
        cursor.take(member.length, 'w');
        if (cursor.next === '(') this.#called(member, instanceMethod(member.slice(1)));
      } else if (cursor.next === '[') {
        cursor.take(1, 'w');
        this.#expression();
        if (cursor.word(/\]/y) === undefined) throw new NotRead('an index that is not followed');
      } else if (cursor.look(/::|\?\.|\?\[|\.\$|\.\(/y) !== undefined) {
        throw new NotRead('a member that is computed');
      } else {
        return;
      }
    }
  }

  #called(name: string, deed: Deed | undefined): void {
    const { cursor } = this;
    cursor.expect('(');
    cursor.space();
    if (cursor.next !== ')') this.#expression();
    cursor.space();
    cursor.expect(')');
    if (deed !== undefined) this.#step(name, { also: { ...deed, forgettable: true } });
  }

  /** `[type]::member`, a conversion, or a type as a value. */
  #type(): void {
    const { cursor } = this;
    const written = cursor.word(/\[[A-Za-z][\w.]*(?:\[\])?\]/y);
    if (written === undefined) throw new NotRead('a type that is not followed');
    const type = written.slice(1, -1);
    const member = cursor.look(/::[A-Za-z_]\w*/y);
    if (member !== undefined) {
      cursor.take(member.length, 'w');
      const name = member.slice(2);
      if (cursor.next === '(') this.#called(`${written}${member}`, staticMember(type, name, true));
      else {
        const deed = staticMember(type, name, false);
        if (deed !== undefined) this.#step(`${written}${member}`, { also: { ...deed, forgettable: true } });
      }
      return;
    }
    if (cursor.look(/[ \t]*[$('"@[\d{]/y) === undefined) return;
    if (!isPlainType(type)) this.#step(written, { also: { effects: [runsCode(written, 'a conversion that may run code')], forgettable: true } });
    this.#unary();
  }

  #variable(): void {
    const { cursor } = this;
    // `$$`, `$?` and `$^` are whole names: what follows them is text, or the next value
    const name = cursor.word(/\$(?:(?:env|script|global|local|private|using):\w+|\w[\w?]*(?!:?\w)|[$?^](?![\w?^:]))/iy);
    if (name === undefined) throw new NotRead('a variable that is not followed');
    if (/^\$env:.*(key|token|secret|passw|pwd|credential|connection)/i.test(name)) this.#step(name, { also: { effects: [printsSecrets(name, 'an environment variable')] } });
  }

  #table(): void {
    const { cursor } = this;
    cursor.take(1, 'w');
    cursor.expect('{');
    for (cursor.space(); cursor.next !== '}'; cursor.space()) {
      if (cursor.next === "'" || cursor.next === '"') this.#string();
      else if (cursor.word(/[A-Za-z_]\w*|\d+/y) === undefined) throw new NotRead('a table that is not followed');
      cursor.space();
      if (cursor.word(/=/y) === undefined) throw new NotRead('a table that is not followed');
      cursor.space();
      this.#statement();
      cursor.blanks();
      if (cursor.next === ';') cursor.take(1, 's');
      else if (cursor.next !== '\n' && cursor.next !== '}') throw new NotRead('a table that is not followed');
    }
    cursor.expect('}');
  }

  /** A text in quotes; what is computed inside becomes steps. */
  #string(): Word {
    const { cursor } = this;
    const start = cursor.at;
    const single = cursor.look(/'(?:[^']|'')*'/y);
    if (single !== undefined) {
      cursor.take(single.length, 'q');
      return { text: single.slice(1, -1).replaceAll("''", "'"), exact: true };
    }
    cursor.take(1, 'q');
    let text = '';
    let exact = true;
    for (;;) {
      if (cursor.ended) throw new NotRead('a quote that does not end');
      const { next } = cursor;
      if (next === '"' && cursor.after(1) !== '"') break;
      if (next === '$' && /[\w({?^$:]/.test(cursor.after(1))) {
        if (cursor.after(1) === '(') {
          cursor.take(1, 'w');
          this.#inParentheses();
        } else this.#variable();
        exact = false;
      } else if (next === '`') {
        text += cursor.after(1);
        exact &&= /[^0abefnrtuv]/.test(cursor.after(1));
        cursor.take(2, 'q');
      } else {
        text += next;
        cursor.take(next === '"' ? 2 : 1, 'q');
      }
    }
    cursor.take(1, 'q');
    cursor.quote(start);
    return exact ? { text, exact } : { text: cursor.source.slice(start, cursor.at), exact: false };
  }
}

function beginning(source: string): { prefix?: string } {
  const prefix = /^[\w.\\/@=+%-]*/.exec(source)?.[0] ?? '';
  return prefix === '' ? {} : { prefix };
}

/** What several deeds beside a command do. */
function merge(deeds: readonly Deed[]): Deed {
  return {
    effects: deeds.flatMap(({ effects = [] }) => effects),
    touches: deeds.flatMap(({ touches = [] }) => touches),
    runs: deeds.flatMap(({ runs = [] }) => runs),
    ...(deeds.some(({ forgettable }) => forgettable === true) ? { forgettable: true } : {}),
  };
}
