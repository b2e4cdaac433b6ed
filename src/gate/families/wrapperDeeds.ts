import type { Call, Deed, Run, Word } from '../analyse/call.ts';
import { looks, printsSecrets, runsCode, runsProject, takesRights } from '../analyse/effects.ts';
import type { Parsed } from '../analyse/options.ts';
import { assignmentEffect } from '../analyse/variables.ts';

/** What the programs of `wrappers.ts` run. */

type Does = (parsed: Parsed, call: Call) => Deed | undefined;

const isKnown = ({ exact, matches }: Word): boolean => exact && matches === undefined;
const wordsRun = (words: readonly Word[]): Deed => (words.length === 0 ? {} : { runs: [{ kind: 'words', words }] });
/** Words that a program joins with blanks and hands to a shell. */
const scriptRun = (words: readonly Word[]): Run => ({ kind: 'script', text: words.map(({ text }) => text).join(' '), dialect: 'bash', exact: words.every(isKnown) });

/** Runs its operands as they are. */
export const runsOperands: Does = ({ operands }) => wordsRun(operands);

/** Runs its operands after the first ones, which it needs for itself. */
export const runsAfter = (count: number): Does => ({ operands }) => (operands.length <= count ? undefined : wordsRun(operands.slice(count)));

/** Takes the rights of somebody else. */
export const runsAsAnother: Does = ({ operands }) => ({ effects: [takesRights(operands[0]?.text ?? 'a shell', 'runs with the rights of another user')], forgettable: true, ...wordsRun(operands) });

export const suDoes: Does = (parsed) => {
  const script = parsed.value('-c', '--command', '--session-command');
  return {
    effects: [takesRights(script?.text ?? 'a shell', 'runs with the rights of another user')], forgettable: true,
    ...(script !== undefined ? { runs: [scriptRun([script])] } : parsed.has('-u', '--user') ? wordsRun(parsed.operands) : {}),
  };
};

/** `env` sets variables, then runs its operands; without any it prints the environment. */
export const envDoes: Does = (parsed) => {
  const split = parsed.value('-S', '--split-string');
  const own = split === undefined ? [] : splitString(split);
  if (own === undefined) return { effects: [runsCode(split?.text ?? 'env', 'runs a text that is only known when it runs')] };
  const words = [...own, ...parsed.operands];
  if (words[0]?.text === '-') words.shift();
  const isSetting = ({ text }: Word): boolean => /^[A-Za-z_]\w*=/.test(text);
  const count = words.findIndex((word) => !isSetting(word));
  const settings = count < 0 ? words : words.slice(0, count);
  const command = count < 0 ? [] : words.slice(count);
  if (command[0]?.text.startsWith('-') === true && command[0].text !== '--') return undefined;
  if (command[0]?.text === '--') command.shift();
  const effects = settings.flatMap((word) => {
    const at = word.text.indexOf('=');
    return assignmentEffect(word.text.slice(0, at), { ...word, text: word.text.slice(at + 1) }, 'command') ?? [];
  });
  if (command.length === 0) return { effects: [...effects, printsSecrets('environment', 'prints the environment, which may hold secrets')] };
  const folder = parsed.value('-C', '--chdir');
  return { effects, forgettable: true, runs: [{ kind: 'words', words: command, ...(folder === undefined ? {} : { folder }) }] };
};

/** The words of `env -S`; undefined where it uses more than blanks between plain words. */
const splitString = ({ text, exact }: Word): Word[] | undefined => (exact && !/["'\\$#]/.test(text) ? text.split(/\s+/).filter((word) => word !== '').map((word) => ({ text: word, exact: true })) : undefined);

const publicVariables = /^(HOME|USER|LOGNAME|SHELL|PWD|LANG|LC_\w+|TERM|PATH|TZ|EDITOR|HOSTNAME|DISPLAY|COLUMNS|LINES|CI|NODE_ENV)$/;

export const printenvDoes: Does = ({ operands }) => (operands.length > 0 && operands.every(({ text, exact }) => exact && publicVariables.test(text))
  ? { effects: [looks('environment')] } : { effects: [printsSecrets('environment', 'prints the environment, which may hold secrets')] });

export const commandDoes: Does = (parsed) => {
  if (!parsed.has('-v', '-V')) return wordsRun(parsed.operands);
  // With -p, some shells run the command all the same
  return parsed.has('-p') ? wordsRun(parsed.operands) : {};
};

/** `flock file command`, `flock file -c text`, `flock descriptor`. */
export const flockDoes: Does = ({ operands: [lock, ...command] }) => {
  if (lock === undefined) return undefined;
  const [first, script] = command;
  return {
    ...(/^\d+$/.test(lock.text) ? {} : { touches: [{ word: lock, how: 'change' }] }), forgettable: true,
    ...(first?.text === '-c' || first?.text === '--command' ? (script === undefined ? {} : { runs: [scriptRun([script])] }) : wordsRun(command)),
  };
};

/** `watch` hands its operands to a shell, or with -x runs them. */
export const watchDoes: Does = (parsed) => (parsed.operands.length === 0 ? undefined : parsed.has('-x', '--exec') ? wordsRun(parsed.operands) : { runs: [scriptRun(parsed.operands)] });

/** `script` records what a command, or a shell, prints into a file. */
export const scriptDoes: Does = (parsed) => {
  const [file = { text: 'typescript', exact: true }, ...command] = parsed.operands;
  if (parsed.has('-p')) return { touches: [{ word: file, how: 'read' }] };
  const text = parsed.value('-c', '--command');
  const touches = file.text === '/dev/null' ? [] : [{ word: file, how: parsed.has('-a', '--append') ? 'append' : 'write' } as const];
  if (text === undefined && command.length === 0) return { touches, effects: [runsCode('a shell', 'starts a shell')] };
  return { touches, forgettable: true, runs: text === undefined ? [{ kind: 'words', words: command }] : [scriptRun([text])] };
};

/** Commands that run later, elsewhere on this machine, or in a world of their own. */
export const runsApart = (detail: string): Does => ({ operands }, { program, stdin }) => ({
  effects: [runsCode(program, detail)], forgettable: true,
  runs: [
    ...operands.filter(({ text }) => /\s/.test(text)).map((word) => scriptRun([word])),
    ...(stdin.kind === 'text' ? [{ kind: 'script', text: stdin.text, dialect: 'bash', exact: stdin.exact } satisfies Run] : []),
  ],
});

/** Other roots, namespaces, containers of processes: only with rights, and what they run counts. */
export const runsWithin: Does = ({ operands }, { program }) => {
  const command = program === 'chroot' ? operands.slice(1) : operands;
  return { effects: [takesRights(program, 'runs a command in a world of its own')], forgettable: true, ...wordsRun(command) };
};

/** Traces a program that it runs. */
export const tracesDoes: Does = ({ operands }, { program }) => ({ effects: [runsProject(program, 'runs and traces another program')], forgettable: true, ...wordsRun(operands) });

/** `rtk` shortens the output of the command that follows. */
export const rtkDoes: Does = (parsed) => {
  const [verb, ...rest] = parsed.operands;
  if (parsed.has('-h', '--help', '-V', '--version')) return {};
  if (verb === undefined || (verb.text === 'proxy' && rest.length === 0)) return undefined;
  if (/^(discover|gain|session|cc-economics)$/.test(verb.text)) return rest.length === 0 ? {} : undefined;
  return wordsRun(verb.text === 'proxy' ? rest : parsed.operands);
};
