/** What an awk program does besides printing to its output. */
export interface AwkScript {
  /** Files it writes, where a literal names them. */
  writes: string[];
  /** Commands it starts; undefined where they are computed. */
  runs: (string | undefined)[];
  /** What else is not known to be harmless, e.g. a file whose name is computed. */
  unknown: boolean;
  /** It looks at the environment's variables. */
  environment: boolean;
}

type Token = { kind: 'string' | 'name' | 'sign' | 'other' | 'end'; text: string };

/** Reads an awk program's tokens. @returns undefined where a string or a pattern is not closed */
export function readAwkScript(text: string): AwkScript | undefined {
  const tokens = tokensOf(text);
  return tokens === undefined ? undefined : judge(tokens);
}

const strings = /"((?:[^"\\\n]|\\[\s\S])*)"/y;
const patterns = /\/(?:[^/\\\n[]|\\.|\[\^?\]?(?:[^\]\\\n]|\\.)*\])*\//y;
const others: readonly [Token['kind'], RegExp][] = [
  ['name', /[A-Za-z_]\w*/y], ['other', /\d[\w.]*|\.\d+/y], ['sign', /\|\||&&|\|&|>>|>=|<=|==|!=|!~|\+\+|--|[-+*/%^]=|\*\*/y], ['sign', /[\s\S]/y],
];

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  while (at < text.length) {
    if (take(/[ \t\r]+|\\\r?\n|#[^\n]*/y) !== null) continue;
    const letter = text.charAt(at);
    if (letter === '"') {
      const found = take(strings);
      if (found === null) return undefined;
      tokens.push({ kind: 'string', text: found[1] ?? '' });
    } else if (letter === '/' && startsPattern(tokens.at(-1))) {
      if (take(patterns) === null) return undefined;
      tokens.push({ kind: 'other', text: '/' });
    } else if (letter === '/' && tokens.at(-1)?.text === ')' && hidesText(text, at)) {
      return undefined;
    } else if (letter === '\n' || letter === ';' || letter === '}') {
      at++;
      tokens.push({ kind: 'end', text: letter });
    } else {
      for (const [kind, pattern] of others) {
        const found = take(pattern);
        if (found === null) continue;
        tokens.push({ kind, text: found[0] });
        break;
      }
    }
  }
  return [...tokens, { kind: 'end', text: '' }];
}

/** A slash divides after a value, and begins a pattern elsewhere. */
function startsPattern(last: Token | undefined): boolean {
  if (last === undefined || last.kind === 'end') return true;
  if (last.kind === 'name') return /^(print|printf|return|case|in|getline|else|do|exit)$/.test(last.text);
  return last.kind === 'sign' && !/^(\)|\]|\$|\+\+|--)$/.test(last.text);
}

/** After `)` a slash divides, or begins a pattern as in `if (x) /"/`: where that decides what is text, it is not understood. */
function hidesText(text: string, at: number): boolean {
  patterns.lastIndex = at;
  return /["#]/.test(patterns.exec(text)?.[0] ?? '');
}

function judge(tokens: readonly Token[]): AwkScript {
  const script: AwkScript = { writes: [], runs: [], unknown: false, environment: false };
  let printing = false;
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'end') printing = false;
    else if (kind === 'name') {
      if (text === 'print' || text === 'printf') [printing, depth] = [true, 0];
      else if (text === 'system') script.runs.push(literal(tokens, at + 2, ')'));
      else if (text === 'getline' && tokens.slice(at + 1, at + 8).some((one) => one.text === '<')) script.unknown = true;
      // Files that the program names to be read next
      else if (text === 'ARGV') script.unknown = true;
      else if (text === 'ENVIRON' || text === 'SYMTAB') script.environment = true;
    } else if (kind === 'sign') {
      if (text === '(') depth++;
      else if (text === ')') depth--;
      else if (text === '@') script.unknown = true;
      else if (text === '|' || text === '|&') script.runs.push(literal(tokens, at + 1) ?? before(tokens, at));
      else if (printing && depth <= 0 && (text === '>' || text === '>>')) redirect(script, literal(tokens, at + 1));
    }
  }
  return script;
}

function redirect(script: AwkScript, name: string | undefined): void {
  if (name === undefined || name.startsWith('/inet')) script.unknown = true;
  else if (!/^(\/dev\/(null|stdout|stderr)|-)$/.test(name)) script.writes.push(name);
}

/** A lone literal that the end of the statement follows. */
function literal(tokens: readonly Token[], at: number, closing?: string): string | undefined {
  const [first, next] = [tokens[at], tokens[at + 1]];
  const ends = closing === undefined ? next?.kind === 'end' : next?.text === closing;
  return first?.kind === 'string' && ends && !first.text.includes('\\') ? first.text : undefined;
}

/** `"command" | getline` */
function before(tokens: readonly Token[], at: number): string | undefined {
  const [earlier, first, next] = [tokens[at - 2], tokens[at - 1], tokens[at + 1]];
  const begins = earlier === undefined || earlier.kind === 'end' || /^[{(]$/.test(earlier.text);
  return next?.text === 'getline' && first?.kind === 'string' && begins && !first.text.includes('\\') ? first.text : undefined;
}
