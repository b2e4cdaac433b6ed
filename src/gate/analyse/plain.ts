/** One simple command of plain words. `words[0]` is its name, after quote removal. */
export interface PlainCommand {
  /** What joins it to the one before: `;` also stands for a line end and for the first command. */
  operator: ';' | '&&' | '||' | '|';
  words: string[];
}

/** The tiny language that can be proven: plain words, joined by `&& || ; |`. Anything else is a reason to ask. */
export type PlainParse = { commands: PlainCommand[] } | { problem: string };

/**
 * Removes the quotes of one word of bash source.
 * @returns undefined where the word is more than plain text: an expansion, a glob, a brace, a tilde, `$'…'`.
 */
export function cookWord(source: string): string | undefined {
  if (/^~|[=:]~/.test(source)) return undefined;
  let cooked = '';
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) return undefined;
      cooked += source.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const inner = cookDoubleQuoted(source, at + 1);
      if (inner === undefined) return undefined;
      cooked += inner.text;
      at = inner.end;
    } else if (character === '\\') {
      const next = source.charAt(at + 1);
      if (next === '' || next === '\n') return undefined;
      cooked += next;
      at++;
    } else if (/[\s$`*?[{}<>()|&;!#]/.test(character) && !isHarmlessHere(source, at)) {
      return undefined;
    } else {
      cooked += character;
    }
  }
  return cooked;
}

/** `{}` alone, `@{1}` after a name, `#` inside a word and `!` are plain text for bash without history. */
function isHarmlessHere(source: string, at: number): boolean {
  const character = source.charAt(at);
  if (character === '#') return at > 0;
  if (character === '!') return true;
  if (character === '{' || character === '}') return source === '{}' || /^[\w./-]*@\{[\w-]*\}$/.test(source);
  return false;
}

function cookDoubleQuoted(source: string, start: number): { text: string; end: number } | undefined {
  let text = '';
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '"') return { text, end: at };
    if (character === '$' && !/[\s"|)]/.test(source.charAt(at + 1))) return undefined;
    if (character === '`') return undefined;
    if (character === '\\' && /[$`"\\\n]/.test(source.charAt(at + 1))) {
      if (source.charAt(at + 1) === '\n') return undefined;
      text += source.charAt(++at);
    } else {
      text += character;
    }
  }
  return undefined;
}

/** Redirections that change nothing: output thrown away, or errors joined to it. */
export function isQuietRedirect(source: string): boolean {
  return /^(?:[12]?>>?\s*\/dev\/null|&>>?\s*\/dev\/null|2>&1|1>&2|>&2)$/.test(source);
}

/**
 * Both parsers must tell the same story; where they differ, neither is believed.
 */
export function agree(one: PlainParse, other: PlainParse): PlainParse {
  if ('problem' in one) return one;
  if ('problem' in other) return other;
  if (JSON.stringify(one.commands) !== JSON.stringify(other.commands)) return { problem: 'Two parsers read this command differently.' };
  return one;
}
