import type { Call, Deed, Run, Stdin, Word } from '../analyse/call.ts';
import { runsCode } from '../analyse/effects.ts';
import type { Parsed } from '../analyse/options.ts';

/** `xargs` and `parallel`: commands whose words come from standard input. */

/** More runs than this are not told apart. */
const MAX_RUNS = 16;

/** Words that are not known; whatever `xargs` reads from a terminal that is not there, it names nothing outside. */
const someWord = (stdin: Stdin): Word => ({ text: 'what standard input names', exact: false, ...(stdin.kind === 'none' || (stdin.kind === 'pipe' && stdin.names === true) ? { inside: true } : {}) });

/** The items that are read, where they are known; `lines` with a replacement, else words. */
function itemsOf(parsed: Parsed, stdin: Stdin, lines: boolean): string[] | undefined {
  const text = parsed.has('-a', '--arg-file') ? undefined : stdin.kind === 'text' && stdin.exact ? stdin.text : stdin.kind === 'pipe' ? stdin.text : undefined;
  if (text === undefined || parsed.has('-d', '--delimiter', '-E', '-e', '--eof')) return undefined;
  if (parsed.has('-0', '--null')) return text.split('\0').filter((item) => item !== '');
  if (/["'\\]/.test(text)) return undefined;
  return text.split(lines ? /\n/ : /\s+/).map((item) => item.trim()).filter((item) => item !== '');
}

export function xargsDoes(parsed: Parsed, { stdin }: Call): Deed | undefined {
  const { operands } = parsed;
  if (operands.length === 0) return undefined;
  const replace = replacement(parsed);
  const own = parsed.has('-a', '--arg-file') ? { kind: 'pipe' } as const : stdin;
  const items = itemsOf(parsed, stdin, replace !== undefined);
  const effects = feedsShell(operands, replace) ? [runsCode(operands[0]?.text ?? 'a shell', 'runs what it reads as code')] : [];
  const run = (words: readonly Word[]): Run => ({ kind: 'words', words, stdin: { kind: 'none' } });
  if (replace === undefined || parsed.has('-J')) {
    const fixed = operands.filter(({ text }) => text !== replace);
    // Without input GNU's runs the command all the same, once and without further words.
    const more: Word[][] = items === undefined ? [[], [someWord(own), someWord(own)]] : [items.map((text) => ({ text, exact: true }))];
    return { effects, forgettable: true, runs: more.map((words) => run([...fixed, ...words])) };
  }
  const values: readonly Word[] = items === undefined || items.length > MAX_RUNS ? [someWord(own)] : items.map((text) => ({ text, exact: true }));
  return { effects, forgettable: true, runs: values.map((value) => run(operands.map((word) => replaced(word, replace, value)))) };
}

/** `xargs bash -c`, `xargs -I{} sh -c {}`: what is read is code. */
function feedsShell(operands: readonly Word[], mark: string | undefined): boolean {
  const at = operands.findIndex(({ text }) => /^-\w*c$/.test(text));
  const script = operands[at + 1]?.text;
  return /^(ba|da|z|k)?sh$/.test(operands[0]?.text ?? '') && at > 0 && (script === undefined || (mark !== undefined && script.includes(mark)));
}

function replacement(parsed: Parsed): string | undefined {
  const named = parsed.value('-I', '-J', '-i', '--replace')?.text;
  if (named !== undefined && named !== '') return named;
  return parsed.has('-i', '--replace') ? '{}' : undefined;
}

/** A word with a value in place of the mark. */
function replaced(word: Word, mark: string, value: Word): Word {
  const at = word.text.indexOf(mark);
  if (at < 0) return word;
  if (value.exact) return { ...word, text: word.text.replaceAll(mark, () => value.text) };
  const isWhole = word.text === mark;
  return { text: word.text, exact: false, prefix: word.text.slice(0, at), ...(isWhole && value.inside === true ? { inside: true } : {}) };
}

export function parallelDoes({ operands, options }: Parsed, { stdin }: Call): Deed | undefined {
  const at = operands.findIndex(({ text }) => /^:::\+?$/.test(text));
  if (operands.some(({ text }) => text.startsWith('::::')) || operands.length === 0 || options.some(({ name }) => name === '-C' || name === '--colsep')) return undefined;
  const template = at < 0 ? operands : operands.slice(0, at);
  const values = at < 0 ? valuesOf(stdin) : operands.slice(at + 1).filter(({ text }) => !/^:::\+?$/.test(text));
  const isKnown = values !== undefined && values.length <= MAX_RUNS && [...template, ...values].every(({ exact, matches }) => exact && matches === undefined);
  const script = (text: string, exact: boolean): Run => ({ kind: 'script', text, dialect: 'bash', exact, stdin: { kind: 'none' } });
  const text = template.map((word) => word.text).join(' ');
  if (!isKnown) return { forgettable: true, runs: [script(text === '' ? 'what standard input says' : text, false)] };
  return {
    forgettable: true,
    runs: values.map(({ text: value }) => {
      if (text === '') return script(value, true);
      const quoted = `'${value.replaceAll("'", `'\\''`)}'`;
      return /\{[^{}\s]*\}/.test(text) ? script(text.replaceAll('{}', () => quoted), !/\{[^{}\s]+\}/.test(text)) : script(`${text} ${quoted}`, true);
    }),
  };
}

const valuesOf = (stdin: Stdin): Word[] | undefined => (stdin.kind === 'pipe' && stdin.text !== undefined ? stdin.text.split('\n').filter((line) => line !== '').map((text) => ({ text, exact: true })) : undefined);
