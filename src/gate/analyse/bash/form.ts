/**
 * The form in which two parsers are compared: what stands where, as a flat list by position. Words, assignments and
 * redirections count with their places in the source, everything between them as operators and reserved words.
 */
export interface Atom {
  /** `a` assignment before a command, `r` redirection, `t` a whole `[[ ]]` or `(( ))`, `w` any other word. */
  kind: 'a' | 'r' | 't' | 'w';
  start: number;
  end: number;
  /** Of a redirection. */
  operator?: string;
  /** The substitutions inside, in order. */
  nested: readonly Substitution[];
}

export interface Substitution {
  opening: '$(' | '<(' | '>(' | '`';
  start: number;
  end: number;
  /** Empty for backticks, whose text is looked at apart. */
  tokens: readonly Token[];
}

/** An operator, a reserved word, or an atom. */
export type Token = string | Atom;

export interface Form {
  tokens: readonly Token[];
  /** Bodies of heredocs, without the tabs that `<<-` ignores. */
  heredocs: readonly string[];
}

/** Ends of structures: after these a separator counts, after every other operator it does not. */
const closings = new Set([')', '}', 'fi', 'done', 'esac']);
/** Before these a separator says nothing. */
const continuations = new Set([')', '}', 'fi', 'done', 'esac', 'then', 'do', 'else', 'elif', ';;', ';&', ';;&', '&', ';']);

/** Without separators that say nothing. */
function withoutIdleSeparators(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  tokens.forEach((token, at) => {
    const before = kept.at(-1);
    const after = tokens[at + 1];
    const idle = before === undefined || after === undefined || (typeof before === 'string' && !closings.has(before)) || (typeof after === 'string' && continuations.has(after));
    if (token !== ';' || !idle) kept.push(token);
  });
  return kept.at(-1) === ';' ? kept.slice(0, -1) : kept;
}

function lines(tokens: readonly Token[]): string[] {
  return withoutIdleSeparators(tokens).flatMap((token) => (typeof token === 'string' ? [token] : [`${token.kind}${token.start}-${token.end}${token.operator ?? ''}`, ...token.nested.flatMap(({ opening, start, end, tokens: inner }) => [`${opening}${start}-${end}`, ...lines(inner), 'end'])]));
}

/** A text that is the same for two readings exactly where they mean the same. */
export function describeForm({ tokens, heredocs }: Form): string {
  return [...lines(tokens), ...heredocs.map((body) => JSON.stringify(body.trimStart())).filter((body) => body !== '""')].join('\n');
}
